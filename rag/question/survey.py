"""Which documents speak of something: one quote from each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quoth.index.library import Library
from quoth.index.types import Document, Filters, Passage
from quoth.rag.draft import Draft, Quoted, draft_of, hit_at
from quoth.rag.question.front_matter import find_statement, shown_name
from quoth.rag.question.inquiry import Inquiry
from quoth.rag.reading.reader import Evidence, SentenceReader
from quoth.rag.retriever import retrieve

__all__ = ["list_documents", "survey"]

_DEPTH = 60  # passages looked at
_MOST = 10  # documents
_FEWEST_WORDS = 3
_LONGEST_LINE = 300  # characters
# Of the best document's evidence, by cosine + overlap; what lies below is about something else.
_AS_GOOD_AS = 0.7


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
    quoted = []
    for document in documents[:_MOST]:
        passages = library.passages_of(document.id)
        if not passages:
            continue
        text = library.text(document.id).text
        span = find_statement(text, passages, document, "title")
        start, end = span or _first_line(passages)
        lead = "" if span else f"{_label(document)}: "
        quoted.append(Quoted(hit_at(document, passages, start), start, end, text[start:end], lead))
    return draft_of(quoted)


def _first_line(passages: Sequence[Passage]) -> tuple[int, int]:
    """Return the first line that is more than a page number or a running title."""
    long = (p for p in passages if len(p.text.split()) >= _FEWEST_WORDS)
    passage = next(long, passages[0])
    line = passage.text.splitlines()[0][:_LONGEST_LINE].rstrip() if passage.text else ""
    return passage.start, passage.start + len(line)


def _label(document: Document) -> str:
    year = f" ({document.year})" if document.year else ""
    return f"{shown_name(document)}{year}"
