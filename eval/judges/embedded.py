"""The judges that come with the package: the support scorer, and two signals of it alone.

judge = EmbeddedJudge(load_embedder())
judge.judge([Pair("The clock lost five seconds.", ("It was found 5 seconds slow.",))])
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.eval.judges.claims import claim_sentences, together
from quoth.eval.judges.protocol import Judgement, Pair
from quoth.eval.judges.rarity import vocabulary_rarity
from quoth.eval.judges.version import judge_version
from quoth.index.embedder import Embedder
from quoth.index.text import embed_text, render
from quoth.rag.question.language import unread_language
from quoth.rag.support.evidence import EvidencePassage, Rarity, evidence_of_texts
from quoth.rag.support.reading import read_words
from quoth.rag.support.scorer import SupportJudge
from quoth.rag.support.trained_judge import support_judge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["CosineJudge", "OverlapJudge", "SupportScorer", "embedded_judge"]

_HELD = 256  # pairs whose evidence is embedded and held together

# Where balanced accuracy is highest on at most 160 rows of each of 11 training sets, none of which
# is measured on: 0.790 and 0.674 there.
_OVERLAP_SUPPORTS_AT = 0.76
_COSINE_SUPPORTS_AT = 0.62


@dataclass(frozen=True, slots=True)
class SupportScorer:
    """Asks a support judge of `quoth.rag.support`, sentence by sentence; see `Judge`.

    Attributes:
        name: "embedded" for the one that checks the assistant's own sentences.
        scorer: any `SupportJudge`; one with trained weights is put in here.
    """

    name: str
    embedder: Embedder
    scorer: SupportJudge
    version: str = ""

    def judge(self, pairs: Sequence[Pair]) -> list[Judgement]:
        found = []
        for some, evidence in _with_evidence(pairs, self.embedder):
            found += [self._judge(pair, evidence) for pair in some]
        return found

    def _judge(self, pair: Pair, evidence: Mapping[str, EvidencePassage]) -> Judgement:
        if unread := _unread(pair, self.embedder):
            return unread
        group = [evidence[text] for text in pair.evidence]
        return together([self._judge_sentence(said, group) for said in claim_sentences(pair.claim)])

    def _judge_sentence(self, said: str, group: Sequence[EvidencePassage]) -> Judgement:
        (verdict,) = self.scorer.judge(said, [group])
        return Judgement(verdict.support.label, verdict.support.score, "; ".join(verdict.reasons))


@dataclass(frozen=True, slots=True)
class OverlapJudge:
    """Judges by words alone: the share of the claim's that the evidence has, rare ones first.

    Attributes:
        name: what `--judge` calls it.
        rarity: of stems.
    """

    rarity: Rarity
    name: str = "overlap"
    version: str = ""

    def judge(self, pairs: Sequence[Pair]) -> list[Judgement]:
        return [_by_threshold(self._share(pair), _OVERLAP_SUPPORTS_AT) for pair in pairs]

    def _share(self, pair: Pair) -> float:
        stems = {word.term for word in read_words(embed_text(pair.claim)).content}
        there = {stem for text in pair.evidence for stem in read_words(embed_text(text)).terms}
        rarity = self.rarity(sorted(stems))
        total = sum(rarity.values())
        return sum(rarity[stem] for stem in sorted(stems & there)) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class CosineJudge:
    """Judges by vectors alone: the cosine of the claim and the evidence's nearest sentence."""

    embedder: Embedder
    name: str = "cosine"

    @property
    def version(self) -> str:
        return judge_version(self.embedder)

    def judge(self, pairs: Sequence[Pair]) -> list[Judgement]:
        found = []
        for some, evidence in _with_evidence(pairs, self.embedder):
            claims = self.embedder.embed_queries([embed_text(pair.claim) for pair in some])
            for pair, claim in zip(some, claims, strict=True):
                vectors = [evidence[text].vectors for text in pair.evidence]
                nearest = max((_nearest(claim, of_text) for of_text in vectors), default=0.0)
                known = _by_threshold(min(1.0, max(0.0, nearest)), _COSINE_SUPPORTS_AT)
                found.append(_unread(pair, self.embedder) or known)
        return found


def embedded_judge(embedder: Embedder, *, neural: bool = True) -> SupportScorer:
    """Return the judge that checks the assistant's own sentences, without a library.

    Args:
        neural: False leaves its trained model out; its name is then "signals".
    """
    scorer = support_judge(embedder, vocabulary_rarity(embedder), neural=neural)
    # without its trained model, where that cannot be loaded, it is another judge
    version = judge_version(embedder, type(scorer).__name__)
    return SupportScorer("embedded" if neural else "signals", embedder, scorer, version)


def _by_threshold(score: float, supports_at: float) -> Judgement:
    return Judgement("supported" if score >= supports_at else "unsupported", score)


def _unread(pair: Pair, embedder: Embedder) -> Judgement | None:
    """Return that a claim is in a language that the embedder does not read, unless it is a quote.

    To such a reader all sentences of another language are alike, and like each other.
    """
    language = unread_language(pair.claim, (), reads=embedder.languages)
    claim = render(pair.claim)
    if language is None or not pair.evidence or any(claim in render(of) for of in pair.evidence):
        return None
    return Judgement("unscorable", None, f"the embedder does not read {language}")


def _nearest(claim: NDArray[np.float32], vectors: NDArray[np.float32]) -> float:
    return float((vectors @ claim).max()) if len(vectors) else 0.0


def _with_evidence(
    pairs: Sequence[Pair], embedder: Embedder
) -> Iterator[tuple[Sequence[Pair], Mapping[str, EvidencePassage]]]:
    """Yield pairs by the hundred, with their texts as evidence; no text is embedded twice there."""
    for at in range(0, len(pairs), _HELD):
        some = pairs[at : at + _HELD]
        texts = list(dict.fromkeys(text for pair in some for text in pair.evidence))
        yield some, dict(zip(texts, evidence_of_texts(embedder, texts), strict=True))
