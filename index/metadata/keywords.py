"""Keywords: what follows the word on a front page."""

from __future__ import annotations

import re

from quoth.index.metadata.rows import Front
from quoth.index.people import GAP
from quoth.index.text import render

__all__ = ["find_keywords", "split_keywords"]

_LABEL = re.compile(
    r"^[\W_]*(?:key[ -]?words?(?: and phrases)?|index terms|mots[ -]cl[ée]s|palabras clave"
    r"|schlüsselwörter|schlagwörter|关\s*键\s*词)\b[\s*_]*(?:[:：.—–-]+|$|(?=\s*[a-z\"“]))[\s*_—–-]*",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"^\W*(?:(?:\d|I{1,3})\.?\s+[A-Z]|introduction\b|abstract\b|background\b|received\b|accepted\b"
    r"|published\b|doi\b|https?:|©|copyright|jel\b|msc\b|pacs\b|ccs concepts|correspond|\*|e-?mail"
    r"|a b s t r a c t|article history|citation|online publication|abbreviations|highlights)",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*[;；•·|]\s*|\s[–—]\s")
_MAX_KEYWORD = 80
_MAX_ROWS = 8
_MAX_KEYWORDS = 30


def find_keywords(front: Front) -> tuple[str, ...]:
    """Return the keywords that the first pages list; none where it is not sure where they end."""
    for i, row in enumerate(front.rows):
        words = row.text.split(GAP)[0] if row.size else row.text
        label = _LABEL.match(words)
        if label is None:
            continue
        parts = [words[label.end() :]] if words[label.end() :].strip() else []
        for other in front.rows[i + 1 : i + 1 + _MAX_ROWS]:
            alike = abs(other.size - row.size) <= 0.06 * max(row.size, 1)
            if other.page != row.page or _STOP.match(other.words) or not (alike or not parts):
                break
            if parts and (other.opens or not _goes_on(parts, other.words)):
                break
            if other.heading or (other.bold and not row.bold and parts):
                break
            parts.append(other.words)
        found = split_keywords("\n".join(parts))
        if found:
            return found
    return ()


def split_keywords(text: str) -> tuple[str, ...]:
    """Return the items of a list parted by semicolons, bullets, lines or else commas."""
    one = render(text)
    if _SPLIT.search(one.rstrip(" ;.")):
        items = _SPLIT.split(one)
    elif "," in one:
        items = re.split(r"\s*[,，、]\s*", one)
    else:
        items = [render(line) for line in text.split("\n")]
    items = [item.strip(" .;,*_") for item in items]
    items = [item for item in items if item]
    sure = items and len(items) <= _MAX_KEYWORDS and all(len(i) <= _MAX_KEYWORD for i in items)
    return tuple(dict.fromkeys(items)) if sure else ()


def _goes_on(parts: list[str], words: str) -> bool:
    """Tell whether a row continues the list."""
    above = parts[-1].rstrip()
    separator = next((mark for mark in ";•·," if mark in " ".join(parts)), None)
    if separator is None:  # one a line
        return len(words) < 50 and not words.endswith(".")
    if above.endswith("."):
        return False
    if above.endswith((separator, "-", "\ufffe")):
        return True
    listed = separator in words and len(words) / (words.count(separator) + 1) < 45
    return listed or (len(words) < 40 and words[:1].islower())
