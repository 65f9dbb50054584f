"""A draft: a text that somebody writes, what of it is prose, and what its sentences cite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

__all__ = [
    "CitedWork",
    "Draft",
    "DraftFormat",
    "DraftSentence",
    "InTextCitation",
    "Insertion",
    "Original",
    "Prose",
    "ReferenceEntry",
    "Span",
]

DraftFormat = Literal["markdown", "text", "latex", "docx"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Insertion:
    """Words to put before the character `at` of a draft's text."""

    at: int
    text: str


class Original(Protocol):
    """The bytes that a draft was read from."""

    def with_insertions(self, insertions: Sequence[Insertion]) -> bytes:
        """Return the bytes with words put in; all others stay as they are.

        Raises:
            UsageError: they cannot be written so.
        """
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that somebody writes.

    Attributes:
        name: shown in messages.
        text: as `quoth cite --json` counts characters: without a byte-order mark; of a DOCX its
            paragraphs with a blank line between them.
        headings: those that the format marks beside the text, spans of `text`.
    """

    name: str
    format: DraftFormat
    text: str
    original: Original
    headings: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedWork:
    """One work that a citation names, by its key, by its number, or by names and year.

    Attributes:
        label: as the text has it: "@liu2024", "[3]", "(Liu, 2024)".
        year: with the letter that tells two of one year apart: "2019a"; or "n.d.", "in press".
    """

    label: str
    key: str = ""
    number: int | None = None
    names: tuple[str, ...] = ()
    year: str = ""


@dataclass(frozen=True, slots=True)
class InTextCitation:
    """A citation at `text[start:end]`; a spoken one is part of its sentence: "Liu (2024) says"."""

    start: int
    end: int
    works: tuple[CitedWork, ...]
    is_spoken: bool = False


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """An entry of the draft's own reference list; number and key as far as it has them."""

    text: str
    number: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """What of a draft is prose. `shape` and `plain` are as long as the text.

    Attributes:
        shape: to find sentences in: what is no prose is blank, code and mathematics are a word.
        plain: to read claims from: what is no prose and no mathematics is blank.
        headings: spans that sentences do not cross.
        closed: spans that nothing may be put into.
        entries: of the reference list.
        bibliographies: files that the draft names, as written there.
    """

    shape: str
    plain: str
    headings: tuple[Span, ...] = ()
    closed: tuple[Span, ...] = ()
    citations: tuple[InTextCitation, ...] = ()
    entries: tuple[ReferenceEntry, ...] = ()
    bibliographies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a draft, `text[start:end]`.

    Attributes:
        claim: its words without citations and markup, to look up.
        skipped: why it needs no citation; None where it may.
    """

    start: int
    end: int
    claim: str
    citations: tuple[InTextCitation, ...] = field(default=())
    skipped: str | None = None
