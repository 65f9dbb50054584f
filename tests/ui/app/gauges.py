"""Documents of every kind that a source is shown of, and a library of them."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from quoth.index import Document, Library, add
from quoth.ui.app.source_files import SourceFiles
from tests.fakes import FakeEmbedder

__all__ = ["TEXT", "make_gauges", "named", "span_of", "write_pdf"]

PAGE_1 = "The tide gauge stood in the harbour and wrote its line on a drum of paper for nine years"
PAGE_2 = "until the storm of that winter took the drum away and the record ended on a full moon"
TEXT = "# Gauges\n\nA gauge counts waves.\n\n## Drums\n\nA drum of paper turns once a day.\n"


def write_pdf(path: Path, *, rotation: int = 0) -> Path:
    """Write two pages; a sentence in red ends the one and begins the other."""
    canvas = Canvas(str(path), pagesize=A4)
    for words, red_at, black_at in ((PAGE_1, 300, 480), (PAGE_2, 480, 440)):
        canvas.setPageRotation(rotation)
        canvas.setFont("Helvetica", 11)
        half = words.index(" ", len(words) // 2)
        lines = [(red_at, words[:half], 1), (red_at - 16, words[half + 1 :], 1)]
        lines += [
            (black_at - 16 * n, f"Line {n} says something of no weight.", 0) for n in range(8)
        ]
        for y, text, red in sorted(lines, reverse=True):
            canvas.setFillColorRGB(red, 0, 0)
            canvas.drawString(72, y, text)
        canvas.showPage()
    canvas.save()
    return path


def make_gauges(work: Path) -> None:
    """Write papers/ and a library/ of them into a folder."""
    papers = work / "papers"
    papers.mkdir()
    write_pdf(papers / "gauge.pdf")
    write_pdf(papers / "turned.pdf", rotation=90)
    (papers / "gauges.md").write_text(TEXT, "utf-8")
    (papers / "page.html").write_text(
        "<html><body><script>alert(1)</script><p>Moons pull water.</p></body></html>", "utf-8"
    )
    (papers / "many.jsonl").write_text(
        '{"id": "one", "title": "One", "text": "One drum of many turns."}\n', "utf-8"
    )
    with Library.open(work / "library", FakeEmbedder) as library:
        add(library, [papers])


def named(sources: SourceFiles, file: str) -> Document:
    """Return the document of a file."""
    return next(d for d in sources._library.documents() if d.file == file)


def span_of(sources: SourceFiles, document_id: str, first: str, last: str) -> tuple[int, int]:
    """Return the characters from one word of a document to the end of another."""
    text = sources._library.text(document_id).text
    return text.index(first), text.index(last) + len(last)
