"""The columns that score what is found, declined, and said of claims; and what it costs."""

from __future__ import annotations

from quoth.eval.metrics.metric import Metric

__all__ = ["DECISION_COLUMNS", "RETRIEVAL_COLUMNS"]

_SQUAD = "Rajpurkar et al. 2018, SQuAD 2.0"
_IR = "ir-measures"
_SEARCHED = "items that were searched for and have gold evidence"
_BOTH = "items that are known to be answerable or not"
_SURE = f"{_BOTH} and state a confidence"

_SPAN_RULE = "this project: more than half of the shorter span is shared"
_RECALL = ("recall@k", "recall at k", "relevant ones reached by the first k / relevant ones", _IR)
_PRECISION = ("precision@k", "precision at k", "relevant ones among the first k / k", _IR)
_MRR = ("mrr@k", "reciprocal rank", "1 / rank of the first relevant one, 0 beyond k", _IR)
_MAP = ("map@k", "average precision", "mean of the precision at each relevant rank <= k", _IR)
_NDCG = ("ndcg@k", "nDCG at k", "DCG@k / best DCG@k, gain = relevance, log2(rank + 1)", _IR)
_FOUND = ("found@k", "found at k", "1 if all that is needed is reached by the first k", _SPAN_RULE)

RETRIEVAL_COLUMNS = tuple(
    Metric(f"{level}_{name}", "retrieval", f"{title}, {of}", formula, _SEARCHED, source)
    for level, of, columns in (
        ("document", "documents", (_RECALL, _PRECISION, _MRR, _MAP, _NDCG)),
        ("passage", "passages", (_RECALL, _FOUND, _PRECISION, _MRR, _MAP, _NDCG)),
        ("span", "gold spans", (_RECALL, _MRR)),
    )
    for name, title, formula, source in columns
)

DECISION_COLUMNS = (
    Metric(
        "abstention_accuracy",
        "abstention",
        "answered or declined rightly",
        "1 if the answerable is answered, the unanswerable declined",
        _BOTH,
        _SQUAD,
    ),
    Metric(
        "false_answers",
        "abstention",
        "unanswerable, yet answered",
        "1 if answered",
        "unanswerable items",
        _SQUAD,
        higher_is_better=False,
    ),
    Metric(
        "false_refusals",
        "abstention",
        "answerable, yet declined",
        "1 if declined",
        "answerable items",
        _SQUAD,
        higher_is_better=False,
    ),
    Metric(
        "aurc",
        "abstention",
        "area under risk-coverage",
        "mean over coverages of the share unanswerable among the surest",
        _SURE,
        "Geifman et al. 2019, eq. 2",
        higher_is_better=False,
    ),
    Metric(
        "confidence_auroc",
        "abstention",
        "AUROC of the confidence",
        "share of pairs (answerable, not) that the confidence orders",
        _SURE,
        "Hanley, McNeil 1982",
    ),
    Metric(
        "ece",
        "abstention",
        "expected calibration error",
        "sum over ten bins of n_bin / n |mean confidence - share answerable|",
        _SURE,
        "Guo et al. 2017, eq. 3",
        higher_is_better=False,
    ),
    Metric(
        "stance_accuracy",
        "stance",
        "stance told right",
        "1 if supports, contradicts or none is what is known",
        "claims whose stance is known",
        "this project: the first match with a stance",
    ),
    Metric(
        "stance_macro_f1",
        "stance",
        "stance, mean F1 of the three",
        "mean over stances of 2 TP / (2 TP + FP + FN)",
        "claims whose stance is known",
        "scikit-learn, f1_score(average='macro')",
    ),
    *(
        Metric(
            name,
            "usage",
            title,
            "as reported",
            "items whose model reports it",
            "the model",
            high=None,
            higher_is_better=None,
        )
        for name, title in (
            ("input_tokens", "tokens read"),
            ("output_tokens", "tokens written"),
            ("cost", "cost"),
        )
    ),
)
