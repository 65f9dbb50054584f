"""Putting citation keys behind the sentences of a draft, in a copy that is the same elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quoth.index.types import Document
from quoth.rag.lookup.draft_types import Draft, Insertion, Span
from quoth.rag.lookup.drafts import DraftReport, best_support

__all__ = ["key_insertions", "with_keys"]

# The stop that ends a sentence: a key stands before it, "… in 1884 [@howse1980]."
_STOP = re.compile(r"[.!?。！？｡]+\Z")
_SIMPLE_KEY = re.compile(r"[\w](?:[\w:.#$%&\-+?<>~/]*\w)?")


def with_keys(report: DraftReport) -> tuple[bytes, tuple[Insertion, ...]]:
    """Return the draft's bytes with a key behind each sentence that has support and no citation.

    Raises:
        UsageError: a key cannot be written in the draft's encoding.
    """
    insertions = tuple(key_insertions(report))
    return report.draft.original.with_insertions(insertions), insertions


def key_insertions(report: DraftReport) -> Iterator[Insertion]:
    """Yield what is to be put where, in order."""
    for claim in report.claims:
        match = best_support(claim)
        if match and match.document.key:
            at = _place(report.draft.text, (claim.start, claim.end), report.prose.closed)
            yield Insertion(at, _mark(report.draft, match.document))


def _mark(draft: Draft, document: Document) -> str:
    if draft.format == "latex":
        return f"~\\cite{{{document.key}}}"
    key = document.key
    return f" [@{key}]" if _SIMPLE_KEY.fullmatch(key) else f" [@{{{key}}}]"


def _place(text: str, sentence: Span, closed: Sequence[Span]) -> int:
    """Return where a key goes: before the stop, or behind what must not be parted."""
    start, end = sentence
    stop = _STOP.search(text, start, end)
    before = text[start : stop.start() if stop else end].rstrip()
    at = start + len(before) if before else end
    return max([at, *(last for first, last in closed if first < at < last)])
