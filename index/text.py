"""The three forms derived from a slice of canonical text: to show, to embed, to find words in.

A quotation is always the exact slice; these forms are made from it when needed and carry no
offsets.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["CJK", "INVISIBLE", "LINE_BREAK", "embed_text", "first_visible", "render", "word_text"]

# The insides of character classes, for patterns here and in the modules that split text.
LINE_BREAK = "\n\r\x0b\x0c\x85\u2028\u2029"
CJK = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u3105-\u318e\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Control characters (but not the white space among them), zero-width and bidirectional marks,
# variation selectors, tags, non-characters. U+FFFE is PDFium's mark for a hyphen at a line end.
INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
)

_VISIBLE = re.compile(rf"[^\s{INVISIBLE}]")
# A joiner between Arabic or Indic letters changes how the word is spelled; it stays.
_DROPPED = re.compile(
    rf"(?<=[\u0600-\u0dff])([\u200c\u200d])(?=[\u0600-\u0dff])|[{INVISIBLE}]",
)
_NEWLINE = rf"[ \t\xa0]*(?:\r\n|[{LINE_BREAK}])\s*"
_LINE_END_HYPHEN = re.compile(rf"(\ufffe)(?:{_NEWLINE})?|([-\u2010\xad]){_NEWLINE}")
_SMALL_WORD = "(?:a|and|as|at|by|for|from|in|of|off|on|or|out|per|the|to|up)"
_COMPOUND_BEFORE = re.compile(rf"(?:-{_SMALL_WORD}|(?<![^\W_])self)\Z")
_COMPOUND_AFTER = re.compile(rf"{_SMALL_WORD}-")

_FOOTNOTE = re.compile(r"\^\[(?:[\d,;*†‡§&–\- ]{1,40}|[a-z*†‡§](?:[,&][a-z\d*†‡§]){0,9})\]")
_SUPERSCRIPT = re.compile(r"(?<!\\)\^\{([^{}\n]{1,40})\}")
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\((?=[^()\s]*[/.#:])[^()\s]{1,2000}\)")
_BOLD = re.compile(r"(?<![\w*])\*\*(?=[^\s*])([^*]{1,600})(?<=\S)\*\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{1,400})(?<=\S)\*(?![\w*])")
_UNDERSCORED = re.compile(r"(?<![\w])_(?=[^\s_])([^_]{1,400})(?<=\S)_(?!\w)")
_STRAY_BOLD = re.compile(r"(?<!\S)\*{2,3}(?=[^\W\d])")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|[*+•][ \t]+(?=\S))", re.MULTILINE)
_TABLE_ROW = re.compile(r"^[ \t]*\|[^\n]*$", re.MULTILINE)
_CJK_RUN = re.compile(f"[{CJK}]+")

_MIN_WORD_WITH_MARK = 4  # "Smith^{1}" is a mark; "cm^{2}", "sin^{2}", "x^{n}" are mathematics
_MIN_PIPES = 3  # "| a | b |" is a row of a table; "|x|" is an absolute value


def first_visible(text: str, start: int = 0, end: int | None = None) -> int:
    """Return where the first visible character of `text[start:end]` is, -1 when there is none."""
    found = _VISIBLE.search(text, start, len(text) if end is None else end)
    return found.start() if found else -1


def render(text: str) -> str:
    """Return the text as it is shown: words healed, white space folded, nothing invisible.

    A hyphen at a line end (U+FFFE, U+2010 or "-") goes when it parts two lower-case letters:
    "inter-" + "national". It stays before or after a capital or a digit ("COVID-" + "19"), after
    "self", and within compounds such as "state-of-" + "the-art". A soft hyphen always goes.
    """
    return " ".join(_drop_invisible(_heal(text)).split())


def embed_text(text: str) -> str:
    """Return the text as an embedder reads it: rendered, NFKC, without residue of markup."""
    return " ".join(_drop_markup(_normal(text)).split())


def word_text(text: str) -> str:
    """Return the embed text with spaces around each Han, kana or Hangul character."""
    spaced = _CJK_RUN.sub(lambda run: f" {' '.join(run[0])} ", _drop_markup(_normal(text)))
    return " ".join(spaced.split())


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", _drop_invisible(_heal(text)))


def _drop_invisible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return _DROPPED.sub(lambda mark: mark[1] or "", text)


def _heal(text: str) -> str:
    if text.isascii() and "-" not in text:
        return text
    return _LINE_END_HYPHEN.sub(_join_halves, text)


def _join_halves(mark: re.Match[str]) -> str:
    text, hyphen = mark.string, mark[1] or mark[2]
    before, after = text[max(0, mark.start() - 8) : mark.start()], text[mark.end() : mark.end() + 8]
    if not (before[-1:].isalnum() and after[:1].isalnum()):
        return mark[0]
    if hyphen == "\xad":
        return ""
    compound = _COMPOUND_BEFORE.search(before) or _COMPOUND_AFTER.match(after)
    return "" if before[-1:].islower() and after[:1].islower() and not compound else "-"


def _drop_markup(text: str) -> str:
    if "^" in text:
        text = _SUPERSCRIPT.sub(_drop_mark, _FOOTNOTE.sub("", text))
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "#" in text or "*" in text or "•" in text or "+" in text:
        text = _LINE_MARK.sub("", text)
    if "*" in text:
        text = _BOLD.sub(r"\1", _ITALIC.sub(r"\1", text))
        text = _STRAY_BOLD.sub("", text)
    if "_" in text:
        text = _UNDERSCORED.sub(r"\1", text)
    return _TABLE_ROW.sub(_drop_pipes, text) if "|" in text else text


def _drop_mark(mark: re.Match[str]) -> str:
    """Drop a raised mark of an author or a note; keep an exponent."""
    before = mark.string[max(0, mark.start() - _MIN_WORD_WITH_MARK) : mark.start()]
    of_a_word = len(before) == _MIN_WORD_WITH_MARK and before.isalpha()
    of_nothing = not before[-1:].isalnum() and before[-1:] not in ")]|\\}"
    is_note = re.search(r"[*†‡§&\[]", mark[1]) is not None
    return "" if is_note or of_a_word or not before or of_nothing else mark[0]


def _drop_pipes(row: re.Match[str]) -> str:
    line = row[0].strip()
    if not line.endswith("|") or line.count("|") < _MIN_PIPES:
        return row[0]
    return "" if not line.strip("|-: \t") else line.replace("|", " ")
