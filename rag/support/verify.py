"""Which passage carries a sentence of an answer: the one that it cites, another one, or none.

    verified = verify("It lost five seconds.", (2,), sources, evidence, judge=judge)

Pure: the judge decides how far evidence carries a sentence, this module which marks it gets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.rag.support.evidence import EvidencePassage
from quoth.rag.support.scorer import SupportJudge, Verdict
from quoth.rag.types import Citation, Note, Quote, Source, Support

__all__ = ["Verified", "verify"]

_RANK = {"supported": 2, "partial": 1, "contradicted": 0, "unsupported": 0}
# Of two passages that carry a part of a sentence, the cited one stays unless the other comes nearer
# by this much.
_NEARER = 0.1


@dataclass(frozen=True, slots=True)
class Verified:
    """A sentence with the passages that carry it.

    Attributes:
        citations: a mark a source; those that the sentence came with where no passage carries it.
        quotes: the exact words that carry or contradict it; none where nothing comes near.
        notes: `reattributed`, `attributed`, `unsupported` or `contradicted`.
    """

    citations: tuple[Citation, ...]
    quotes: tuple[Quote, ...]
    support: Support
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A verdict, and the sources (by place in the list) that its group was made of."""

    verdict: Verdict
    members: tuple[int, ...]

    @property
    def rank(self) -> int:
        return _RANK[self.verdict.support.label]

    @property
    def carries(self) -> bool:
        return self.verdict.support.label in ("supported", "partial")


def verify(
    text: str,
    cited: Sequence[int],
    sources: Sequence[Source],
    evidence: Sequence[EvidencePassage],
    *,
    judge: SupportJudge,
) -> Verified:
    """Hold a sentence against the passages that it cites, then against the others.

    Args:
        cited: numbers of sources; empty for a sentence without a mark.
        sources: all passages that its writer was shown.
        evidence: the same passages, in the same order.
    """
    own = [at for at, source in enumerate(sources) if source.n in cited]
    found = _judged(text, [tuple(own), *((at,) for at in own)] if own else [], evidence, judge)
    best = found[0] if found else None
    if best is None or best.verdict.support.label != "supported":
        others = [(at,) for at in range(len(sources)) if at not in own]
        rivals = _judged(text, others, evidence, judge)
        rival = max(rivals, key=_order, default=None)
        if rival and rival.carries and (best is None or _goes_before(rival, best)):
            note = _moved(text, cited, sources[rival.members[0]].n)
            return _verified([rival], sources, evidence, (note,))
    if best is None:
        best = _Found(Verdict(Support("unsupported", 0.0)), ())
    kept = [one for one in found[1:] if best.carries and one.carries]
    return _verified([best, *kept], sources, evidence, _doubts(text, best))


def _judged(
    text: str,
    groups: Sequence[tuple[int, ...]],
    evidence: Sequence[EvidencePassage],
    judge: SupportJudge,
) -> list[_Found]:
    if not groups:
        return []
    verdicts = judge.judge(text, [[evidence[at] for at in group] for group in groups])
    return [_Found(*pair) for pair in zip(verdicts, groups, strict=True)]


def _order(found: _Found) -> tuple[int, float]:
    return found.rank, found.verdict.nearness


def _goes_before(rival: _Found, best: _Found) -> bool:
    if best.verdict.support.label == "contradicted":
        return rival.verdict.support.label == "supported"
    if rival.rank != best.rank:
        return rival.rank > best.rank
    return rival.verdict.nearness >= best.verdict.nearness + _NEARER


def _verified(
    found: Sequence[_Found],
    sources: Sequence[Source],
    evidence: Sequence[EvidencePassage],
    notes: tuple[Note, ...],
) -> Verified:
    """Put the quotes of verdicts together; the first one's support counts."""
    best = found[0]
    spans: dict[tuple[int, int], None] = {}
    if best.verdict.support.label != "unsupported":
        for one in found:
            for member, sentence in one.verdict.places:
                spans[one.members[member], sentence] = None
    quotes = {
        (at, sentence): _quote(sources[at], *evidence[at].spans[sentence])
        for at, sentence in sorted(spans)
    }
    carrying = dict.fromkeys(at for at, _ in quotes) or dict.fromkeys(best.members)
    citations = []
    for at in carrying:
        passage = sources[at].hit.passage
        own = [quote for (home, _), quote in quotes.items() if home == at]
        start, end = (own[0].start, own[0].end) if own else (passage.start, passage.end)
        citations.append(Citation(sources[at].n, passage.document_id, start, end))
    return Verified(tuple(citations), tuple(quotes.values()), best.verdict.support, notes)


def _quote(source: Source, start: int, end: int) -> Quote:
    passage = source.hit.passage
    words = passage.text[start - passage.start : end - passage.start]
    return Quote(passage.document_id, start, end, passage.page, words)


def _moved(text: str, cited: Sequence[int], n: int) -> Note:
    if not cited:
        return Note("attributed", f"no passage was cited for “{text}”; [{n}] carries it")
    marks = "".join(f"[{number}]" for number in cited)
    return Note("reattributed", f"{marks} does not carry “{text}”; [{n}] does")


def _doubts(text: str, best: _Found) -> tuple[Note, ...]:
    label = best.verdict.support.label
    why = f" ({'; '.join(best.verdict.reasons)})" if best.verdict.reasons else ""
    if label == "contradicted":
        return (Note("contradicted", f"the cited passage says otherwise than “{text}”{why}"),)
    if label == "unsupported":
        return (Note("unsupported", f"no passage carries “{text}”{why}"),)
    return ()
