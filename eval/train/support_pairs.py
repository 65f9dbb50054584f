"""The pairs that the support judge is trained on: claims that people judged, and sentences changed.

A pair is a claim and the few sentences of its evidence that come nearest to it. Beside the claims
of people, true sentences of their texts are said otherwise (supported), made false by one change
(contradicted, or at least not supported), held against their text without them, and against the
text that comes nearest (not stated). A change is also made in the evidence, so that no false claim
is known by its own look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quoth.eval.fitting.support_rows import JudgedClaim
from quoth.eval.replays.perturb_choice import pick
from quoth.eval.train.pairs import Pair, share_of
from quoth.eval.train.support_paraphrases import paraphrased
from quoth.eval.train.support_swaps import CONTRADICTS, swapped
from quoth.eval.train.support_texts import ClaimText, claim_of, read_texts
from quoth.index.embedder import Embedder
from quoth.index.text import embed_text
from quoth.rag.support.evidence import EvidencePassage
from quoth.rag.support.quote import choose_quote
from quoth.rag.support.reading import read_words

__all__ = [
    "CONTRADICTED",
    "EITHER",
    "NOT_STATED",
    "SUPPORTED",
    "support_pairs",
]

# Outputs of the model by number; EITHER of the last two where people only said "not supported".
SUPPORTED, CONTRADICTED, NOT_STATED, EITHER = 0.0, 1.0, 2.0, -1.0

_SENTENCE_WORDS = range(7, 36)
_SAID_ELSEWHERE = 0.75  # share of a sentence, by rarity, from which other sentences may say it


def support_pairs(
    rows: Sequence[JudgedClaim],
    embedder: Embedder,
    *,
    of_each_maker: int,
    sentences_of_each: int,
    changed: bool = True,
) -> list[Pair]:
    """Return the pairs to train on, always the same for the same rows.

    Args:
        rows: claims that people judged, as `cleaned` returns them.
        of_each_maker: the most claims of the datasets whose names begin alike: `ares-`.
        sentences_of_each: the most sentences of a dataset's texts that are changed.
        changed: whether pairs are made of changed claims and sentences too.
    """
    some = _few(rows, of_each_maker)
    texts = read_texts(rows, embedder)
    pairs = list(_judged(some, texts, embedder))
    if changed:
        pairs += _changed_claims(some, texts, embedder)
        pairs += _changed_sentences(texts, sentences_of_each)
    return list({(p.text_a, p.text_b): p for p in pairs}.values())


def _few(rows: Sequence[JudgedClaim], most: int) -> list[JudgedClaim]:
    """Return at most so many rows of each maker, drawn by the hash of the claim."""
    by_maker: defaultdict[str, list[JudgedClaim]] = defaultdict(list)
    for row in rows:
        by_maker[row.dataset.split("-")[0]].append(row)
    return [
        row
        for group in by_maker.values()
        for row in sorted(group, key=lambda row: share_of(row.claim, salt="claims"))[:most]
    ]


def _judged(
    rows: Sequence[JudgedClaim], texts: dict[tuple[str, str], ClaimText], embedder: Embedder
) -> Iterator[Pair]:
    """Yield the claims as people judged them."""
    vectors = embedder.embed_queries([embed_text(row.claim) for row in rows])
    for row, vector in zip(rows, vectors, strict=True):
        text = texts.get((row.dataset, row.evidence))
        if text is not None:
            claim = claim_of(embed_text(row.claim), vector, text.rarity)
            near = " ".join(choose_quote(claim, [text.passage]).closest)
            label = {"supported": SUPPORTED, "not_enough": NOT_STATED}.get(row.label, EITHER)
            yield _pair(row.claim, near, label, text)


def _changed_claims(
    rows: Sequence[JudgedClaim], texts: dict[tuple[str, str], ClaimText], embedder: Embedder
) -> Iterator[Pair]:
    """Yield supported claims made false by one change."""
    by_dataset: defaultdict[str, list[JudgedClaim]] = defaultdict(list)
    for row in rows:
        if row.label == "supported":
            by_dataset[row.dataset].append(row)
    for group in by_dataset.values():
        vectors = embedder.embed_queries([embed_text(row.claim) for row in group])
        others = [*group[1:], group[0]]
        for row, vector, other in zip(group, vectors, others, strict=True):
            text = texts.get((row.dataset, row.evidence))
            if text is None:
                continue
            claim = claim_of(embed_text(row.claim), vector, text.rarity)
            near = " ".join(choose_quote(claim, [text.passage]).closest)
            false = swapped(row.claim, beside=near, other=other.claim, key=row.claim)
            if false:
                label = CONTRADICTED if false[0] in CONTRADICTS else EITHER
                yield _pair(false[1], near, label, text, made=f"claim {false[0]}")


def _changed_sentences(texts: dict[tuple[str, str], ClaimText], most: int) -> Iterator[Pair]:
    by_dataset: defaultdict[str, list[ClaimText]] = defaultdict(list)
    for text in texts.values():
        by_dataset[text.dataset].append(text)
    for group in by_dataset.values():
        places = [
            (text, at)
            for text in group
            for at, said in enumerate(text.passage.texts)
            if len(said.split()) in _SENTENCE_WORDS and "?" not in said
        ]
        places.sort(key=lambda place: share_of(place[0].passage.texts[place[1]], salt="sentences"))
        nearest = _nearest(group)
        for text, at in places[:most]:
            yield from _of_sentence(text, at, nearest[text.group])


def _nearest(group: Sequence[ClaimText]) -> dict[str, ClaimText]:
    """Return for each text the one of another beginning whose middle comes nearest."""
    import numpy as np

    middles = np.stack([text.middle for text in group])
    cosines = middles @ middles.T
    cosines[cosines > 0.97] = -1.0  # the same text, cut otherwise
    best = cosines.argmax(axis=1)
    return {text.group: group[int(at)] for text, at in zip(group, best, strict=True)}


def _of_sentence(text: ClaimText, at: int, near: ClaimText) -> Iterator[Pair]:
    """Yield the pairs that one sentence of a text makes: two or three of six kinds."""
    said = text.passage.texts[at]
    claim = claim_of(said, text.passage.vectors[at], text.rarity)
    shown = " ".join(choose_quote(claim, [text.passage]).closest)
    true = paraphrased(said, key=said)
    if said not in shown:
        return
    yield _pair(true, shown, SUPPORTED, text, made="said otherwise")
    far = near.passage.texts[len(near.passage.texts) // 2]
    yield from _turned(said, true, shown, text, far=far)
    if pick((True, False), f"{said} without"):
        rest = _without(text.passage, at) if pick((True, False), f"{said} rest") else near.passage
        if rest.texts:
            quote = choose_quote(claim, [rest])
            words = frozenset().union(*(read_words(one).terms for one in quote.closest))
            if claim.share(words) < _SAID_ELSEWHERE:
                yield _pair(true, " ".join(quote.closest), NOT_STATED, text, made="not there")


def _turned(said: str, true: str, shown: str, text: ClaimText, *, far: str) -> Iterator[Pair]:
    """Yield a false claim, or a claim whose evidence was made to say otherwise, or both alike.

    Args:
        true: a paraphrase; changed after it is made, so that the change is not left out again.
    """
    way = pick(("claim", "claim", "evidence", "both"), f"{said} side")
    false = swapped(true if way == "claim" else said, beside=shown, other=far, key=said)
    if false is None:
        return
    kind, lie = false
    label = CONTRADICTED if kind in CONTRADICTS else EITHER
    there = shown.replace(said, lie)
    if way == "claim":
        yield _pair(lie, shown, label, text, made=f"sentence {kind}")
    elif way == "both" and kind != "added":
        again = paraphrased(lie, key=said)
        yield _pair(again, there, SUPPORTED, text, made=f"both {kind}")
    elif kind != "added":  # evidence that says more carries the claim still
        yield _pair(said, there, label, text, made=f"evidence {kind}")


def _without(passage: EvidencePassage, at: int) -> EvidencePassage:
    import numpy as np

    return replace(
        passage,
        spans=passage.spans[:at] + passage.spans[at + 1 :],
        texts=passage.texts[:at] + passage.texts[at + 1 :],
        vectors=np.delete(passage.vectors, at, axis=0),
    )


def _pair(claim: str, evidence: str, label: float, text: ClaimText, *, made: str = "") -> Pair:
    return Pair(
        claim,
        evidence,
        label,
        dataset=text.dataset,
        licence=text.licence,
        group=text.group,
        made=made,
    )
