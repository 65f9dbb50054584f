"""Makes the example library from its sources: `python examples/make_library.py [--check]`."""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from lxml import etree
from pypdfium2 import PdfDocument
from typeset.article import parse_article
from typeset.pdf import pdf
from typeset.text import html, markdown, plain_text
from typeset.word import docx

__all__ = ["LIBRARY", "SOURCES", "differences", "made_files", "main"]

_HERE = Path(__file__).resolve().parent
SOURCES = _HERE / "sources"
LIBRARY = _HERE / "library"
_WORD_PARTS = ("word/document.xml", "word/footnotes.xml", "docProps/core.xml")


def made_files(sources: Path = SOURCES) -> dict[str, bytes]:
    """Typeset every article; the key is the file's name in the library."""
    hyphenation = _hyphenation((sources / "hyphenation.txt").read_text("utf-8"))
    files = {}
    for path in sorted(sources.glob("*.md")):
        article = parse_article(path.stem, path.read_text("utf-8"))
        match article.format:
            case "pdf":
                data = pdf(article, hyphenation)
            case "docx":
                data = docx(article)
            case "html":
                data = html(article).encode()
            case "md":
                data = markdown(article).encode()
            case "txt":
                data = plain_text(article).encode()
        files[article.file] = data
    return files


def differences(library: Path = LIBRARY, sources: Path = SOURCES) -> list[str]:
    """Return one line for each file of the library that is not what the sources make.

    Text, Markdown and HTML are compared byte for byte; PDF and DOCX by their words and their
    properties, since other versions of the typesetting packages write other bytes.
    """
    made = made_files(sources)
    present = {path.name: path.read_bytes() for path in sorted(library.iterdir())}
    lines = [f"{name} is missing" for name in made.keys() - present.keys()]
    lines += [f"{name} has no source" for name in present.keys() - made.keys()]
    lines += [
        f"{name} is not what its source makes"
        for name in made.keys() & present.keys()
        if _content(name, made[name]) != _content(name, present[name])
    ]
    return sorted(lines)


def main(arguments: list[str] | None = None) -> int:
    """Write the library, or with --check compare it; the result is an exit code."""
    parser = argparse.ArgumentParser(description="Make the example library from its sources.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    if parser.parse_args(arguments).check:
        lines = differences()
        sys.stderr.writelines(f"{line}: run python examples/make_library.py\n" for line in lines)
        return 1 if lines else 0
    LIBRARY.mkdir(exist_ok=True)
    for name, data in made_files().items():
        (LIBRARY / name).write_bytes(data)
    return 0


def _hyphenation(text: str) -> dict[str, str]:
    """Read the list of words: from each word to the same word with soft hyphens."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    words = " ".join(lines).split()
    return {word.replace("-", ""): word.replace("-", "\u00ad") for word in words}


def _content(name: str, data: bytes) -> object:
    if name.endswith(".pdf"):
        document = PdfDocument(data)
        words = [page.get_textpage().get_text_range() for page in document]
        metadata = document.get_metadata_dict()
        return words, metadata["Title"], metadata["Author"]
    if name.endswith(".docx"):
        with ZipFile(BytesIO(data)) as parts:
            roots = [etree.fromstring(parts.read(part)) for part in _WORD_PARTS]
        return [[text for text in root.itertext() if text.strip()] for root in roots]
    return data


if __name__ == "__main__":
    sys.exit(main())
