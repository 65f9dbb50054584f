"""Whether what a sentence cites says what the sentence says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from quoth.index.types import Document, Filters
from quoth.rag.lookup.citing_resolution import CitedDocuments
from quoth.rag.lookup.draft_types import CitedWork, DraftSentence
from quoth.rag.lookup.types import CheckVerdict, CitationCheck, Match, Wanted

__all__ = ["check_citations", "closer_look", "unknown_citations"]

_WITHIN = 3  # passages of the cited document that are read
_BY_MORE = 0.1  # P(supports); what differs by less is no better


def closer_look(
    sentence: DraftSentence, matches: Sequence[Match], documents: CitedDocuments
) -> dict[str, Wanted]:
    """Return, by document, what to look up in the cited ones of which no match supports a sentence.

    Args:
        matches: what the whole library has for the sentence.
    """
    supporting = {match.document.id for match in matches if match.stance == "supports"}
    works = (work for citation in sentence.citations for work in citation.works)
    cited = (found for work in works if (found := documents.find(work).document))
    return {
        document.id: Wanted(sentence.claim, _WITHIN, Filters(among=frozenset({document.id})))
        for document in cited
        if document.has_text and document.id not in supporting
    }


def check_citations(
    sentence: DraftSentence,
    matches: Sequence[Match],
    documents: CitedDocuments,
    within: Mapping[str, Sequence[Match]],
) -> tuple[CitationCheck, ...]:
    """Return a check for each work that a sentence cites.

    Args:
        matches: what the whole library has for the sentence.
        within: by document, what `closer_look` wanted.
    """
    works = {work.label: work for citation in sentence.citations for work in citation.works}
    meant = {label: documents.find(work) for label, work in works.items()}
    cited = {found.document.id for found in meant.values() if found.document}
    supporting = [m for m in matches if m.stance == "supports" and m.document.id not in cited]
    checks = []
    for work in works.values():
        found = meant[work.label]
        if found.document is None:
            check = CitationCheck(work.label, None, "unknown_key", note=found.note)
            checks.append(replace(check, better=_documents(supporting)))
        else:
            cited_id = found.document.id
            own = within.get(cited_id, [m for m in matches if m.document.id == cited_id])
            checks.append(_check(work, found.document, own, supporting))
    return tuple(checks)


def unknown_citations(
    sentence: DraftSentence, documents: CitedDocuments
) -> tuple[CitationCheck, ...]:
    """Return a check for each work without a document that a sentence cites; it claims nothing."""
    works = {work.label: work for citation in sentence.citations for work in citation.works}
    meant = ((label, documents.find(work)) for label, work in works.items())
    return tuple(
        CitationCheck(label, None, "unknown_key", note=found.note)
        for label, found in meant
        if found.document is None
    )


def _check(
    work: CitedWork, document: Document, own: Sequence[Match], supporting: Sequence[Match]
) -> CitationCheck:
    if not document.has_text:
        note = "the library has its entry and no text: it could not be checked"
        better = _documents(supporting)
        return CitationCheck(work.label, document, "not_stated", better, note)
    verdict = _verdict(own)
    least = max((m.score for m in own if m.stance == "supports"), default=-_BY_MORE) + _BY_MORE
    better = _documents([match for match in supporting if match.score >= least])
    return CitationCheck(work.label, document, verdict, better)


def _verdict(own: Sequence[Match]) -> CheckVerdict:
    stances = {match.stance for match in own}
    if "supports" in stances:
        return "supports"
    return "contradicts" if "contradicts" in stances else "not_stated"


def _documents(matches: Sequence[Match]) -> tuple[Document, ...]:
    return tuple({match.document.id: match.document for match in matches}.values())
