"""Questions about a work as a work: who wrote it, where and when it appeared, what [3] is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from quoth.rag.question.name_words import WORK

__all__ = ["BibliographicFact", "FactName", "asked_fact", "asks_for_cited", "matter_of"]

FactName = Literal[
    "authors",
    "title",
    "year",
    "venue",
    "publisher",
    "volume",
    "issue",
    "pages",
    "doi",
    "keywords",
    "received",
    "accepted",
    "email",
    "affiliation",
    "work",
]

_DATED = r"(?:when|(?:in |on )?(?:what|which) (?:year|date|day|month))\b"
# In this order: "when was it accepted for publication" is not about the year of publication.
_ASKED: tuple[tuple[FactName, str], ...] = (
    ("doi", r"\bdois?\b|\bdigital object identifier\b"),
    ("accepted", rf"{_DATED}.*\baccepted\b|\bacceptance date\b"),
    ("received", rf"{_DATED}.*\b(?:received|submitted)\b|\b(?:submission|received) date\b"),
    ("keywords", r"\bkey ?words?\b"),
    ("email", r"\be-?mail\b|\bcorresponding author\b"),
    ("affiliation", r"\baffiliat\w+|\bwhere (?:do|does|did) .*\bauthors?\b.* work\b"),
    ("publisher", r"\bwho published\b|\bpublishers?\b|\bpublished by (?:whom|which|what)\b"),
    ("pages", r"\b(?:which|what) pages?\b|\bpage (?:numbers?|range)\b"),
    ("volume", r"\b(?:which|what|the) volume\b|\bvolume number\b"),
    ("issue", r"\b(?:which|what) issue (?:of|number|did)\b|\bissue number\b"),
    (
        "venue",
        (
            r"\b(?:which|what) (?:journal|venue|conference|proceedings|magazine|periodical|"
            r"publication)\b|\bwhere (?:was|were|is|did|has) .*(?:\bpublished\b|\bappear\w*)"
        ),
    ),
    ("title", r"\b(?:what|which) (?:is|was|are) the (?:full )?titles?\b|\btitle of\b"),
    (
        "authors",
        (
            r"\bwho (?:wrote|authored|co-?authored|has written)\b|\bwritten by wh\w+|"
            r"\b(?:who|what|which) (?:is|are|was|were) the (?:\w+ )?(?:co-?)?authors?\b|"
            r"\bnames? of the authors?\b"
        ),
    ),
    (
        "year",
        (
            rf"{_DATED}.*\b(?:published|publish|appear(?:ed)?|c(?:a|o)me out|printed)\b|"
            r"\bpublication (?:year|date)\b|\b(?:year|date) of publication\b"
        ),
    ),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _ASKED)
_WORK = re.compile(rf"\b(?:{WORK}|proceedings|bibliography|reference list)\b", re.IGNORECASE)
# "[3]" alone or as a word of the question; "a[3]", "f([3])" and "[3] + 1" are mathematics.
_ENTRY = re.compile(
    r"(?<![\w(\[)\]])\[(\d{1,3})\](?!\s*[\w\[(+*/^=-]\s*\d|[\w\[(+*/^=-])|"
    r"\b(?:reference|entry|citation|ref\.?)\s*(?:no\.?|number|#)?\s*(\d{1,3})"
    r"(?=\s*(?:\Z|[?.,;:)]|(?:in|of|from|by|stand|refer|is|to|point|and|mean|cite)\b))",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\b(?:cited|cites?|citing|references?|bibliograph\w+|reference list|recommended|"
    r"referred to)\b",
    re.IGNORECASE,
)
_LEFT = re.compile(r"\w{2}|[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]{2}")
_WHICH_WORK = re.compile(
    rf"\b(?:which|what)(?: [\w-]+)? {WORK} (?:is|are|was|were|does|do|did)\b.*"
    r"\b(?:cit\w+|recommend\w*|refer\w*|quot\w+|stand for|point to|mention\w*)\b|"
    r"\bwhat (?:does|do|did) .*\bcite\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class BibliographicFact:
    """What is asked of a work.

    Attributes:
        name: `work` asks for the work itself, as its entry in a reference list gives it.
        entry: the number of the entry that is asked about.
        is_cited: the question says that the work is one which a paper cites.
    """

    name: FactName
    entry: int | None = None
    is_cited: bool = False


_ASKING = re.compile(
    rf"\b(?:{WORK}|who|whom|which|what|when|where|why|how|is|are|was|were|do|does|did|the|an?|of|on|"
    r"in|by|and|or|to|for|with|at|from|as|whose|wrote|written|(?:co-?)?authors?|(?:co-?)?authored|"
    r"publish\w*|publication|printed|appear\w*|journals?|venue|conference|magazine|periodical|"
    r"proceedings|pages?|range|volume|issue|numbers?|year|date|day|month|doi|digital object "
    r"identifier|(?:full )?titles?|cited|cites?|citing|called|entry|refs?|references?|"
    r"bibliography|list|it|its|he|she|they|his|her|their|this|that|these|come|came|out|under|about|has|have|been|"
    r"names?|first|main|key ?words?|e-?mail|address|corresponding|affiliat\w+|accepted|received|"
    r"submitted|submission|acceptance|please|tell|give|me|you|can|could|stand|mean|refer|point)\b",
    re.IGNORECASE,
)


def matter_of(question: str) -> str:
    """Return what is left of a bibliographic question without the words that ask: which work."""
    left = " ".join(_ASKING.sub(" ", question).split())
    return left if _LEFT.search(left) else ""


def asked_fact(question: str, *, is_named: bool) -> BibliographicFact | None:
    """Return what a question asks of a work as a work; None for any other question.

    Args:
        is_named: the question names a document of the library.
    """
    number = _ENTRY.search(question)
    name = next((name for name, pattern in _PATTERNS if pattern.search(question)), None)
    cited = _CITED.search(question) is not None
    if number and (
        name or cited or _WORK.search(question) or not _WORDS.search(matter_of(question))
    ):
        return BibliographicFact(name or "work", int(number[1] or number[2]), is_cited=True)
    if name and (is_named or name == "authors" or _WORK.search(question)):
        return BibliographicFact(name, is_cited=cited)
    return None


def asks_for_cited(question: str) -> bool:
    """Whether a question asks which work a paper cites or recommends."""
    return _WHICH_WORK.search(question) is not None
