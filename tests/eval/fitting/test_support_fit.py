from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from quoth.eval.fitting import support_check, support_fit
from quoth.eval.fitting.support_check import balanced_accuracy, check_set
from quoth.eval.fitting.support_rows import (
    ComparedClaim,
    JudgedClaim,
    compare_claims,
    few_of_each,
    rarity_in,
    read_judged_claims,
)
from quoth.eval.fitting.support_weighing import (
    Sample,
    fit_weights,
    folded,
    held_out,
    with_thresholds,
)
from quoth.index.errors import UsageError
from quoth.rag.support.features import FEATURES, ClaimFeatures, Compared
from quoth.rag.support.scorer import SupportWeights
from quoth.rag.support.trained_judge import OUTPUTS
from tests.fakes import FakeEmbedder

TOWNS = "Kew Bath York Hull Dover Deal Ely Wells Ripon Truro Leeds Derby".split()
GOOD = ClaimFeatures(0.9, 0.9, 0.9, 0.9, 0.9, 0.2, 0.8, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0)
BAD = ClaimFeatures(0.3, 0.3, 0.2, 0.3, 0.3, 0.9, 0.2, 0.0, 0.5, 0.0, 0.5, 0.0, 1.0)


def judged(n: int, *, supported: bool, dataset: str = "begin-bells") -> JudgedClaim:
    town = TOWNS[n % len(TOWNS)]
    evidence = f"The bell of {town} was cast in {1700 + n}. It weighs {n + 3} tonnes."
    claim = f"The bell of {town} was cast in {1700 + n}." if supported else "Nobody sang there."
    label = "supported" if supported else "not_supported"
    return JudgedClaim(evidence=evidence, claim=claim, label=label, dataset=dataset)


def rows() -> list[JudgedClaim]:
    return [
        judged(n, supported=n % 2 == 0, dataset=dataset)
        for dataset in ("begin-bells", "wice-dev", "expertqa", "climate")
        for n in range(12)
    ]


class Knowing:
    """A trained model that finds a claim supported where its words stand in the evidence."""

    outputs = OUTPUTS

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        known = [2.0 if claim in evidence else -2.0 for claim, evidence in pairs]
        return np.array([[one, -one, 0.0] for one in known], dtype=np.float32)


def write(path: Path, claims: list[JudgedClaim]) -> Path:
    text = "".join(claim.model_dump_json() + "\n" for claim in claims).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def samples(n: int = 20) -> list[Sample]:
    return [
        Sample(source, source, good, Compared(GOOD if good else BAD, ((0, 0),), ()))
        for source in ("ares", "begin", "swaps")
        for good in (True, False)
        for _ in range(n)
    ]


def test_rows_are_read_plain_and_gzipped(tmp_path: Path) -> None:
    for name in ("rows.jsonl", "rows.jsonl.gz"):
        assert read_judged_claims(write(tmp_path / name, rows())) == rows()


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"claim": "x", "evidence": "y", "label": "maybe"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"rows.jsonl has lines that do not fit \(1\): line 1"):
        read_judged_claims(path)
    with pytest.raises(UsageError, match="cannot read"):
        read_judged_claims(tmp_path / "none.jsonl")


def test_few_of_each_takes_from_every_dataset_and_always_the_same() -> None:
    some = few_of_each(rows(), 3)
    assert [row.dataset for row in some] == [
        d for d in dict.fromkeys(r.dataset for r in rows()) for _ in range(3)
    ]
    assert some == few_of_each(list(reversed(rows()))[::-1], 3)


def test_a_rarer_word_has_a_higher_rarity() -> None:
    rarity = rarity_in(["the bell of Kew", "the bell of Bath", "the tide"])(["bell", "kew", "sea"])
    assert rarity["bell"] < rarity["kew"] < rarity["sea"]


def test_weights_tell_good_from_bad_and_have_the_signs_of_their_names() -> None:
    weights = fit_weights(samples())
    assert weights.probability(GOOD) > 0.8
    assert weights.probability(BAD) < 0.2
    against = {"worst_miss", "numbers_missing", "numbers_apart", "names_missing", "names_apart"}
    for name in FEATURES:
        value = weights.weights[name]
        assert value <= 0 if name in against | {"turned"} else value >= 0


def test_a_feature_that_speaks_the_wrong_way_gets_no_weight() -> None:
    turned = [
        Sample(s.source, s.dataset, s.supported, Compared(_with_cosine(s), ((0, 0),), ()))
        for s in samples()
    ]
    assert fit_weights(turned).weights["cosine"] == 0.0


def _with_cosine(sample: Sample) -> ClaimFeatures:
    values = dict(zip(FEATURES, sample.values, strict=True))
    return ClaimFeatures(**{**values, "cosine": 0.1 if sample.supported else 0.9})


def test_a_sample_is_judged_by_weights_fitted_without_its_source() -> None:
    mixed = [
        *samples(),
        *(Sample("odd", "odd", not s.supported, s.compared) for s in samples()),
    ]
    others = held_out(mixed)
    assert others[-1] == fit_weights(samples())
    assert others[0] != others[-1]


def test_thresholds_part_the_labels() -> None:
    found = with_thresholds(fit_weights(samples()), samples(), held_out(samples()))
    assert found.probability(BAD) < found.partial_at <= found.supported_at
    assert found.supported_at == pytest.approx(found.probability(GOOD), abs=0.05)


def test_few_of_the_supported_lie_below_the_label_partial() -> None:
    graded = [
        Sample(source, source, supported, Compared(_between(BAD, GOOD, n / 10), ((0, 0),), ()))
        for source in ("ares", "begin")
        for supported in (True, False)
        for n in range(10)
    ]
    weights = SupportWeights(
        intercept=-1.0,
        weights={name: 4.0 if name == "overlap" else 0.0 for name in FEATURES},
        supported_at=0.5,
        contradicted_at=0.5,
        partial_at=0.5,
    )
    found = with_thresholds(weights, graded, [weights] * len(graded))
    supported = [s.compared.features for s in graded if s.supported]
    below = [weights.probability(f) < found.partial_at - 1e-3 for f in supported]
    at_or_below = [weights.probability(f) <= found.partial_at + 1e-3 for f in supported]
    assert sum(below) / len(below) < 0.1 + 1e-9
    assert sum(at_or_below) / len(at_or_below) >= 0.1
    assert found.partial_at <= found.supported_at


def test_what_is_hardly_ever_supported_is_not_partial() -> None:
    missed = replace(GOOD, overlap=0.0)
    some = [
        Sample(source, source, right, Compared(features, ((0, 0),), ()))
        for source in ("ares", "begin")
        for features, right in [(GOOD, True)] * 4 + [(missed, True)] + [(BAD, False)] * 5
    ]
    weights = fit_weights(samples()).model_copy(
        update={"intercept": -2.0, "weights": dict.fromkeys(FEATURES, 0.0) | {"overlap": 4.0}}
    )
    found = with_thresholds(weights, some, [weights] * len(some))
    assert weights.probability(missed) < found.partial_at == 0.333 < found.supported_at


def _between(low: ClaimFeatures, high: ClaimFeatures, at: float) -> ClaimFeatures:
    pairs = zip(low.values(), high.values(), strict=True)
    return ClaimFeatures(*(a + at * (b - a) for a, b in pairs))


def test_the_fit_uses_shippable_datasets_only_and_writes_what_is_read_back(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    fake: FakeEmbedder,
) -> None:
    monkeypatch.setattr(support_fit, "load_embedder", lambda: fake)
    monkeypatch.setattr(support_fit, "is_for_fitting", lambda *_: True)
    path, out = write(tmp_path / "rows.jsonl.gz", rows()), tmp_path / "weights.json"
    support_fit.main([str(path), "--out", str(out)])
    printed = capsys.readouterr().out
    assert "begin-bells" in printed
    assert "swaps wice-dev" in printed
    assert "climate" not in printed
    assert "expertqa" not in printed
    weights = SupportWeights.model_validate_json(out.read_text(encoding="utf-8"))
    assert set(weights.weights) == set(FEATURES)


def test_texts_that_were_trained_on_are_not_fitted_on(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    fake: FakeEmbedder,
) -> None:
    monkeypatch.setattr(support_fit, "load_embedder", lambda: fake)
    monkeypatch.setattr(support_fit, "is_for_fitting", lambda dataset, _: dataset != "wice-dev")
    more = [row.model_copy(update={"dataset": "ares-bells"}) for row in rows()[:12]]
    support_fit.main([str(write(tmp_path / "rows.jsonl", [*rows(), *more]))])
    printed = capsys.readouterr().out
    assert "begin-bells" in printed
    assert "wice" not in printed


def test_claims_with_a_failed_check_do_not_raise_the_threshold() -> None:
    lie = replace(GOOD, overlap=1.0, numbers_missing=0.5)
    some = [
        Sample(source, source, features is GOOD, Compared(features, ((0, 0),), ()))
        for source in ("ares", "begin")
        for features in (GOOD, BAD, lie)
        for _ in range(5)
    ]
    weights = fit_weights(samples()).model_copy(
        update={"intercept": 0.0, "weights": dict.fromkeys(FEATURES, 0.0) | {"overlap": 1.0}}
    )
    found = with_thresholds(weights, some, [weights] * len(some))
    assert found.supported_at == pytest.approx(weights.probability(GOOD), abs=1e-3)


def test_every_sample_is_judged_by_weights_fitted_without_its_text() -> None:
    some = [replace(s, group=f"text {n}") for n, s in enumerate(samples())]
    found = folded(some)
    assert len(found) == len(some)
    assert len({weights.intercept for weights in found}) > 1
    alike = folded([replace(s, group="one text") for s in samples(2)] + some)
    assert alike[0] == alike[1]


def test_labels_of_an_inverted_dataset_are_turned(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    fake: FakeEmbedder,
) -> None:
    monkeypatch.setattr(support_fit, "load_embedder", lambda: fake)
    monkeypatch.setattr(support_fit, "is_for_fitting", lambda *_: True)
    turned = [
        row.model_copy(
            update={"label": "not_supported" if row.label == "supported" else "supported"}
        )
        if row.dataset == "wice-dev"
        else row
        for row in rows()
    ]
    support_fit.main([str(write(tmp_path / "a.jsonl", rows()))])
    straight = capsys.readouterr().out
    support_fit.main([str(write(tmp_path / "b.jsonl", turned)), "--inverted", "wice-dev"])
    assert capsys.readouterr().out == straight


def test_a_set_is_checked_with_every_signal_and_their_differences(fake: FakeEmbedder) -> None:
    found = check_set(compare_claims(rows()[:12], fake), name="bells")
    assert list(found) == [
        "judge",
        "overlap",
        "cosine",
        "judge - overlap",
        "judge - cosine",
        "balanced, supported",
        "balanced, or in part",
    ]
    assert found["overlap"].value == 1.0
    assert found["judge"].n == 12


def test_a_model_is_checked_alone_and_the_judge_without_it(fake: FakeEmbedder) -> None:
    found = check_set(compare_claims(rows()[:12], fake, Knowing()), name="bells")
    assert found["model alone"].value == 1.0
    assert found["judge - without model"].n == 12


def test_stances_are_checked_where_some_contradict(fake: FakeEmbedder) -> None:
    contradicted = [row.model_copy(update={"label": "contradicted"}) for row in rows()[1:12:2]]
    found = check_set(compare_claims([*rows()[:12:2], *contradicted], fake), name="bells")
    assert 0.0 <= found["balanced, stances"].value <= 1.0


def test_a_claim_without_evidence_scores_nothing(fake: FakeEmbedder) -> None:
    blank = JudgedClaim(evidence="", claim="Bells rang.", label="not_supported")
    (one,) = compare_claims([blank], fake)
    assert one == ComparedClaim(blank, None)
    assert check_set([*compare_claims(rows()[:12], fake), one], name="bells")["judge"].n == 13


def test_balanced_accuracy_is_the_mean_of_both_shares() -> None:
    right = [True, True, True, True, False, False]
    said = [True, True, True, False, True, False]
    assert balanced_accuracy(right, said, name="a").value == pytest.approx((0.75 + 0.5) / 2)


def test_the_check_prints_each_set_and_the_mean(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    fake: FakeEmbedder,
) -> None:
    monkeypatch.setattr(support_check, "load_embedder", lambda: fake)
    paths = [str(write(tmp_path / f"{name}.jsonl", rows()[:12])) for name in ("one", "two")]
    support_check.main([*paths, "--without-model"])
    printed = capsys.readouterr().out
    assert "one             judge - overlap" in printed
    assert "mean of 2 sets  balanced, supported" in printed


def test_rows_carry_no_more_than_what_is_judged() -> None:
    row = {"id": "a", "evidence": "e", "claim": "c", "label": "supported", "question": "q"}
    assert JudgedClaim.model_validate_json(json.dumps(row)).dataset == ""
