"""How well claims find the documents that they cite, the words that speak to them, and a stance.

    python -m quoth.eval.lookup_check CLAIMS.jsonl DOCUMENTS… [--library DIR] [--limit N] [--json]

What is measured is what the rows allow: `cited` for the ranking of documents, beside that of the
plain search in the same run; `evidence` and `stance` for quotes and stances, once over the whole
library and once given the right document.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from quoth.eval.bootstrap import Estimate, bootstrap_mean
from quoth.eval.claim_set import Claim, read_claims
from quoth.eval.question_set import is_hit
from quoth.eval.retrieval import document_ranking, score_rankings
from quoth.index import Library, add, load_embedder
from quoth.index.errors import UsageError
from quoth.index.types import Filters
from quoth.rag.lookup.claims import bare_claim, look_up
from quoth.rag.lookup.ranking import find_documents
from quoth.rag.lookup.types import Match
from quoth.rag.retriever import retrieve
from quoth.rag.support.scorer import SupportJudge

__all__ = [
    "balanced_accuracy",
    "check_given",
    "check_library",
    "check_ranking",
    "evenly",
    "main",
    "stance_of",
]

_MEASURES = ("nDCG@10", "recall@10", "success@1", "success@10")
_IR = {"success@1": "Success@1", "success@10": "Success@10"}
_PASSAGES = 60  # of the plain search, by which it ranks at least ten documents
_SHOWN = 5
_FIRST = 3  # matches among which the right passage counts as found

Answer = Literal["supports", "contradicts", "none"]


def check_ranking(library: Library, claims: Sequence[Claim]) -> dict[str, Estimate]:
    """Return how well cited documents are ranked, by look-up and by the plain search.

    success@k is 1 where a cited document is among the first k; the gain is paired, claim by claim.
    """
    asked = [claim for claim in claims if claim.cited]
    if not asked:
        return {}
    names = {document.id: document.file for document in library.documents()}
    qrels = {claim.id: dict.fromkeys(claim.cited, 1) for claim in asked}
    ours, plain = {}, {}
    for claim in asked:
        text = bare_claim(claim.claim)
        ours[claim.id] = [names[i] for i in find_documents(library, text).order]
        found = retrieve(library, text, k=_PASSAGES, leave_out=("reference",))
        plain[claim.id] = list(document_ranking(found.hits))
    measures = [_IR.get(name, name) for name in _MEASURES]
    values = score_rankings(ours, qrels, measures=measures).values
    others = score_rankings(plain, qrels, measures=measures).values
    estimates = {}
    for name in _MEASURES:
        own, other = values[_IR.get(name, name)], others[_IR.get(name, name)]
        pairs = [(own[claim.id], other[claim.id]) for claim in asked]
        estimates[name] = bootstrap_mean([a for a, _ in pairs], name=name)
        estimates[f"{name}, plain search"] = bootstrap_mean([b for _, b in pairs], name=name)
        estimates[f"{name}, gain"] = bootstrap_mean([a - b for a, b in pairs], name=name)
    return estimates


def check_given(
    library: Library, claims: Sequence[Claim], *, judge: SupportJudge | None = None
) -> dict[str, Estimate]:
    """Return how often the quote has an evidence sentence, and the stance, in the right document.

    One case is a claim and a document with evidence. Balanced accuracy is the mean of the two
    stances' shares of right ones; "related" is never right.
    """
    ids = {document.file: document.id for document in library.documents()}
    quoted: list[float] = []
    stances: list[tuple[str, str]] = []
    for claim in claims:
        if claim.stance not in ("supports", "contradicts"):
            continue
        for name in dict.fromkeys(span.document for span in claim.evidence):
            among = Filters(among=frozenset({_known(ids, name, claim)}))
            matches = look_up(library, claim.claim, k=1, filters=among, judge=judge)
            quoted.append(float(any(_is_quoted(match, claim) for match in matches)))
            stances.append((claim.stance, matches[0].stance if matches else "related"))
    if not stances:
        return {}
    right = [float(gold == said) for gold, said in stances]
    return {
        "evidence quoted, given the document": bootstrap_mean(quoted, name="quoted"),
        "stance right, given the document": bootstrap_mean(right, name="stance"),
        "stance balanced accuracy, given the document": balanced_accuracy(stances),
    }


def check_library(
    library: Library, claims: Sequence[Claim], *, judge: SupportJudge | None = None
) -> dict[str, Estimate]:
    """Return how often the right passage is among the first matches, and the three-way stance."""
    found: list[float] = []
    right: list[float] = []
    for claim in claims:
        if claim.stance is None:
            continue
        matches = look_up(library, claim.claim, k=_SHOWN, judge=judge)
        if claim.spans:
            found.append(float(any(_is_found(match, claim) for match in matches[:_FIRST])))
        right.append(float(stance_of(matches) == claim.stance))
    estimates = {}
    if found:
        name = f"passage among the first {_FIRST}"
        estimates[name] = bootstrap_mean(found, name=name)
    if right:
        estimates["three-way stance"] = bootstrap_mean(right, name="three-way stance")
    return estimates


def stance_of(matches: Sequence[Match]) -> Answer:
    """Return the stance of the first match that has one, else `none`."""
    for match in matches:
        if match.stance != "related":
            return match.stance
    return "none"


def evenly(claims: Sequence[Claim], n: int) -> list[Claim]:
    """Return up to n claims, evenly taken from the whole set."""
    return list(claims)[:: max(1, len(claims) // n)][:n]


def balanced_accuracy(stances: Sequence[tuple[str, str]]) -> Estimate:
    """Return the mean over the gold stances of the share of right ones.

    As a mean over cases: each case counts n / (stances * cases of its stance).

    Args:
        stances: the gold one and the one given, at least one pair.
    """
    counts = Counter(gold for gold, _ in stances)
    share = {gold: len(stances) / (len(counts) * n) for gold, n in counts.items()}
    values = [share[gold] * (gold == said) for gold, said in stances]
    return bootstrap_mean(values, name="balanced accuracy")


def _known(ids: Mapping[str, str], name: str, claim: Claim) -> str:
    if name not in ids:
        msg = f"{claim.id} has evidence in {name}, which is not in the library; add it"
        raise UsageError(msg)
    return ids[name]


def _is_quoted(match: Match, claim: Claim) -> bool:
    return is_hit(match.document.file, match.quote.start, match.quote.end, claim.spans)


def _is_found(match: Match, claim: Claim) -> bool:
    passage = match.hit.passage
    return is_hit(match.document.file, passage.start, passage.end, claim.spans)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures with their intervals."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.lookup_check")
    parser.add_argument("claims", type=Path)
    parser.add_argument("documents", type=Path, nargs="+")
    parser.add_argument("--library", type=Path, help="made there, or used again; else temporary")
    parser.add_argument("--limit", type=int, help="only so many claims, evenly taken")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    claims = read_claims(options.claims)
    claims = evenly(claims, options.limit or len(claims))
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(options.library or Path(folder), load_embedder) as library,
    ):
        add(library, options.documents)
        found = check_ranking(library, claims) | check_given(library, claims)
        if any(claim.evidence for claim in claims) and not any(claim.cited for claim in claims):
            found |= check_library(library, claims)
    if options.json:
        print(json.dumps({name: asdict(one) for name, one in found.items()}, indent=2))
    else:
        for name, one in found.items():
            print(f"{name:<46}n = {one.n:<6}{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]")


if __name__ == "__main__":
    main()
