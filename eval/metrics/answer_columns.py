"""The columns that score what an answer says: its words, its evidence, its citations."""

from __future__ import annotations

from quoth.eval.metrics.metric import Metric

__all__ = ["ANSWER_COLUMNS"]

_SQUAD = "Rajpurkar et al. 2018, SQuAD 2.0"
_ALCE = "Gao et al. 2023, ALCE"
_LABEL = "the judge's label"
_GOLD_ANSWERS = "answerable items with gold answers; a refusal, an empty answer or an error is 0"
_EVIDENCE = "answerable items with gold evidence; a refusal, an empty answer or an error is 0"
_JUDGED = "answers with a scorable sentence"
_ANSWERS = "answers"

ANSWER_COLUMNS = (
    Metric(
        "exact_match",
        "answers",
        "SQuAD exact match",
        "1 if the answer is a gold answer, both normalised",
        _GOLD_ANSWERS,
        _SQUAD,
    ),
    Metric(
        "f1",
        "answers",
        "SQuAD token F1",
        "2PR / (P + R) of shared tokens, best gold answer",
        _GOLD_ANSWERS,
        _SQUAD,
    ),
    Metric(
        "answer_match",
        "answers",
        "a gold answer occurs in the answer",
        "1 if the words of a gold answer occur in the answer, both normalised",
        _GOLD_ANSWERS,
        f"{_ALCE}, string exact match",
    ),
    Metric(
        "token_recall",
        "answers",
        "tokens of the gold answer that the answer has",
        "shared tokens / tokens of the gold answer, best gold answer",
        _GOLD_ANSWERS,
        "Adlakha et al. 2024, 4",
    ),
    Metric(
        "item_recall",
        "answers",
        "items of a list that the answer has",
        "items of which a wording occurs / items",
        "answerable items whose set names the items of a full answer",
        f"{_ALCE}, string exact match",
    ),
    Metric(
        "rouge_l",
        "answers",
        "ROUGE-L",
        "F1 of the longest common subsequence of stems, best gold answer",
        _GOLD_ANSWERS,
        "Lin 2004, ROUGE; rouge-score",
    ),
    Metric(
        "evidence_recall",
        "answers",
        "needed evidence that the answer stands on",
        "needed spans hit by what is quoted, or else cited / needed spans",
        _EVIDENCE,
        "this project: more than half of the shorter span is shared",
    ),
    Metric(
        "first_quote",
        "answers",
        "the first quote lies on the evidence",
        "1 if the first span quoted, or else cited, hits any evidence",
        _EVIDENCE,
        "this project: more than half of the shorter span is shared",
    ),
    Metric(
        "faithfulness",
        "faithfulness",
        "faithfulness, mean over answers",
        "(supported + partial / 2) / scorable sentences",
        _JUDGED,
        "Es et al. 2024, RAGAS, 3",
    ),
    Metric(
        "sentence_faithfulness",
        "faithfulness",
        "faithfulness, all sentences pooled",
        "(supported + partial / 2) / scorable sentences, over all answers",
        _JUDGED,
        "Es et al. 2024, RAGAS, 3",
    ),
    Metric(
        "fully_supported",
        "faithfulness",
        "answers with every sentence supported",
        "1 if all sentences are supported",
        _ANSWERS,
        "Bohnet et al. 2022, AutoAIS",
    ),
    *(
        Metric(
            f"{label}_share",
            "faithfulness",
            f"sentences {label}",
            f"{label} sentences / sentences",
            _ANSWERS,
            _LABEL,
            higher_is_better=better,
        )
        for label, better in (
            ("supported", True),
            ("partial", None),
            ("unsupported", False),
            ("contradicted", False),
            ("unscorable", None),
        )
    ),
    Metric(
        "citation_recall",
        "citations",
        "citation recall",
        "sentences that all they cite supports / sentences",
        "answers of systems that cite",
        f"{_ALCE}, 4.3",
    ),
    Metric(
        "citation_precision",
        "citations",
        "citation precision",
        "citations of supported sentences that are needed / citations; 0 without any",
        "answers of systems that cite",
        f"{_ALCE}, 4.3",
    ),
    Metric(
        "quote_exactness",
        "citations",
        "quotes that are exact slices",
        "exact quotes / quotes",
        "answers that quote",
        "this project: text[start:end] == quote",
    ),
)
