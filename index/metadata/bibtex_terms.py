"""What BibTeX and BibLaTeX call things, in the terms of CSL; for reading and for writing.

Source: the BibLaTeX manual 3.20, sections 2.1 (types) and 2.2 (fields).
"""

from __future__ import annotations

from types import MappingProxyType

__all__ = [
    "CONTAINED",
    "ENTRY_TYPES",
    "GENRES",
    "LANGUAGES",
    "MONTHS",
    "NAME_FIELDS",
    "NUMBERED",
    "PUBLISHERS",
    "TEXT_FIELDS",
    "WRITTEN_TYPES",
]

MONTHS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())

ENTRY_TYPES = MappingProxyType(
    {
        "article": "article-journal",
        "audio": "song",
        "book": "book",
        "bookinbook": "chapter",
        "booklet": "pamphlet",
        "collection": "book",
        "conference": "paper-conference",
        "dataset": "dataset",
        "electronic": "webpage",
        "inbook": "chapter",
        "incollection": "chapter",
        "inproceedings": "paper-conference",
        "inreference": "entry-encyclopedia",
        "legislation": "legislation",
        "letter": "personal_communication",
        "manual": "book",
        "mastersthesis": "thesis",
        "movie": "motion_picture",
        "mvbook": "book",
        "mvcollection": "book",
        "mvproceedings": "book",
        "online": "webpage",
        "patent": "patent",
        "performance": "performance",
        "periodical": "periodical",
        "phdthesis": "thesis",
        "proceedings": "book",
        "reference": "book",
        "report": "report",
        "review": "review",
        "software": "software",
        "standard": "standard",
        "suppbook": "chapter",
        "techreport": "report",
        "thesis": "thesis",
        "unpublished": "manuscript",
        "video": "motion_picture",
        "www": "webpage",
    }
)
"""CSL type by entry type; any other, and @misc, is a document."""

WRITTEN_TYPES = MappingProxyType(
    {
        "article-journal": "article",
        "book": "book",
        "chapter": "incollection",
        "dataset": "dataset",
        "document": "misc",
        "manuscript": "unpublished",
        "pamphlet": "booklet",
        "paper-conference": "inproceedings",
        "patent": "patent",
        "report": "techreport",
        "software": "software",
        "thesis": "phdthesis",
        "webpage": "online",
    }
)
"""Entry type by CSL type; any other is written as @misc and named in a field of its own."""

GENRES = MappingProxyType({"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"})
"""What an entry type says of its own where no field `type` does."""

CONTAINED = frozenset(
    "article-journal article-magazine article-newspaper chapter paper-conference"
    " entry-encyclopedia review webpage".split()
)
"""CSL types of what stands in something else: `journal` and `booktitle` are its container."""

NUMBERED = frozenset("article-journal article-magazine article-newspaper review periodical".split())
"""CSL types whose field `number` is an issue."""

NAME_FIELDS = MappingProxyType(
    {
        "author": "author",
        "bookauthor": "container-author",
        "editor": "editor",
        "translator": "translator",
    }
)

TEXT_FIELDS = MappingProxyType(
    {
        "abstract": "abstract",
        "chapter": "chapter-number",
        "edition": "edition",
        "eventtitle": "event-title",
        "isbn": "ISBN",
        "issn": "ISSN",
        "keywords": "keyword",
        "note": "note",
        "pagetotal": "number-of-pages",
        "series": "collection-title",
        "shortjournal": "container-title-short",
        "shorttitle": "title-short",
        "type": "genre",
        "venue": "event-place",
        "version": "version",
        "volume": "volume",
        "volumes": "number-of-volumes",
    }
)
"""CSL variable by field, where one is the other."""

PUBLISHERS = MappingProxyType(
    {"thesis": "school", "report": "institution", "webpage": "organization"}
)
"""By CSL type, the field that holds the publisher; `publisher` for the others."""

LANGUAGES = MappingProxyType(
    {
        "american": "en-US",
        "british": "en-GB",
        "chinese": "zh",
        "dutch": "nl",
        "english": "en",
        "french": "fr",
        "german": "de",
        "italian": "it",
        "japanese": "ja",
        "ngerman": "de",
        "portuguese": "pt",
        "russian": "ru",
        "spanish": "es",
        "swedish": "sv",
        "ukenglish": "en-GB",
        "usenglish": "en-US",
    }
)
"""Language code by the name that babel gives a language."""
