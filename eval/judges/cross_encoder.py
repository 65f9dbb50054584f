"""A sentence-transformers CrossEncoder as judge: an NLI head, or a head with one score.

The evidence is the premise, the sentence the hypothesis. Evidence that is longer than the model
reads is put to it in windows of whole sentences, and the best window counts.

Source: Laban et al. 2022, "SummaC", 3.1: the maximum over the premise's parts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoth.eval.judges.protocol import Judgement, Pair
from quoth.index.errors import ModelError
from quoth.index.sentences import split_sentences
from quoth.index.text import embed_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["CrossEncoderJudge", "NliHead", "load_cross_encoder", "read_head"]

_DECIDES_AT = 0.5  # of a probability: as likely as not
_MARKS = 4  # tokens of the model's own in a pair, at most
_LONGEST = 512  # tokens, where neither model nor tokenizer says what it reads
_NO_LIMIT = 1_000_000  # what a tokenizer that knows no limit states is above it
_DECIMALS = 5  # what is left the same by other texts in a batch


@dataclass(frozen=True, slots=True)
class NliHead:
    """Which output of a model means what; `contradiction` is None where none does.

    Attributes:
        entailment: None for a model with one output, whose sigmoid is P(supported).
    """

    entailment: int | None
    contradiction: int | None = None


def read_head(id2label: Mapping[int, str]) -> NliHead:
    """Return what a model's outputs mean, by the names in its configuration.

    Raises:
        ModelError: the names do not say it.
    """
    if len(id2label) == 1:
        return NliHead(None)
    names = {index: name.casefold().replace("-", "_") for index, name in id2label.items()}
    said = [
        index
        for index, name in names.items()
        if name.startswith(("entail", "support")) and "not" not in name
    ]
    against = [index for index, name in names.items() if name.startswith(("contra", "refut"))]
    if len(said) != 1 or len(against) > 1:
        labels = ", ".join(id2label.values())
        msg = (
            f"the labels of the cross-encoder ({labels}) do not say which one is entailment. "
            "Name them in id2label of its config.json: entailment, neutral, contradiction"
        )
        raise ModelError(msg)
    return NliHead(said[0], against[0] if against else None)


@dataclass(frozen=True, slots=True)
class CrossEncoderJudge:
    """Asks a cross-encoder of each pair; see `Judge`.

    Attributes:
        model: a `sentence_transformers.CrossEncoder`.
        version: a hash of its weights.
    """

    name: str
    model: Any
    head: NliHead
    version: str = ""

    def judge(self, pairs: Sequence[Pair]) -> list[Judgement]:
        import numpy as np

        windows = [self._windows(pair) for pair in pairs]
        asked = [
            (window, embed_text(pair.claim))
            for pair, of_pair in zip(pairs, windows, strict=True)
            for window in of_pair
        ]
        outputs = self._outputs(asked)
        ends = np.cumsum([len(of_pair) for of_pair in windows])
        return [
            self._judgement(pair, outputs[end - len(of_pair) : end])
            for pair, of_pair, end in zip(pairs, windows, ends, strict=True)
        ]

    def _judgement(self, pair: Pair, outputs: NDArray[np.float64]) -> Judgement:
        if not len(outputs):
            if any(text.strip() for text in pair.evidence):
                return Judgement("unscorable", None, "the sentence is longer than the model reads")
            return Judgement("unsupported", 0.0, "there is no evidence")
        entailed = float(outputs[:, 0].max())
        if entailed >= _DECIDES_AT:
            return Judgement("supported", entailed)
        denied = float(outputs[:, 1].max())
        if denied >= _DECIDES_AT:
            return Judgement("contradicted", entailed, f"contradiction {denied:.2f}")
        return Judgement("unsupported", entailed)

    def _outputs(self, asked: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Return P(entailment) and P(contradiction), shape (pairs asked, 2)."""
        import numpy as np
        import torch

        if not asked:
            return np.empty((0, 2))
        raw = self.model.predict(
            list(asked), activation_fn=torch.nn.Identity(), show_progress_bar=False
        )
        logits = np.asarray(raw, dtype=np.float64).reshape(len(asked), -1)
        if self.head.entailment is None:
            sure = 1.0 / (1.0 + np.exp(-logits[:, 0]))
            return np.stack([sure, np.zeros_like(sure)], axis=1).round(_DECIMALS)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares = odds / odds.sum(axis=1, keepdims=True)
        against = self.head.contradiction
        denied = np.zeros(len(asked)) if against is None else shares[:, against]
        return np.stack([shares[:, self.head.entailment], denied], axis=1).round(_DECIMALS)

    def _windows(self, pair: Pair) -> list[str]:
        """Put the evidence's sentences into texts that the model reads whole beside the claim.

        None where the claim alone takes more than half of what it reads.
        """
        longest = _longest(self.model)
        budget = longest - self._n_tokens(embed_text(pair.claim)) - _MARKS
        if budget < longest // 2:
            return []
        windows: list[str] = []
        for text in pair.evidence:
            for start, end in split_sentences(text):
                sentence = embed_text(text[start:end])
                longer = f"{windows[-1]} {sentence}" if windows else sentence
                if windows and self._n_tokens(longer) <= budget:
                    windows[-1] = longer
                else:
                    windows.append(sentence)
        return windows

    def _n_tokens(self, text: str) -> int:
        return len(self.model.tokenizer(text, add_special_tokens=False)["input_ids"])


def load_cross_encoder(model: str) -> CrossEncoderJudge:
    """Return a judge by a local folder, or by the hub's name of a model.

    Raises:
        ModelError: it cannot be loaded, or its configuration does not say what its outputs mean.
    """
    loaded = _load(model)
    config = loaded.model.config
    head = read_head({int(index): str(name) for index, name in config.id2label.items()})
    version = _digest(loaded.model)
    return CrossEncoderJudge(f"cross-encoder:{model} ({version})", loaded, head, version)


def _load(model: str) -> Any:
    from sentence_transformers import CrossEncoder
    from transformers import AutoConfig

    folder = Path(model).expanduser()
    local = folder.is_dir()
    source = str(folder) if local else model
    try:
        trained_as = AutoConfig.from_pretrained(source, local_files_only=local).architectures or []
        loaded = CrossEncoder(source, device="cpu", local_files_only=local)
    except Exception as error:  # the hub's client, torch and the model's code raise anything
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
        msg = (
            f"the judge cross-encoder:{model} cannot be loaded (neither a local model folder nor "
            f"one that the hub gave: {reason}). Give the folder of a sentence-transformers model"
        )
        raise ModelError(msg) from error
    if not any("SequenceClassification" in name for name in trained_as):
        msg = (
            f"cross-encoder:{model} was not trained to judge pairs (its config.json names "
            f"{', '.join(trained_as) or 'no architecture'}). Give a cross-encoder or an NLI model"
        )
        raise ModelError(msg)
    return loaded


def _longest(model: Any) -> int:
    """Return how many tokens the model reads of one pair."""
    stated = (
        model.tokenizer.model_max_length,
        getattr(model.model.config, "max_position_embeddings", None),
    )
    known = [int(length) for length in stated if length and 0 < length < _NO_LIMIT]
    return min(known, default=_LONGEST)


def _digest(module: Any) -> str:
    """Return the first digits of a hash of the weights: a model trained again is another judge."""
    digest = hashlib.sha256()
    for name, tensor in sorted(module.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()[:8]
