"""Claims that people judged against a text, read and compared: for fitting and for checking."""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from quoth.eval.json_lines import read_rows
from quoth.index.embedder import Embedder
from quoth.index.text import embed_text
from quoth.index.words import terms
from quoth.rag.support.evidence import EvidencePassage, Rarity, evidence_of_texts
from quoth.rag.support.features import Compared, compare
from quoth.rag.support.trained_judge import with_model
from quoth.rag.trained.pair_model import PairScorer

__all__ = [
    "ComparedClaim",
    "JudgedClaim",
    "compare_claims",
    "few_of_each",
    "rarity_in",
    "read_judged_claims",
]

_HELD = 512  # texts whose sentences are embedded together


class JudgedClaim(BaseModel):
    """A claim, a text, and whether the text supports the claim."""

    model_config = ConfigDict(frozen=True)

    evidence: str
    claim: str
    label: Literal["supported", "contradicted", "not_enough", "not_supported"]
    dataset: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class ComparedClaim:
    """A judged claim held against its text."""

    judged: JudgedClaim
    compared: Compared | None

    @property
    def supported(self) -> bool:
        """Whether people found it supported."""
        return self.judged.label == "supported"


def read_judged_claims(path: Path) -> list[JudgedClaim]:
    """Read judged claims, JSON Lines, also gzipped.

    Raises:
        UsageError: the file cannot be read, or a line does not fit; its number is named.
    """
    return read_rows(path, JudgedClaim, name="judged claims")


def few_of_each(claims: Sequence[JudgedClaim], most: int) -> list[JudgedClaim]:
    """Return at most so many claims of each dataset, drawn by the hash of the claim."""
    by_dataset: defaultdict[str, list[JudgedClaim]] = defaultdict(list)
    for claim in claims:
        by_dataset[claim.dataset].append(claim)
    return [claim for group in by_dataset.values() for claim in sorted(group, key=_digest)[:most]]


def compare_claims(
    claims: Sequence[JudgedClaim], embedder: Embedder, scorer: PairScorer | None = None
) -> list[ComparedClaim]:
    """Hold each claim against its text; rarity is taken from the texts of its own dataset.

    Args:
        scorer: a trained support model, which reads them too.
    """
    texts: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for claim in claims:
        texts[claim.dataset][claim.evidence] = None
    rarity = {dataset: rarity_in(list(of)) for dataset, of in texts.items()}
    evidence: dict[str, EvidencePassage] = {}
    unlike = list(dict.fromkeys(claim.evidence for claim in claims))
    for at in range(0, len(unlike), _HELD):
        some = unlike[at : at + _HELD]
        evidence.update(zip(some, evidence_of_texts(embedder, some), strict=True))
    found = []
    for claim in claims:
        (compared,) = compare(
            embed_text(claim.claim),
            [[evidence[claim.evidence]]],
            embedder=embedder,
            rarity=rarity[claim.dataset],
        )
        found.append(ComparedClaim(claim, compared))
    if scorer is None:
        return found
    read = with_model([(embed_text(one.judged.claim), one.compared) for one in found], scorer)
    return [replace(one, compared=compared) for one, compared in zip(found, read, strict=True)]


def rarity_in(texts: Sequence[str]) -> Rarity:
    """Return inverse document frequency over some texts, by the formula of the word index."""
    counts = Counter(stem for text in texts for stem in set(terms(text)))

    def rarity(stems: Sequence[str]) -> Mapping[str, float]:
        return {
            stem: math.log(1 + (len(texts) - counts[stem] + 0.5) / (counts[stem] + 0.5))
            for stem in stems
        }

    return rarity


def _digest(claim: JudgedClaim) -> bytes:
    return hashlib.sha256(f"{claim.claim}\n{claim.evidence}".encode()).digest()
