"""True sentences made false in who or what: another name, two parts that change places. Pure.

These are for training only; those of `quoth.eval.replays` measure, and share nothing with them.
"""

from __future__ import annotations

import re
from itertools import combinations

from quoth.eval.replays.perturb_choice import pick
from quoth.rag.support.reading import Word, read_words

__all__ = ["name_spans", "swap_name", "swap_roles"]

_PART = r"(?:the |a |an |its |their |his |her )?[\w’'-]+"
# Two parts about a word that says which of them does what: "X than Y", "from X to Y", "X caused Y".
_ABOUT = re.compile(
    rf"\b(?P<a>{_PART})(?P<mid>,? (?:than|rather than|instead of|but not|followed by|preceded by|"
    r"(?:is |was |are |were )?(?:caused|replaced|defeated|influenced|produced|controlled|owned) by|"
    r"causes?|caused|leads? to|led to|results? in|resulted in|depends? on|replaced?s?|precedes?|"
    rf"affects?|follows?|follow(?:s|ed)|defeat(?:s|ed)|contains?|includes?|becomes?|became) )"
    rf"(?P<b>{_PART})\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\bfrom (?P<a>[\w’'%.-]+(?: [\w’'%-]+)?)(?P<mid> to )(?P<b>[\w’'%.-]+(?: [\w’'%-]+)?)"
)
_SAYS = re.compile(
    r"\b(?!and\b|or\b|the\b|of\b)[a-z]{2,}"
)  # more than a list does between its names


def name_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of names; words of one name that follow each other are one span."""
    spans: list[tuple[int, int]] = []
    for word in read_words(text).words:
        if not word.is_name:
            continue
        if spans and text[spans[-1][1] : word.start] == " ":
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    return spans


def swap_name(text: str, *, beside: str, other: str, key: str) -> str | None:
    """Return the text with a name replaced by another of its evidence, or else of `other`.

    Args:
        beside: the evidence; a name of it is the likely slip.
        other: a sentence on something else.
    """
    place = pick(name_spans(text), f"{key} which")
    if place is None:
        return None
    own = {word.term for word in read_words(text).words}
    there = _other_names(beside, own)
    elsewhere = _other_names(other, own)
    near = pick((True, True, False), f"{key} where")
    new = pick(there if there and (near or not elsewhere) else elsewhere, f"{key} what")
    return f"{text[: place[0]]}{new}{text[place[1] :]}" if new else None


def swap_roles(text: str, *, key: str) -> str | None:
    """Return the text with two names, or the two sides of "than", "from … to", exchanged."""
    spans = name_spans(text)
    pairs = [(a, b) for a, b in combinations(spans, 2) if _SAYS.search(text[a[1] : b[0]])]
    for pattern in (_ABOUT, _FROM_TO):
        pairs += [(match.span("a"), match.span("b")) for match in pattern.finditer(text)]
    pair = pick([p for p in pairs if text[slice(*p[0])] != text[slice(*p[1])]], key)
    if pair is None:
        return None
    (a, b), (c, d) = pair
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _other_names(text: str, own: set[str]) -> list[str]:
    return [
        text[start:end]
        for start, end in name_spans(text)
        if not any(
            _inside(word, start, end) and word.term in own for word in read_words(text).words
        )
    ]


def _inside(word: Word, start: int, end: int) -> bool:
    return start <= word.start < end
