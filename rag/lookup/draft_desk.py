"""What each sentence of a draft goes through: looked up, its language told, its citations checked.

A few sentences go through together, since the models read many pairs of texts faster than few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from quoth.rag.lookup.citing_resolution import CitedDocuments
from quoth.rag.lookup.draft_checking import check_citations, closer_look, unknown_citations
from quoth.rag.lookup.draft_types import Draft, DraftSentence
from quoth.rag.lookup.types import CitedClaim, Match, Wanted
from quoth.rag.question.language import unread_language

if TYPE_CHECKING:
    from quoth.index.library import Library
    from quoth.rag.lookup.drafts import DraftOptions

__all__ = ["ClaimLookup", "DraftDesk"]


class ClaimLookup(Protocol):
    """Finds what speaks to claims, best first, one a document first; `look_up_each` does."""

    def __call__(self, wanted: Sequence[Wanted]) -> list[tuple[Match, ...]]:
        """Return the matches of each claim, in the order given."""
        ...


@dataclass(frozen=True, slots=True)
class DraftDesk:
    """What each sentence is looked up with.

    Attributes:
        languages: how many sentences were in one that the embedder does not read.
    """

    library: Library
    documents: CitedDocuments
    look_up: ClaimLookup
    options: DraftOptions
    languages: Counter[str] = field(default_factory=Counter)

    def claims(self, draft: Draft, sentences: Sequence[DraftSentence]) -> Iterator[CitedClaim]:
        """Yield each sentence with what was found for it; all are looked up before the first."""
        options = self.options
        asked = [s for s in sentences if s.skipped is None and s.claim]
        found = self.look_up([Wanted(s.claim, options.k, options.filters) for s in asked])
        read = [_Read(s, matches) for s, matches in zip(asked, found, strict=True)]
        for one in read:
            one.language = _unread(self.library, one.sentence.claim, one.matches)
        self._look_closer([one for one in read if not one.language])
        told = iter(read)
        for sentence in sentences:
            text = draft.text[sentence.start : sentence.end]
            claim = CitedClaim(text, sentence.start, sentence.end, skipped=sentence.skipped)
            if sentence.skipped is None and sentence.claim:
                yield self._told(claim, next(told))
            else:
                yield replace(claim, checks=unknown_citations(sentence, self.documents))

    def _look_closer(self, read: Sequence[_Read]) -> None:
        """Look into the documents that sentences cite and that were not found to support them."""
        wanted = [closer_look(one.sentence, one.matches, self.documents) for one in read]
        found = iter(self.look_up([want for of in wanted for want in of.values()]))
        for one, of in zip(read, wanted, strict=True):
            one.within = {document: next(found) for document in of}

    def _told(self, claim: CitedClaim, read: _Read) -> CitedClaim:
        sentence, matches = read.sentence, read.matches
        if read.language:
            self.languages.update([read.language])
            reason = f"in {read.language}, which the embedder does not read"
            checks = unknown_citations(sentence, self.documents)
            return replace(claim, checks=checks, skipped=reason)
        checks = check_citations(sentence, matches, self.documents, read.within)
        matches = _as_checked(matches, read.within)
        if self.options.second_opinion:
            matches = self.options.second_opinion.on(sentence.claim, matches)
        return replace(claim, matches=matches, checks=checks)


@dataclass(slots=True)
class _Read:
    """What is known of a sentence while it is looked up.

    Attributes:
        language: its language, if the embedder does not read it.
        within: what cited documents have for it, where `closer_look` wanted to know.
    """

    sentence: DraftSentence
    matches: tuple[Match, ...]
    language: str | None = None
    within: Mapping[str, tuple[Match, ...]] = field(default_factory=dict)


def _as_checked(
    matches: Sequence[Match], within: Mapping[str, Sequence[Match]]
) -> tuple[Match, ...]:
    """Show of a cited document the passage that its check found to support the sentence."""
    shown = list(matches)
    for document, own in within.items():
        carries = next((match for match in own if match.stance == "supports"), None)
        places = [at for at, match in enumerate(shown) if match.document.id == document]
        if carries and places:
            shown[places[0]] = carries
            again = {at for at in places[1:] if shown[at].quote == carries.quote}
            shown = [match for at, match in enumerate(shown) if at not in again]
    return tuple(shown)


def _unread(library: Library, claim: str, matches: Sequence[Match]) -> str | None:
    reads = library.embedder.languages
    return unread_language(claim, [match.hit for match in matches], reads=reads)
