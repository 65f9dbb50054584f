"""From a query to hits: meaning and words fused, repeated text folded."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.index.types import Filters, Hit, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from quoth.index.library import Candidates, Library

__all__ = ["MEANING_SHARE", "NEIGHBOUR_SHARE", "Retrieval", "fold_repeats", "fuse", "retrieve"]

DEPTH = 200  # looked for each way, by meaning and by words
# The share of meaning in a fused score, and the share of a passage's neighbours in its own. Chosen
# on training sets: the cited abstract of SciFact's 632 training claims (nDCG@10) and the evidence
# of COVID-QA's 743 training questions (recall@5). Meaning 0.3: 0.726, 0.778; 0.4: 0.729, 0.769;
# 0.5: 0.721, 0.738. With neighbours 0.3, meaning 0.4: 0.730, 0.765; 0.7: 0.732, 0.743.
MEANING_SHARE = 0.4
NEIGHBOUR_SHARE = 0.3

# What a document that a bare name may mean gets more: enough to go before what is as near, too
# little to go before what is nearer.
PREFERENCE = 0.1

_SHINGLE = 4  # words
_SAME = 0.7  # of the smaller one's shingles
_LONG_WORD = 8  # letters
_FEWEST = 8  # shingles that two passages can be compared by
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Hits, and the query's vector, for those who compare it with sentences."""

    hits: tuple[Hit, ...]
    query_vector: NDArray[np.float32]


def retrieve(  # noqa: PLR0913  each of its options narrows the search in its own way
    library: Library,
    query: str,
    *,
    k: int = 10,
    filters: Filters | None = None,
    leave_out: Collection[str] = (),
    prefer: Collection[str] = (),
) -> Retrieval:
    """Return the k best passages for a query, rank 1..k; fewer if fewer are found.

    Args:
        leave_out: kinds of passage that must not take a place among the k.
        prefer: ids of documents whose passages count PREFERENCE more.

    Raises:
        EmbedderMismatch: the library was made by another embedder.
    """
    for _ in ("at once", "again, where a rebuild has just given every passage another id"):
        found, vector = library.candidates(query, depth=max(DEPTH, k), filters=filters)
        document_of = library.document_ids(found.dense)
        scores = fuse(found, document_of)
        for passage_id in scores if prefer else ():
            scores[passage_id] += PREFERENCE * (document_of[passage_id] in prefer)
        order = sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))
        # Folding needs the texts: look at a few more than are asked for.
        passages = library.passages(order if leave_out else order[: 2 * k + 10])
        if passages or not found.dense:
            break
    ranked = [passages[i] for i in order if i in passages]
    kept = fold_repeats([p for p in ranked if p.kind not in leave_out], k)
    documents = found.documents
    hits = [
        Hit(
            passage,
            documents[passage.document_id],
            scores[passage.id],
            rank,
            found.dense.get(passage.id),
            found.lexical.get(passage.id),
        )
        for rank, passage in enumerate((p for p in kept if p.document_id in documents), 1)
    ]
    return Retrieval(tuple(hits), vector)


def fuse(found: Candidates, document_of: Mapping[int, str]) -> dict[int, float]:
    """Return one score in [0, 1] a candidate, by passage id.

    meaning = (cosine - floor) / (best cosine - floor), 1 if all are alike; words = BM25 / best
    BM25; the score is MEANING_SHARE * meaning + (1 - MEANING_SHARE) * words. NEIGHBOUR_SHARE of it
    is taken with the best meaning and the best words of the passage and those just before and
    after it: what a question asks for may lie across their edge.

    Every candidate has its true cosine, also one that only words found: a passage just outside
    the list of nearest ones is not taken for one at an infinite distance.

    Args:
        document_of: a document id for each candidate; a candidate without one is left out.
    """
    top_dense = max(found.dense.values(), default=0.0)
    floor = found.dense_floor if top_dense > found.dense_floor else top_dense - 1.0
    span = top_dense - floor
    top_lexical = max(found.lexical.values(), default=0.0) or 1.0
    parts = {
        passage_id: (
            max(0.0, (found.dense[passage_id] - floor) / span),
            found.lexical.get(passage_id, 0.0) / top_lexical,
        )
        for passage_id in document_of
    }
    scores = {}
    for passage_id, document_id in document_of.items():
        beside = [
            parts[near]
            for near in (passage_id - 1, passage_id, passage_id + 1)  # ids of a document follow on
            if document_of.get(near) == document_id
        ]
        around = _weighted(max(m for m, _ in beside), max(w for _, w in beside))
        own = _weighted(*parts[passage_id])
        scores[passage_id] = (1 - NEIGHBOUR_SHARE) * own + NEIGHBOUR_SHARE * around
    return scores


def _weighted(meaning: float, words: float) -> float:
    return MEANING_SHARE * meaning + (1 - MEANING_SHARE) * words


def fold_repeats(passages: Iterable[Passage], k: int) -> list[Passage]:
    """Return the first k passages that do not say again what an earlier one says.

    Abstracts and bodies repeat. Entries of reference lists are kept: the same entry in two papers
    is two facts.
    """
    kept: list[Passage] = []
    sizes: list[int] = []
    holders: dict[tuple[str, ...], list[int]] = {}  # by shingle: which of the kept have it
    for passage in passages:
        if len(kept) == k:
            break
        shingles = _shingles(passage)
        shared = Counter(itertools.chain.from_iterable(holders.get(s, ()) for s in shingles))
        if any(n >= _SAME * min(len(shingles), sizes[at]) for at, n in shared.items()):
            continue
        for shingle in shingles:
            holders.setdefault(shingle, []).append(len(kept))
        kept.append(passage)
        sizes.append(len(shingles))
    return kept


def _shingles(passage: Passage) -> frozenset[tuple[str, ...]]:
    """Return the runs of words that a passage is known by: those that begin with a long word.

    About a quarter of all runs, chosen by what they say, so that two passages choose alike; all of
    them where few words are long.
    """
    if passage.kind == "reference":
        return frozenset()
    words = _WORD.findall(passage.text.casefold())
    runs = list(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))
    chosen = frozenset(run for run in runs if len(run[0]) >= _LONG_WORD)
    return chosen if len(chosen) >= _FEWEST else frozenset(runs)
