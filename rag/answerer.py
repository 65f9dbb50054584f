"""From evidence to an answer; the one here quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from quoth.index.text import render
from quoth.index.types import Hit
from quoth.rag.draft import Quoted, draft_of, join_drafts
from quoth.rag.events import Writing, shown
from quoth.rag.question.inquiry import Inquiry
from quoth.rag.question.widen import is_list, widen
from quoth.rag.reading.reader import Evidence

__all__ = ["Answerer", "QuotingAnswerer"]

_MOST_SENTENCES = 4
_MOST_OF_A_PART = 2  # where several are asked
# A further sentence is quoted when its probability is at least this share of the best one's. Of 186
# COVID-QA training questions the evidence is then quoted for 0.69, by 2.2 sentences; 0.57 by the
# best sentence alone, 0.64 by 1.7 sentences with 0.7 here, 0.73 by 3.4 with 0.2.
_AS_GOOD_AS = 0.5


class Answerer(Protocol):
    """Writes an answer from evidence."""

    @property
    def name(self) -> str:
        """What `Answer.model` says."""
        ...

    def write(
        self, inquiry: Inquiry, evidence: Sequence[Sequence[Evidence]], hits: Sequence[Hit]
    ) -> Writing:
        """Yield text and checked sentences as they come; return the draft of them all.

        Args:
            evidence: a list for each part of the inquiry that has any, best first; at least one.
            hits: the passages that were found, best first.
        """
        ...


class QuotingAnswerer:
    """Answers with one to four verbatim sentences a part, best first; a list is kept whole."""

    name = "quotes"

    def write(
        self,
        inquiry: Inquiry,
        evidence: Sequence[Sequence[Evidence]],
        hits: Sequence[Hit],  # noqa: ARG002  what is quoted is in the evidence
    ) -> Writing:
        most = _MOST_SENTENCES if len(inquiry.parts) == 1 else _MOST_OF_A_PART
        draft = join_drafts(
            draft_of([_quoted(*span) for span in _spans(inquiry, items, most)])
            for items in evidence
        )
        yield from shown(draft)
        return draft


def _spans(
    inquiry: Inquiry, evidence: Sequence[Evidence], most: int
) -> list[tuple[Evidence, int, int]]:
    good = [item for item in evidence if item.score >= _AS_GOOD_AS * evidence[0].score]
    wide = [(item, *widen(item, inquiry.kind)) for item in good]
    if inquiry.kind == "list":  # of the sentences as good as the best, lists come first
        wide.sort(key=lambda span: not is_list(span[0], span[1:]))
    spans: list[tuple[Evidence, int, int]] = []
    for item, start, end in wide:
        if len(spans) == most:
            break
        if not any(_same(item, start, end, other) for other in spans):
            spans.append((item, start, end))
    return spans


def _quoted(item: Evidence, start: int, end: int) -> Quoted:
    passage = item.hit.passage
    words = passage.text[start - passage.start : end - passage.start]
    return Quoted(item.hit, start, end, words)


def _same(item: Evidence, start: int, end: int, other: tuple[Evidence, int, int]) -> bool:
    """Whether a span overlaps one already quoted, or says the same words elsewhere."""
    that, from_, to = other
    if that.hit.document.id == item.hit.document.id and start < to and from_ < end:
        return True
    one, two = (frozenset(render(e.text).casefold().split()) for e in (item, that))
    return len(one & two) >= 0.8 * min(len(one), len(two))
