"""Parts a reply into sentences while it comes in, whatever pieces it comes in.

A sentence is given out once two more words, or the end of its line, confirm where it ends. Lines
are blocks of their own where they begin as an item, a heading, a row of a table or after a blank
line; a line that was only wrapped runs on. A mark after the full stop belongs to the sentence
before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from quoth.index.sentences import split_sentences
from quoth.index.text import CJK
from quoth.rag.chat.markers import Piece
from quoth.rag.chat.reply_lines import (
    MARK,
    blanked,
    is_heading,
    is_whole_line,
    lead_length,
    opens_block,
    without_marks,
)

__all__ = ["FinishedSentence", "SentenceReader"]

_NEAR = 200  # characters in which a bracket that opened is taken to be still open
_TAIL = 300  # characters looked back on for the last words
_WORDS_AFTER = 2  # that confirm the end of a sentence
_CJK_AFTER = 4  # characters that do so
_LONGEST = 4_000  # characters; a longer stretch without an end is no prose and is let go
# After so many stops that ended nothing ("e.g. e.g. …") only every tenth more text is looked at
# again, or the time would grow with the square of the length.
_FRUITLESS = 12
_MORE = 1.1

_CJK_STOPS = "。！？｡"
_STOPS = re.compile(rf"[.!?…{_CJK_STOPS}]")
_CJK = re.compile(f"[{CJK}]")
_AFTER_CJK_STOP = re.compile(rf"[{_CJK_STOPS}][\"'”’»)\]）」』】》*_\s]*\S\Z")
_SAYS_SOMETHING = re.compile(r"[^\W_]")
# "It fell. [1] shows that": the mark is the subject of the next sentence
_BEFORE_SUBJECT = re.compile(r"[.!?][\"'”’)\]*_]*\s+\Z")

_Kind = Literal["claim", "heading", "code"]


@dataclass(frozen=True, slots=True)
class FinishedSentence:
    """A sentence of a reply, with the passages that it cites.

    Attributes:
        text: white space folded, without marks, without the bullet or number of its item.
        cited: the numbers of its marks, in order, each once.
        start: half-open, with `end`, characters of the reply as shown; its marks lie within.
        lead: what the reply shows between the sentence before and this one: a space, line ends, a
            bullet.
        kind: a heading or a block of code claims nothing that passages could support.
    """

    text: str
    cited: tuple[int, ...]
    start: int
    end: int
    lead: str = ""
    kind: _Kind = "claim"


class SentenceReader:
    """Turns pieces of a reply into sentences; how it was cut into pieces makes no difference.

    Every decision is made at the end of a word, from what is before it, never at the end of a
    piece.
    """

    def __init__(self) -> None:
        self._shown = ""  # what is not yet in a sentence
        self._mask = ""  # of the same length: NUL for marks, "X" for code, white space made plain
        self._marks: list[tuple[int, tuple[int, ...]]] = []  # where in `_shown`, which passages
        self._start = 0  # of `_shown` in the whole reply
        self._lead = ""  # between the last sentence and `_shown`
        self._opens_block = True  # whether `_shown` begins with the beginning of a block
        self._line: int | None = None  # where a line begins that may open a block
        self._in_code = False
        self._owed = False  # a stop was passed that could not be looked at yet
        self._fruitless = 0  # how often stops were looked at since the last sentence
        self._looked_at = 0  # the length of `_mask` then

    def feed(self, piece: Piece) -> list[FinishedSentence]:
        """Return the sentences that are finished now."""
        if not piece.text:
            return []
        found = []
        if (piece.kind == "block") is not self._in_code:
            found = self.close()
            self._in_code = not self._in_code
        if piece.kind == "text":
            for character in piece.text:
                found += self._add(character)
        elif piece.kind == "marker":
            marks = piece.text.lstrip()
            blanks = len(piece.text) - len(marks)
            found += self._end_word()
            self._marks.append((len(self._shown) + blanks, piece.numbers))
            self._put(piece.text, " " * blanks + MARK * len(marks))
        else:
            self._put(piece.text, "X" * len(piece.text))
        return found

    def close(self) -> list[FinishedSentence]:
        """Return the sentences that are left: nothing follows."""
        opened = [] if self._in_code else self._begin_line()
        return [*opened, *self._finish(len(self._shown))]

    def _put(self, shown: str, mask: str) -> None:
        self._shown += shown
        self._mask += mask

    def _add(self, character: str) -> list[FinishedSentence]:
        if character.isspace():
            found = self._end_word()
            self._put(character, "\n" if character == "\n" else " ")
            if character == "\n":
                self._line = len(self._shown)
            return found
        self._put(character, "\1" if character == MARK else character)
        ends = _CJK.match(character) or _AFTER_CJK_STOP.search(self._mask[-20:])
        return self._end_word() if ends else []

    def _end_word(self) -> list[FinishedSentence]:
        if self._mask[-1:] in ("", " ", "\n", MARK):
            return []
        return [*self._begin_line(), *self._confirmed()]

    def _begin_line(self) -> list[FinishedSentence]:
        """Finish the block before the current line, if the line's first word opens another."""
        at = self._line
        word = blanked(self._mask[at:]).strip() if at is not None else ""
        if at is None or not word:
            return []
        self._line = None
        return self._finish(at) if opens_block(self._mask[:at], word) else []

    def _confirmed(self) -> list[FinishedSentence]:
        """Return the sentences that what follows them confirms."""
        tail = blanked(self._mask[-_TAIL:])
        words = tail.split()[-_WORDS_AFTER - 1 :]
        stopped = len(words) > _WORDS_AFTER and _STOPS.search(words[0])
        if not (stopped or self._owed or _AFTER_CJK_STOP.search(tail[-20:])):
            return []
        self._owed = any(
            tail.rfind(a, -_NEAR) > tail.rfind(b, -_NEAR) for a, b in ("()", "[]", "（）")
        )
        if self._fruitless > _FRUITLESS and len(self._mask) < _MORE * self._looked_at:
            self._owed = True
        if self._owed or (self._opens_block and is_whole_line(self._mask)):
            return []
        self._fruitless, self._looked_at = self._fruitless + 1, len(self._mask)
        text = self._for_splitting(len(self._mask))
        spans = self._spans(text)
        n = len(spans) - 1
        while n > 0 and not _settled(text, spans[n - 1][1]):
            n -= 1
        if n > 0:
            return self._take(spans[:n], spans[n][0], ends_block=False)
        return self._take(spans, len(text), ends_block=False) if len(text) > _LONGEST else []

    def _finish(self, at: int) -> list[FinishedSentence]:
        """Return what is left of the block that ends at `at`."""
        mask = self._mask[:at]
        if self._in_code or (self._opens_block and is_whole_line(mask)):
            start = 0 if self._in_code else lead_length(mask)
            end = len(blanked(mask).rstrip())
            spans = [(start, end)] if _SAYS_SOMETHING.search(mask, start) else []
        else:
            spans = self._spans(self._for_splitting(at))
        return self._take(spans, at, ends_block=True)

    def _for_splitting(self, end: int) -> str:
        """Return the text as the splitter reads it: blanks for marks, a word for a subject."""
        text = blanked(self._mask[:end])
        for at, _ in self._marks:
            follows = text[at:].lstrip()[:1]
            if at < end and follows.islower() and _BEFORE_SUBJECT.search(text[:at]):
                text = f"{text[:at]}Xyz{text[at + 3 :]}"
        return text

    def _spans(self, text: str) -> list[tuple[int, int]]:
        spans = split_sentences(text, lead_length(text) if self._opens_block else 0)
        return [span for span in spans if _SAYS_SOMETHING.search(text, *span)]

    def _take(
        self, spans: list[tuple[int, int]], end: int, *, ends_block: bool
    ) -> list[FinishedSentence]:
        """Make sentences of spans, each with the marks up to the next one, and let them go."""
        found = []
        done = 0
        for i, (start, stop) in enumerate(spans):
            limit = spans[i + 1][0] if i + 1 < len(spans) else end
            marks = [(at, numbers) for at, numbers in self._marks if done <= at < limit]
            begin = min([start, *(at for at, _ in marks)])
            finish = max([stop, *(self._mark_end(at) for at, _ in marks)])
            cited = tuple(dict.fromkeys(n for _, numbers in marks for n in numbers))
            lead, self._lead = self._lead + self._shown[done:begin], ""
            found.append(self._sentence(begin, finish, cited, lead))
            done = finish
        cut = end if ends_block else done
        self._lead += self._shown[done:cut]
        self._drop(cut, ends_block=ends_block)
        return found

    def _sentence(
        self, start: int, end: int, cited: tuple[int, ...], lead: str
    ) -> FinishedSentence:
        shown, mask = self._shown[start:end], self._mask[start:end]
        text = shown.strip("\n") if self._in_code else without_marks(shown, mask)
        kind: _Kind = "code" if self._in_code else "claim"
        block = lead.rpartition("\n")[2] + mask
        if kind == "claim" and self._opens_block and not cited and is_heading(block, text):
            kind = "heading"
        return FinishedSentence(
            text, cited, self._start + start, self._start + end, lead=lead, kind=kind
        )

    def _mark_end(self, at: int) -> int:
        return at + len(self._mask[at:]) - len(self._mask[at:].lstrip(MARK))

    def _drop(self, cut: int, *, ends_block: bool) -> None:
        self._shown, self._mask = self._shown[cut:], self._mask[cut:]
        self._marks = [(at - cut, numbers) for at, numbers in self._marks if at >= cut]
        self._start += cut
        self._line = self._line - cut if self._line is not None and self._line > cut else None
        self._opens_block = ends_block
        self._owed = self._owed and not ends_block
        self._fruitless = 0


def _settled(text: str, end: int) -> bool:
    """Tell whether enough follows the end of a sentence to trust it."""
    rest = text[end:]
    return (
        len(rest.split()) >= _WORDS_AFTER
        or len(_CJK.findall(rest)) >= _CJK_AFTER
        or (_AFTER_CJK_STOP.search(text[max(0, end - 3) : end] + rest.strip()[:1]) is not None)
    )
