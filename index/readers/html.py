"""HTML by lxml and inscriptis: the words that a browser shows, headings marked."""

from __future__ import annotations

import codecs
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from quoth.index.errors import ReadError
from quoth.index.readers.extract import Extract, Hints
from quoth.index.readers.html_tree import simplify
from quoth.index.readers.plain import decode
from quoth.index.readers.titles import (
    find_doi,
    find_year,
    parse_author,
    sane_title,
    utf8_safe,
)
from quoth.index.types import Heading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["read_html", "render"]

_Found = TypeVar("_Found")

_HEADINGS = {f"h{level}": [str(level)] for level in range(1, 7)}
# Where the HTML standard asks browsers to look, and a little more for long comments.
_PRESCAN_BYTES = 4096
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE
)
# As browsers read these labels (WHATWG Encoding Standard, "names and labels").
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LABELS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
_TITLE_NAMES = ("citation_title", "dc.title", "dcterms.title", "og:title")
_AUTHOR_NAMES = ("citation_author", "citation_authors", "dc.creator", "dcterms.creator")
_DATE_NAMES = (
    "citation_publication_date",
    "citation_date",
    "citation_year",
    "citation_online_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "article:published_time",
)
_DOI_NAMES = (
    "citation_doi",
    "dc.identifier",
    "dc.identifier.doi",
    "prism.doi",
    "bepress_citation_doi",
)
_KEYWORD_NAMES = ("citation_keywords", "citation_keyword")
_PLAIN_NAMES = {
    "venue": ("citation_journal_title", "citation_conference_title", "prism.publicationname"),
    "volume": ("citation_volume", "prism.volume"),
    "issue": ("citation_issue", "prism.number"),
}


def read_html(name: str, data: bytes) -> Extract:
    """Return the shown text; a table's row is a line, and its cells stand in their order.

    Raises:
        ReadError: the bytes are not text, or no tree can be made of them.
    """
    return render(name, _decoded(name, data))


def render(name: str, markup: str) -> Extract:
    """Render markup that is decoded already."""
    tree, problems = _tree(name, markup)
    if tree is None:
        return Extract("", problems=problems)
    hints = _hints(tree)
    simplify(tree)
    config: Any = import_module("inscriptis.model.config")
    engine: Any = import_module("inscriptis.html_engine")
    profiles: Any = import_module("inscriptis.css_profiles")
    settings = config.ParserConfig(
        css=profiles.CSS_PROFILES["strict"].copy(), annotation_rules=_HEADINGS
    )
    try:
        page = engine.Inscriptis(tree, settings)
        text, marks = page.get_text(), page.get_annotations()
    # inscriptis raises what the markup provokes: RecursionError, ValueError of a style attribute.
    except Exception as error:
        reason = f"cannot be rendered ({type(error).__name__})"
        message = f"{name} {reason}: save it again from a browser"
        raise ReadError(message) from error
    return Extract(utf8_safe(text), (), _headings(text, marks), hints, problems)


def _decoded(name: str, data: bytes) -> str:
    declared = _CHARSET.search(data[:_PRESCAN_BYTES])
    if declared and not data.startswith(_MARKS):
        label = declared.group(1).decode("ascii", "replace").lower()
        try:
            return data.decode(_LABELS.get(label, label))
        except (LookupError, UnicodeError):
            pass  # an unknown or a wrong label: the bytes decide
    return decode(data, name)


def _tree(name: str, markup: str) -> tuple[Any, tuple[str, ...]]:
    """Return the lxml tree, or None where the markup has no element; and what was cut off."""
    etree: Any = import_module("lxml.etree")
    html: Any = import_module("lxml.html")
    # lxml refuses a declared encoding in characters, and NULs end its input.
    markup = re.sub(r"^\s*<\?xml[^>]*>", "", markup).replace("\0", "\ufffd")
    if not markup.strip():
        return None, ()
    try:
        parser = html.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
        )
        tree = html.document_fromstring(utf8_safe(markup).encode(), parser=parser)
    except etree.ParserError:
        return None, ()
    except (etree.LxmlError, ValueError, AssertionError, RecursionError) as error:
        message = f"{name} cannot be parsed as HTML: save it again from a browser"
        raise ReadError(message) from error
    too_deep = any("depth" in entry.message for entry in parser.error_log)
    cut = f"{name} nests its elements too deeply: what lies below is left out"
    return tree, (cut,) if too_deep else ()


def _headings(text: str, marks: Sequence[Any]) -> tuple[Heading, ...]:
    found = []
    for mark in marks:
        words = text[mark.start : mark.end]
        start = mark.start + len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if start < end:
            found.append(Heading(start, end, int(mark.metadata)))
    return tuple(sorted(set(found), key=lambda heading: (heading.start, -heading.end)))


def _hints(tree: Any) -> Hints:
    """Read Highwire and Dublin Core tags, then `<title>`."""
    stated: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        key = meta.get("name") or meta.get("property") or ""
        if content := (meta.get("content") or "").strip():
            stated.setdefault(key.lower(), []).append(content)
    title = next((t for n in _TITLE_NAMES for t in map(sane_title, stated.get(n, ())) if t), None)
    if title is None:
        title = next((t for e in tree.iter("title") if (t := sane_title(e.text))), None)
    names = next((stated[name] for name in _AUTHOR_NAMES if name in stated), [])
    names = [part for name in names for part in name.split(";")]
    facts = {
        "title": title,
        "authors": tuple(author for name in names if (author := parse_author(name))),
        "year": _first(stated, _DATE_NAMES, find_year),
        "doi": _first(stated, _DOI_NAMES, find_doi),
        "pages": _pages(stated),
        "keywords": _keywords(stated),
    }
    facts |= {name: _first(stated, tags, str) for name, tags in _PLAIN_NAMES.items()}
    known: dict[str, Any] = {name: value for name, value in facts.items() if value}
    return Hints(**known, sources=tuple((name, "html meta") for name in known))


def _pages(stated: Mapping[str, list[str]]) -> str | None:
    first, last = (_first(stated, (f"citation_{end}page",), str) for end in ("first", "last"))
    return f"{first}-{last}" if first and last and first != last else first


def _keywords(stated: Mapping[str, list[str]]) -> tuple[str, ...]:
    values = next((stated[name] for name in _KEYWORD_NAMES if name in stated), [])
    parts = [part.strip() for value in values for part in re.split("[;,]", value)]
    return tuple(dict.fromkeys(part for part in parts if part))


def _first(
    stated: Mapping[str, list[str]], names: Sequence[str], find: Callable[[str], _Found | None]
) -> _Found | None:
    values = (value for name in names for value in stated.get(name, ()))
    return next((found for value in values if (found := find(value)) is not None), None)
