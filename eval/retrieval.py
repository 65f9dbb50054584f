"""How well a ranking finds what is relevant: nDCG@k, recall@k and the like, by ir-measures.

With rel(i) the relevance of the document at rank i (1 is the best), and k the cut-off:

    DCG@k    = sum over i = 1..k of rel(i) / log2(i + 1)           the gain is rel itself
    nDCG@k   = DCG@k / the DCG@k of all relevant documents, best first
    recall@k = relevant documents among the first k / all relevant documents

A ranking is a list, so there are no ties: a document is handed over with the score 1 / rank. A
question without a ranking counts as 0; a document without a judgement has relevance 0.

Source: Järvelin, Kekäläinen 2002, Cumulated gain-based evaluation of IR techniques, with the
discount of Burges et al. 2005 (log2 of the rank + 1) and the gain of trec_eval's ndcg_cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quoth.eval.bootstrap import Estimate, bootstrap_mean
from quoth.index.errors import UsageError
from quoth.index.types import Hit

__all__ = [
    "DEFAULT_MEASURES",
    "Qrels",
    "RetrievalScores",
    "document_ranking",
    "score_rankings",
]

Qrels = Mapping[str, Mapping[str, int]]
"""question id → document → relevance, a whole number ≥ 0."""

DEFAULT_MEASURES = ("nDCG@10", "recall@10")

_NAMES = {"recall": "R", "precision": "P", "MRR": "RR"}  # ours → ir-measures'


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """Each measure's value for each question: `values[measure][question]`, in [0, 1]."""

    values: Mapping[str, Mapping[str, float]]

    def estimate(self, measure: str, questions: Iterable[str] | None = None) -> Estimate:
        """Return the mean of a measure with its interval, over all questions or some of them."""
        found = self.values[measure]
        chosen = [found[question] for question in (found if questions is None else questions)]
        return bootstrap_mean(chosen, name=measure)


def document_ranking(hits: Iterable[Hit]) -> tuple[str, ...]:
    """Return the documents' `file` in the order of hits, each where its best passage stands."""
    return tuple(dict.fromkeys(hit.document.file for hit in hits))


def score_rankings(
    rankings: Mapping[str, Sequence[str]],
    qrels: Qrels,
    *,
    measures: Sequence[str] = DEFAULT_MEASURES,
) -> RetrievalScores:
    """Score the ranking of every question of the qrels.

    Args:
        rankings: question id → documents, best first; a repeated document counts where it comes
            first. Questions that the qrels lack are left out.
        measures: `nDCG@k`, `recall@k`, `precision@k`, `MRR@k`, or anything that ir-measures names.
    Raises:
        UsageError: ir-measures is not installed, or knows no such measure.
    """
    try:
        import ir_measures
    except ImportError as error:
        msg = "measuring retrieval needs ir-measures. Run: pip install 'quoth[bench]'"
        raise UsageError(msg) from error

    parsed = {}
    for measure in measures:
        name, at, cutoff = measure.partition("@")
        try:
            parsed[ir_measures.parse_measure(_NAMES.get(name, name) + at + cutoff)] = measure
        except (NameError, ValueError, SyntaxError) as error:
            msg = f"no measure {measure!r}; try {', '.join(DEFAULT_MEASURES)}"
            raise UsageError(msg) from error
    judged = {question: dict(documents) for question, documents in qrels.items()}
    run = {
        question: {name: 1 / rank for rank, name in enumerate(dict.fromkeys(ranked), 1)}
        for question, ranked in rankings.items()
        if question in judged and ranked
    }
    values = {measure: dict.fromkeys(judged, 0.0) for measure in measures}
    if run:
        for metric in ir_measures.iter_calc(list(parsed), judged, run):
            values[parsed[metric.measure]][metric.query_id] = float(metric.value)
    return RetrievalScores(values)
