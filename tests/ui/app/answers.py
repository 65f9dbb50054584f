"""Answers to show, made by hand: words of our own, some of them hostile."""

from __future__ import annotations

from dataclasses import replace

from quoth.index.types import Author, Document, Hit, Passage
from quoth.rag.types import Abstention, Answer, Citation, Quote, Sentence, Source, Support, Timings

__all__ = ["HOSTILE", "abstained", "answer", "document", "hit", "sentence"]

HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>${alert(3)}`{{alert(4)}}`'
TEXT = "Clocks drift at sea. The first weighed 34 kilograms."
_START = TEXT.index("The first")


def document(**changes: object) -> Document:
    made = Document(
        id="d1", path="/p/clocks.pdf", file="clocks.pdf", sha256="0" * 64, format="pdf",
        title="Sea clocks", authors=(Author("Nora", "Quillby"),), year=2026, n_pages=3,
        n_characters=len(TEXT), key="quillby2026",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def hit(of: Document | None = None, text: str = TEXT) -> Hit:
    of = of or document()
    passage = Passage(1, of.id, 0, len(text), 2, "3. Weights", "body", text)
    return Hit(passage, of, 0.9, 1, 0.8, 3.0)


def sentence(
    words: str = TEXT[_START:], *, label: str = "supported", lead: str = " ", quoted: bool = True
) -> Sentence:
    quote = Quote("d1", _START, len(TEXT), 2, TEXT[_START:])
    return Sentence(
        words,
        (Citation(1, "d1", 0, len(TEXT)),),
        (quote,) if quoted else (),
        Support(label, 0.9),  # type: ignore[arg-type]
        lead,
    )


def answer(*sentences: Sentence, question: str = "How heavy was it?") -> Answer:
    made = sentences or (sentence(),)
    quotes = tuple(dict.fromkeys(q for s in made for q in s.quotes))
    timings = Timings(retrieve_ms=9.2, read_ms=22.4, answer_ms=0.2, total_ms=31.8)
    return Answer(question, made, (Source(1, hit(), quotes),), confidence=0.9, timings=timings)


def abstained(message: str = "Nothing in the library answers this.") -> Answer:
    reason = Abstention("nothing_relevant", message)
    return Answer("Which vaccine?", (), (), (Source(1, hit()),), reason)
