"""The lines of a reply: which open a block, which are headings, and words without their marks.

A *mask* has the length of the text that it stands for. In it NUL stands for each character of a
mark, "X" for code, a space for white space other than line ends.
"""

from __future__ import annotations

import re

__all__ = [
    "MARK",
    "blanked",
    "is_heading",
    "is_whole_line",
    "lead_length",
    "opens_block",
    "without_marks",
]

MARK = "\0"
"""Stands in a mask for each character of a mark."""

_WRAPPED = 40  # characters; a line that was wrapped is at least as long, a shorter one was ended
_HEADING_WORDS = 8
_TO_BLANKS = str.maketrans({MARK: " ", "\n": " "})
_LEAD = re.compile(
    rf"[\s{MARK}]*(?:>[ \t]*)*(?:#{{1,6}}[ \t]+(?:\d{{1,2}}(?:\.\d{{1,2}})*\.?[ \t]+)?|"
    r"[-–*+][ \t]+|[•▪◦‣][ \t]*|\(?(?:\d{1,3}[.)]|[a-z]\))[ \t]+|[(（]\d{1,2}[)）]|\d{1,2}[、．])?"
)
_OPENS_BLOCK = re.compile(
    r"[-–*+]\Z|[•▪◦‣|>]|#{1,6}\Z|\(?(?:\d{1,3}[.)]|[a-z]\))\Z|[(（]\d{1,2}[)）]|\d{1,2}[、．]|\*\*"
)
_HEADING = re.compile(r"\s*(?:#{1,6}\s|(?P<bold>\*\*|__)[^*\n]*(?P=bold):?\s*\Z)")
_WHOLE_LINE = re.compile(r"\s*(?:#{1,6}\s|\|)")
_SOME_MARKS = rf"{MARK}++(?:(?:[\s,;&]|and)++{MARK}++)*+"
_CUT = re.compile(
    rf"\s*[(（](?:(?:see|sources?|passages?|cf|refs?)[\s.:]*)?\s*{_SOME_MARKS}\s*[)）]|"
    rf"\s*(?P<on>\*{{1,3}}|_{{1,3}}|<sup>)?{_SOME_MARKS}(?(on)(?:(?P=on)|</sup>))"
)


def blanked(mask: str) -> str:
    """Return a mask on one line, with blanks for its marks."""
    return mask.translate(_TO_BLANKS)


def lead_length(mask: str) -> int:
    """Return how many characters a block begins with that are no words: a bullet, a number."""
    lead = _LEAD.match(mask)
    return lead.end() if lead else 0


def is_whole_line(mask: str) -> bool:
    """Tell whether a block is a heading or a row of a table, which is not parted."""
    return _WHOLE_LINE.match(mask) is not None


def opens_block(before: str, word: str) -> bool:
    """Tell whether the line that begins with a word opens a block, or only was wrapped.

    Args:
        before: the mask of the block so far, up to the line.
    """
    before = before.replace(MARK, " ")
    text = before.rstrip()
    last = text.rpartition("\n")[2]
    is_blank_line = before.count("\n", len(text)) > 1
    if is_blank_line or _OPENS_BLOCK.match(word) or _HEADING.match(last) or is_whole_line(last):
        return True
    return not (word[0].islower() or len(last) >= _WRAPPED)


def is_heading(block: str, text: str) -> bool:
    """Tell whether a block, whose words are `text`, is a heading that claims nothing much."""
    if _HEADING.match(block) is None or len(text.split()) > _HEADING_WORDS:
        return False
    return not any(map(str.isdigit, text)) and not text.strip("*_").endswith((".", "!", "?"))


def without_marks(shown: str, mask: str) -> str:
    """Return the words, white space folded, marks and what only held marks left out."""
    parts = []
    at = 0
    for cut in _CUT.finditer(mask):
        parts += [shown[at : cut.start()], " " if mask[cut.end() : cut.end() + 1].isalnum() else ""]
        at = cut.end()
    return " ".join("".join([*parts, shown[at:]]).split())
