"""The int8 embedder: made once, near the float one, and never mixed with it."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from quoth.index.embedder import Embedder, EmbedInput, load_embedder
from quoth.index.quantization import calibration_texts
from tests.contracts import EmbedderContract

needs_nncf = pytest.mark.skipif(
    importlib.util.find_spec("nncf") is None, reason="needs nncf: pip install 'quoth[int8]'"
)


def test_the_calibration_text_is_enough_for_the_longest_passage() -> None:
    assert sum(len(text.split()) for text in calibration_texts()) > 2000


@pytest.fixture(scope="module")
def small() -> Embedder:
    return load_embedder(precision="int8")


@needs_nncf
class TestInt8(EmbedderContract):
    @pytest.fixture
    def embedder(self, small: Embedder) -> Embedder:
        return small


@needs_nncf
def test_int8_vectors_are_near_the_float_ones_and_have_another_fingerprint(
    embedder: Embedder, small: Embedder
) -> None:
    texts = calibration_texts()[:12]
    inputs = [EmbedInput(text, ((0, len(text)),)) for text in texts]
    cosines = np.einsum(
        "nd,nd->n", embedder.embed_passages(inputs).passages, small.embed_passages(inputs).passages
    )
    assert cosines.mean() >= 0.985
    assert small.identity.fingerprint != embedder.identity.fingerprint
