"""The sources of quotes, by ids: pages with the quoted words boxed, texts, files."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import quote

from quoth.index.errors import ReadError, UnknownDocument
from quoth.index.types import Document
from quoth.ui.app.pdf_pages import PdfPages
from quoth.ui.app.source_records import PageBoxes, SourceView, TextWindow
from quoth.ui.app.verified_files import FileUnavailable, ServedFile, VerifiedFiles

if TYPE_CHECKING:
    from quoth.index.library import Library

__all__ = [
    "FileUnavailable",
    "PageBoxes",
    "SourceFiles",
    "SourceView",
    "TextWindow",
    "file_url",
    "page_url",
]

_WHOLE_TEXT = 60_000  # characters that are shown whole; of a longer text a window is
_WINDOW = 20_000  # characters on each side of the span
_LONGEST_SPAN = 20_000  # characters that boxes are asked for: some pages


def page_url(document: Document, page: int, *, scale: float = 1.5) -> str:
    """Return the address of a page's picture; it changes with the file, so it may be cached."""
    version = document.sha256[:12]
    return f"/documents/{quote(document.id)}/pages/{page}.png?scale={scale:g}&v={version}"


def file_url(document: Document, page: int | None = None) -> str:
    """Return the address of a document's file, at a page where the browser can go to one."""
    return f"/files/{quote(document.id)}" + (f"#page={page}" if page else "")


class SourceFiles:
    """The documents of a library as sources, by their ids. Safe to use from many threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._pages = PdfPages()
        self._lock = Lock()
        self._known: tuple[int, dict[str, Document]] = (-1, {})
        self._files = VerifiedFiles()

    def close(self) -> None:
        """Close the files that are open."""
        self._pages.close()

    def document(self, document_id: str) -> Document:
        """Return the document of exactly this id.

        Raises:
            UnknownDocument: there is none.
        """
        generation = self._library.store.generation
        with self._lock:
            if self._known[0] != generation:
                self._known = (generation, {d.id: d for d in self._library.documents()})
            found = self._known[1].get(document_id)
        if found is None:
            msg = "there is no such document. It may have been removed: reload the page"
            raise UnknownDocument(msg)
        return found

    def view(self, document_id: str, start: int, end: int) -> SourceView:
        """Return what there is to show of a span of a document.

        Raises:
            UnknownDocument: there is no document of that id.
            ValueError: no such span of its text.
        """
        document, window = self.document(document_id), self.text(document_id, start, end)
        if not document.n_pages:
            return SourceView(document, "text", "", None, (), window)
        try:
            pages = self.boxes(document_id, start, end)
        except (FileUnavailable, ReadError) as error:
            return SourceView(document, "text", str(error), document.n_pages, (), window)
        return SourceView(document, "pages", "", document.n_pages, pages, window)

    def boxes(self, document_id: str, start: int, end: int) -> tuple[PageBoxes, ...]:
        """Return where a span stands, page after page.

        Raises:
            UnknownDocument, ValueError: as `view`.
            FileUnavailable: there is no file to show, or not the one that was indexed.
            ReadError: the file cannot be opened, as without its password.
        """
        document = self.document(document_id)
        stored = self._library.store.text(document_id)
        _check_span(start, end, len(stored.text))
        self._files.check(document)
        by_page: dict[int, list[int]] = {}
        for at in range(start, min(end, start + _LONGEST_SPAN)):
            if not stored.text[at].isspace() and at < len(stored.char_index):
                by_page.setdefault(bisect_right(stored.page_starts, at), []).append(
                    stored.char_index[at]
                )
        return tuple(
            PageBoxes(page, self._pages.boxes(document.sha256, self._load(document), page, found))
            for page, found in by_page.items()
        )

    def page_png(self, document_id: str, page: int, scale: float) -> bytes:
        """Return the picture of a page, from 1.

        Raises:
            UnknownDocument, FileUnavailable: as `boxes`.
            ReadError: the file cannot be opened, or has no such page.
        """
        document = self.document(document_id)
        self._files.check(document)
        return self._pages.png(document.sha256, self._load(document), page, scale)

    def text(self, document_id: str, start: int, end: int) -> TextWindow:
        """Return a document's text around a span.

        Raises:
            UnknownDocument, ValueError: as `view`.
        """
        whole = self._library.text(document_id)
        n = len(whole.text)
        _check_span(start, end, n)
        first, last = (0, n) if n <= _WHOLE_TEXT else (max(0, start - _WINDOW), end + _WINDOW)
        last = min(n, last)
        page = bisect_right(whole.page_starts, start) if whole.page_starts else None
        section = self._section(document_id, start)
        return TextWindow(whole.text[first:last], first, last, n, section, page)

    def file(self, document_id: str) -> ServedFile:
        """Return a document's file, as it was indexed.

        Raises:
            UnknownDocument, FileUnavailable.
        """
        document = self.document(document_id)
        return ServedFile(document, self._files.read(document))

    def file_is_gone(self, document: Document) -> bool:
        """Whether a document had a file and it is not where it was."""
        try:
            self._files.look(document)
        except FileUnavailable as error:
            return error.trouble == "gone"
        return False

    def _section(self, document_id: str, start: int) -> str | None:
        passages = self._library.passages_of(document_id)
        before = [passage for passage in passages if passage.start <= start]
        return before[-1].section if before else None

    def _load(self, document: Document) -> Callable[[], bytes]:
        return lambda: self._files.read(document)


def _check_span(start: int, end: int, n_characters: int) -> None:
    if not 0 <= start < end <= n_characters:
        msg = f"the text has {n_characters} characters; there is no span {start} to {end}"
        raise ValueError(msg)
