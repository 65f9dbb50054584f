"""How well hits find what is relevant, on the level of documents, of passages and of spans.

    document  the ranking of documents, each where its best passage stands, against the relevant
              documents
    passage   a hit is relevant if it and a span of the evidence (or the alternatives) share more
              than half of the shorter one. recall@k: the share of what is needed that the first k
              hits reach; needed is any evidence, for a `multi` question each document's. found@k: 1
              if all that is needed is reached
    span      recall@k: the share of the evidence's spans, each for itself, that the first k hits
              reach

All by ir-measures (`quoth.eval.retrieval` has the formulas); on the levels of passages and spans
each need or span is looked for by itself, and a question's value is the mean over its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from quoth.eval.metrics.quotes import is_hit
from quoth.eval.retrieval import score_rankings
from quoth.eval.runs.records import Gold, Span

__all__ = ["CUTOFFS", "LEVELS", "Level", "Searched", "retrieval_values"]

Level = Literal["document", "passage", "span"]

LEVELS: tuple[Level, ...] = ("document", "passage", "span")
CUTOFFS = (1, 3, 5, 10, 20)

_RECALLS = tuple(f"recall@{k}" for k in CUTOFFS)
# ours → what ir-measures is asked for
_MEASURES: Mapping[Level, Mapping[str, str]] = {
    "document": {
        **{name: name for name in _RECALLS},
        "precision@5": "precision@5",
        "mrr@10": "MRR@10",
        "map@10": "AP@10",
        "ndcg@10": "nDCG@10",
    },
    "passage": {
        **{name: name for name in _RECALLS},
        "mrr@10": "MRR@10",
        "map@10": "AP@10",
        "ndcg@10": "nDCG@10",
    },
    "span": {**{name: name for name in _RECALLS}, "mrr@10": "MRR@10"},
}
_PRECISION = "precision@5"
_GOLD = "gold"

Values = dict[str, dict[str, float]]
"""Item → metric → value."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What an item's search returned, best first, and what is right."""

    id: str
    hits: tuple[Span, ...]
    gold: Gold


def retrieval_values(searched: Sequence[Searched]) -> Values:
    """Return by item the values on each level whose gold it has; items without gold have none."""
    values: Values = {one.id: {} for one in searched}
    _add(values, "document", {one.id: _documents(one) for one in searched})
    _add(values, "passage", {one.id: _needs(one) for one in searched})
    _add(values, "span", {one.id: _spans(one) for one in searched})
    _add_precision(values, searched)
    for of in values.values():
        for k in CUTOFFS:
            if (reached := of.get(f"passage_recall@{k}")) is not None:
                of[f"passage_found@{k}"] = float(reached > 1 - 1e-9)
    return values


@dataclass(frozen=True, slots=True)
class _Search:
    """One ranking and the names in it that are relevant; without any it is not scored."""

    ranking: tuple[str, ...]
    relevant: tuple[str, ...]


def _documents(one: Searched) -> tuple[_Search, ...]:
    names = tuple(dict.fromkeys(hit.document for hit in one.hits))
    return (_Search(names, one.gold.documents),)


def _needs(one: Searched) -> tuple[_Search, ...]:
    return tuple(_Search(_ranking(one.hits, group), (_GOLD,)) for group in one.gold.needs)


def _spans(one: Searched) -> tuple[_Search, ...]:
    return tuple(_Search(_ranking(one.hits, (span,)), (_GOLD,)) for span in one.gold.spans)


def _ranking(hits: Sequence[Span], group: Sequence[Span]) -> tuple[str, ...]:
    """Name the first hit that reaches a group `gold`, and each other one by its rank."""
    names = [str(rank) for rank in range(1, len(hits) + 1)]
    reached = next((at for at, hit in enumerate(hits) if is_hit(hit, group)), None)
    if reached is not None:
        names[reached] = _GOLD
    return tuple(names)


def _add(values: Values, level: Level, searches: Mapping[str, Sequence[_Search]]) -> None:
    rankings, qrels, owners = {}, {}, {}
    for item, several in searches.items():
        for at, search in enumerate(several):
            if search.relevant:
                key = f"{at}:{item}"
                owners[key] = (item, len(several))
                rankings[key] = search.ranking
                qrels[key] = dict.fromkeys(search.relevant, 1)
    if not qrels:
        return
    measures = _MEASURES[level]
    scores = score_rankings(rankings, qrels, measures=tuple(measures.values()))
    for name, measure in measures.items():
        for key, value in scores.values[measure].items():
            item, n = owners[key]
            own = values[item]
            column = f"{level}_{name}"
            own[column] = own.get(column, 0.0) + value / n


def _add_precision(values: Values, searched: Sequence[Searched]) -> None:
    """Add the share of the first 5 hits that reach any evidence or alternative."""
    qrels, rankings = {}, {}
    for one in searched:
        spans = [span for group in one.gold.needs for span in group]
        if spans:
            names = tuple(map(str, range(len(one.hits))))
            right = [name for name, hit in zip(names, one.hits, strict=True) if is_hit(hit, spans)]
            qrels[one.id] = dict.fromkeys(right or [_GOLD], 1)
            rankings[one.id] = names
    if qrels:
        scores = score_rankings(rankings, qrels, measures=(_PRECISION,))
        for item, value in scores.values[_PRECISION].items():
            values[item][f"passage_{_PRECISION}"] = value
