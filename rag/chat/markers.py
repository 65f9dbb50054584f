"""Marks of passages found in a reply while it comes in, whatever pieces it comes in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from quoth.rag.chat.marker_syntax import OPENERS, Reading, read_marker

__all__ = ["MarkerReader", "Piece"]

_LONGEST_CODE = 400  # characters of code within a line; a backtick alone waits no longer
_MOST_BEFORE = 200  # characters of the line that a mark is judged by
_PLAIN = re.compile(rf"[^{re.escape(OPENERS)}`~\\ \t\n]+")
_BLANKS = re.compile(r"[ \t]+")
_TICKS = re.compile(r"`+")
_FENCE = re.compile(r"(?P<run>`{3,}|~{3,})(?P<after_run>[^`\n]*)(?P<end>\n|`|\Z)")
_CLOSING = ".,;:!?…)]}。，；：！？、）】»”"
_ONLY_BULLETS = re.compile(r"(?:[ \t>]|[-*+] |\d{1,3}[.)] )*\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a reply as it is shown; the pieces' texts joined are the whole reply.

    Attributes:
        kind: "text"; "code" within a line; "block", of lines of code between fences; "marker",
            whose text is `[1][2]` after the white space before it.
        numbers: a marker's passages, in the order written.
        unknown: numbers that no passage has; they are not in the text.
    """

    text: str
    kind: Literal["text", "code", "block", "marker"] = "text"
    numbers: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()


class MarkerReader:
    """Turns deltas of a reply into pieces; how the reply was cut into deltas makes no difference.

    What may be the beginning of a mark or of code is held back until it is decided.
    """

    def __init__(self, n_passages: int) -> None:
        self._n_passages = n_passages
        self._held = ""
        self._line = ""  # what the current line has before `_held`
        self._fence = ""  # the backticks or tildes that opened the block of code
        self._gap = ""  # white space before a removed marker, in case a word follows it directly

    def feed(self, delta: str) -> list[Piece]:
        """Return the pieces that are decided now."""
        self._held += delta
        return list(self._pieces(final=False))

    def close(self) -> list[Piece]:
        """Return the rest: nothing follows."""
        return list(self._pieces(final=True))

    def _pieces(self, *, final: bool) -> Iterator[Piece]:
        while self._held:
            length, piece = self._block(final=final) if self._fence else self._next(final=final)
            if not length:
                return
            raw, self._held = self._held[:length], self._held[length:]
            self._line = (self._line + raw).rpartition("\n")[2][-_MOST_BEFORE:]
            yield self._with_gap(piece)

    def _with_gap(self, piece: Piece) -> Piece:
        """Put back the white space of a removed marker where words would run together."""
        gap, first = self._gap, piece.text[:1]
        if not first:
            return piece
        self._gap = ""
        if not gap or first.isspace() or first in _CLOSING:
            return piece
        return Piece(gap + piece.text, piece.kind, piece.numbers, piece.unknown)

    def _next(self, *, final: bool) -> tuple[int, Piece]:
        """Return how many characters are decided, 0 for none, and what they are."""
        held = self._held
        blanks = _BLANKS.match(held)
        n_blanks = blanks.end() if blanks else 0
        if n_blanks == len(held):
            return (n_blanks, Piece(held)) if final else _UNDECIDED
        first = held[n_blanks]
        if first in OPENERS:
            return self._opened(n_blanks, final=final)
        if n_blanks:
            return n_blanks, Piece(held[:n_blanks])
        if first in "`~":
            return self._code(final=final)
        if first == "\\":  # "\[" opens mathematics
            return (2, Piece(held[:2])) if len(held) > 1 or final else _UNDECIDED
        plain = _PLAIN.match(held)
        return _text(held, plain.end() if plain else 1)

    def _opened(self, n_blanks: int, *, final: bool) -> tuple[int, Piece]:
        blanks, text = self._held[:n_blanks], self._held[n_blanks:]
        read = read_marker(
            text, before=self._line + blanks, n_passages=self._n_passages, final=final
        )
        if read.kind == "wait":
            return _UNDECIDED
        length = n_blanks + read.length
        return length, self._marker(blanks, read) if read.kind == "marker" else _text(
            self._held, length
        )[1]

    def _marker(self, blanks: str, read: Reading) -> Piece:
        if not read.numbers:
            self._gap = self._gap or blanks
            return Piece("", "marker", (), read.unknown)
        text = blanks + "".join(f"[{n}]" for n in read.numbers)
        return Piece(text, "marker", read.numbers, read.unknown)

    def _code(self, *, final: bool) -> tuple[int, Piece]:
        """Read code within a line, or the line that opens a block of it."""
        held = self._held
        if _ONLY_BULLETS.match(self._line):
            fence = _FENCE.match(held)
            if fence and (fence["end"] == "\n" or (not fence["end"] and final)):
                self._fence = fence["run"]
                return fence.end(), Piece(fence[0], "block")
            may_open = fence is not None and not fence["end"]
            if not final and (may_open or held in ("`", "``", "~", "~~")):
                return _UNDECIDED
        ticks = _TICKS.match(held)
        if ticks is None:
            return _text(held, 1)
        n = ticks.end()
        closing = re.compile(rf"[^\n]*?(?<!`)`{{{n}}}(?!`)").match(held, n)
        known = closing is not None and (closing.end() < len(held) or final)
        if closing and known and closing.end() <= _LONGEST_CODE:
            return closing.end(), Piece(held[: closing.end()], "code")
        if final or "\n" in held or len(held) > _LONGEST_CODE + 1:
            return _text(held, n)
        return _UNDECIDED

    def _block(self, *, final: bool) -> tuple[int, Piece]:
        """Read on in a block of code, to its end of line or its closing fence."""
        held = self._held
        if not self._line:
            mark = re.escape(self._fence[0])
            closing = re.match(rf"[ \t]*{mark}{{{len(self._fence)},}}[ \t]*(\n|\Z)", held)
            if closing and (closing[1] or final):
                self._fence = ""
                return closing.end(), Piece(closing[0], "block")
            if not final and re.match(rf"[ \t]*{mark}*[ \t]*\Z", held):
                return _UNDECIDED
        length = held.find("\n") + 1 or len(held)
        return length, Piece(held[:length], "block")


_UNDECIDED: tuple[int, Piece] = (0, Piece(""))


def _text(held: str, length: int) -> tuple[int, Piece]:
    return length, Piece(held[:length])
