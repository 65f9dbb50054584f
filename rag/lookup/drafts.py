"""A draft, sentence by sentence: what the library has for each, and whether its citations hold.

report = cite_draft(library, read_draft(path))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.index.metadata.records import Record
from quoth.index.metadata.sidecars import SIDECAR_SUFFIXES, read_sidecar
from quoth.index.remembering_embedder import RememberingEmbedder
from quoth.index.types import Document, Filters
from quoth.rag.lookup.citing_resolution import CitedDocuments
from quoth.rag.lookup.draft_desk import ClaimLookup, DraftDesk
from quoth.rag.lookup.draft_prose import find_prose
from quoth.rag.lookup.draft_sentences import split_draft
from quoth.rag.lookup.draft_skips import QUESTION
from quoth.rag.lookup.draft_types import Draft, DraftSentence, Prose
from quoth.rag.lookup.types import CitedClaim, Match, MatchReader
from quoth.rag.support.trained_judge import JudgeMaker, support_judge
from quoth.rag.types import Note

if TYPE_CHECKING:
    from quoth.index.library import Library

__all__ = ["DraftOptions", "DraftReport", "best_support", "cite_draft", "look_up_draft"]

_EMBEDDED = 256  # claims embedded in one batch
# Sentences looked up in one batch. With 1 a draft of 2,938 words over 5,053 passages took 9.3 s of
# processor time, with 16 6.4 s, with 64 5.9 s and longer until the first is told (time it by
# `python -m quoth.eval.draft_check`).
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class DraftOptions:
    """How a draft is looked up.

    Attributes:
        k: matches a sentence.
        include_skipped: also look up what needs no citation.
        folder: where the bibliographies lie that the draft names; None looks for none.
        second_opinion: says beside the first matches what a chat model makes of them.
        typed: the text was typed to be looked up, so that only its questions are skipped.
    """

    k: int = 5
    include_skipped: bool = False
    filters: Filters | None = None
    folder: Path | None = None
    second_opinion: MatchReader | None = None
    typed: bool = False

    def skips(self, reason: str | None) -> str | None:
        """Return the reason for which a sentence is still skipped."""
        if self.include_skipped or (self.typed and reason != QUESTION):
            return None
        return reason


@dataclass(frozen=True, slots=True)
class DraftReport:
    """A draft with what was found for its sentences.

    Attributes:
        claims: every sentence in order, the skipped ones too.
        notes: what the writer should know of the whole.
    """

    draft: Draft
    prose: Prose
    claims: tuple[CitedClaim, ...]
    notes: tuple[Note, ...] = ()

    @property
    def found(self) -> bool:
        """Whether there is anything to show for any sentence."""
        return any(claim.matches or claim.checks for claim in self.claims)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that the draft cites, then those that support a sentence without one."""
        cited = [c.document for claim in self.claims for c in claim.checks if c.document]
        given = [m.document for claim in self.claims if (m := best_support(claim))]
        return tuple({document.id: document for document in (*cited, *given)}.values())


def best_support(claim: CitedClaim) -> Match | None:
    """Return the match whose key a sentence without a citation can be given; None without one."""
    if claim.checks or claim.skipped:
        return None
    supporting = (match for match in claim.matches if match.stance == "supports")
    return max(supporting, key=lambda match: match.score, default=None)


def cite_draft(
    library: Library,
    draft: Draft,
    *,
    options: DraftOptions | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    make_judge: JudgeMaker = support_judge,
) -> DraftReport:
    """Look up the sentences of a draft in a library and check what they cite.

    Sentences of one draft are near each other, and so is what is found for them: what is embedded
    is remembered until the last.

    Args and raises as `look_up_draft`.
    """
    from quoth.index.library import Library
    from quoth.rag.lookup.claims import look_up_each

    remembering = RememberingEmbedder(library.embedder)
    with Library.open(library.folder, lambda: remembering) as reading:
        judge = make_judge(reading.embedder, reading.rarity)
        found = partial(look_up_each, reading, judge=judge)
        return look_up_draft(reading, draft, look_up=found, options=options, progress=progress)


def look_up_draft(
    library: Library,
    draft: Draft,
    *,
    look_up: ClaimLookup,
    options: DraftOptions | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> DraftReport:
    """Look up the sentences of a draft and check what they cite.

    Args:
        look_up: finds the passages for a few claims.
        progress: called after each sentence with its claim, how many are done, and of how many.

    Raises:
        EmbedderMismatch: the library was made by another embedder.
    """
    options = options or DraftOptions()
    prose = find_prose(draft)
    sentences = [replace(s, skipped=options.skips(s.skipped)) for s in split_draft(draft, prose)]
    records, missing = _records(prose.bibliographies, options.folder)
    everything = library.documents_passing(Filters())
    documents = CitedDocuments(everything, prose.entries, records)
    desk = DraftDesk(library, documents, look_up, options)
    claims: list[CitedClaim] = []
    for at in range(0, len(sentences), _AT_ONCE):
        if at % _EMBEDDED == 0:
            _embed(library, sentences[at : at + _EMBEDDED])
        some = sentences[at : at + _AT_ONCE]
        for sentence, claim in zip(some, desk.claims(draft, some), strict=True):
            claims.append(claim)
            if progress:
                progress(sentence.claim, len(claims), len(sentences))
    notes = (*missing, *_notes(library, desk.languages))
    return DraftReport(draft, prose, tuple(claims), notes)


def _embed(library: Library, sentences: Sequence[DraftSentence]) -> None:
    """Embed the next claims in one batch, for an embedder that remembers them."""
    if isinstance(library.embedder, RememberingEmbedder):
        library.embedder.embed_queries(
            [s.claim for s in sentences if s.claim and s.skipped is None]
        )


def _records(names: Sequence[str], folder: Path | None) -> tuple[list[Record], tuple[Note, ...]]:
    """Return the entries of the bibliographies that a draft names, and which are not there."""
    records: list[Record] = []
    notes: list[Note] = []
    for name in names if folder else ():
        path = folder / name if folder else Path(name)
        if path.suffix.lower() not in SIDECAR_SUFFIXES:
            continue
        if not path.is_file():
            message = f"the bibliography {name} that the draft names is not there: {path}"
            notes.append(Note("bibliography", message))
        elif sidecar := read_sidecar(path):
            records += sidecar.records
    return records, tuple(notes)


def _notes(library: Library, languages: Counter[str]) -> tuple[Note, ...]:
    """Say once which languages were not read."""
    if not languages:
        return ()
    name = library.embedder.identity.name
    many = ", ".join(f"{n} in {language}" for language, n in languages.most_common())
    message = (
        f"{many}: the embedder {name} does not read such sentences, so nothing was looked up for "
        "them. Set a multilingual one: quoth config set embedder BAAI/bge-m3, then: quoth rebuild"
    )
    return (Note("language", message),)
