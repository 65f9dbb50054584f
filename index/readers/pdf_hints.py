"""What a PDF's own properties say of it: its XMP packet and its info dictionary."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from quoth.index.people import is_name, split_name, split_people
from quoth.index.readers.extract import Hints
from quoth.index.readers.titles import find_doi, sane_title
from quoth.index.types import Author

__all__ = ["pdf_hints"]

_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
_MAX_PACKET_BYTES = 2_000_000
_DOI_KEYS = ("doi", "DOI", "WPS-ARTICLEDOI", "Subject")
_DC = "{http://purl.org/dc/elements/1.1/}"
_ITEM = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"


def pdf_hints(document: Any, data: bytes) -> Hints:
    """Return the facts of an open pypdfium2 document's properties, XMP before info."""
    xmp = _xmp(data)
    facts: dict[str, tuple[object, str]] = {}

    def state(name: str, value: object, source: str) -> None:
        if value and name not in facts:
            facts[name] = (value, source)

    state("title", sane_title(next(iter(xmp.get("title", [])), None)), "xmp")
    state("authors", _names(xmp.get("creator", [])), "xmp")
    for name, key in _PRISM.items():
        state(name, next(iter(xmp.get(key, [])), None), "xmp")
    state("pages", _pages(xmp), "xmp")
    state("doi", next((d for t in xmp.get("doi", []) if (d := find_doi(t))), None), "xmp")
    state("title", sane_title(document.get_metadata_value("Title")), "pdf info")
    state("authors", _names([document.get_metadata_value("Author")]), "pdf info")
    for key in _DOI_KEYS:
        state("doi", find_doi(document.get_metadata_value(key)), "pdf info")
    values: dict[str, Any] = {name: value for name, (value, _) in facts.items()}
    return Hints(**values, sources=tuple((name, source) for name, (_, source) in facts.items()))


_PRISM = {"venue": "publicationName", "volume": "volume", "issue": "number"}


def _pages(xmp: dict[str, list[str]]) -> str | None:
    if xmp.get("pageRange"):
        return xmp["pageRange"][0]
    first, last = (next(iter(xmp.get(key, [])), None) for key in ("startingPage", "endingPage"))
    return f"{first}-{last}" if first and last and first != last else first


def _names(texts: list[str]) -> tuple[Author, ...]:
    """Return the people, none where one of them is a program, a login or a company."""
    texts = [text for text in texts if text.strip()]
    people = split_people(texts[0]) if len(texts) == 1 else tuple(map(split_name, texts))
    found = tuple(author for author in people if author)
    whole = [f"{author.given} {author.family}" for author in found]
    return found if len(found) == len(people) and all(map(is_name, whole)) else ()


def _xmp(data: bytes) -> dict[str, list[str]]:
    """Return the values of Dublin Core and PRISM by local name, of the packet that has a title."""
    best: dict[str, list[str]] = {}
    for packet in _PACKET.finditer(data):
        if packet.end() - packet.start() > _MAX_PACKET_BYTES:
            continue
        found = _values(packet.group())
        if found and (not best or ("title" in found) >= ("title" in best)):
            best = found
    return best


def _values(packet: bytes) -> dict[str, list[str]]:
    etree: Any = import_module("lxml.etree")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(packet, parser)
    except etree.XMLSyntaxError:
        return {}
    values: dict[str, list[str]] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for tag, text in ((element.tag, element.text), *element.attrib.items()):
            if _is_stated(tag) and (text or "").strip():
                values.setdefault(tag.partition("}")[2], []).append(text.strip())
        if _is_stated(element.tag):
            items = [
                " ".join(t.text.split()) for t in element.iter(_ITEM) if (t.text or "").strip()
            ]
            values.setdefault(element.tag.partition("}")[2], []).extend(items)
    return values


def _is_stated(tag: str) -> bool:
    return tag.startswith(_DC) or "/prism" in tag or "/pdfx/" in tag
