"""From a document to a CSL item, and what the item lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from quoth.index.citation_keys import DEFAULT_PATTERN, citation_keys
from quoth.index.metadata.csl import CslItem, Date
from quoth.index.metadata.records import as_authors, as_name, metadata_of
from quoth.index.types import Document

__all__ = ["csl_item", "csl_items", "missing_fields"]

_TEXTS = MappingProxyType(
    {"title": "title", "venue": "container-title", "volume": "volume", "issue": "issue"}
)
_CONFERENCE = re.compile(
    r"\b(?:proc(?:eedings)?|conference|conf\.|symposium|workshop|annual meeting)\b", re.IGNORECASE
)
_ARXIV = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
# DOI prefixes of servers that hold nothing but preprints. Source: Crossref's list of prefixes.
_PREPRINT_SERVERS = MappingProxyType(
    {
        "10.21203": "Research Square",
        "10.26434": "ChemRxiv",
        "10.31219": "OSF Preprints",
        "10.31234": "PsyArXiv",
        "10.31235": "SocArXiv",
        "10.20944": "Preprints.org",
    }
)

_JOURNAL = ("author", "title", "container-title", "volume", "page", "issued")
_REQUIRED = MappingProxyType(
    {
        "article": ("author", "title", "publisher", "issued"),
        "article-journal": _JOURNAL,
        "article-magazine": ("author", "title", "container-title", "issued"),
        "article-newspaper": ("author", "title", "container-title", "issued"),
        "book": ("author", "title", "publisher", "issued"),
        "chapter": ("author", "title", "container-title", "editor", "publisher", "issued", "page"),
        "paper-conference": ("author", "title", "container-title", "issued"),
        "report": ("author", "title", "publisher", "issued"),
        "thesis": ("author", "title", "publisher", "genre", "issued"),
        "webpage": ("title", "URL"),
    }
)


def csl_items(
    documents: Sequence[Document],
    *,
    among: Sequence[Document] = (),
    pattern: str = DEFAULT_PATTERN,
) -> list[CslItem]:
    """Return the items of documents, each with a key of its own.

    Args:
        among: every document of the library, so that a key made now is free there too.
        pattern: of keys that are made now, because none was stored.
    """
    keys = citation_keys(among or documents, pattern=pattern)
    return [replace(csl_item(d), key=keys.get(d.id, d.key)) for d in documents]


def csl_item(document: Document) -> CslItem:
    """Return a document as an item: its entry in a bibliography, and what its facts say now.

    A fact that differs from the entry, as one that was corrected or cleared, takes its place.
    Nothing is made up: what is not stated is not there.
    """
    entry = CslItem.from_text(document.entry) if document.entry else None
    item = _with_facts(entry or CslItem(document.key), document)
    return replace(item, key=document.key) if entry else _typed(replace(item, key=document.key))


def missing_fields(item: CslItem) -> tuple[str, ...]:
    """Return the variables that a reference of this type should have and the item lacks.

    An editor stands in for a book's author, an article number for its pages.
    """
    have = {*item.texts, *item.names, *item.dates}
    if item.type == "book" and "editor" in have:
        have.add("author")
    if "number" in have:
        have.add("page")
    wanted = _REQUIRED.get(item.type, ("author", "title", "issued"))
    return tuple(variable for variable in wanted if variable not in have)


def _with_facts(item: CslItem, document: Document) -> CslItem:
    """Return the item with those of the document's facts that say something else."""
    stated = metadata_of(item, "")
    texts, names, dates = dict(item.texts), dict(item.names), dict(item.dates)
    for fact, variable in _TEXTS.items():
        known = getattr(stated, fact)
        if getattr(document, fact) != (known.value if known else None):
            texts[variable] = getattr(document, fact) or ""
    if document.pages != (stated.pages.value if stated.pages else None):
        texts["page"] = re.sub(r"\s*[–—-]+\s*", "-", document.pages or "")
    if document.doi != (stated.doi.value if stated.doi else None):
        texts["DOI"] = document.doi or ""
    if document.keywords != (stated.keywords.value if stated.keywords else ()):
        texts["keyword"] = "; ".join(document.keywords)
    if document.authors != as_authors(names.get("author", ())):
        names["author"] = tuple(map(as_name, document.authors))
    if document.year != (stated.year.value if stated.year else None):
        dates["issued"] = Date(((document.year,),)) if document.year else Date()
    return replace(
        item,
        texts={variable: text for variable, text in texts.items() if text},
        names={variable: people for variable, people in names.items() if people},
        dates={variable: date for variable, date in dates.items() if date != Date()},
    )


def _typed(item: CslItem) -> CslItem:
    """Give an item the type that its facts allow; without an entry nothing states one."""
    venue, doi = item.text("container-title"), item.text("DOI")
    if arxiv := _ARXIV.fullmatch(doi):
        number = re.sub(r"v\d+$", "", arxiv[1])
        preprint = item.with_texts(
            container_title="", publisher="arXiv", number=f"arXiv:{number}", genre="Preprint"
        )
        return replace(preprint, type="article")
    if server := _PREPRINT_SERVERS.get(doi.split("/")[0]):
        preprint = item.with_texts(container_title="", publisher=server, genre="Preprint")
        return replace(preprint, type="article")
    if _CONFERENCE.search(venue):
        return replace(item, type="paper-conference")
    return replace(item, type="article-journal" if venue else "document")
