"""English titles as styles have them: headline capitals, IEEE's abbreviations."""

from __future__ import annotations

import re

__all__ = ["MLA_SMALL", "headline", "shortened"]

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


def _capital(word: str) -> str:
    """Give a word's first letter a capital, but for "iPhone" and "9th"."""
    if any(letter.isupper() or letter.isdigit() for letter in word):
        return word
    return re.sub(r"[^\W\d_]", lambda letter: letter[0].upper(), word, count=1)
