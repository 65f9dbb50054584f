"""The texts that claims are held against in training: cleaned, cut into sentences, embedded."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.eval.fitting.support_rows import JudgedClaim, rarity_in
from quoth.index.embedder import Embedder
from quoth.rag.support.evidence import EvidencePassage, Rarity, evidence_of_texts
from quoth.rag.support.quote import Claim
from quoth.rag.support.reading import read_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ClaimText", "claim_of", "clean", "cleaned", "group_of", "read_texts"]

_URL = re.compile(r"(?:\[\d+\]\s*)?https?://\S+|\(meta data\).*?(?=\n|\Z)|\[\d+\]")
_SPACE = re.compile(r"\s+")
_LEAST_WORDS = 5  # of a text that can be evidence: expertqa has bare addresses
_HELD = 512  # texts embedded together


@dataclass(frozen=True, slots=True)
class ClaimText:
    """A text of a dataset as evidence.

    Attributes:
        group: names the dataset and the text, for splits.
        middle: the mean of its sentences' vectors, unit length.
    """

    dataset: str
    licence: str
    group: str
    passage: EvidencePassage
    rarity: Rarity
    middle: NDArray[np.float32]


def clean(text: str) -> str:
    """Return a text without addresses, marks of references and runs of spaces."""
    return _SPACE.sub(" ", _URL.sub(" ", text)).strip()


def group_of(dataset: str, evidence: str) -> str:
    """Return the group of pairs on a cleaned text: texts that begin alike are one."""
    return f"{dataset} {evidence[:80]}"


def cleaned(rows: Sequence[JudgedClaim], *, inverted: Collection[str] = ()) -> list[JudgedClaim]:
    """Return the rows that have evidence, their texts cleaned, the labels of some turned round."""
    found = [_cleaned(row, turned=row.dataset in inverted) for row in rows]
    return [row for row in found if len(row.evidence.split()) >= _LEAST_WORDS and row.claim]


def _cleaned(row: JudgedClaim, *, turned: bool) -> JudgedClaim:
    label = row.label
    if turned:
        label = "not_supported" if label == "supported" else "supported"
    claim = clean(row.claim).removeprefix("Statement: ")
    return row.model_copy(update={"evidence": clean(row.evidence), "claim": claim, "label": label})


def read_texts(rows: Sequence[JudgedClaim], embedder: Embedder) -> dict[tuple[str, str], ClaimText]:
    """Return the texts by dataset and words, with the vectors of their sentences."""
    by_dataset: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        by_dataset[row.dataset][row.evidence] = row.licence
    found: dict[tuple[str, str], ClaimText] = {}
    for dataset, of in by_dataset.items():
        texts = list(of)
        rarity = rarity_in(texts)
        for at in range(0, len(texts), _HELD):
            some = texts[at : at + _HELD]
            for text, passage in zip(some, evidence_of_texts(embedder, some), strict=True):
                if passage.texts:
                    middle = _unit(passage.vectors.mean(axis=0))
                    found[dataset, text] = ClaimText(
                        dataset, of[text], group_of(dataset, text), passage, rarity, middle
                    )
    return found


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    unit: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return unit


def claim_of(text: str, vector: NDArray[np.float32], rarity: Rarity) -> Claim:
    """Return a claim taken apart, its words weighed by their rarity."""
    reading = read_words(text)
    idf = rarity(list(dict.fromkeys(word.term for word in reading.content)))
    total = sum(idf.values()) or 1.0
    return Claim(reading, {stem: value / total for stem, value in idf.items()}, vector)
