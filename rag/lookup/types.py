"""What a look-up gives: claims of a text, each with the passages that speak to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from quoth.index.types import Document, Filters, Hit
from quoth.rag.types import Quote

__all__ = [
    "CheckVerdict",
    "CitationCheck",
    "CitedClaim",
    "Match",
    "MatchReader",
    "Stance",
    "Wanted",
]

Stance = Literal["supports", "contradicts", "related"]

CheckVerdict = Literal["supports", "contradicts", "not_stated", "unknown_key"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A claim to look up.

    Attributes:
        claim: one sentence.
        k: matches at most.
        filters: what of the library is looked at; None for all.
    """

    claim: str
    k: int
    filters: Filters | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that speaks to a claim, and the exact words that do.

    Attributes:
        score: of `supports`: the probability that the quote supports the claim; of `contradicts`:
            that it is about the same thing and says otherwise; of `related`: how near it comes.
            In [0, 1].
        secondhand: the work that the passage itself cites for the statement, as written there.
        reasons: what speaks against the claim, in words for the reader.
        opinion: what a chat model makes of the passage, in words for the reader; empty where none
            was asked. The stance and the quote stay as they were found.
    """

    stance: Stance
    score: float
    hit: Hit
    quote: Quote
    secondhand: str | None = None
    reasons: tuple[str, ...] = ()
    opinion: str = ""

    @property
    def document(self) -> Document:
        """The document that the quote stands in."""
        return self.hit.document


@dataclass(frozen=True, slots=True)
class CitationCheck:
    """Whether what a sentence cites says what the sentence says.

    Attributes:
        citation: as the text has it: "@liu2024", "[3]", "(Liu, 2024)".
        document: the document of the library that it means; None if there is none.
        better: documents that support the sentence where this one does not, or does less.
        note: why there is no document, or why it could not be checked, in words for the reader.
    """

    citation: str
    document: Document | None
    verdict: CheckVerdict
    better: tuple[Document, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CitedClaim:
    """A sentence of a text with what the library has for it.

    Attributes:
        start: in characters of the text that was given; half open with `end`.
        skipped: why it needs no citation; None where it was looked up.
        matches: best first, one a document first.
        checks: one for each work that it cites.
    """

    text: str
    start: int
    end: int
    skipped: str | None = None
    matches: tuple[Match, ...] = ()
    checks: tuple[CitationCheck, ...] = ()


class MatchReader(Protocol):
    """Says what it makes of matches; `SecondOpinion` asks a chat model."""

    def on(self, claim: str, matches: Sequence[Match]) -> tuple[Match, ...]:
        """Return the matches in the same order, the first ones with an opinion."""
        ...
