"""What of a draft is prose, where it cites, and the entries of its own reference list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quoth.index.entries import split_entries
from quoth.index.headings import find_marks
from quoth.index.sections import find_sections
from quoth.index.types import Heading
from quoth.rag.lookup.citing_keys import latex_citations, pandoc_citations
from quoth.rag.lookup.citing_marks import named_citations, numbered_citations, raised_citations
from quoth.rag.lookup.draft_latex import mask_latex, mask_styles
from quoth.rag.lookup.draft_markdown import mask_markdown
from quoth.rag.lookup.draft_masking import Masking
from quoth.rag.lookup.draft_types import Draft, InTextCitation, Prose, ReferenceEntry, Span

__all__ = ["find_prose"]

_TABLE_LINE = re.compile(r"^[ \t]*\|[^\r\n]*|^[^\r\n\t]*\t[^\r\n\t]*\t[^\r\n]*", re.MULTILINE)
_NUMBER = re.compile(r"\W{0,4}(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})[.)](?=\s))")
_HEADING_LINE = re.compile(r"\A[^\r\n\d]{1,60}[\r\n]+(?=\S|\s)")


def find_prose(draft: Draft) -> Prose:
    """Return what of a draft is prose; front matter, code, tables and the like are not."""
    masking = Masking(draft.text)
    if draft.format == "latex":
        return _latex(draft, masking)
    headings: list[Span] = list(draft.headings)
    bibliographies: tuple[str, ...] = ()
    notes: list[InTextCitation] = []
    if draft.format == "markdown":
        headings, bibliographies, notes = mask_markdown(draft.text, masking)
    else:
        masking.drop(masking.find(_TABLE_LINE))
        marked = [Heading(start, end, 1) for start, end in headings]
        headings = [(mark.start, mark.end) for mark in find_marks(masking.shape, marked, ())]
    entries = _reference_list(masking, headings)
    named = list(named_citations(masking.shape))
    raised = _raised(masking, entries, named)
    keys = pandoc_citations(masking.shape, markup=draft.format == "markdown")
    citations = _apart([*keys, *numbered_citations(masking.shape), *named, *raised, *notes])
    return _prose(masking, headings, citations, entries, bibliographies)


def _latex(draft: Draft, masking: Masking) -> Prose:
    parts = mask_latex(draft.text, masking)
    shape = masking.shape
    found = _apart([*latex_citations(shape), *named_citations(shape), *parts.notes])
    return _prose(masking, parts.headings, found, parts.entries, parts.bibliographies)


def _prose(
    masking: Masking,
    headings: Sequence[Span],
    citations: Sequence[InTextCitation],
    entries: Sequence[ReferenceEntry],
    bibliographies: tuple[str, ...],
) -> Prose:
    masking.shape = _with_marks(masking.shape, citations)
    mask_styles(masking)
    return Prose(
        masking.shape,
        masking.plain,
        tuple(sorted(headings)),
        tuple(sorted({*masking.closed, *((c.start, c.end) for c in citations)})),
        tuple(citations),
        tuple(entries),
        bibliographies,
    )


def _apart(found: Sequence[InTextCitation]) -> list[InTextCitation]:
    """Return citations in order, without those that lie within another."""
    kept: list[InTextCitation] = []
    for citation in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or citation.start >= kept[-1].end:
            kept.append(citation)
    return kept


def _raised(
    masking: Masking, entries: Sequence[ReferenceEntry], named: Sequence[InTextCitation]
) -> list[InTextCitation]:
    """Return the citations by raised numbers; where they point to notes, cover them."""
    found = list(raised_citations(masking.shape))
    if any(entry.number is not None for entry in entries) or (entries and not named):
        return found
    masking.drop((mark.start, mark.end) for mark in found)
    return []


def _with_marks(shape: str, citations: Sequence[InTextCitation]) -> str:
    """Put a mark that the splitter of sentences knows in the place of each citation."""
    parts, at = [], 0
    for citation in citations:
        length = citation.end - citation.start
        mark = "X" + "x" * (length - 1) if citation.is_spoken else "[1]".rjust(length)
        parts += [shape[at : citation.start], mark[-length:]]
        at = citation.end
    return "".join([*parts, shape[at:]])


def _reference_list(masking: Masking, headings: Sequence[Span]) -> list[ReferenceEntry]:
    """Return the entries of the reference list, and cover it."""
    text = masking.shape
    marked = [Heading(start, end, 1) for start, end in headings]
    spans = [(s.start, s.end) for s in find_sections(text, marked) if s.kind == "reference"]
    entries = [entry for start, end in spans for entry in _entries(text, start, end)]
    masking.drop(spans)
    return entries


def _entries(text: str, start: int, end: int) -> Iterator[ReferenceEntry]:
    for first, last in split_entries(text, start, end):
        words = _HEADING_LINE.sub("", text[first:last]) if first == start else text[first:last]
        number = _NUMBER.match(words)
        own = int(next(filter(None, number.groups()))) if number else None
        if words.strip():
            yield ReferenceEntry(" ".join(words.split()), own)
