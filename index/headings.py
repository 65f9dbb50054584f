"""Which lines of a text are headings, by their form and by what is around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quoth.index.numbering import headings_that_count_on, is_list_line
from quoth.index.text import LINE_BREAK, embed_text
from quoth.index.types import Heading

__all__ = ["Mark", "find_marks", "heading_title", "looks_like_heading"]

_MAX_HEADING = 220  # characters; the longest numbered heading of the papers tried has 206
_MAX_CAPITALS_WORDS = 14
_MIN_PROSE = 25  # a shorter line below capitals is a cell of a table, not prose
_RUNNING = 3  # a line that comes back this often is a running header

_NAMES = {
    "abstract": r"abstract|summary|résumé|zusammenfassung|resumen|摘\s*要|内容提要|要旨|초록",
    "keywords": r"key\s?-?words(?: and phrases)?|index terms|关\s*键\s*[词字]|キーワード",
    "introduction": r"introduction|einleitung|introducción|引\s*言|绪\s*论|はじめに|서론",
    "reference": r"references?(?: and notes| cited| list)?|bibliograph(?:y|ie)|(?:literature|works)"
    r" cited|literatur(?:verzeichnis)?|références|referencias|参\s*考\s*文\s*献|참고\s*문헌",
    "after": r"(?:online |supplementary )?appendi(?:x|ces)(?: ?[a-z\d]{1,2})?(?:[.:—–-] ?.{1,60})?|"
    r"supplement(?:ary|al) (?:materials?|information|data)|supporting information|附\s*录.{0,30}|"
    r"acknowledge?ments?|致\s*谢|funding(?: statement)?|author contributions?|publisher['’]s note|"
    r"conflicts? of interests?|competing interests?|data availability(?: statement)?|"
    r"ethics statement|abbreviations|notes on contributors?|about the authors?|declarations",
    "body": r"background|related works?|literature review|(?:materials? and )?methods?|methodology|"
    r"experiments?|results?(?: and discussions?)?|discussions?(?: and conclusions?)?|"
    r"(?:discussion,? |summary )?(?:and )?conclusions?|concluding remarks|limitations|future work|"
    r"结\s*论|结\s*语|讨\s*论|おわりに|결론",
}
_NUMBER = (
    r"(?:(?P<arabic>\d{1,2}(?:\.\d{1,2}){0,3})(?P<dot>\.?)|(?P<roman>[IVX]{1,5})\.|"
    r"(?P<letter>[A-H])\.)[ \t\xa0]+"
)
_CHINESE_NUMBER = r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节]\s)\s*"
_NAMED = re.compile(
    rf"[【\[]?(?:{_NUMBER}|{_CHINESE_NUMBER})?(?:"
    + "|".join(f"(?P<{name}>{forms})" for name, forms in _NAMES.items())
    + r")[】\]]?\s*[:：.]?\Z",
    re.IGNORECASE,
)
# "Abstract: we", "**Abstract**—we", "ABSTRACT We", "摘要：" at the start of a line of prose.
_INLINE = re.compile(
    r"[ \t]*(?:#{1,6}[ \t]+)?[*_【\[]{0,3}(?:(?P<abstract>abstract|summary|摘\s*要)|"
    r"(?P<keywords>key\s?-?words(?: and phrases)?|index terms|关\s*键\s*[词字]))"
    r"(?:[】\]*_]{1,3}\s*[:：.—–-]?|[ \t]*[:：.—–]|[ \t]+-(?=\s)|(?-i:(?<=ABSTRACT)[ \t]+(?=[A-Z])|"
    r"(?<=Abstract)[ \t]+(?=(?:In|The|This|We|Our|A|An|With|It)\b)))[*_]{0,3}[ \t]*(?=\S)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"{_NUMBER}(?P<rest>\S.*)", re.DOTALL)
_CHINESE_NUMBERED = re.compile(rf"{_CHINESE_NUMBER}[^。；，：\s][^。；]{{0,38}}\Z")
_LINE = re.compile(rf"\S[^{LINE_BREAK}]*")
_NOT_A_TITLE = re.compile(
    r"[.;,:!。；，：]\Z|\.\s+\S|\.{3}|\s{3}|[|=<>@]|https?:|"
    r"\A(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\b|"
    r",.*(?:Universi|Institut|Departm|School|College|Hospital|Laborator|Academy|Facult)"
)
_MARKDOWN = re.compile(r"#{1,6}[ \t]+\S")


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading `text[start:end]`.

    Attributes:
        name: abstract, keywords, introduction, reference, body, after (what comes after the
            references), or "" for any other heading.
        level: as the format says, 1 is the highest; 0 when a line looked like a heading.
    """

    start: int
    end: int
    title: str
    name: str
    level: int = 0


def heading_title(line: str) -> str:
    """Return a heading as it is shown: without markup and closing colon, its number kept."""
    return embed_text(line[:1000]).strip(" :：.—–【】[]#*_")[:300]


def looks_like_heading(line: str) -> bool:
    """Tell whether a line has the form of a heading, whatever stands around it."""
    bare = line.strip(" \t#*_")
    if not bare or len(line) > _MAX_HEADING:
        return False
    if _MARKDOWN.match(line) or _NAMED.match(bare):
        return True
    if _CHINESE_NUMBERED.match(bare) or _is_capitals(bare):
        return True
    found = _NUMBERED.match(bare)
    return found is not None and _is_title(found)


def find_marks(text: str, headings: Sequence[Heading], page_starts: Sequence[int]) -> list[Mark]:
    """Return the headings of a text in order: the format's, and those that lines look like.

    Capital letters and "#" make a heading only where the format marks none.
    """
    marks = list(_from_format(text, headings))
    taken = sorted(position for mark in marks for position in (mark.start, mark.end))
    found = list(_from_lines(text, page_starts, unmarked=not marks))
    marks += [mark for mark in found if not _touches(taken, mark)]
    return sorted(marks, key=lambda mark: mark.start)


def _touches(taken: Sequence[int], mark: Mark) -> bool:
    first, last = bisect_right(taken, mark.start), bisect_left(taken, mark.end)
    return first != last or first % 2 == 1


def _from_format(text: str, headings: Sequence[Heading]) -> Iterator[Mark]:
    done = 0
    for heading in sorted(headings, key=lambda each: (each.start, each.end)):
        start, end = heading.start, heading.end
        if not done <= start < end <= len(text):
            continue
        before = re.search(rf"(?:\A|[{LINE_BREAK}])([ \t#*_]*)\Z", text[max(0, start - 20) : start])
        title = heading_title(text[start:end])
        if title:
            start = max(done, start - len(before[1]) if before else start)
            yield Mark(start, end, title, _name(title), heading.level)
            done = end


def _from_lines(text: str, page_starts: Sequence[int], *, unmarked: bool) -> Iterator[Mark]:
    lines = list(_LINE.finditer(text))
    running = _running_headers(lines, page_starts)
    numbered: list[tuple[int, re.Match[str]]] = []
    for i, line in enumerate(lines):
        start, end = line.span()
        inline = _INLINE.match(text, start, min(end, start + _MAX_HEADING))
        if inline:
            title = heading_title(inline[0])
            yield Mark(start, inline.end(), title, inline.lastgroup or "")
        bare = line[0].strip(" \t\xa0*_#") if end - start <= _MAX_HEADING else ""
        if inline or not bare or _digitless(bare) in running:
            continue
        found = _NUMBERED.match(bare)
        if unmarked and _MARKDOWN.match(line[0]):
            yield Mark(start, end, heading_title(bare), _name(bare))
        elif found and _is_title(found):
            numbered.append((i, found))
        elif (
            _NAMED.match(bare)
            or (_CHINESE_NUMBERED.match(bare) and not is_list_line(lines, i))
            or (unmarked and _is_capitals(bare) and _leads(lines, i))
        ):
            yield Mark(start, end, heading_title(bare), _name(bare))
    named = (i for i, found in numbered if _name(found[0]) and not is_list_line(lines, i))
    for i in sorted({*headings_that_count_on(lines, numbered), *named}):
        title = heading_title(lines[i][0])
        yield Mark(*lines[i].span(), title, _name(title))


def _name(line: str) -> str:
    found = _NAMED.match(line) if len(line) <= _MAX_HEADING else None
    return next((name for name in _NAMES if found[name]), "") if found else ""


def _digitless(line: str) -> str:
    return re.sub(r"[\d\W]+", " ", line).strip().casefold()


def _running_headers(lines: Sequence[re.Match[str]], page_starts: Sequence[int]) -> set[str]:
    """Return the lines, without digits, that come back on page after page."""
    seen = Counter(_digitless(line[0]) for line in lines if len(line[0]) <= _MAX_HEADING)
    tops: Counter[str] = Counter()
    pages = iter(sorted(page_starts))
    page = next(pages, None)
    for line in lines:
        if page is not None and line.end() > page:
            tops[_digitless(line[0][:_MAX_HEADING])] += 1
            while page is not None and page < line.end():
                page = next(pages, None)
    return {line for line, n in seen.items() if n >= _RUNNING} | {
        line for line, n in tops.items() if n > 1
    }


def _is_title(found: re.Match[str]) -> bool:
    rest = found["rest"].strip()
    if not (rest[0].isupper() or rest[0] in "\"'“‘" or not rest[0].isascii()):
        return False
    return sum(map(str.isalpha, rest)) * 2 > len(rest) and not _NOT_A_TITLE.search(rest)


def _is_capitals(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    words = line.split()
    return (
        all(c.isupper() for c in letters)
        and len(letters) * 4 > len(line) * 3
        and len(words) <= _MAX_CAPITALS_WORDS
        and (len(words) > len(("TABLE", "CELLS")) or max(map(len, words)) > len("CELLS"))
        and not _NOT_A_TITLE.search(line)
    )


def _leads(lines: Sequence[re.Match[str]], i: int) -> bool:
    """Tell whether what follows a line in capitals is prose or another heading."""
    if i + 1 == len(lines):
        return False
    below = lines[i + 1][0].rstrip()
    return len(below) >= _MIN_PROSE or looks_like_heading(below)
