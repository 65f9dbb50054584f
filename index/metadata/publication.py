"""Year, DOI and place of publication from what a front page says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quoth.index.metadata.statements import Statement
from quoth.index.metadata.title import is_label

__all__ = ["Venue", "find_own_doi", "find_publication_year", "find_venue"]

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_Y = r"(?:19|20)\d\d"
_PG = r"[A-Za-z]{0,2}\d{1,8}(?:\s?[-–—−]+\s?[A-Za-z]{0,2}\d{1,8})?"
_V = r"(?P<venue>[A-Z][^\d;:()\[\]@]{2,100}?)"
_NO = r"(?:suppl\w*\.?\s*\d*|[A-Z]?\d{1,4}(?:\s?[-–/]\s?\d{1,4})?)"
_LOOSE = (
    # Journal 12(3), 45–67 · Journal, Vol. 12 (3), 2019, 45–67 · PLoS ONE 12(3): e0174042
    (
        rf"{_V}[,.]?\s+(?:vol(?:ume)?\.?\s*)?(?P<volume>\d{{1,4}})\s?\((?P<issue>(?!{_Y}\)){_NO})\)"
        rf"\s*[,:;.]?\s*(?:\(?(?P<year>{_Y})\)?\s*[,:;]?\s*)?(?:(?:pp?|pages|article)\.?\s*)?"
        rf"(?P<pages>{_PG})?"
    ),
    # Journal 12 (2019) 45–67
    (
        rf"{_V}[,.]?\s+(?:vol(?:ume)?\.?\s*)?(?P<volume>\d{{1,4}})\s*\((?P<year>{_Y})\)\s*[,:]?\s*"
        rf"(?:pp?\.?\s*)?(?P<pages>{_PG})"
    ),
    # Journal (2019) 12:45–67
    (
        rf"{_V}[,.]?\s*\((?P<year>{_Y})\)\s*,?\s*(?P<volume>\d{{1,4}})\s*(?:\((?P<issue>{_NO})\))?"
        rf"\s*[:,]\s*(?:pp?\.?\s*)?(?P<pages>{_PG})"
    ),
    # Journal 2019, 12, 45
    (
        rf"{_V}[,.]?\s+(?P<year>{_Y})\s*,\s*(?P<volume>\d{{1,4}})\s*(?:\((?P<issue>{_NO})\))?\s*,\s*"
        rf"(?P<pages>{_PG})"
    ),
    # Journal 2019;12(3):45–67
    (
        rf"{_V}[,.]?\s+(?P<year>{_Y})(?:\s+[A-Z][a-z]{{2,8}}(?:\s\d\d?)?)?\s*;\s*(?P<volume>\d{{1,4}})"
        rf"\s*(?:\((?P<issue>{_NO})\))?\s*:\s*(?P<pages>{_PG})"
    ),
    # Journal, Vol. 12, No. 3, March 2019, pp. 45–67
    (
        rf"{_V}?[,.]?\s*(?:(?:{_MONTH}\s+)?(?:\d\d?,\s+)?(?P<year>{_Y})[,.;]?\s+)?"
        rf"\b(?:vol(?:ume)?\.?|v\.)\s*(?P<volume>\d{{1,4}})\s*[,;:(]?\s*"
        rf"(?:(?:no|issue|iss|number|nr|n)\b\.?:?\s*(?P<issue>{_NO})\)?)?(?P<rest>.{{0,60}})"
    ),
    # Series, no. 3, 2019
    rf"{_V},?\s+no\.?\s*(?P<issue>\d{{1,4}}),\s*(?P<year>{_Y})$",
    # Proceedings of …, pages 45–67
    (
        rf"(?P<venue>(?:in )?proceedings of .{{4,140}}?)[,.]\s+(?:pages|pp?\.?)\s*(?P<pages>{_PG})"
        r"(?P<rest>.{0,80})"
    ),
    # Proceedings of …
    r"(?:in )?(?P<venue>proceedings of [^().,;]{4,140})(?=[(.,])",
    # Journal, 12:3, 45–67
    rf"{_V}[,.]?\s+(?P<volume>\d{{1,4}}):(?P<issue>\d{{1,3}}),\s*(?P<pages>{_PG})",
    # Journal 12:45
    rf"{_V}[,.]?\s+(?P<volume>\d{{1,4}}):\s?(?P<pages>[A-Za-z]{{0,2}}\d{{1,8}}(?:[-–]\d+)?)(?!\d)",
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _LOOSE)
_BEFORE_VENUE = re.compile(
    r"^.*?\bet al\.?[,:]?\s*(?:/\s*)?|^.*\s/\s(?=[A-Z])|^in:?\s+|^(?:citation|source)\s*:\s*",
    re.IGNORECASE,
)
_NO_VENUE = re.compile(
    r"https?:|www\.|received|accepted|published|licen[sc]e|copyright|©|department|universit"
    r"|\babstract\b|\bissn\b|\bdoi\b|\bfigure\b|\btable\b|\bpage\b|\bsupported by|grant|project",
    re.IGNORECASE,
)
# what stands between "published" and a year: the rest of a date, and nothing else
_BETWEEN = (
    rf"(?:\W|_|\d{{1,2}}(?:st|nd|rd|th)?\b|{_MONTH}(?!\w)|\b(?:online|in|print|first|on|date|ahead"
    r"|of|as|by|for|publication|electronically|web)\b){0,14}?"
)
_PUBLISHED = re.compile(
    r"(?:published|online publication|publication date|date of publication|publication|available"
    r" online|version of record|e?pub date|issue date)\b"
    rf"{_BETWEEN}({_Y})(?!\d)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|c©|copyright)(?:(?!licen).){{0,60}}?(?<!\d)({_Y})(?!\d)", re.IGNORECASE
)
_ARXIV = re.compile(
    rf"arxiv:\s?\S+(?:\s*\[[^\]]+\])?\s+\d{{1,2}}\s+{_MONTH}\s+({_Y})", re.IGNORECASE
)
_ACCEPTED = re.compile(rf"accepted\b{_BETWEEN}({_Y})(?!\d)", re.IGNORECASE)
_MEETING = re.compile(
    rf"{_MONTH}\s+\d{{1,2}}\s?[-–—]+\s?(?:{_MONTH}\s+)?\d{{1,2}},?\s*({_Y})", re.IGNORECASE
)
_DATE = re.compile(
    rf"(?:\(?dated?:?\s*)?(?:\d{{1,2}}\.?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|{_MONTH}),?\s+({_Y})\)?"
    rf"|(?:date:\s*)?({_Y})-\d\d-\d\d",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_ANOTHER = re.compile(
    r"zenodo|figshare|dryad|dataverse|\barchive\b|\bdata(?:set)?\b|\bsoftware\b|\bcode\b|supplement"
    r"|correction to|erratum|comment on|reply to|review of|preprint of|version of record of|related"
    r"|companion|repository|originally published",
    re.IGNORECASE,
)
_DEPOSIT = re.compile(r"10\.(?:5281|6084|5061|17605|7910|17632)/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Venue:
    """Where a paper was published; None for what is not said."""

    venue: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    year: int | None = None


def find_venue(statements: Sequence[Statement]) -> Venue:
    """Return where the paper was published, by its own citation, then header and footer."""
    found: list[Venue] = []
    for place in ("citation", "margin", "head"):
        chosen = [s for s in statements if s.place == place]
        for at, statement in enumerate(chosen):
            text = statement.after_title or statement.words
            above = chosen[at - 1].words if at else ""
            if venue := _venue(text, above, citation=place == "citation"):
                found.append(venue)
    return max(found, key=_n_facts, default=Venue())


def _n_facts(venue: Venue) -> int:
    facts = (venue.venue, venue.venue, venue.volume, venue.issue, venue.pages, venue.year)
    return sum(fact is not None for fact in facts)


def _venue(text: str, above: str, *, citation: bool) -> Venue | None:
    text = _BEFORE_VENUE.sub("", re.sub(r"\s*\|\s*", " ", text)).strip()
    for pattern in _PATTERNS:
        match = pattern.search(text) if citation else pattern.match(text)
        if match is None:
            continue
        parts = {k: (v or "").strip(" ,.;:") or None for k, v in match.groupdict().items()}
        rest = parts.get("rest") or ""
        name = _name(parts.get("venue")) or (None if citation else _name(above))
        if name is None:
            continue
        if re.search(r"\w\. \w+$", name) and f"{name}." in text:
            name += "."  # of an abbreviation
        pages = parts.get("pages") or _found(rf"\b(?:pp?\.?|pages)\s*({_PG})", rest)
        pages = pages or _found(r"(?<![\d-])(\d{1,6}\s?[-–—]\s?\d{1,6})(?![\d-])", rest)
        year = parts.get("year") or _found(rf"(?<!\d)({_Y})(?!\d)", rest)
        return Venue(
            name, parts.get("volume"), parts.get("issue"), pages, int(year) if year else None
        )
    return None


def _name(raw: str | None) -> str | None:
    """Return a journal's name, None where the words are something else."""
    if raw is None:
        return None
    name = " ".join(raw.split()).strip(" ,.;:-–·|/*_")
    name = re.sub(r"^In:?\s+", "", name)
    letters = sum(map(str.isalpha, name))
    if letters < 3 or letters < 0.7 * len(name.replace(" ", "")) or len(name) > 150:
        return None
    if _NO_VENUE.search(name) or is_label(name) or not name[0].isupper() or "\t" in name:
        return None
    return (
        name.title()
        .replace(" Of ", " of ")
        .replace(" And ", " and ")
        .replace(" In ", " in ")
        .replace(" On ", " on ")
        .replace(" The ", " the ")
        .replace("Ieee", "IEEE")
        .replace("Acm", "ACM")
        if name.isupper() and " " in name
        else name
    )


def _found(pattern: str, text: str) -> str | None:
    match = re.search(pattern, text, re.IGNORECASE)
    return match[1] if match else None


def find_publication_year(statements: Sequence[Statement], venue: Venue) -> int | None:
    """Return the year of publication; dates of receipt and years in the text do not count."""
    if venue.year:
        return venue.year
    for statement in statements:
        if statement.place == "citation" and (year := _citation_year(statement)):
            return year
    for pattern in (_PUBLISHED, _ARXIV, _COPYRIGHT, _MEETING, _DATE, _ACCEPTED):
        for statement in statements:
            whole = pattern is _DATE
            words = statement.words
            match = pattern.fullmatch(words) if whole else pattern.search(words)
            if match and (
                pattern is not _MEETING or statement.place in ("margin", "citation", "head")
            ):
                return int(next(filter(None, match.groups())))
    return None


def _citation_year(statement: Statement) -> int | None:
    before = statement.words[: len(statement.words) - len(statement.after_title)]
    after = re.sub(r"\S*10\.\d{4,}/\S*|https?:\S+", "", statement.after_title)[:200]
    alone = rf"(?<![\d/.–-])({_Y})(?![\d/–-])"
    year = _found(rf"\(({_Y})[a-z]?(?:,[^)]*)?\)", before) or _found(alone, after)
    year = year or _found(alone, before)
    return int(year) if year else None


def find_own_doi(statements: Sequence[Statement]) -> str | None:
    """Return the paper's own DOI, None where several compete or none is surely its own."""
    scores: dict[str, int] = {}
    for statement in statements:
        for doi, before in _dois(statement.words):
            scores[doi] = max(scores.get(doi, -9), _doi_score(statement, doi, before))
    good = {doi: score for doi, score in scores.items() if score > 0}
    best = [doi for doi, score in good.items() if score == max(good.values())]
    # one that was cut at a line end begins another
    best += [doi for doi in good if any(doi.startswith(short) for short in best)]
    longest = max(best, key=len, default=None)
    return longest if longest and all(longest.startswith(doi) for doi in best) else None


def _dois(words: str) -> Iterator[tuple[str, str]]:
    for match in _DOI.finditer(words):
        doi = match.group().rstrip(".,;:]}'")
        while doi.endswith(")") and doi.count(")") > doi.count("("):
            doi = doi[:-1].rstrip(".,;:")
        yield doi.lower(), words[max(0, match.start() - 60) : match.start()]


def _doi_score(statement: Statement, doi: str, before: str) -> int:
    score = {"citation": 5, "margin": 3, "head": 3, "label": 2}[statement.place]
    if re.search(r"(?:doi|doi\.org/|digital object identifier\S*)\W*$", before, re.IGNORECASE):
        score += 1
    if _ANOTHER.search(before):
        score -= 5
    if _DEPOSIT.match(doi):
        score -= 2
    return score
