"""Which documents speak of something: one quote from each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from quoth.index.library import Library
from quoth.index.types import Document, Filters, Passage
from quoth.rag.draft import Draft, Quoted, draft_of, hit_at
from quoth.rag.question.front_matter import find_statement, shown_name
from quoth.rag.question.inquiry import Inquiry
from quoth.rag.reading.reader import Evidence, SentenceReader
from quoth.rag.retriever import retrieve

__all__ = ["list_documents", "quote_title", "survey"]

_DEPTH = 60  # passages looked at
_MOST = 10  # documents
_FEWEST_WORDS = 3
_LONGEST_LINE = 300  # characters
# Of the best document's evidence, by cosine + overlap; what lies below is about something else.
_AS_GOOD_AS = 0.7
_MARKED = re.compile(r"(?:#{1,6}\s+)?(\*\*|__)?(?P<words>\S.*?)(?:\1)?\Z", re.DOTALL)  # Markdown


def survey(
    library: Library, reader: SentenceReader, inquiry: Inquiry, filters: Filters
) -> tuple[Draft, list[Evidence]]:
    """Quote the best sentence of every document that speaks of what is asked, best first.

    Returns:
        The draft, empty where nothing was found, and the evidence that it was made from.
    """
    (part,) = inquiry.parts
    query, within = part.query, replace(filters, among=part.among or filters.among)
    found = retrieve(library, query, k=_DEPTH, filters=within, leave_out=("reference",))
    evidence = reader.read(library, query, found.query_vector, found.hits)
    best: dict[str, Evidence] = {}
    for item in evidence:
        best.setdefault(item.hit.document.id, item)
    signals = {i: item.cosine + item.overlap for i, item in best.items()}
    least = _AS_GOOD_AS * max(signals.values(), default=0.0)
    chosen = [item for i, item in best.items() if signals[i] >= least][:_MOST]
    quoted = [
        Quoted(item.hit, item.start, item.end, item.text, f"{_label(item.hit.document)}: ")
        for item in chosen
    ]
    return draft_of(quoted), evidence


def list_documents(library: Library, documents: Sequence[Document]) -> Draft:
    """Name documents, each by the line of its text that states its title."""
    named = (quote_title(library, document) for document in documents[:_MOST])
    return draft_of([quoted for quoted in named if quoted is not None])


def quote_title(library: Library, document: Document, *, before: str = "") -> Quoted | None:
    """Quote the line in which a document states its title; None for one without text.

    Of a document that states none the first line is quoted, after what it is known by.

    Args:
        before: what to say first, as who wrote it.
    """
    passages = library.passages_of(document.id)
    if not passages:
        return None
    text = library.text(document.id).text
    span = find_statement(text, passages, document, "title")
    start, end = _unmarked(text, *(span or _first_line(passages)))
    known_by = shown_name(document) if before else _label(document)
    lead = before if span else f"{before}{known_by}: "
    return Quoted(hit_at(document, passages, start), start, end, text[start:end], lead)


def _unmarked(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the marks of a heading: "# Tides", "**Tides**"."""
    words = _MARKED.match(text[start:end])
    return (start + words.start("words"), start + words.end("words")) if words else (start, end)


def _first_line(passages: Sequence[Passage]) -> tuple[int, int]:
    """Return the first line that is more than a page number or a running title."""
    long = (p for p in passages if len(p.text.split()) >= _FEWEST_WORDS)
    passage = next(long, passages[0])
    line = passage.text.splitlines()[0][:_LONGEST_LINE].rstrip() if passage.text else ""
    return passage.start, passage.start + len(line)


def _label(document: Document) -> str:
    year = f" ({document.year})" if document.year else ""
    return f"{shown_name(document)}{year}"
