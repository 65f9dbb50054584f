"""Where sentences begin and end in canonical text.

Most full stops are plain: a word, the stop, white space, a capital. Those are decided here. Where
a stop may belong to an abbreviation, an initial, a number or a bracket, syntok decides about the
stretch of text around it. Line ends matter too: blank lines, list items and headings end a
sentence; the end of a wrapped line or of a page does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoth.index.headings import looks_like_heading
from quoth.index.text import CJK, INVISIBLE, LINE_BREAK, first_visible

__all__ = ["is_list_item", "split_sentences"]

_MAX_ASKED = (
    4_000  # characters for syntok at once; a longer stretch without a plain stop is no prose
)
_MAX_BRACKETS = 60  # syntok looks up to 50 tokens ahead at each bracket
_LONG_WORD = 4  # letters; abbreviations in small letters are mostly shorter
_NEAR = 200  # characters in which a bracket that opened is taken to be still open
_WRAPPED = 30  # a line that ends in mid-sentence before a blank line is at least as long

_CLOSING = "\"'”’»)\\]}）」』】》〉＂*_"
_LINE = re.compile(rf"\S[^{LINE_BREAK}]*")
_ITEM = re.compile(
    r"(?:[-–—*+•▪▫‣◦●○■□·]|\(?\d{1,3}[.)]|\(?[a-z][)]|\(?[ivx]{2,4}\)|\[\d{1,4}\])[ \t\xa0]+\S|\|"
)
_SURE_ITEM = re.compile(r"[•▪▫‣◦●○■□|]|[-*+][ \t]+\S")
_STOPPED = re.compile(
    rf"[.!?:;…。！？：；｡][{_CLOSING}]*(?:\s?\^?[\[({{][^\]\n]{{0,40}}[\])}}])?\s*\Z"
)

_CITATION = (
    r"(?:\^?\[\d[\d,;\s–-]{0,40}\]|\^\{[^{}\n]{1,30}\}|"
    r"\((?:[^()\n]{1,80},\s)?(?:19|20)\d\d[a-z]?\))"
)
_GAP = rf"(?:[\s{INVISIBLE}]++|\Z)"
_STOP = re.compile(
    # a stop, quotes and brackets that close, a mark of a note, white space, a citation that follows
    rf"(?<![.!?…])(?:(?P<dots>\.\.\.++|…++)|(?P<stop>[.!?]++))[{_CLOSING}]*+"
    rf"(?:(?:{_CITATION}|(?<=[a-z]\.)\d{{1,3}}(?:[,–-]\d{{1,3}}){{0,9}})[{_CLOSING}]*+)?{_GAP}"
    rf"(?:{_CITATION}\.?{_GAP}(?![a-z(,;:]))?"
    rf"|(?P<cjk>[。！？｡]++[{_CLOSING}]*+)[\s{INVISIBLE}]*+"
    # a stop without white space before a word that opens sentences, as PDF sometimes has it
    r"|(?P<glued>(?<=[a-z)\]]{2})\.)(?=(?:The|This|These|In|We|It|However|For|As|There|Our) [a-z])"
)
_WORD_BEFORE = re.compile(rf"[^\s(\[{{\"'“‘{CJK}]{{0,30}}\Z")
_WORD_AFTER = re.compile(r"[\"'“‘«(\[{*_^]{0,4}([^\W_](?:[\w'’-]{0,30}))?")
_NEVER_LAST = frozenset(
    "fig figs eq eqs eqn ref refs sec sect tab vol vols pp dr mr mrs ms prof vs cf e.g i.e eg ie "
    "viz approx ca st suppl chap ed eds nos resp incl ibid hrsg bzw z.b vgl".split()
)
_RARELY_LAST = frozenset(
    "al no etc inc ltd corp co ph.d m.d a.m p.m jr sr sp spp var subsp op univ dept assoc proc "
    "ann jan feb mar apr jun jul aug sep sept oct nov dec abb nr gen col capt lt sgt rev hon gov "
    "sen rep ch natl acad sci biol chem phys thm lem prop def alg cor".split()
)
# "vitamin C. Mice" ends a sentence; "by J. Smith" does not
_LETTERED = frozenset(
    "vitamin type group class hepatitis factor protein panel case phase influenza strain plan "
    "category grade stage site arm cohort".split()
)
_MONTHS = frozenset("Jan Feb Mär Mar Apr Mai May Jun Jul Aug Sep Okt Oct Nov Dez Dec".split())
_STARTERS = frozenset(
    "The This These Those That There They Their Then Thus Therefore In It Its If We When While "
    "Where Which What Why How However Here Hence He She His Her For From Furthermore Finally "
    "First As At An Although Also All After Additionally And Another Because Both But By During "
    "Each Even Given Its Instead Moreover Most No Nevertheless Not On One Other Our Overall Since "
    "So Some Such Still To Two Under Until Using With Within Without Yet You Your".split()
)
_TO_SPACES = str.maketrans(dict.fromkeys(LINE_BREAK, " ") | {"\ufffe": "-", "\0": " "})


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the spans of the sentences of `text[start:end]`, in order.

    What is before `start` and after `end` has no influence. Spans have visible characters and no
    white space at their ends; between two of them there is nothing visible.
    """
    body = text[start:end]
    spans = []
    for first, last in _blocks(body):
        for begin, stop in _in_block(body, first, last):
            trimmed = _trim(body, begin, stop)
            if trimmed is not None:
                spans.append((start + trimmed[0], start + trimmed[1]))
    return spans


def is_list_item(line: str) -> bool:
    """Tell whether a line begins as an item of a list or a row of a table does."""
    return _ITEM.match(line) is not None


def _trim(body: str, start: int, end: int) -> tuple[int, int] | None:
    first = first_visible(body, start, end)
    if first < 0:
        return None
    piece = body[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _blocks(body: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of lines that sentences do not cross."""
    start = end = 0
    last = ""
    in_list = headed = False
    for line in _LINE.finditer(body):
        words, gap = line[0].rstrip(), body[end : line.start()]
        apart = not last or headed or _is_blank_line(gap)
        item = is_list_item(words) and (apart or in_list or _starts_list(words, last))
        heads = looks_like_heading(words) and (apart or _has_stopped(last))
        # a heading that goes on in small letters on the next line was none
        breaks = item or heads or (headed and not words[0].islower())
        if last and (breaks or not _runs_on(last, gap, words)):
            yield start, end
            start, in_list = line.start(), False
        in_list, headed, end, last = item or in_list, heads, line.end(), words
    if last:
        yield start, end


def _starts_list(words: str, last: str) -> bool:
    return _SURE_ITEM.match(words) is not None or _has_stopped(last)


def _is_blank_line(gap: str) -> bool:
    return gap.count("\n") > 1 or (gap.count("\r") > 1 and "\n" not in gap)


def _runs_on(last: str, gap: str, words: str) -> bool:
    """Tell whether a line continues the one before it."""
    if not _is_blank_line(gap):
        return True
    if not words[0].islower() or _has_stopped(last):
        return False
    return len(last) >= _WRAPPED or last[-1] in "-\ufffe\xad,"


def _has_stopped(line: str) -> bool:
    return _STOPPED.search(line[-80:]) is not None


def _in_block(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a block, with the white space after them."""
    begin = start
    doubtful: list[tuple[int, int]] = []
    for stop in _STOP.finditer(body, start, end):
        if stop.end() == end:
            break
        ends = True if stop.lastgroup in {"cjk", "glued"} else _ends(body, stop, begin, end)
        if ends is None:
            doubtful.append(stop.span())
        elif ends:
            yield from _ask(body, begin, stop.end(), doubtful)
            begin, doubtful = stop.end(), []
    yield from _ask(body, begin, end, doubtful)


def _ends(body: str, stop: re.Match[str], begin: int, end: int) -> bool | None:
    """Tell whether a stop ends its sentence; None when syntok must look at more of the text."""
    at = stop.start()
    before = _WORD_BEFORE.search(body[max(begin, at - 32) : at])
    after = _WORD_AFTER.match(body, stop.end(), end)
    word, following = before[0] if before else "", after[1] if after else None
    if following is None:
        return None
    if following[0].islower():
        # "mRNA", "p53" may open a sentence
        return (
            word.isalpha()
            and word.islower()
            and len(word) >= _LONG_WORD
            and not following.islower()
        )
    if stop["dots"] or _in_bracket(body, begin, at):
        return None
    return True if stop["stop"] != "." else _full_stop_ends(body, word, at, begin, following)


def _full_stop_ends(body: str, word: str, at: int, begin: int, following: str) -> bool | None:
    small = word.lower().rstrip(",;")
    if small in _NEVER_LAST:
        return False
    opens = following in _STARTERS
    if len(small) == 1 and small.isalpha():
        earlier = body[max(begin, at - 20) : at - 1].split()
        return opens or (word.isupper() and bool(earlier) and earlier[-1] in _LETTERED)
    if small in _RARELY_LAST or (("." in small) and not any(map(str.isdigit, small))):
        return opens
    if small.isdigit():
        alone = body[begin:at].strip(" \t\n\r(*_") == word
        return not alone and following[0].isupper() and following[:3] not in _MONTHS
    if following[0].isdigit():
        # "were found. 35 patients" but "Thm. 3"
        return True if word.islower() and word.isalpha() and len(word) >= _LONG_WORD else None
    return True


def _in_bracket(body: str, begin: int, at: int) -> bool:
    since = max(begin, at - _NEAR)
    return any(body.rfind(a, since, at) > body.rfind(b, since, at) for a, b in ("()", "[]"))


def _ask(
    body: str, begin: int, end: int, doubtful: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a stretch, parted where syntok parts it at one of the stops."""
    piece = body[begin:end]
    if doubtful and len(piece) <= _MAX_ASKED and piece.count("(") <= _MAX_BRACKETS:
        from syntok import segmenter

        # line ends become spaces, one for one, so that syntok's offsets are ours
        paragraphs = segmenter.analyze(piece.translate(_TO_SPACES))
        ends = {
            begin + tokens[-1].offset + len(tokens[-1].value)
            for sentences in paragraphs
            for tokens in sentences
        }
        for first, last in doubtful:
            if not ends.isdisjoint(range(first + 1, last + 1)):
                yield begin, last
                begin = last
    yield begin, end
