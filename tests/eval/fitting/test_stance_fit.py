"""Choosing the thresholds of the stance."""

from __future__ import annotations

from quoth.eval.claim_set import Claim
from quoth.eval.fitting.stance_fit import Case, cases_of, choose
from quoth.eval.question_set import Span
from quoth.index import Library
from quoth.rag.support.scorer import Verdict
from quoth.rag.support.trained_judge import support_judge
from quoth.rag.types import Support, SupportLabel


def case(
    stance: str, score: float, wording: float, opposition: float, label: SupportLabel = "partial"
) -> Case:
    return Case(stance, Verdict(Support(label, score), wording=wording, opposition=opposition))


CASES = [
    *(case("supports", 0.6 + n / 100, 0.8, 0.0) for n in range(10)),
    *(case("contradicts", 0.6 + n / 100, 0.8, 1.0 + n / 100) for n in range(10)),
    *(case("none", 0.1 + n / 100, 0.2, 1.0 + n / 100) for n in range(10)),
]


def test_thresholds_part_what_can_be_parted() -> None:
    found = choose(CASES)
    assert found.right == 1.0
    assert found.by_stance == (1.0, 1.0, 1.0)
    assert 0.19 < found.supports_at <= 0.6
    assert 0.0 < found.contradicts_at <= 1.0


def test_what_the_judge_calls_supported_is_never_counted_as_opposed() -> None:
    odd = [case("contradicts", 0.6, 0.8, 5.0, "supported")] * 10
    assert choose([*CASES, *odd]).by_stance[1] == 0.5


def test_a_document_without_evidence_for_its_claim_says_nothing_on_it(
    example_library: Library,
) -> None:
    one, other = [document.file for document in example_library.documents()][:2]
    evidence = (Span(document=one, quote="x", start=0, end=1),)
    claim = Claim(
        id="a", claim="Clocks lose time.", stance="supports", evidence=evidence, cited=(one, other)
    )
    judge = support_judge(example_library.embedder, example_library.rarity, neural=False)
    assert [c.stance for c in cases_of(example_library, [claim], judge)] == ["supports", "none"]
