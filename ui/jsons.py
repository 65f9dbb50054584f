"""What `--json` prints: the documented shapes, from the types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from quoth.index.add_report import AddReport
from quoth.index.types import Document, Hit
from quoth.rag.types import Answer, Source

__all__ = [
    "answer_json",
    "document_json",
    "document_status",
    "documents_json",
    "hits_json",
    "report_json",
]

Json = dict[str, Any]


def answer_json(answer: Answer, references: Mapping[str, str]) -> Json:
    """Return what `quoth ask --json` prints.

    Args:
        references: formatted ones, by document id.
    """
    numbers = {quote: source.n for source in answer.sources for quote in source.quotes}
    return {
        "question": answer.question,
        "answer": answer.text,
        "abstained": asdict(answer.abstained) if answer.abstained else None,
        "confidence": round(answer.confidence, 4),
        "sentences": [
            {
                "text": sentence.text,
                "citations": list(dict.fromkeys(citation.n for citation in sentence.citations)),
                "quotes": [
                    {
                        "n": numbers[quote],
                        "start": quote.start,
                        "end": quote.end,
                        "text": quote.text,
                    }
                    for quote in sentence.quotes
                ],
                "support": {
                    "label": sentence.support.label,
                    "score": round(sentence.support.score, 4),
                },
            }
            for sentence in answer.sentences
        ],
        "sources": [_source(source, references) for source in answer.sources],
        "nearest": [_source(source, references) for source in answer.nearest],
        "notes": [asdict(note) for note in answer.notes],
        "model": answer.model,
        "prompts": dict(answer.prompts),
        "timings": {name: round(ms, 2) for name, ms in asdict(answer.timings).items()},
    }


def hits_json(query: str, hits: Sequence[Hit], references: Mapping[str, str]) -> Json:
    """Return what `quoth search --json` prints."""
    return {
        "query": query,
        "hits": [
            {
                "rank": hit.rank,
                "score": round(hit.score, 6),
                "dense_score": None if hit.dense_score is None else round(hit.dense_score, 6),
                "lexical_score": None if hit.lexical_score is None else round(hit.lexical_score, 6),
                "document": document_json(hit.document, references),
                **_place(hit),
            }
            for hit in hits
        ],
    }


def documents_json(documents: Sequence[Document]) -> Json:
    """Return what `quoth ls --json` prints."""
    return {
        "documents": [
            {
                "id": document.id,
                "file": document.file,
                "title": document.title,
                "authors": [asdict(author) for author in document.authors],
                "year": document.year,
                "venue": document.venue,
                "doi": document.doi,
                "pages": document.n_pages,
                "passages": document.n_passages,
                "status": document_status(document),
            }
            for document in documents
        ]
    }


def document_json(document: Document, references: Mapping[str, str]) -> Json:
    """Return a document as sources and hits name it, with its formatted reference."""
    return {
        "id": document.id,
        "file": document.file,
        "title": document.title,
        "authors": [asdict(author) for author in document.authors],
        "year": document.year,
        "doi": document.doi,
        "reference": references.get(document.id) or None,
    }


def document_status(document: Document) -> str:
    """Return in a word or two what is wrong with a document; "ok" where nothing is."""
    if document.retracted:
        return "retracted"
    if not document.has_text:
        return "no text"
    return "partly read" if document.problems else "ok"


def report_json(report: AddReport) -> Json:
    """Return what `quoth add --json` prints."""
    return {
        "added": report.added,
        "replaced": report.replaced,
        "moved": report.moved,
        "removed": report.removed,
        "described": report.described,
        "entries": report.entries,
        "unchanged": report.n_unchanged,
        "passages": report.n_passages,
        "other_files": report.n_other_files,
        "failures": [asdict(failure) for failure in report.failures],
        "problems": [asdict(problem) for problem in report.problems],
        "passed_over": [asdict(passed) for passed in report.passed_over],
    }


def _source(source: Source, references: Mapping[str, str]) -> Json:
    return {
        "n": source.n,
        "document": document_json(source.document, references),
        **_place(source.hit),
        "quotes": [
            {"start": quote.start, "end": quote.end, "text": quote.text} for quote in source.quotes
        ],
        "score": round(source.hit.score, 6),
    }


def _place(hit: Hit) -> Json:
    passage = hit.passage
    return {
        "page": passage.page,
        "section": passage.section,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
    }
