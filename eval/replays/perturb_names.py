"""Sentences made false by names: one replaced by another, or two that change places.

Names are found by their capitals and sorted by how the texts use them; no model reads them. Every
function returns the changed sentence, or None when it has nothing to change. Pure: the key decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from quoth.eval.replays.perturb_choice import pick

__all__ = ["Name", "NameKind", "Names", "change_entity", "exchange", "swap_roles"]

NameKind = Literal["code", "acronym", "adjective", "thing", "place", "person"]

_WORD = r"(?:[A-ZÀ-ÖØ-Þ][^\W_]*(?:-[A-ZÀ-ÖØ-Þ\d][^\W_]*)*(?![\w-])|[A-Z]\.(?=\s))"
_NAME = re.compile(rf"(?<![\w-]){_WORD}(?:\s(?:(?:of|of the|de|de la|von|van|du)\s)?{_WORD})*")
_OPENS = re.compile(r"(?:\A|[.!?:;•|“\"(]\s*)\Z")
_CODE = re.compile(r"[A-Z]+-?\d+\w*")
_ACRONYM = re.compile(r"[A-Z]{2,}s?")
_ADJECTIVE = re.compile(r"(?:\w{2,}(?:ese|ish|ian|ican|ean)|French|Dutch|Greek|German|Russian)")
_CALENDAR = frozenset(
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
# Words that open a sentence; one of them alone is no name, and none begins one.
_OPENERS = frozenset(
    "A Aboard About According After All Although An And Any Around As Asked At Because Before "
    "Being Besides Between Both But By Critics Currently During Each Every Few For Four From He "
    "Her His However If In Instead Into It Its Just Many Most Moreover Nearly No Nobody None Not "
    "On Once One Only Other Our Over She Since So Some Such Ten That The Their There These They "
    "Third This Those Three Through Thus To Two Under Unlike Until Up Upon We What When Where "
    "While Who With Within Without Yes You Go Having Made Travel Weighing Whoever".split()
)
_BEFORE_PLACE = frozenset("in at near from to toward towards across around via".split())
# Between two names: not a word of this kind alone, or they stand in a row and neither acts.
_JOINING = frozenset(
    "and or the a an of in on at by for with from to s as well both then plus versus its their "
    "also de la is was are were".split()
)
# The relation holds both ways, so that an exchange says the same again.
_MUTUAL = re.compile(
    r"\b(?:between|both|each other|one another|jointly|together|shared?|equals?|same|differ\w*|"
    r"met|married|similar\w*|alongside|along with|compar\w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: `text[start:end]` is its words; `opens`: a sentence, with its capital."""

    words: str
    start: int
    end: int
    opens: bool


class Names:
    """The names of some documents: what is one, of what kind, and in which document."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """Gather names.

        Args:
            texts: document and a text of it; sentences of any length and form.
        """
        uses: defaultdict[str, Counter[NameKind]] = defaultdict(Counter)
        self._homes: defaultdict[str, set[str]] = defaultdict(set)
        rows = [(document, " ".join(text.split())) for document, text in texts]
        self._inside = {name.words for _, text in rows for name in _names(text) if not name.opens}
        for document, text in rows:
            for name in self.find(text):
                uses[name.words][_kind(name, text)] += 1
                self._homes[name.words].add(document)
        self._kinds = {words: counts.most_common(1)[0][0] for words, counts in uses.items()}

    def find(self, text: str) -> list[Name]:
        """Return the names in a text; a first word counts when it is one elsewhere too."""
        return [
            name
            for name in _names(text)
            if not name.opens or name.words in self._inside or not name.words.isalpha()
        ]

    def kind(self, name: Name, text: str) -> NameKind:
        """Return what kind of name it mostly is in these texts; else, by this one use of it."""
        return self._kinds.get(name.words) or _kind(name, text)

    def like(self, kind: NameKind, documents: Iterable[str]) -> tuple[list[str], list[str]]:
        """Return the names of a kind: those of these documents, and the others."""
        wanted = set(documents)
        same = sorted(
            words
            for words, is_kind in self._kinds.items()
            if is_kind == kind and (kind != "thing" or " " in words)
        )
        return (
            [words for words in same if self._homes[words] & wanted],
            [words for words in same if not self._homes[words] & wanted],
        )


def change_entity(
    text: str, key: str, *, names: Names, documents: Iterable[str], beside: str = ""
) -> str | None:
    """Put another name in the place of a name: best one of its kind and of the same document.

    One word after "the" stays, for it may be anything: a ship, a council, a planet.

    Args:
        beside: the evidence; its own names are left out, for one of a list may be as true.
    """
    options = []
    for name in names.find(text):
        kind = names.kind(name, text)
        if kind == "thing" and " " not in name.words:
            continue
        for group in names.like(kind, documents):
            new = pick([n for n in group if _unlike(n, f"{text} {beside}")], f"{key} {name.words}")
            if new is not None:
                options.append((name, new))
                break
    chosen = pick(options, key)
    if chosen is None:
        return None
    name, new = chosen
    return text[: name.start] + new + text[name.end :]


def swap_roles(text: str, key: str, *, names: Names) -> str | None:
    """Let two names with something said between them change places."""
    if _MUTUAL.search(text):
        return None
    found = [name for name in names.find(text) if names.kind(name, text) != "adjective"]
    pairs = [
        (a, b)
        for a, b in combinations(found, 2)
        if _unlike(a.words, b.words) and _acts(text[a.end : b.start])
    ]
    alike = [(a, b) for a, b in pairs if names.kind(a, text) == names.kind(b, text)]
    chosen = pick(alike or pairs, key)
    return None if chosen is None else exchange(text, chosen[0].words, chosen[1].words)


def exchange(text: str, one: str, other: str) -> str | None:
    """Let two phrases change places, everywhere; None unless both occur.

    A phrase that opens the sentence is written large there, and as it was given elsewhere.
    """
    pattern = re.compile(rf"(?<!\w)(?:{re.escape(one)}|{re.escape(other)})(?!\w)", re.IGNORECASE)
    swapped = {one.casefold(): other, other.casefold(): one}
    found = {match[0].casefold() for match in pattern.finditer(text)}
    if found != set(swapped):
        return None
    changed = pattern.sub(lambda match: swapped[match[0].casefold()], text)
    return changed[0].upper() + changed[1:] if text[0].isupper() else changed


def _names(text: str) -> list[Name]:
    found = []
    for match in _NAME.finditer(text):
        words = match[0]
        start = match.start()
        while words.partition(" ")[0] in _OPENERS:
            first, _, words = words.partition(" ")
            start += len(first) + 1
        if len(words) > 1 and words[0].isupper() and not _CALENDAR & set(words.split()):
            opens = _OPENS.search(text[:start]) is not None
            found.append(Name(words, start, start + len(words), opens))
    return found


def _kind(name: Name, text: str) -> NameKind:
    if _CODE.fullmatch(name.words):
        return "code"
    if _ACRONYM.fullmatch(name.words):
        return "acronym"
    if _ADJECTIVE.fullmatch(name.words):
        return "adjective"
    before = text[: name.start].split()[-1:]
    last = before[0].lower() if before and text[name.start - 1] == " " else ""
    if last in {"the", "a", "an"}:
        return "thing"
    return "place" if last in _BEFORE_PLACE else "person"


def _unlike(words: str, text: str) -> bool:
    """Tell whether a text has none of a name's own words: it may be another form of a name."""
    own = {word.lower() for word in re.findall(r"\w{2,}", words)} - _JOINING
    return own.isdisjoint(word.lower() for word in re.findall(r"\w{2,}", text))


def _acts(between: str) -> bool:
    """Tell whether something is said between two names: a word that does more than join them."""
    words = re.findall(r"(?<!\w)[a-z]+", between)
    return any(word not in _JOINING for word in words)
