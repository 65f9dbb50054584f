"""The sentences of a chat model's reply, checked one after the other as they are finished."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from quoth.index.library import Library
from quoth.index.text import word_text
from quoth.rag.chat.citations import NOT_IN_PASSAGES, FinishedReply, FinishedSentence
from quoth.rag.draft import Draft
from quoth.rag.question.language import unread_language
from quoth.rag.support.evidence import EvidencePassage, evidence_of_hits
from quoth.rag.support.scorer import SupportJudge
from quoth.rag.support.trained_judge import RIVALS, support_judge
from quoth.rag.support.verify import Verified, verify
from quoth.rag.types import Abstention, Citation, Note, Quote, Sentence, Source, Support

__all__ = ["DECLINED", "SentenceChecker"]

DECLINED = Abstention(
    "model_declined",
    "The model found no answer in the passages. Those below came nearest; other words, or wider "
    "filters, may find more.",
)

_NOT_JUDGED = Support("unsupported", 0.0)
_CARRIED = ("supported", "partial")


@dataclass(slots=True)
class SentenceChecker:
    """Checks sentences against the passages that their writer was shown, and keeps the result.

    Sources get the answer's numbers in the order in which sentences first cite them.

    Attributes:
        sources: the passages, numbered as the writer saw them.
        asked: the question, whose mere repetition says nothing.
        strict: keep only what is supported.
        judge: by default the one that needs no chat model.
        doubtful: the sentences that are not supported, each with the reason.
        n_dropped: sentences that strictness kept out.
        verify_ms: what checking took.
    """

    library: Library
    sources: Sequence[Source]
    asked: str = ""
    strict: bool = False
    judge: SupportJudge | None = None
    notes: list[Note] = field(default_factory=list)
    doubtful: list[tuple[str, str]] = field(default_factory=list)
    n_dropped: int = 0
    verify_ms: float = 0.0
    _judge: SupportJudge = field(init=False)
    _evidence: list[EvidencePassage] = field(init=False)
    _sentences: list[Sentence] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)
    _unread: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._judge = self.judge or support_judge(
            self.library.embedder, self.library.rarity, most=RIVALS
        )
        self._evidence = evidence_of_hits(self.library, [source.hit for source in self.sources])

    @property
    def n_carried(self) -> int:
        """How many of the sentences kept are supported, at least in part."""
        return sum(sentence.support.label in _CARRIED for sentence in self._sentences)

    @property
    def says_nothing(self) -> bool:
        """Whether nothing that was checked claimed anything."""
        return not self._sentences and not self.n_dropped

    def is_declined(self, reply: FinishedReply) -> bool:
        """Whether a reply says that the passages do not answer, if only after some words."""
        return reply.declined or (NOT_IN_PASSAGES in reply.text and not self.n_carried)

    def check(self, finished: FinishedSentence) -> Sentence | None:
        """Return a sentence with what carries it, its numbers the answer's; None if it is dropped.

        What claims nothing is dropped: a heading, a question, the question asked. Code is kept,
        unless strict, as unsupported; so is a sentence in a language that nothing here reads.
        """
        if finished.kind == "heading" or self._claims_nothing(finished.text):
            return None
        if finished.kind == "code":
            return self._unless_strict(Sentence(finished.text, (), (), _NOT_JUDGED, finished.lead))
        if language := self._unread_language(finished.text):
            self._unread[language] += 1
            marks = tuple(self._mark(source) for source in self._cited(finished))
            return self._unless_strict(
                Sentence(finished.text, marks, (), _NOT_JUDGED, finished.lead)
            )
        began = time.perf_counter()
        verified = verify(
            finished.text, finished.cited, self.sources, self._evidence, judge=self._judge
        )
        self.verify_ms += 1e3 * (time.perf_counter() - began)
        self.notes += verified.notes
        sentence = Sentence(
            finished.text, verified.citations, verified.quotes, verified.support, finished.lead
        )
        if verified.support.label == "supported":
            return self._keep(sentence)
        self.doubtful.append((finished.text, _why(verified)))
        return self._unless_strict(sentence)

    def continue_with(self, quoted: Draft) -> Iterator[Sentence]:
        """Take in the sentences of a draft whose words are not said yet; yield each.

        Nothing is checked after it.
        """
        known = {source.hit.passage.id: source.n for source in self.sources}
        for source in quoted.sources:
            passage = source.hit.passage
            if passage.id not in known:
                known[passage.id] = len(known) + 1
                self.sources = [*self.sources, replace(source, n=known[passage.id])]
        shown = {source.n: known[source.hit.passage.id] for source in quoted.sources}
        said = {quote for s in self._sentences if s.is_quote for quote in s.quotes}
        for sentence in quoted.sentences:
            if not said.issuperset(sentence.quotes):
                marks = tuple(replace(c, n=shown[c.n]) for c in sentence.citations)
                yield self._keep(replace(sentence, citations=marks))

    def draft(self, prompts: tuple[tuple[str, str], ...] = ()) -> Draft:
        """Return the sentences so far and the sources that they cite."""
        notes = [*self.notes, *self._notes()]
        if not self._sentences:
            nothing = self._nothing_left() if self.n_dropped else None
            return Draft((), (), tuple(notes), nothing, prompts, self.verify_ms)
        by_number = {source.n: source for source in self.sources}
        sources = tuple(
            replace(by_number[shown], n=n, quotes=self._quotes_of(by_number[shown], n))
            for shown, n in self._numbers.items()
        )
        noted = tuple(dict.fromkeys(notes))
        return Draft(tuple(self._sentences), sources, noted, None, prompts, self.verify_ms)

    def _claims_nothing(self, text: str) -> bool:
        if text.endswith(("?", "？")) or text.strip("`*_.[](){}<> ") == NOT_IN_PASSAGES:
            return True
        return _words(text) == _words(self.asked)

    def _unread_language(self, text: str) -> str | None:
        reads = self.library.embedder.languages
        hits = [source.hit for source in self.sources]
        return unread_language(text, hits, reads=reads) if reads else None

    def _cited(self, finished: FinishedSentence) -> Iterator[Source]:
        return (source for source in self.sources if source.n in finished.cited)

    @staticmethod
    def _mark(source: Source) -> Citation:
        passage = source.hit.passage
        return Citation(source.n, passage.document_id, passage.start, passage.end)

    def _unless_strict(self, sentence: Sentence) -> Sentence | None:
        if self.strict:
            self.n_dropped += 1
            return None
        return self._keep(sentence)

    def _keep(self, sentence: Sentence) -> Sentence:
        citations = tuple(
            replace(c, n=self._numbers.setdefault(c.n, len(self._numbers) + 1))
            for c in sentence.citations
        )
        kept = replace(sentence, citations=citations)
        self._sentences.append(kept)
        return kept

    def _quotes_of(self, source: Source, n: int) -> tuple[Quote, ...]:
        """Return the quotes of the sentences that cite n which lie in its passage."""
        passage = source.hit.passage
        quotes = [
            quote
            for sentence in self._sentences
            if any(citation.n == n for citation in sentence.citations)
            for quote in sentence.quotes
            if quote.document_id == passage.document_id
            and passage.start <= quote.start < passage.end
        ]
        return tuple(dict.fromkeys(quotes))

    def _notes(self) -> Iterator[Note]:
        if self.n_dropped:
            yield Note("dropped", f"{_sentences(self.n_dropped)} left out: no passage carries them")
        name = self.library.embedder.identity.name
        for language, n in self._unread.items():
            yield Note(
                "not_verified",
                f"{_sentences(n)} in {language} could not be verified: the embedder {name} does "
                "not read it. Set a multilingual one: quoth config set embedder BAAI/bge-m3, "
                "then: quoth rebuild",
            )

    def _nothing_left(self) -> Abstention:
        why = (
            f"What the model wrote is in {' and '.join(self._unread)} and could not be verified."
            if self._unread
            else "The passages carry none of the sentences that the model wrote."
        )
        return Abstention("unsupported", f"{why} Those below came nearest.")


def _why(verified: Verified) -> str:
    return "; ".join(note.message for note in verified.notes) or verified.support.label


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in word_text(text)).casefold().split())


def _sentences(n: int) -> str:
    return "1 sentence" if n == 1 else f"{n} sentences"
