"""Which document of the library a citation of a draft means.

A citation is followed through the draft's own reference list or bibliography where it has one, and
else by its key, or by authors and year. What cannot be told is said, never guessed.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from quoth.index.metadata.records import Record
from quoth.index.metadata.title import fold
from quoth.index.readers.titles import find_doi
from quoth.index.text import render
from quoth.index.types import Document
from quoth.rag.lookup.draft_types import CitedWork, ReferenceEntry
from quoth.rag.question.name_forms import name_keys
from quoth.rag.question.name_words import fold_name

__all__ = ["CitedDocuments", "Meant"]

_SHORTEST_TITLE = 12  # letters; "Introduction" is the title of many
_SHOWN = 80  # characters of an entry in a message
_NEVER_DATED = frozenset({"n.d.", "n. d.", "no date"})  # what is in press has a year one day
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Meant:
    """The document that a citation means; without one, why there is none."""

    document: Document | None
    note: str = ""


class CitedDocuments:
    """The documents of a library by what drafts call them."""

    def __init__(
        self,
        documents: Sequence[Document],
        entries: Sequence[ReferenceEntry] = (),
        records: Sequence[Record] = (),
    ) -> None:
        self._entries = entries
        self._records = {record.key.casefold(): record for record in records if record.key}
        self._by_key = {d.key.casefold(): d for d in documents if d.key}
        self._by_stem = _alone([(PurePath(d.file).stem.casefold(), d) for d in documents])
        self._by_doi = {d.doi.lower(): d for d in documents if d.doi}
        self._titles = [(fold(d.title), d) for d in documents if d.title]
        self._by_title = _alone(self._titles)
        self._by_author: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            for author in document.authors[:1]:
                for name in name_keys(author.family):
                    self._by_author[name].append(document)

    def find(self, work: CitedWork) -> Meant:
        """Return the document that is meant."""
        if work.key:
            return self._of_key(work.key)
        if work.number is not None:
            return self._of_number(work.number)
        return self._of_names(work)

    def _of_key(self, key: str) -> Meant:
        folded = key.casefold()
        known = self._by_key.get(folded)
        if known:
            return Meant(known)
        if record := self._records.get(folded):
            found = self._of_record(record)
            title = record.metadata.title
            name = title.value if title else key
            return Meant(found) if found else Meant(None, f"“{name}” is not in the library")
        entry = next((entry for entry in self._entries if entry.key.casefold() == folded), None)
        if entry:
            return self._of_entry(entry)
        if found := self._by_stem.get(folded):
            return Meant(found)
        near = difflib.get_close_matches(folded, list(self._by_key), n=3, cutoff=0.7)
        names = ", ".join(self._by_key[name].key for name in near)
        hint = f"; near: {names}" if near else ""
        return Meant(None, f"no document of the library has the key {key}{hint}")

    def _of_record(self, record: Record) -> Document | None:
        title = record.metadata.title
        folded = fold(title.value) if title else ""
        by_title = self._by_title.get(folded) if len(folded) >= _SHORTEST_TITLE else None
        return self._by_doi.get(record.doi or "") or by_title

    def _of_number(self, number: int) -> Meant:
        if not self._entries:
            return Meant(None, "the draft has no reference list that says what it is")
        if any(entry.number is not None for entry in self._entries):
            entry = next((entry for entry in self._entries if entry.number == number), None)
        else:  # a word processor numbers the list, and keeps the numbers to itself
            entry = self._entries[number - 1] if number <= len(self._entries) else None
        if entry is None:
            return Meant(None, f"the draft's reference list has no entry {number}")
        return self._of_entry(entry)

    def _of_entry(self, entry: ReferenceEntry) -> Meant:
        found = self._document_of(entry.text)
        if found:
            return Meant(found)
        shown = render(entry.text)
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN].rstrip()}…"
        return Meant(None, f"“{shown}” is not in the library")

    def _document_of(self, entry: str) -> Document | None:
        """Return the document of an entry: by its DOI, or by the longest title that it has."""
        doi = find_doi(entry)
        if doi and (found := self._by_doi.get(doi.lower())):
            return found
        folded = fold(entry)
        within = [
            (len(title), document)
            for title, document in self._titles
            if len(title) >= _SHORTEST_TITLE and title in folded
        ]
        return max(within, key=lambda pair: pair[0])[1] if within else None

    def _of_names(self, work: CitedWork) -> Meant:
        said = f"{' & '.join(work.names)} ({work.year})"
        listed = [entry for entry in self._entries if _is_entry_of(entry.text, work)]
        if len(listed) == 1 and (found := self._document_of(listed[0].text)):
            return Meant(found)
        documents = [document for document in self._of_author(work) if _fits(document, work)]
        if len(documents) == 1:
            return Meant(documents[0])
        if len(documents) > 1:
            keys = ", ".join(document.key or document.file for document in documents[:4])
            return Meant(None, f"{said} may be any of {keys}: give its key")
        return Meant(None, f"no document of the library is by {said}")

    def _of_author(self, work: CitedWork) -> list[Document]:
        found = {d.id: d for name in name_keys(work.names[0]) for d in self._by_author[name]}
        return list(found.values())


def _alone(pairs: Sequence[tuple[str, Document]]) -> dict[str, Document]:
    """Return the documents by a name that no other has."""
    found: dict[str, list[Document]] = defaultdict(list)
    for name, document in pairs:
        found[name].append(document)
    return {name: some[0] for name, some in found.items() if len(some) == 1}


def _fits(document: Document, work: CitedWork) -> bool:
    """Tell whether year and further authors are the document's; the first author is."""
    if work.year[:1].isdigit():
        if document.year != int(work.year[:4]):
            return False
    elif document.year and work.year in _NEVER_DATED:
        return False
    theirs = {name for author in document.authors for name in name_keys(author.family)}
    return all(name_keys(name) & theirs for name in work.names[1:])


def _is_entry_of(entry: str, work: CitedWork) -> bool:
    words = fold_name(entry)
    first = fold_name(work.names[0])
    years = _YEAR.findall(entry)
    dated = work.year[:4] in years if work.year[:1].isdigit() else work.year in entry.casefold()
    lettered = len(work.year) == 4 or work.year in entry.casefold()
    return words.find(first) in range(12) and dated and lettered
