"""Stand-ins for what is slow or far away; each passes the contract tests of its seam."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Generator, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from quoth.index.embedder import EmbedderIdentity, Embeddings, EmbedInput, TokenVectors
from quoth.index.errors import QuothError
from quoth.index.workers import FILE_TIMEOUT_S, Outcome

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FakeEmbedder", "FakePairScorer", "run_here", "save_tiny_model"]

_TOKEN = re.compile(r"\w+|[^\w\s]+")
_Key = TypeVar("_Key")
_Result = TypeVar("_Result")


class FakeEmbedder:
    """A bag of hashed words: texts that share words are near each other. No model."""

    max_tokens = 256
    languages: frozenset[str] | None = None

    def __init__(self, *, dimension: int = 64, name: str = "fake") -> None:
        self.identity = EmbedderIdentity(
            name=name,
            weights_sha256=hashlib.sha256(name.encode()).hexdigest(),
            pooling="words",
            precision="float",
            dimension=dimension,
        )

    @property
    def tokenizer_json(self) -> str:
        return _word_tokenizer_json()

    def embed_passages(
        self, inputs: Sequence[EmbedInput], *, progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        sentences = []
        for item in inputs:
            sentences.append(self.embed_queries([item.text[a:b] for a, b in item.sentences]))
            if progress:
                progress(1)
        return Embeddings(self.embed_queries([item.text for item in inputs]), tuple(sentences))

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        dimension = self.identity.dimension
        vectors = np.zeros((len(texts), dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, 0] = 1e-3  # what empty text consists of
            for word in _TOKEN.findall(text.casefold())[: self.max_tokens]:
                vectors[row] += _word_vector(word, dimension)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        import numpy as np

        found = []
        for text in texts:
            tokens = list(_TOKEN.finditer(text))[: self.max_tokens]
            vectors = np.zeros((len(tokens), self.identity.dimension), dtype=np.float32)
            for row, token in enumerate(tokens):
                vector = _word_vector(token[0].casefold(), self.identity.dimension)
                vectors[row] = vector / np.linalg.norm(vector)
            found.append(TokenVectors(tuple(token.span() for token in tokens), vectors))
        return found


class FakePairScorer:
    """A pair scorer that favours pairs whose second text ends with one text."""

    FAVOURED, OTHER = 12.0, -3.0

    def __init__(self, favoured: str, outputs: tuple[str, ...] = ("answers",)) -> None:
        self.favoured = " ".join(favoured.split())
        self.outputs = outputs
        self.asked: list[tuple[str, str]] = []

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        import numpy as np

        self.asked += pairs
        logits = np.full((len(pairs), len(self.outputs)), self.OTHER, dtype=np.float32)
        for row, (_, text) in enumerate(pairs):
            if text.endswith(self.favoured):
                logits[row, 0] = self.FAVOURED
        return logits


def run_here(
    tasks: Iterable[tuple[_Key, Callable[..., _Result], tuple[object, ...]]],
    *,
    timeout_s: float = FILE_TIMEOUT_S,
) -> Generator[Outcome[_Key, _Result], None, None]:
    """Do what `run_in_workers` does in this process, where starting one would take the time."""
    for key, function, arguments in tasks:
        try:
            yield Outcome(key, function(*arguments), None)
        except QuothError as error:
            yield Outcome(key, None, str(error))


def save_tiny_model(folder: Path, *, prompts: dict[str, str]) -> Path:
    """Write a sentence-transformers model of a few thousand seeded weights."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import Lowercase
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import TemplateProcessing
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,:"
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pieces = [*marks, *letters, *(f"##{letter}" for letter in letters)]
    tokenizer: Any = Tokenizer(
        WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        model_max_length=64,
    )
    torch.manual_seed(8)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    parts = folder / "parts"
    BertModel(config).save_pretrained(parts)
    fast.save_pretrained(parts)
    transformer = Transformer(str(parts), max_seq_length=64)
    pooling = Pooling(32, pooling_mode="mean")
    model = SentenceTransformer(modules=[transformer, pooling], prompts=prompts, device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"


@functools.cache
def _word_vector(word: str, dimension: int) -> NDArray[np.float32]:
    import numpy as np

    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(dimension).astype(np.float32)


@functools.cache
def _word_tokenizer_json() -> str:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer: Any = Tokenizer(WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    return str(tokenizer.to_str())
