"""Judges that tests make, none of which knows anything but what a test has told it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quoth.eval.judges.protocol import Judgement, Pair
from tests.fakes import save_tiny_model

__all__ = ["FakeCrossEncoder", "KnowingJudge", "save_tiny_cross_encoder"]


@dataclass(frozen=True, slots=True)
class KnowingJudge:
    """Says of each claim what it was told to; of others, that they are unsupported."""

    says: Mapping[str, Judgement]
    name: str = "knowing"
    version: str = ""

    def judge(self, pairs: Sequence[Pair]) -> list[Judgement]:
        return [self.says.get(pair.claim, Judgement("unsupported", 0.0)) for pair in pairs]


@dataclass(slots=True)
class FakeCrossEncoder:
    """Gives each pair the logits that its premise's words stand for; a word is a token."""

    logits: Mapping[str, Sequence[float]]
    max_length: int = 24
    asked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def model(self) -> FakeCrossEncoder:
        return self

    @property
    def config(self) -> None:
        return None

    @property
    def tokenizer(self) -> FakeCrossEncoder:
        return self

    @property
    def model_max_length(self) -> int:
        return self.max_length

    def __call__(self, text: str, **_: Any) -> dict[str, list[str]]:
        return {"input_ids": text.split()}

    def predict(self, inputs: Sequence[tuple[str, str]], **_: Any) -> list[Sequence[float]]:
        self.asked += inputs
        none = [0.0] * len(next(iter(self.logits.values())))
        return [
            next((of for word, of in self.logits.items() if word in premise), none)
            for premise, _hypothesis in inputs
        ]


def save_tiny_cross_encoder(
    folder: Path, labels: Mapping[int, str], *, bias: Sequence[float]
) -> Path:
    """Write a cross-encoder of a few thousand seeded weights that always says the same.

    Args:
        bias: of the outputs: what it says.
    """
    import torch
    from transformers import AutoConfig, AutoTokenizer, BertForSequenceClassification

    save_tiny_model(folder, prompts={})
    parts = folder / "parts"
    config = AutoConfig.from_pretrained(parts, num_labels=len(labels))
    config.id2label = dict(labels)
    config.label2id = {label: index for index, label in labels.items()}
    torch.manual_seed(5)
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.bias.copy_(torch.tensor(bias))
    model.save_pretrained(folder / "judge")
    AutoTokenizer.from_pretrained(parts).save_pretrained(folder / "judge")
    return folder / "judge"
