"""PDF by PDFium: its characters, page after page, in reading order."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from itertools import chain
from threading import Lock
from typing import Any

from quoth.index.errors import EncryptedFile, NoTextLayer, ReadError
from quoth.index.readers.extract import Extract, Hints
from quoth.index.readers.pdf_headings import find_headings
from quoth.index.readers.pdf_hints import pdf_hints
from quoth.index.readers.pdf_page import PageText, read_page

__all__ = ["PAGE_SEPARATOR", "PDFIUM_LOCK", "open_pdf", "read_pdf"]

PAGE_SEPARATOR = "\n"
"""Stands between pages in the canonical text; its `char_index` is -1."""

PDFIUM_LOCK = Lock()
"""PDFium may be entered by one thread of a process at a time: hold this around its calls."""

_NO_TEXT = PageText()
_FRONT_PAGES = 2  # a cover sheet may come first


def read_pdf(name: str, data: bytes, *, password: str | None = None) -> Extract:
    """Return PDFium's text of all pages.

    A page that cannot be read is empty and in `problems`.

    Raises:
        EncryptedFile: no password or not the right one.
        NoTextLayer: not one character on any page.
        ReadError: empty, or not a PDF that PDFium can open.
    """
    with PDFIUM_LOCK:
        document = open_pdf(name, data, password=password)
        try:
            pages, problems = _read_pages(document)
            hints = pdf_hints(document, data)
        finally:
            document.close()
    empty = [number for number, page in enumerate(pages, 1) if not page.text.strip()]
    if len(empty) == len(pages) and not problems:
        message = f"{name} has no text layer (scanned pages); OCR is not supported yet"
        raise NoTextLayer(message)
    if len(empty) == len(pages):
        message = f"{name}: no page can be read; {problems[0]}; try a repaired copy"
        raise ReadError(message)
    broken = {number for number, page in enumerate(pages, 1) if page is _NO_TEXT}
    without = [number for number in empty if number not in broken]
    if without:
        problems = [*problems, _without_text(without)]
    return _joined(pages, hints, tuple(problems))


def open_pdf(name: str, data: bytes, *, password: str | None = None) -> Any:
    """Return an open pypdfium2 document; the caller holds PDFIUM_LOCK and closes it.

    Raises:
        EncryptedFile: no password or not the right one.
        ReadError: empty, or not a PDF that PDFium can open.
    """
    if not data:
        message = f"{name} is empty (0 bytes): nothing to read"
        raise ReadError(message)
    pdfium: Any = import_module("pypdfium2")
    raw: Any = import_module("pypdfium2.raw")
    try:
        document = pdfium.PdfDocument(data, password=password)
        n_pages = len(document)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise _encrypted(name, password) from error
        reason = (
            "its encryption is not supported"
            if error.err_code == raw.FPDF_ERR_SECURITY
            else ("it is damaged or not a PDF")
        )
        message = f"{name} cannot be opened: {reason}; try a repaired copy"
        raise ReadError(message) from error
    if not n_pages:
        document.close()
        message = f"{name} has no pages: nothing to read"
        raise ReadError(message)
    return document


def _encrypted(name: str, password: str | None) -> EncryptedFile:
    if password:
        return EncryptedFile(f"{name} is encrypted: the password given does not open it")
    return EncryptedFile(f"{name} is encrypted: give --password")


def _read_pages(document: Any) -> tuple[list[PageText], list[str]]:
    pages: list[PageText] = []
    problems = []
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            try:
                front, marks = number <= _FRONT_PAGES, number == 1
                pages.append(read_page(page, front=front, marks=marks))
            finally:
                page.close()
        # One broken page must not cost the others, whatever the wrapper raises for it.
        except Exception as error:  # noqa: BLE001
            reason = " ".join(str(error).split()) or type(error).__name__
            problems.append(f"page {number} cannot be read: {reason}")
            pages.append(_NO_TEXT)
    return pages, problems


def _without_text(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"page {numbers[0]} has no text"
    return f"pages {', '.join(map(str, numbers))} have no text"


def _joined(pages: list[PageText], hints: Hints, problems: tuple[str, ...]) -> Extract:
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page.text) + len(PAGE_SEPARATOR)
    put_in = (-1,) * len(PAGE_SEPARATOR)
    index = chain.from_iterable((*page.char_index, *put_in) for page in pages)
    text = PAGE_SEPARATOR.join(page.text for page in pages)
    return Extract(
        text=text,
        page_starts=tuple(starts),
        headings=find_headings(pages, starts),
        hints=hints,
        problems=problems,
        char_index=tuple(index)[: len(text)],
        front_lines=tuple(
            replace(line, page=number, start=line.start + start, end=line.end + start)
            for number, (page, start) in enumerate(zip(pages, starts, strict=True), 1)
            for line in page.front
        ),
    )
