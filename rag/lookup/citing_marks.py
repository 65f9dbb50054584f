"""Citations that name no key: [3], [3, 5–7], ³⁻⁵, (Liu, 2024; Gao, n.d.), Liu et al. (2024)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoth.rag.lookup.draft_types import CitedWork, InTextCitation

__all__ = ["named_citations", "numbered_citations", "raised_citations"]

_MARK = r"\[\d{1,3}(?:\s*[-–—,;]\s*\d{1,3})*\]"
# behind a word of letters, or behind a space: a[2] and f(x)[0] are mathematics; [4](…) is a link
_NUMBERS = re.compile(
    rf"(?:(?<![\w\])]) ?|(?<=[^\W\d_]{{2}})|(?<=[.,;:]))(?P<all>{_MARK}(?:\s?[,–—-]?\s?{_MARK})*)"
    r"(?![\w(:\[])"
)
_RANGE = re.compile(r"(\d{1,3})(?:\s*[-–—]\s*(\d{1,3}))?")
_JOINED = re.compile(r"\]\s?[-–—]\s?\[")  # [2]–[4]
_HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# behind a stop or a word: "10²" and "km²" are none; pandoc's Markdown has ^3^
_RAISED = re.compile(
    rf"(?:(?<=[^\W\d_]{{3}})|(?<=[.,;:!?)\]”’\"']))"
    rf"(?:[{_HIGH}]{{1,3}}(?:[,⁻–-][{_HIGH}]{{1,3}})*|\^\d{{1,3}}(?:[,–-]\s?\d{{1,3}})*\^)(?!\w)"
)
_LOWERED = str.maketrans(f"{_HIGH}⁻", "0123456789-")
_ONE_DIGIT = re.compile(r"[²³⁴-⁹]|\^[2-9]\^")
_INDEX = "₀-₉ᵢⱼₖₙ"
_LETTER = rf"(?<![^\W\d_{_INDEX}Δδ])[^\W\d_{_INDEX}Δδ](?![^\W\d_{_INDEX}])"
_OPERATOR = r"[-+−*/×·^]"
# What a raised digit is the power of: cos², eta², mol², f(x)², (x − μ)²; not (IL-6)² or (A)².
# Behind an abbreviated unit a citation would be read as one: AMA Manual of Style, 10th ed., 3.6.
_BASE = re.compile(
    rf"""(?:
    \b(?:(?:arc)?(?:sin|cos|tan|cot|sec|csc)h?|log|exp)
    |\b(?i:chi|eta|omega|phi|psi|rho|sigma|tau)
    |(?<![^\W\d_])(?:[mnµ]?mol|k?cal|atm|mbar|mmHg|rad|deg|[kMGT](?:Pa|Hz|eV|Wh))
    |\d\s?(?:bar|min)
    |(?:{_LETTER}|\b(?:sin|cos|tan|log|exp))\([^()]{{1,40}}\)
    |(?<!\w)\((?!\d-D\))(?=.*[\w)\u0300-\u036f]\s*{_OPERATOR}\s*[\w(√])(?=.*[^\W\d_])
     (?:{_LETTER}|(?<=\d)\.|[\s\d()_'′√Δδ{_INDEX}\u0300-\u036f]|{_OPERATOR})+\)
    )\Z""",
    re.VERBOSE | re.DOTALL,
)
_LONGEST_BASE = 80  # characters that are looked at before the digit
_LONGEST_RANGE = 30  # works; [1-100] is an interval of numbers

_PARTICLE = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]er?|[Dd]e[nl]|[Ll][ae]|[Dd][iau]|[Dd]os|[EeAa]l|[Tt]er)[ ]){0,3}"
)
_NAME = rf"{_PARTICLE}[^\W\d_a-z][\w'’-]*[^\W\d_]"
# "World Health Organization", "Ministry of Health"
_GROUP = rf"{_NAME}(?:\s(?:(?:of|for|the|and|on)\s){{0,2}}{_NAME}){{0,6}}"
_AND = r",?\s(?:and|und|et|y|&)\s"
_OTHERS = r",?\s(?:et\s?al\b\.?|and (?:colleagues|others|co-?workers))"
_YEAR = r"(?:1[6-9]|20)\d\d[a-z]?"
_UNDATED = r"(?:n\.\s?d\.|no date|in press|forthcoming|to appear)"
_YEARS = rf"{_YEAR}(?:(?:,\s|\sand\s|,)(?:{_YEAR}|[a-z]\b))*"
_PAGES = r"(?:[,:]\s?(?:(?:pp?|chap|ch|sec|fig)\.?\s?)?[\dxivlcA-Z][\d\w]*(?:[-–]\d+)?)?"
_PARENTHESIS = re.compile(rf"\((?=[^()]{{0,600}}(?:{_YEAR}|{_UNDATED}))([^()]{{4,600}})\)")
_LEAD = r"(?:see|cf\.?|e\.g\.,?|i\.e\.,?|also|but|for (?:a|an) [\w ]{3,20}|reviewed in|as in)"
_PIECE = re.compile(
    rf"\s*(?:{_LEAD}[,:]?\s){{0,3}}"
    rf"(?P<names>{_GROUP}(?:,\s{_NAME}){{0,8}}(?:{_AND}{_GROUP})?(?:{_OTHERS})?)"
    rf"(?:,?\s\(?(?P<years>{_YEARS})\)?|,\s(?P<undated>{_UNDATED})){_PAGES}\s*"
)
_SPOKEN = re.compile(
    rf"\b(?P<names>{_NAME}(?:(?:,\s{_NAME}){{0,6}}{_AND}{_NAME})?(?:{_OTHERS})?)(?:['’]s)?"
    rf"\s[(\[](?:(?P<years>{_YEARS})|(?P<undated>{_UNDATED})){_PAGES}[)\]]"
)
_SPLIT = re.compile(rf"{_OTHERS}|{_AND}|,\s*")
_NO_NAME = frozenset(
    "january february march april may june july august september october november december spring"
    " summer autumn fall winter in since until by from about around version figure fig table"
    " section chapter eq equation study studies wave phase year years the a an".split()
)


def numbered_citations(text: str) -> Iterator[InTextCitation]:
    """Yield citations by number, a work for each number of a range; [0, 1] is an interval."""
    for mark in _NUMBERS.finditer(text):
        numbers = list(_numbers(mark["all"]))
        if numbers and 0 not in numbers and len(numbers) <= _LONGEST_RANGE:
            works = tuple(CitedWork(f"[{n}]", number=n) for n in dict.fromkeys(numbers))
            yield InTextCitation(*mark.span("all"), works)


def raised_citations(text: str) -> Iterator[InTextCitation]:
    """Yield citations by raised numbers, as in "… rose.³⁻⁵", which may be notes as well.

    A power, as in "cos²" or "(x − μ)^2^", is none.
    """
    for mark in _RAISED.finditer(text):
        if _is_power(text, mark):
            continue
        numbers = list(_numbers(mark[0].translate(_LOWERED)))
        if numbers and 0 not in numbers and len(numbers) <= _LONGEST_RANGE:
            works = tuple(CitedWork(f"[{n}]", number=n) for n in dict.fromkeys(numbers))
            yield InTextCitation(*mark.span(), works)


def named_citations(text: str) -> Iterator[InTextCitation]:
    """Yield citations by names and year, in parentheses and spoken."""
    for found in _PARENTHESIS.finditer(text):
        works = tuple(work for piece in found[1].split(";") for work in _works(piece))
        if works:
            yield InTextCitation(*found.span(), works)
    for found in _SPOKEN.finditer(text):
        names = _names(found["names"])
        if names:
            years = list(_years(found))
            works = tuple(CitedWork(f"{found['names']} ({y})", names=names, year=y) for y in years)
            yield InTextCitation(*found.span(), works, is_spoken=True)


def _is_power(text: str, mark: re.Match[str]) -> bool:
    if not _ONE_DIGIT.fullmatch(mark[0]):
        return False
    first = max(0, mark.start() - _LONGEST_BASE)
    return _BASE.search(text, first, mark.start()) is not None


def _numbers(text: str) -> Iterator[int]:
    for first, last in _RANGE.findall(_JOINED.sub("-", text)):
        yield from range(int(first), int(last or first) + 1)


def _works(piece: str) -> Iterator[CitedWork]:
    found = _PIECE.fullmatch(piece)
    names = _names(found["names"]) if found else ()
    if found and names:
        for year in _years(found):
            yield CitedWork(f"({found['names']}, {year})", names=names, year=year)


def _names(text: str) -> tuple[str, ...]:
    """Return the family names; none for a month, or a word that opens a sentence."""
    parts = (re.sub(r"['’]s\Z", "", name.strip()) for name in _SPLIT.split(text))
    names = tuple(" ".join(name.split()) for name in parts if name)
    return () if not names or names[0].casefold() in _NO_NAME else names


def _years(found: re.Match[str]) -> Iterator[str]:
    """Yield 2019a and 2019b of "2019a, b"; what is said without a year as it is."""
    if found["undated"]:
        yield " ".join(found["undated"].split())
        return
    whole = ""
    for part in re.findall(rf"{_YEAR}|\b[a-z]\b", found["years"]):
        whole = part if part[:1].isdigit() else whole[:4] + part
        yield whole
