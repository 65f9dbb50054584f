"""A draft on the page: looked up, with the keys that were put into it so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quoth.index.errors import UsageError
from quoth.index.types import Document
from quoth.rag.lookup.draft_types import DraftFormat, Insertion
from quoth.rag.lookup.drafts import DraftReport, best_support
from quoth.rag.lookup.insertion import key_insertions

__all__ = ["Citing", "with_line_ends"]

_MEDIA_TYPES: dict[DraftFormat, tuple[str, str]] = {
    "markdown": (".md", "text/markdown; charset=utf-8"),
    "text": (".txt", "text/plain; charset=utf-8"),
    "latex": (".tex", "text/x-tex; charset=utf-8"),
    "docx": (
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A key that was put in: behind which sentence, of which document, and where."""

    claim: int
    document: Document
    insertion: Insertion


@dataclass(frozen=True, slots=True)
class Citing:
    """A draft that was looked up, and what was chosen from it.

    Attributes:
        latex: whether keys are written as LaTeX has them; else as pandoc's Markdown has.
    """

    report: DraftReport
    latex: bool = False
    chosen: tuple[_Chosen, ...] = ()

    @property
    def text(self) -> str:
        r"""The draft with its keys, lines ended by \n as a browser's field has them."""
        text, at, parts = self.report.draft.text, 0, []
        for insertion in self._insertions():
            parts += [text[at : insertion.at], insertion.text]
            at = insertion.at
        return with_line_ends("".join([*parts, text[at:]]))

    @property
    def inserted(self) -> dict[int, frozenset[str]]:
        """Which documents' keys stand behind which sentence."""
        found: dict[int, frozenset[str]] = {}
        for one in self.chosen:
            found[one.claim] = found.get(one.claim, frozenset()) | {one.document.id}
        return found

    def insert(self, claim: int, match: int) -> Citing:
        """Put the key of a match behind its sentence; once is enough.

        Raises:
            UsageError: there is no such match, or its document has no key.
        """
        try:
            document = self.report.claims[claim].matches[match].document
        except IndexError:
            msg = "the page asked for a match that is not there. Find the sources again"
            raise UsageError(msg) from None
        if document.id in self.inserted.get(claim, frozenset()):
            return self
        for insertion in self._insertion(claim, match):
            return replace(self, chosen=(*self.chosen, _Chosen(claim, document, insertion)))
        msg = f"{document.file} has no citation key. Give it one: quoth edit"
        raise UsageError(msg)

    def insert_all(self) -> Citing:
        """Put a key behind every sentence that has support and cites nothing yet."""
        made = self
        for number, claim in enumerate(self.report.claims):
            best = best_support(claim)
            if best is not None and best.document.key and number not in self.inserted:
                made = made.insert(number, claim.matches.index(best))
        return made

    def file(self) -> tuple[str, str, bytes]:
        """Return the draft as a file: name, media type, bytes; the same but for the keys.

        Raises:
            UsageError: a key cannot be written in the draft's encoding.
        """
        draft = self.report.draft
        suffix, media_type = _MEDIA_TYPES[draft.format]
        stem = draft.name.rpartition(".")[0] if "." in draft.name else "draft"
        data = draft.original.with_insertions(tuple(self._insertions()))
        return f"{stem}-cited{suffix}", media_type, data

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that the draft cites, its own citations first."""
        own = [c.document for claim in self.report.claims for c in claim.checks if c.document]
        every = (*own, *(one.document for one in self.chosen))
        return tuple({document.id: document for document in every}.values())

    def _insertions(self) -> Iterator[Insertion]:
        """Yield what was put in, in order; of one place, as it was chosen."""
        yield from sorted((one.insertion for one in self.chosen), key=lambda i: i.at)

    def _insertion(self, claim: int, match: int) -> Sequence[Insertion]:
        """Return where the key of any match goes, as if it were the best that supports."""
        report = self.report
        wanted = replace(report.claims[claim].matches[match], stance="supports")
        alone = replace(report.claims[claim], matches=(wanted,), checks=(), skipped=None)
        draft = report.draft
        written: DraftFormat = "latex" if self.latex else "markdown"
        draft = draft if draft.format == written else replace(draft, format=written)
        return list(key_insertions(replace(report, draft=draft, claims=(alone,))))


def with_line_ends(text: str) -> str:
    r"""Return text with \n at the end of every line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
