"""The sentences of a draft, each with its citations and the claim that it makes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from quoth.index.sentences import split_sentences
from quoth.index.text import embed_text
from quoth.rag.lookup.draft_skips import HEADING, skip_reason
from quoth.rag.lookup.draft_types import Draft, DraftSentence, InTextCitation, Prose, Span

__all__ = ["split_draft"]

_MARKER = re.compile(r"(?:[-*+•▪–]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t]+")
_VISIBLE = re.compile(r"\w")
# "Liu (2024) found that", "Liu et al. [3] found that": who says it is no part of what is said
_SAYS = (
    r"(?:show\w*|found|finds?|report\w*|argue\w*|suggest\w*|demonstrat\w+|conclud\w+|observ\w+|"
    r"state\w*|note\w*|claim\w*|estimat\w+|point\w* out|establish\w*|reveal\w*|indicat\w+|"
    r"confirm\w*|discover\w*|maintain\w*|hold\w*|prov\w+|see|saw)"
)
_SAID_BY = re.compile(
    r"\A\W*(?:\x00|[^\W\d_a-z][\w’'-]+(?:,? et al\.?| (?:and|&) [^\W\d_a-z][\w’'-]+)?\s*\x01),?\s+"
    rf"(?:\w+ly\s+|also\s+|have\s+|has\s+|had\s+){{0,2}}{_SAYS}\s+that\s+",
)
_BRACKETS = re.compile(r"\s*[(\[]\s*[)\]]|\s+(?=[.,;:!?])")
_LONGEST = 2_000  # characters of a claim; embedders read about half of it
_SPOKEN, _UNSPOKEN = "\0", "\1"  # where a citation stood


def split_draft(draft: Draft, prose: Prose) -> Iterator[DraftSentence]:
    """Yield the sentences of a draft in order; `claim` is what one says without its citations."""
    starts = [citation.start for citation in prose.citations]
    for start, end, is_heading in _spans(prose):
        cited = prose.citations[bisect_left(starts, start) : bisect_left(starts, end)]
        claim = _claim(draft, prose, start, end, cited)
        shown = embed_text(prose.plain[start:end])
        words = claim if cited else shown
        reason = HEADING if is_heading else skip_reason(words, cites=bool(cited))
        yield DraftSentence(start, end, claim, cited, reason)


def _spans(prose: Prose) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and whether it is a heading."""
    at = 0
    for start, end in [*prose.headings, (len(prose.shape), len(prose.shape))]:
        yield from ((*span, False) for span in _sentences(prose, at, start))
        if start >= at:
            yield from ((*span, True) for span in _sentences(prose, start, end, whole=True))
        at = max(at, end)


def _sentences(prose: Prose, start: int, end: int, *, whole: bool = False) -> Iterator[Span]:
    shape = prose.shape
    spans = split_sentences(shape, start, end) if start < end else []
    if whole and spans:
        spans = [(spans[0][0], spans[-1][1])]
    last = start
    for i, (begin, stop) in enumerate(spans):
        at = max(begin, last)  # a citation between two sentences is the first one's
        marker = _MARKER.match(shape, at, stop)
        limit = spans[i + 1][0] if i + 1 < len(spans) else end
        behind = (c.end for c in prose.citations if stop <= c.start < limit)
        first, last = marker.end() if marker else at, min(end, max([stop, *behind]))
        if _VISIBLE.search(shape, first, last):
            first += len(shape[first:last]) - len(shape[first:last].lstrip())
            yield first, last


def _claim(
    draft: Draft, prose: Prose, start: int, end: int, cited: Sequence[InTextCitation]
) -> str:
    """Return the words of a sentence, what it cites left out."""
    parts, at = [], start
    for citation in cited:
        parts += [prose.plain[at : citation.start], _SPOKEN if citation.is_spoken else _UNSPOKEN]
        at = citation.end
    words = "".join([*parts, prose.plain[at:end]])
    words = words[:_LONGEST]
    if draft.format == "latex":
        words = _without_commands(words)
    words = _SAID_BY.sub("", words.strip())
    words = _BRACKETS.sub("", words.replace(_SPOKEN, "they").replace(_UNSPOKEN, ""))
    return embed_text(words)


def _without_commands(words: str) -> str:
    """Return LaTeX as Unicode."""
    from quoth.index.metadata.latex import decoded

    try:
        return decoded(words)
    except RecursionError:  # hundreds of braces or commands within each other: no prose
        return re.sub(r"\\[A-Za-z]+|[\\{}]", " ", words)
