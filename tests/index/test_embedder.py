"""The embedders: what they promise, and what happens when one cannot be loaded."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from quoth.index import Embedder, load_embedder, openvino_conversion
from quoth.index.embedder import EmbedInput
from quoth.index.errors import ModelError
from quoth.index.openvino_conversion import converted_model
from quoth.index.openvino_embedder import OpenVinoEmbedder
from quoth.index.packaged_model import check_weights, packaged_model_path
from quoth.index.sentence_transformers_embedder import SentenceTransformersEmbedder
from tests.contracts import EmbedderContract
from tests.fakes import FakeEmbedder, save_tiny_model

TEXTS = [
    "When were time zones agreed?",
    "metre",
    "",
    "The International Meridian Conference met in Washington in October 1884.",
    "Harrison's fourth timekeeper, H4, looked like a large pocket watch.",
    "Δt = 9 192 631 770 periods of the caesium transition",
    "Die Eisenbahn brachte jeder Stadt dieselbe Zeit.",
    "铯原子钟的秒长定义",
    "(a) first; (b) second; (c) third",
    "UPPER CASE and lower case and CamelCase",
    "tide-predicting machine",
    "It sums the waves of ten components with one cord.",
    "no",
    "The survey of the meridian from Dunkirk to Barcelona took seven years.",
    "https://example.org/a?b=c",
    "leap second leap second leap second",
    " ".join(["A longer text goes over many clocks, wheels, weights and springs."] * 8),
    " ".join(["word"] * 600),
    "Quartz crystals vibrate when a voltage is put across them; the rate hardly drifts.",
    "What did Kendall's copy cost?",
]


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    prompts = {"query": "query: ", "passage": "passage: "}
    return save_tiny_model(tmp_path_factory.mktemp("tiny"), prompts=prompts)


@pytest.fixture(scope="module")
def tiny(tiny_model: Path) -> SentenceTransformersEmbedder:
    return SentenceTransformersEmbedder(str(tiny_model))


class TestTheFakeEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return FakeEmbedder()


class TestTheSentenceTransformersEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self, tiny: SentenceTransformersEmbedder) -> Embedder:
        return tiny


class TestThePackagedEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self, request: pytest.FixtureRequest) -> Embedder:
        packaged: OpenVinoEmbedder = request.getfixturevalue("packaged")
        return packaged


@pytest.fixture(scope="module")
def packaged(request: pytest.FixtureRequest) -> Embedder:
    shared: Embedder = request.getfixturevalue("embedder")
    return shared


def test_the_packaged_embedder_agrees_with_the_published_model_in_fp32(packaged: Embedder) -> None:
    reference = SentenceTransformersEmbedder(str(packaged_model_path()))
    wanted = reference.embed_queries(TEXTS)
    assert isinstance(packaged, OpenVinoEmbedder)
    inputs = [EmbedInput(text, ()) for text in TEXTS]
    for found in (packaged.embed_queries(TEXTS), packaged.embed_passages(inputs).passages):
        assert np.einsum("nd,nd->n", found, wanted).min() >= 0.9999


def test_a_sentence_alone_in_its_passage_has_nearly_the_passages_vector(packaged: Embedder) -> None:
    text = TEXTS[3]
    made = packaged.embed_passages([EmbedInput(text, ((0, len(text)),))])
    # the passage's mean also counts the opening and the closing mark
    assert float(made.sentences[0][0] @ made.passages[0]) > 0.95


def test_a_sentence_beyond_the_last_token_gets_the_passages_vector(packaged: Embedder) -> None:
    text = "word " * 400 + "End."
    made = packaged.embed_passages([EmbedInput(text, ((0, 20), (2000, 2004)))])
    np.testing.assert_allclose(made.sentences[0][1], made.passages[0], atol=1e-6)
    assert not np.allclose(made.sentences[0][0], made.passages[0], atol=1e-3)


def test_a_conversion_is_used_again(
    packaged: Embedder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError(arguments)

    monkeypatch.setattr(openvino_conversion, "_run_converter", refuse)
    again = load_embedder()
    np.testing.assert_array_equal(again.embed_queries(TEXTS[:3]), packaged.embed_queries(TEXTS[:3]))


def test_what_a_killed_conversion_left_is_removed_by_the_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old, running = tmp_path / ".converting-old", tmp_path / ".converting-running"
    for folder in (old, running):
        folder.mkdir()
    os.utime(old, (0, 0))
    monkeypatch.setattr(openvino_conversion, "_run_converter", lambda *_: None)
    converted_model(packaged_model_path(), precision="float", cache=tmp_path)
    assert not old.exists()
    assert running.exists()


def test_a_conversion_that_another_process_finished_first_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def convert_beside_another(model: Path, target: Path, precision: str) -> None:
        (target / "model.xml").write_text("ours")
        monkeypatch.setattr(openvino_conversion, "_run_converter", convert)
        converted_model(model, precision="float", cache=tmp_path)

    def convert(model: Path, target: Path, precision: str) -> None:
        (target / "model.xml").write_text("theirs")

    monkeypatch.setattr(openvino_conversion, "_run_converter", convert_beside_another)
    xml = converted_model(packaged_model_path(), precision="float", cache=tmp_path)
    assert xml.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [xml.parent]


@pytest.fixture
def other_weights(tmp_path: Path) -> Path:
    """A copy of the packaged model whose weights differ in the last byte."""
    copy = tmp_path / "model"
    shutil.copytree(packaged_model_path(), copy)
    weights = copy / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    return copy


def test_weights_that_are_not_the_published_ones_are_refused(
    other_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelError, match="not the published ones"):
        check_weights(other_weights)
    monkeypatch.setenv("QUOTH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("quoth.index.packaged_model.packaged_model_path", lambda: other_weights)
    with pytest.raises(ModelError, match="pip install --force-reinstall"):
        load_embedder()


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot read the embedder's weights at .*No such file"):
        check_weights(tmp_path)


def test_an_unwritable_cache_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match=r"cannot write to the cache folder .* Set QUOTH_CACHE"):
        converted_model(packaged_model_path(), precision="float", cache=tmp_path / "file" / "cache")


def test_a_failed_conversion_gives_its_reason_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openvino_conversion.sys, "executable", "/bin/false")
    with pytest.raises(ModelError, match="could not be converted: exit status 1"):
        converted_model(packaged_model_path(), precision="float", cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_openvino_sentence_transformers_takes_over_with_one_warning(
    packaged: Embedder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        message = "OpenVINO cannot load model.xml: no such instruction"
        raise ModelError(message)

    monkeypatch.setattr(OpenVinoEmbedder, "load", fail)
    with caplog.at_level(logging.WARNING):
        instead = load_embedder()
    assert isinstance(instead, SentenceTransformersEmbedder)
    (record,) = caplog.records
    assert "no such instruction" in record.getMessage()
    cosines = np.einsum(
        "nd,nd->n", instead.embed_queries(TEXTS[:5]), packaged.embed_queries(TEXTS[:5])
    )
    assert cosines.min() >= 0.9999
    assert instead.identity == packaged.identity  # a library made by one opens with the other


def test_int8_without_openvino_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        message = "broken"
        raise ModelError(message)

    monkeypatch.setattr(OpenVinoEmbedder, "load", fail)
    with pytest.raises(ModelError, match="broken"):
        load_embedder(precision="int8")


def test_int8_is_refused_for_another_model() -> None:
    with pytest.raises(ModelError, match="'some/model' set precision = 'float'"):
        load_embedder("some/model", precision="int8")


def test_a_model_that_cannot_be_fetched_costs_one_line_that_names_the_setting() -> None:
    with pytest.raises(ModelError) as caught:
        load_embedder("nobody/no-such-model")
    message = str(caught.value)
    assert message.startswith("embedder = 'nobody/no-such-model' cannot be loaded")
    assert "\n" not in message


def test_a_folder_without_a_model_costs_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load_embedder(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_a_models_own_prompts_are_used(tiny: SentenceTransformersEmbedder, tmp_path: Path) -> None:
    bare = SentenceTransformersEmbedder(str(save_tiny_model(tmp_path, prompts={})))
    query = tiny.embed_queries(["tides"])[0]
    passage = tiny.embed_passages([EmbedInput("tides", ((0, 5),))])
    prompted = bare.embed_queries(["query: tides", "passage: tides"])
    np.testing.assert_allclose([query, passage.passages[0]], prompted, atol=1e-5)
    np.testing.assert_allclose(passage.sentences[0][0], prompted[1], atol=1e-5)
    assert tiny.max_tokens < bare.max_tokens == 64


def test_the_packaged_embedder_reads_english_with_either_engine(packaged: Embedder) -> None:
    reference = SentenceTransformersEmbedder(str(packaged_model_path()))
    assert packaged.languages == reference.languages == {"en"}


@pytest.mark.parametrize(
    ("card", "languages"),
    [
        ("---\nlanguage: en\n---\n", {"en"}),
        ("---\nlanguage:\n- en\n- de\n---\n", {"en", "de"}),
        ("---\nlanguage:\n- multilingual\n- en\n---\n", None),
        ("---\nlicense: mit\n---\n", None),
        ("# A model\n", None),
        (None, None),
    ],
)
def test_a_model_reads_the_languages_that_its_card_names(
    tiny_model: Path, tmp_path: Path, card: str | None, languages: set[str] | None
) -> None:
    model = shutil.copytree(tiny_model, tmp_path / "model")
    (model / "README.md").unlink()
    if card is not None:
        (model / "README.md").write_text(card, "utf-8")
    assert SentenceTransformersEmbedder(str(model)).languages == languages


def test_a_damaged_card_costs_one_warning(
    tiny_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = shutil.copytree(tiny_model, tmp_path / "model")
    (model / "README.md").write_text("---\nlanguage: [en\n---\n", "utf-8")
    assert SentenceTransformersEmbedder(str(model)).languages is None
    (record,) = [r for r in caplog.records if r.name.startswith("quoth")]
    assert "cannot read the languages" in record.getMessage()


def test_prompts_and_weights_make_the_fingerprint_and_the_name_does_not(
    tiny: SentenceTransformersEmbedder, tiny_model: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "another name"
    shutil.copytree(tiny_model, elsewhere)
    named = SentenceTransformersEmbedder(str(elsewhere))
    bare = SentenceTransformersEmbedder(str(save_tiny_model(tmp_path, prompts={})))
    assert named.identity.fingerprint == tiny.identity.fingerprint
    assert bare.identity.weights_sha256 == tiny.identity.weights_sha256
    assert bare.identity.fingerprint != tiny.identity.fingerprint


def test_a_process_that_has_embedded_batches_ends_well() -> None:
    script = (
        "from quoth.index import load_embedder\n"
        "load_embedder().embed_queries(['some words that make a sentence of some length'] * 200)"
    )
    ended = [
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, timeout=120, check=False
        )
        for _ in range(4)  # half of the processes were aborted while a queue called back
    ]
    assert [(run.returncode, run.stderr) for run in ended] == [(0, b"")] * 4


def test_what_fails_while_batches_run_is_raised_and_the_embedder_goes_on(
    embedder: Embedder,
) -> None:
    inputs = [EmbedInput(f"word {n} " * 40, ((0, 4),)) for n in range(64)]

    def refuse(n: int) -> None:
        raise InterruptedError(n)

    with pytest.raises(InterruptedError):
        embedder.embed_passages(inputs, progress=refuse)
    assert len(embedder.embed_passages(inputs).passages) == 64
