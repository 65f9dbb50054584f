"""Scores of records: every item is counted, every column says over how many."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.eval.importers.foreign import answer_records
from quoth.eval.runs.judging import JudgeMemory
from quoth.eval.runs.records import Gold, HitRecord, Record, SentenceRecord, SourceRecord, Span
from quoth.eval.runs.scores import Scores
from quoth.eval.runs.scoring import score_records
from tests.eval.runs.plain_judge import WordJudge

CLOCK = "The clock lost five seconds."
MOON = "Tides follow the moon."


def scored(*rows: dict[str, object], verifier: str = "", judge: bool = True) -> Scores:
    records = answer_records(
        {"question": "?", "contexts": [CLOCK, MOON], "id": str(n)} | row
        for n, row in enumerate(rows)
    )
    return score(records, verifier=verifier, judge=judge)


def score(records: list[Record], *, verifier: str = "", judge: bool = True) -> Scores:
    memory = JudgeMemory(WordJudge()) if judge else None
    scores, verdicts = score_records(
        records, set_name="set.jsonl", memory=memory, verifier=verifier
    )
    assert [one.id for one in verdicts] == [record.id for record in records]
    return scores


GOOD = {"answer": f"{CLOCK} [1]", "answers": ["five seconds"], "confidence": 0.9}
WRONG = {"answer": f"{CLOCK} [2]", "answers": ["six"], "confidence": 0.6}
REFUSED = {"answer": None, "answers": ["five seconds"], "confidence": 0.4}
DECLINED = {"answer": None, "unanswerable": True, "confidence": 0.1}
FALSE = {"answer": "Tides follow [2].", "unanswerable": True, "confidence": 0.5}
EMPTY = {"answer": "", "answers": ["five seconds"]}
FAILED = {"answer": None, "error": "time out", "answers": ["five seconds"], "confidence": 0.2}


def test_every_item_counts_once_and_nothing_is_dropped() -> None:
    scores = scored(GOOD, WRONG, REFUSED, DECLINED, FALSE, EMPTY, FAILED)
    assert scores.outcomes == {"answered": 3, "abstained": 2, "empty": 1, "error": 1}
    assert scores.n_items == len(scores.items) == 7
    assert scores.metrics["answer_match"].n == 5  # the answerable ones, all of them
    assert scores.metrics["answer_match"].value == 0.2
    assert scores.metrics["faithfulness"].n == 3
    assert scores.metrics["false_refusals"].value == pytest.approx(1 / 5)
    assert scores.metrics["false_answers"].value == 0.5
    assert scores.metrics["abstention_accuracy"].value == pytest.approx(3 / 7)
    assert scores.metrics["ece"].n == 5  # an error's confidence is none


def test_no_value_is_ever_not_a_number() -> None:
    mumbled = {"answer": "They mumble [1]."}
    for rows in ([GOOD, EMPTY], [REFUSED], [EMPTY], [FAILED], [mumbled], [DECLINED, FALSE]):
        scores = scored(*rows)
        for found in scores.metrics.values():
            assert all(map(math.isfinite, (found.value, found.low, found.high)))
            assert found.low <= found.value <= found.high
            assert found.n > 0


def test_what_cannot_be_judged_is_counted_and_not_taken_for_right() -> None:
    scores = scored({"answer": "They mumble [1]."}, {"answer": f"{CLOCK} [1]"})
    assert scores.labels["unscorable"] == 1
    assert scores.metrics["faithfulness"].n == 1
    assert scores.metrics["unscorable_share"].value == 0.5
    assert scores.metrics["citation_precision"].value == 0.5


def test_sentences_are_pooled_beside_the_mean_over_answers() -> None:
    scores = scored(
        {"answer": f"{CLOCK} [1] {MOON} [2] Bells ring loudly [1]."}, {"answer": f"{MOON} [2]"}
    )
    assert scores.metrics["faithfulness"].value == pytest.approx((2 / 3 + 1) / 2)
    assert scores.metrics["sentence_faithfulness"].value == pytest.approx(3 / 4)


def test_a_system_that_never_cites_has_no_citation_columns() -> None:
    scores = scored({"answer": CLOCK})
    assert "citation_recall" not in scores.metrics
    assert scores.metrics["faithfulness"].value == 1
    mixed = scored({"answer": CLOCK}, {"answer": f"{CLOCK} [1]"})
    assert mixed.metrics["citation_recall"].value == 0.5


def test_a_column_that_nothing_is_known_for_is_absent_and_said_once() -> None:
    scores = scored({"answer": f"{CLOCK} [1]"})
    assert "answer_match" not in scores.metrics
    (line,) = [line for line in scores.remarks if line.startswith("absent: ")]
    assert line.count("answers (the set has no gold answers)") == 1
    assert "retrieval" in line
    assert "stance" not in line  # there is no claim


def test_without_a_judge_the_rest_is_scored() -> None:
    scores = scored(GOOD, judge=False)
    assert scores.metrics["answer_match"].value == 1
    assert not {"faithfulness", "citation_recall"} & set(scores.metrics)
    assert "no judge was asked" in scores.remarks[-1]


def test_a_judge_that_checked_the_answers_itself_is_called_not_independent() -> None:
    assert "judge = verifier: not independent" in scored(GOOD, verifier="words").remarks
    assert not scored(GOOD, verifier="words").independent
    assert scored(GOOD, verifier="embedded").independent


def quoted(record_id: str, *, right: bool) -> Record:
    gold = Span("clock.txt", 0, 28)
    place = gold if right else Span("clock.txt", 50, 80)
    return Record(
        record_id,
        "question",
        "?",
        gold=Gold(((gold,),), (gold,), ("clock.txt",), ("five seconds",), answerable=True),
        answer=f"{CLOCK} [1]",
        sentences=(SentenceRecord(CLOCK, (1,), (1,)),),
        sources=(SourceRecord(1, CLOCK, place),),
        hits=(HitRecord(place, 1.0),),
        model="quotes",
    )


def test_quoted_answers_are_headed_by_evidence_and_answer_match() -> None:
    scores = score([quoted("a", right=True), quoted("b", right=False)])
    assert scores.headline[:2] == ("evidence_recall", "answer_match")
    assert "faithfulness" not in scores.headline
    assert scores.metrics["evidence_recall"].value == 0.5
    assert any("supported by construction" in line for line in scores.remarks)
    assert scores.recall_curve["passage"][0] == (1, 0.5)


def test_written_answers_are_headed_by_faithfulness() -> None:
    assert scored(GOOD).headline[0] == "faithfulness"


def test_kinds_have_their_own_columns() -> None:
    scores = scored(GOOD | {"kind": "list"}, WRONG | {"kind": "lookup"})
    assert scores.by_kind["list"]["answer_match"].value == 1
    assert scores.by_kind["lookup"]["answer_match"].value == 0


def claim(record_id: str, gold: str, said: str) -> Record:
    sentences = (SentenceRecord("It is.", (1,), (1,)),) if said == "supports" else ()
    return Record(
        record_id,
        "claim",
        "It is.",
        gold=Gold(stance=gold),  # type: ignore[arg-type]
        sentences=sentences,
        sources=(SourceRecord(1, "It is."),),
        abstained="none" if said == "none" else None,
        stance=said,  # type: ignore[arg-type]
    )


def test_claims_are_scored_by_their_stance() -> None:
    pairs = ("supports", "supports"), ("contradicts",) * 2, ("none", "supports"), ("none",) * 2
    scores = score([claim(str(n), gold, said) for n, (gold, said) in enumerate(pairs)])
    assert scores.metrics["stance_accuracy"].value == 0.75
    assert scores.metrics["stance_macro_f1"].value == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)
    assert scores.outcomes == {"answered": 3, "abstained": 1, "empty": 0, "error": 0}
    assert scores.headline[0] == "stance_accuracy"


ROWS = st.lists(
    st.sampled_from([GOOD, WRONG, REFUSED, DECLINED, FALSE, EMPTY, FAILED]), min_size=1, max_size=6
)


@settings(max_examples=8, deadline=None)
@given(ROWS, st.randoms())
def test_the_order_of_items_changes_no_value(rows, random) -> None:
    numbered = [row | {"id": str(n)} for n, row in enumerate(rows)]
    mixed = random.sample(numbered, len(numbered))
    first, second = scored(*numbered), scored(*mixed)
    assert first.metrics.keys() == second.metrics.keys()
    for name, found in first.metrics.items():
        assert second.metrics[name].value == pytest.approx(found.value)
        assert second.metrics[name].n == found.n
    assert {item.id: item for item in first.items} == {item.id: item for item in second.items}


def test_the_same_records_score_the_same() -> None:
    assert scored(GOOD, WRONG, REFUSED) == scored(GOOD, WRONG, REFUSED)
