"""Sentences are held against what their writer was shown, and numbered as they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from quoth.index import Library, add
from quoth.rag.chat.checking import SentenceChecker
from quoth.rag.chat.citations import FinishedSentence, read_reply
from quoth.rag.draft import Quoted, draft_of
from quoth.rag.retriever import retrieve
from quoth.rag.support.evidence import EvidencePassage
from quoth.rag.support.scorer import Verdict
from quoth.rag.types import Source, Support
from tests.fakes import FakeEmbedder
from tests.rag.scripted import codes

QUESTION = "Which clocks lost seconds, and what do tides follow?"
CHINESE = "这台钟在去牙买加的路上慢了五秒。"


@dataclass(frozen=True)
class EverythingCarries:
    """Takes the first sentence of a group for what carries the claim."""

    def judge(self, claim: str, groups: Sequence[Sequence[EvidencePassage]]) -> list[Verdict]:
        return [Verdict(Support("supported", 0.9), ((0, 0),)) for _ in groups]


@dataclass(frozen=True)
class NothingCarries:
    def judge(self, claim: str, groups: Sequence[Sequence[EvidencePassage]]) -> list[Verdict]:
        return [Verdict(Support("unsupported", 0.1), ((0, 0),)) for _ in groups]


@pytest.fixture
def sources(library: Library, papers: Path) -> list[Source]:
    add(library, [papers])
    hits = retrieve(library, QUESTION, k=3).hits
    return [Source(n, hit) for n, hit in enumerate(hits, 1)]


@pytest.fixture
def checker(library: Library, sources: list[Source]) -> SentenceChecker:
    return SentenceChecker(library, sources, QUESTION, judge=EverythingCarries())


def sentence(text: str, *cited: int) -> FinishedSentence:
    return FinishedSentence(text, cited, 0, len(text), lead=" ")


def check(checker: SentenceChecker, reply: str) -> None:
    for finished in read_reply(reply, len(checker.sources)).sentences:
        checker.check(finished)


def test_sources_are_numbered_in_the_order_in_which_they_are_cited(
    checker: SentenceChecker, sources: list[Source]
) -> None:
    check(checker, "One thing is so [3]. Another is so [1]. A third is so [3].")
    draft = checker.draft()
    assert [[c.n for c in s.citations] for s in draft.sentences] == [[1], [2], [1]]
    assert [s.hit for s in draft.sources] == [sources[2].hit, sources[0].hit]
    assert [len(source.quotes) for source in draft.sources] == [1, 1]


def test_a_sentence_is_returned_with_the_answers_numbers(checker: SentenceChecker) -> None:
    kept = checker.check(sentence("So it is.", 3))
    assert kept is not None
    assert [c.n for c in kept.citations] == [1]
    assert checker.draft().sentences == (kept,)


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        QUESTION.upper().replace(",", " -"),
        "Which clocks?",
        "哪些钟？",
        "NOT_IN_PASSAGES",
        "(NOT_IN_PASSAGES).",
    ],
)
def test_what_claims_nothing_is_dropped(checker: SentenceChecker, text: str) -> None:
    assert checker.check(sentence(text, 1)) is None
    assert checker.says_nothing
    assert (checker.draft().notes, checker.draft().abstained) == ((), None)


def test_a_question_repeated_without_its_mark_is_dropped(
    library: Library, sources: list[Source]
) -> None:
    checker = SentenceChecker(library, sources, "tides and moon", judge=EverythingCarries())
    assert checker.check(sentence("Tides and **moon**.", 1)) is None


def test_headings_are_dropped_and_code_is_kept_unless_strict(
    library: Library, sources: list[Source], checker: SentenceChecker
) -> None:
    reply = "# Clocks\n\n```\nlost = 5\n```\n\nSo it is [1]."
    check(checker, reply)
    assert [s.text for s in checker.draft().sentences] == ["```\nlost = 5\n```", "So it is."]
    assert checker.draft().sentences[0].support == Support("unsupported", 0.0)
    strict = SentenceChecker(library, sources, strict=True, judge=EverythingCarries())
    check(strict, reply)
    assert [s.text for s in strict.draft().sentences] == ["So it is."]


def test_doubtful_sentences_are_kept_with_the_reason(
    library: Library, sources: list[Source]
) -> None:
    checker = SentenceChecker(library, sources, judge=NothingCarries())
    check(checker, "So it is [1]. So it is not [2].")
    assert [text for text, _ in checker.doubtful] == ["So it is.", "So it is not."]
    assert "no passage carries" in checker.doubtful[0][1]
    assert checker.n_carried == 0


def test_strict_counts_what_it_leaves_out(library: Library, sources: list[Source]) -> None:
    checker = SentenceChecker(library, sources, strict=True, judge=NothingCarries())
    check(checker, "So it is [1]. So it is not [2].")
    draft = checker.draft()
    assert draft.abstained is not None
    assert draft.abstained.reason == "unsupported"
    assert draft.notes[-1].message == "2 sentences left out: no passage carries them"
    assert not checker.says_nothing


def test_a_sentence_without_a_mark_that_nothing_carries_has_no_source(
    library: Library, sources: list[Source]
) -> None:
    checker = SentenceChecker(library, sources, judge=NothingCarries())
    check(checker, "So it is.")
    draft = checker.draft()
    assert (draft.sentences[0].citations, draft.sources) == ((), ())
    assert codes(draft.notes) == ["unsupported"]


class TestOfAnotherLanguage:
    @pytest.fixture
    def sources(
        self, library: Library, sources: list[Source], monkeypatch: pytest.MonkeyPatch
    ) -> list[Source]:
        monkeypatch.setattr(FakeEmbedder, "languages", frozenset({"en"}))
        return sources

    def test_it_is_kept_with_its_marks_and_a_note(self, checker: SentenceChecker) -> None:
        check(checker, f"{CHINESE[:-1]} [2]。\n\nSo it is with the clock [1].\n\n{CHINESE}")
        draft = checker.draft()
        assert [s.support.label for s in draft.sentences] == [
            "unsupported",
            "supported",
            "unsupported",
        ]
        assert [[c.n for c in s.citations] for s in draft.sentences] == [[1], [2], []]
        (note,) = draft.notes
        assert note.code == "not_verified"
        assert note.message.startswith("2 sentences in Chinese could not be verified")
        assert "quoth config set embedder" in note.message
        assert checker.doubtful == []

    def test_strict_leaves_it_out_and_says_why(
        self, library: Library, sources: list[Source]
    ) -> None:
        checker = SentenceChecker(library, sources, strict=True, judge=EverythingCarries())
        check(checker, f"{CHINESE} [1]")
        draft = checker.draft()
        assert draft.abstained is not None
        assert "Chinese" in draft.abstained.message
        assert codes(draft.notes) == ["dropped", "not_verified"]

    def test_it_is_checked_where_a_passage_is_in_it_too(
        self, library: Library, sources: list[Source]
    ) -> None:
        hit = sources[0].hit
        passage = replace(hit.passage, text=CHINESE * 3)
        chinese = Source(4, replace(hit, passage=passage, lexical_score=1.0))
        checker = SentenceChecker(library, [*sources, chinese], judge=EverythingCarries())
        check(checker, f"{CHINESE} [1]")
        assert checker.draft().sentences[0].support.label == "supported"


class TestGoingOn:
    def test_quotes_get_the_numbers_that_follow(
        self, checker: SentenceChecker, sources: list[Source]
    ) -> None:
        check(checker, "So it is [2].")
        hits = [source.hit for source in sources]
        draft = draft_of([Quoted(hit, *_span(hit.passage)) for hit in (hits[0], hits[2])])
        added = list(checker.continue_with(draft))
        assert [[c.n for c in s.citations] for s in added] == [[2], [3]]
        whole = checker.draft()
        assert [source.hit for source in whole.sources] == [hits[1], hits[0], hits[2]]
        assert [len(source.quotes) for source in whole.sources] == [1, 1, 1]

    def test_a_passage_that_the_writer_was_not_shown_is_a_source_too(
        self, library: Library, sources: list[Source]
    ) -> None:
        checker = SentenceChecker(library, sources[:1], judge=EverythingCarries())
        check(checker, "So it is [1].")
        hit = sources[2].hit
        list(checker.continue_with(draft_of([Quoted(hit, *_span(hit.passage))])))
        assert [source.hit for source in checker.draft().sources] == [sources[0].hit, hit]

    def test_words_that_were_said_already_are_not_quoted_again(
        self, checker: SentenceChecker, sources: list[Source]
    ) -> None:
        check(checker, "So it is [1].")
        (quote,) = checker.draft().sentences[0].quotes
        again = draft_of([Quoted(sources[0].hit, quote.start, quote.end, quote.text)])
        assert len(list(checker.continue_with(again))) == 1
        assert list(checker.continue_with(again)) == []
        assert [s.text for s in checker.draft().sentences] == ["So it is.", quote.text]


def _span(passage: object) -> tuple[int, int, str]:
    start, text = passage.start, passage.text  # type: ignore[attr-defined]
    return start, start + len(text), text
