"""Answers about works as works: from front matter, and from the entries of reference lists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quoth.index.library import Library
from quoth.index.types import Document, Filters, Hit, Passage
from quoth.rag.draft import Draft, Quoted, draft_of, hit_at
from quoth.rag.question.bibliographic import BibliographicFact
from quoth.rag.question.front_matter import describe_fact, find_statement, known_value, shown_name
from quoth.rag.question.inquiry import Inquiry
from quoth.rag.retriever import retrieve
from quoth.rag.types import Abstention

__all__ = ["answer_about_works"]

# Of the words of weight in a question about a cited work, the share (weighted by rarity) that its
# entry must have: people name a work by its author and a word or two of its matter.
_FITS = 0.4
_ENTRIES = 20
_MOST_ALIKE = 2  # entries that fit equally well; of more, none is meant
# A capital within a sentence, or a number: an entry without it is another work's.
_NAME = re.compile(r"(?<![.?!]\s)(?<!\A)\b[^\W\d_a-z][\w'’-]*|\b\d+\b")
_HEADING = re.compile(r"\A[^\r\n\d]{1,60}[\r\n]+")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the functions below work with."""

    library: Library
    documents: Mapping[str, Document]
    filters: Filters

    def passages(self, document: Document) -> list[Passage]:
        return self.library.passages_of(document.id)


def answer_about_works(
    library: Library, inquiry: Inquiry, documents: Sequence[Document], filters: Filters
) -> Draft | Abstention | None:
    """Answer a bibliographic question; None where it may as well be about what papers say.

    Args:
        inquiry: of kind `bibliographic`.
        documents: those that may answer.
    """
    fact = inquiry.fact
    if fact is None:
        return None
    desk = _Desk(library, {document.id: document for document in documents}, filters)
    ids = dict.fromkeys(i for part in inquiry.parts for i in sorted(part.among))
    named = [desk.documents[i] for i in ids if i in desk.documents]
    if fact.entry is not None:
        return _numbered(desk, fact.entry, named or list(documents))
    if named and not fact.is_cited and not inquiry.matter:
        return _of_itself(desk, fact, named)
    found = _cited(desk, inquiry)
    if found is None and named and fact.is_cited:
        names = " and ".join(shown_name(document) for document in named)
        return Abstention("not_stated", f"No entry in the references of {names} fits the question.")
    return found


def _numbered(desk: _Desk, number: int, documents: Sequence[Document]) -> Draft | Abstention:
    if len(documents) != 1:
        return Abstention(
            "not_stated",
            f"Several papers number their references. Which one's [{number}]? Name its author or "
            f"title, or limit the question to it: --document PART_OF_TITLE",
        )
    begins = re.compile(rf"\W*(?:\[{number}\]|\(?{number}[.)](?!\d)|\^?\{{?{number}\}}?\s)")
    for passage in desk.passages(documents[0]):
        if passage.kind != "reference":
            continue
        heading = _HEADING.match(passage.text)
        if begins.match(passage.text, heading.end() if heading else 0):
            return draft_of([_whole(Hit(passage, documents[0], 1.0, 1, None, None))])
    name = shown_name(documents[0])
    return Abstention("not_stated", f"{name} has no entry numbered {number} in its references.")


def _of_itself(
    desk: _Desk, fact: BibliographicFact, documents: Sequence[Document]
) -> Draft | Abstention:
    quoted, missing = [], []
    for document in documents:
        text = desk.library.text(document.id).text
        passages = desk.passages(document)
        span = find_statement(text, passages, document, fact.name) if passages else None
        if span:
            lead = f"{shown_name(document)}: " if len(documents) > 1 else ""
            hit = hit_at(document, passages, span[0])
            quoted.append(Quoted(hit, *span, text[span[0] : span[1]], lead))
        else:
            missing.append(_not_stated(document, fact))
    return draft_of(quoted) if quoted else Abstention("not_stated", " ".join(missing))


def _not_stated(document: Document, fact: BibliographicFact) -> str:
    known = known_value(document, fact.name)
    said = f"{shown_name(document)} does not state {describe_fact(fact.name)}"
    if known is None:
        return f"{said}."
    source = dict(document.provenance).get(fact.name, "the library's record")
    if source == "front page":  # read from what stands apart there, so that it is stated
        name, what = shown_name(document), describe_fact(fact.name)
        return f"No line of {name} to quote states {what}; read off its front page it is: {known}."
    return f"{said} in its text; by {source} it is: {known}."


def _cited(desk: _Desk, inquiry: Inquiry) -> Draft | None:
    """Return the entry that has most of what the question says of a work.

    None where no entry has enough of it, or lacks a name or a number of the question, or where
    several have as much: a wrong entry would look as sure as the right one.
    """
    words = desk.library.terms(inquiry.matter)
    wanted = list(dict.fromkeys(word for word in words if len(word) > 1 or word.isdigit()))
    if not wanted:
        return None
    filters = replace(
        desk.filters,
        kinds=frozenset({"reference"}),
        among=inquiry.named or desk.filters.among,
    )
    hits = retrieve(desk.library, " ".join(wanted), k=_ENTRIES, filters=filters).hits
    rarity = desk.library.rarity(wanted)
    total = sum(rarity.values()) or 1.0
    needed = _needed(desk.library, inquiry) & set(wanted)
    shares = []
    for hit in hits:
        has = set(desk.library.terms(hit.passage.text))
        share = sum(rarity[term] for term in wanted if term in has) / total
        shares.append(share if needed <= has else 0.0)
    best = max(shares, default=0.0)
    chosen = [hit for hit, share in zip(hits, shares, strict=True) if share == best]
    if best < _FITS or len(chosen) > _MOST_ALIKE:
        return None
    return draft_of([_whole(hit) for hit in chosen])


def _needed(library: Library, inquiry: Inquiry) -> set[str]:
    """Return the terms of the names and numbers in a question; none if all of it is capitals."""
    asked = "" if inquiry.question.isupper() else inquiry.question.strip()
    return {term for word in _NAME.findall(asked) for term in library.terms(word)}


def _whole(hit: Hit) -> Quoted:
    passage = hit.passage
    return Quoted(hit, passage.start, passage.end, passage.text)
