"""What a style's guide asks for and CSL cannot say, put into a copy of the data.

CSL cannot compare a publisher with an author, has one word for a genre in every style, and knows
neither IEEE's short forms nor MLA's small prepositions. Each rule here is held by an example in
tests/rag/references/golden, and the rules that none of this reaches are listed there too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from quoth.index.metadata.csl import CslItem, Date, Name
from quoth.rag.references.repairs import UNLABELLED
from quoth.rag.references.titles import MLA_SMALL, headline, readable_math, shortened

__all__ = ["normalised"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_DOCTORAL = re.compile(r"ph\.?\s*d|d\.?phil|doctoral", re.IGNORECASE)
_MASTERS = re.compile(r"master|m\.?sc|m\.?a\b", re.IGNORECASE)
_REPORT = re.compile(r"tech(?:nical|\.)?\s*rep(?:ort|\.)?", re.IGNORECASE)
_ARXIV = re.compile(r"arXiv:(\S+)", re.IGNORECASE)
_TITLES = frozenset({"title", "container-title", "collection-title"})
_ARTICLE_NUMBER = re.compile(r"[A-Za-z]+\d\w*|\d{5,}")

# What IEEE's date follows, the first that there is; an article's number is printed for its pages.
_BEFORE_THE_DATE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"article-journal": ("number", "page"), "book": ("publisher",), "chapter": ("publisher",)}
)

# What a thesis is called: doctoral, master's.
_THESES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "apa": ("Doctoral dissertation", "Master’s thesis"),
        "chicago-author-date": ("PhD diss.", "master’s thesis"),
        "ieee": ("Ph.D. dissertation", "M.S. thesis"),
        "modern-language-association": ("PhD dissertation", "Master’s thesis"),
        "nlm-citation-sequence": ("dissertation", "master’s thesis"),
    }
)


def normalised(item: CslItem, style: str) -> CslItem:
    """Return the item as a style's file must be given it; its key and its names stay.

    Args:
        style: a style's name; for one without rules the item is as it was, but for names in
            Chinese characters, whose given name pandoc would close with a full stop.
    """
    item = _plain_chinese(_named_thesis(_findable(item), style))
    rule = _RULES.get(style)
    return _with_readable_math(rule(item) if rule else item)


def _findable(item: CslItem) -> CslItem:
    """Give a preprint of arXiv its address where nothing else leads to it."""
    if item.type != "article" or item.text("DOI") or item.text("URL"):
        return item
    number = _ARXIV.fullmatch(item.text("number"))
    return item.with_texts(URL=f"https://arxiv.org/abs/{number[1]}") if number else item


def _with_readable_math(item: CslItem) -> CslItem:
    texts = {variable: readable_math(item.text(variable)) for variable in _TITLES & {*item.texts}}
    return replace(item, texts={**item.texts, **texts}) if any(texts.values()) else item


def _plain_chinese(item: CslItem) -> CslItem:
    def plain(name: Name) -> Name:
        if not _HAN.search(name.family):
            return name
        return Name(literal=f"{name.family}{name.given}")

    names = {variable: tuple(map(plain, people)) for variable, people in item.names.items()}
    return replace(item, names=names)


def _named_thesis(item: CslItem, style: str) -> CslItem:
    doctoral, masters = _THESES.get(style, ("", ""))
    genre = item.text("genre")
    if item.type != "thesis" or not doctoral:
        return item
    if _DOCTORAL.search(genre):
        return item.with_texts(genre=doctoral)
    return item.with_texts(genre=masters) if _MASTERS.search(genre) else item


def _published_by_its_author(item: CslItem) -> bool:
    authors = item.names.get("author", ())
    return len(authors) == 1 and authors[0].literal == item.text("publisher") != ""


def _said_date(item: CslItem) -> CslItem:
    """Say "in press" where a date has words instead of a year; pandoc passes over them."""
    issued = item.dates.get("issued", Date())
    if issued.parts or not issued.literal or item.text("status"):
        return item
    return item.with_texts(status=issued.literal)


def _article_number(item: CslItem) -> str:
    """Return what an article of a journal has in place of pages, as "e1205"; "" for none."""
    if item.type != "article-journal":
        return ""
    page = item.text("page")
    return page if _ARTICLE_NUMBER.fullmatch(page) else "" if page else item.text("number")


def _apa(item: CslItem) -> CslItem:
    item = _said_date(item)
    if item.type == "article":  # the archive's name is enough
        return item.with_texts(genre="") if item.text("number") else item
    if item.type == "article-journal" and _ARTICLE_NUMBER.fullmatch(item.text("page")):
        return item.with_texts(number=item.text("page"), page="")
    if item.type == "report":
        if item.text("genre") and item.text("number"):
            item = item.with_texts(genre=f"{item.text('genre')} No.")
        if _published_by_its_author(item):
            item = item.with_texts(publisher="")
    return item


def _chicago(item: CslItem) -> CslItem:
    item = _said_date(item)
    if item.type == "article":
        return item.with_texts(number="", genre="")  # the style says "Preprint, arXiv" itself
    if item.type == "thesis":
        return item.with_texts(archive="")
    if item.type == "article-journal" and item.text("number") and not item.text("page"):
        return item.with_texts(page=item.text("number"), number="")
    return item


def _ieee(item: CslItem) -> CslItem:
    if item.text("URL") and not item.text("DOI"):  # else pandoc leaves "[Online]." out
        item = item.with_texts(medium="Online")
    if item.type == "article-journal" and _ARTICLE_NUMBER.fullmatch(item.text("page")):
        item = item.with_texts(number=item.text("page"), page="")
    if item.year is None:
        item = _undated(item)
    if item.type == "article":
        item = _only_year(item)
        arxiv = _ARXIV.fullmatch(item.text("number"))
        return item.with_texts(publisher="", DOI="", URL="", medium="") if arxiv else item
    if item.type == "entry-encyclopedia":  # the style file leaves its editor out
        item = replace(item, type="chapter")
    if item.type == "paper-conference":
        short = item.text("container-title-short") or shortened(item.text("container-title"))
        place = item.text("event-place")
        return item.with_texts(container_title=short, publisher=place, publisher_place="")
    if item.type in ("report", "thesis"):
        genre = item.text("genre")
        return item.with_texts(genre="Tech. Rep." if _REPORT.fullmatch(genre) else genre)
    if item.type == "book":
        return _headlined(item, "title")
    return _headlined(item, "container-title") if item.type == "chapter" else item


def _undated(item: CslItem) -> CslItem:
    """Put "n.d.", or what is said instead of a year, behind what the date would follow."""
    said = item.dates.get("issued", Date()).literal or "n.d."
    for variable in _BEFORE_THE_DATE.get(item.type, ()):
        if before := item.text(variable):
            return replace(item, texts={**item.texts, variable: f"{before}, {said}"})
    # an article in press has no pages yet; `repaired` takes the "p." away
    return item.with_texts(page=UNLABELLED + said) if item.type == "article-journal" else item


def _only_year(item: CslItem) -> CslItem:
    dates = {**item.dates, "issued": Date(((item.year,),))} if item.year else item.dates
    return replace(item, dates=dates)


def _headlined(item: CslItem, variable: str) -> CslItem:
    """Give a title its capitals where the style file leaves that to the writer."""
    if not _is_english(item):
        return item
    return replace(item, texts={**item.texts, variable: headline(item.text(variable))})


def _is_english(item: CslItem) -> bool:
    language = item.text("language").lower()
    return (not language or language.startswith("en")) and not _HAN.search(item.text("title"))


def _mla(item: CslItem) -> CslItem:
    if number := _article_number(item):  # `repaired` takes the "p." before it away
        item = item.with_texts(page=f"article {number}", number="")
    if item.type == "article":
        server = item.text("publisher")
        item = item.with_texts(number="", genre="", container_title=server, publisher="")
    if item.type == "report" and _published_by_its_author(item):
        item = replace(item, names={v: n for v, n in item.names.items() if v != "author"})
    if not _is_english(item):
        return item
    # MLA has every preposition small; the style file's capitals are kept off by "nocase"
    texts = dict(item.texts)
    for variable in ("title", "container-title"):
        if variable in texts:
            small = headline(texts[variable], small=MLA_SMALL)
            texts[variable] = f'<span class="nocase">{small}</span>'
    return replace(item, texts=texts)


def _vancouver(item: CslItem) -> CslItem:
    if item.type == "thesis":
        return item.with_texts(archive="")
    if item.type == "report" and item.text("number"):
        genre = "" if _REPORT.fullmatch(item.text("genre")) else item.text("genre")
        return item.with_texts(number=f"No.: {item.text('number')}", genre=genre)
    if item.type == "article-magazine" and not item.text("volume"):
        return replace(item, type="article-newspaper")  # else pages follow a semicolon
    return item


def _harvard(item: CslItem) -> CslItem:
    if number := _article_number(item):  # `repaired` takes the "p." before it away
        return item.with_texts(page=f"article number {number}", number="")
    if item.type == "entry-encyclopedia":  # the style file leaves its pages out
        return replace(item, type="chapter")
    return item


def _gb_t(item: CslItem) -> CslItem:
    number = _article_number(item)
    return item.with_texts(page=number, number="") if number else item


_RULES: Mapping[str, Callable[[CslItem], CslItem]] = MappingProxyType(
    {
        "apa": _apa,
        "chicago-author-date": _chicago,
        "china-national-standard-gb-t-7714-2015-numeric": _gb_t,
        "harvard-cite-them-right": _harvard,
        "ieee": _ieee,
        "modern-language-association": _mla,
        "nlm-citation-sequence": _vancouver,
    }
)
