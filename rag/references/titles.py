"""Titles as styles have them: headline capitals, IEEE's abbreviations, mathematics to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoth.index.metadata.latex import decoded

__all__ = ["MLA_SMALL", "headline", "readable_math", "shortened", "split_math"]

_SMALL = frozenset(
    "a an and as at but by down for from in into nor of off on onto or over so the to up via vs"
    " with yet".split()
)
MLA_SMALL = _SMALL | frozenset(
    "about above across after against along among around before behind below beneath beside"
    " between beyond despite during except inside like near outside past per since through"
    " throughout toward towards under until upon within without".split()
)
"""Every preposition, whatever its length. Source: MLA Handbook, 9th edition, 2.90."""

# Source: IEEE Reference Guide, "Common Abbreviations of Words in References".
_IEEE = {
    "annual": "Annu.",
    "association": "Assoc.",
    "colloquium": "Colloq.",
    "conference": "Conf.",
    "congress": "Congr.",
    "convention": "Conv.",
    "european": "Eur.",
    "international": "Int.",
    "national": "Nat.",
    "proceedings": "Proc.",
    "symposium": "Symp.",
}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ORDINAL = dict(zip(_ORDINALS, "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th".split(), strict=True))
_DROPPED = frozenset("a an at for in of on the".split())
_WORD = re.compile(r"[^\s–—/-]+")
# With a command, a raised or a lowered letter: "from $5 to $10" is none. Nor is "$1 bn (net_of
# debt) beat $2 bn": as in pandoc's Markdown no space stands within the dollars, unless a command,
# ^ or _ comes first, and no digit behind them.
_MATH = re.compile(
    r"\$(?:(?=\s*[\\^_])|(?=\S)(?=[^$]*[^\s$]\$))([^$\\^_]*[\\^_][^$]*)(?<!\\)\$(?!\d)"
)
# What stands on two lines or under a sign, and is something else in one line without it.
_TWO_LINES = re.compile(
    r"\\(?:[cdt]?frac|sqrt|[dt]?binom|over(?:line|rightarrow|set|brace)?|under(?:line|set|brace)"
    r"|stackrel|atop|choose|begin|substack)(?![A-Za-z])"
)
_DEGREE = re.compile(r"\^(?:\{\s*\\circ\s*\}|\\circ\b)")
_SHIFT = re.compile(r"([\^_])(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\s\\{}]))")
_LEFT = re.compile(r"[\\{}^_]")


def headline(title: str, *, small: frozenset[str] = _SMALL) -> str:
    """Return a title with capitals on all words but the small ones; inner capitals are kept.

    The first and the last word, and the first after a colon, have one too.
    """
    words = list(_WORD.finditer(title))
    pieces, at = [], 0
    for number, word in enumerate(words):
        pieces.append(title[at : word.start()])
        opens = number in (0, len(words) - 1) or re.search(r"[:.?!—]\s*$", title[: word.start()])
        bare = word[0].strip("“”‘’\"'()[],;:.?!").lower()
        pieces.append(word[0] if bare in small and not opens else _capital(word[0]))
        at = word.end()
    return "".join(pieces) + title[at:]


def shortened(name: str) -> str:
    """Return a conference's name as IEEE prints it: "Proc. 9th Int. Conf. Harbor Imaging"."""
    known = _IEEE | _ORDINAL
    words = [known.get(word.lower(), word) for word in name.split() if word.lower() not in _DROPPED]
    return " ".join(words)


def readable_math(title: str) -> str:
    """Return a title with its LaTeX mathematics as letters, raised and lowered by CSL's tags.

    What cannot be said so, as a fraction, stays as it is.
    """
    return "".join(_as_letters(part) if is_math else part for part, is_math in split_math(title))


def split_math(title: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a title, and whether each is LaTeX mathematics, with its dollars."""
    at = 0
    for math in _MATH.finditer(title):
        yield title[at : math.start()], False
        yield math[0], True
        at = math.end()
    yield title[at:], False


def _as_letters(math: str) -> str:
    if _TWO_LINES.search(math):
        return math
    parts, at = [], 0
    inner = _DEGREE.sub("°", math[1:-1].strip())
    for shift in _SHIFT.finditer(inner):
        tag = "sup" if shift[1] == "^" else "sub"
        parts += [
            _spaced(inner[at : shift.start()]),
            f"<{tag}>{decoded(shift[2] or shift[3])}</{tag}>",
        ]
        at = shift.end()
    text = "".join([*parts, _spaced(inner[at:])])
    return math if _LEFT.search(text) else f'<span class="nocase">{text}</span>'


def _spaced(latex: str) -> str:
    """Decode a part of a formula; the space to the part beside it is kept."""
    after = " " if latex[-1:].isspace() else ""
    before = " " if latex[:1].isspace() else ""
    text = decoded(latex)
    return f"{before}{text}{after}" if text else before or after


def _capital(word: str) -> str:
    """Give a word's first letter a capital, but for "iPhone", "9th" and mathematics."""
    if word.startswith("$") or any(letter.isupper() or letter.isdigit() for letter in word):
        return word
    return re.sub(r"[^\W\d_]", lambda letter: letter[0].upper(), word, count=1)
