"""What a chat model writes becomes an answer of checked sentences, whatever it writes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quoth.index import Library, add
from quoth.index.errors import UsageError
from quoth.prompts import load_prompt
from quoth.rag.answerer import QuotingAnswerer
from quoth.rag.assistant import Assistant
from quoth.rag.chat.chain import ChatAnswerer
from quoth.rag.events import Answered, Retrieved, SentenceChecked, TextDelta
from quoth.rag.langchain_adapters import AssistantRunnable
from quoth.rag.question.inquiry import Inquiry, Part
from quoth.rag.retriever import retrieve
from tests.contracts import AnswererContract
from tests.rag.scripted import Written, answerer, codes, piecewise, says, write

QUESTION = "How many seconds did the chronometer of Harrison lose?"
LOST = "The chronometer of Harrison lost five seconds on the way to Jamaica."
GOOD = "Harrison's chronometer lost five seconds on the way to Jamaica [1]."
TIDES = "Tides follow the moon"
BUTTER = "Bells were cast by monks of Salzburg [1]."

LAID_OUT = (
    "## The answer\n\nIn short:\n\n- The chronometer of Harrison lost five seconds [1].\n"
    f"- {TIDES} [2].\n\n```\nlost[1] = 5\n```\n\n{BUTTER}"
)


@pytest.fixture
def library(library: Library, papers: Path) -> Library:
    add(library, [papers])
    return library


def written(library: Library, reply: str, question: str = QUESTION, **options: Any) -> Written:
    return write(answerer(library, says(reply), **options), library, question)


def window_for(n_words: int) -> int:
    """Return the window that leaves so many words for passages; a quarter is for the reply."""
    prompt = load_prompt("answer")
    empty = dict.fromkeys(prompt.placeholders, "") | {"question": QUESTION}
    around = sum(len(message.content.split()) for message in prompt.fill(**empty))
    return (around + n_words) * 4 // 3 + 1


class TestQuoting(AnswererContract):
    @pytest.fixture
    def written(self, library: Library) -> Written:
        return write(QuotingAnswerer(), library, QUESTION)


class TestChat(AnswererContract):
    @pytest.fixture(
        params=[
            GOOD,
            f"{GOOD} {TIDES} [1]. {BUTTER} The chronometer lost nine seconds [1] [7].",
            f"{BUTTER} {TIDES}. {GOOD} {TIDES} [3][2][1].",
            LAID_OUT,
            "NOT_IN_PASSAGES",
            "<think>What is asked?",
        ]
    )
    def written(self, library: Library, request: pytest.FixtureRequest) -> Written:
        return written(library, request.param)


class TestBrokenChat(AnswererContract):
    @pytest.fixture(params=["", "Harr", f"{TIDES} [2]. It was", f"{TIDES} [2]. {GOOD} "])
    def written(self, library: Library, request: pytest.FixtureRequest) -> Written:
        model = piecewise(request.param, breaks=True)
        return write(answerer(library, model), library, QUESTION)


def test_a_good_reply_is_kept_as_it_was_written(library: Library) -> None:
    found = written(library, GOOD)
    assert found.texts == [GOOD.removesuffix(" [1].") + "."]
    assert (found.labels, found.cited) == (["supported"], [["chronometer.txt"]])
    assert [quote.text for quote in found.draft.sources[0].quotes] == [LOST]
    assert found.draft.notes == ()
    assert "".join(found.deltas) == GOOD


def test_a_missing_mark_is_put_and_a_wrong_one_moved(library: Library) -> None:
    found = written(library, f"{LOST} {TIDES} [1].")
    assert found.cited == [["chronometer.txt"], ["tides.md"]]
    assert codes(found.draft.notes) == ["attributed", "reattributed"]


def test_a_mark_without_a_passage_is_removed_and_reported(library: Library) -> None:
    found = written(library, f"{LOST} [1][9].")
    assert found.cited == [["chronometer.txt"]]
    assert "marker_without_passage" in codes(found.draft.notes)
    assert "[9]" not in "".join(found.deltas)


def test_what_no_passage_carries_is_marked_or_left_out(library: Library) -> None:
    reply = f"{GOOD} {BUTTER}"
    assert written(library, reply).labels == ["supported", "unsupported"]
    strict = written(library, reply, strict=True)
    assert strict.labels == ["supported"]
    assert strict.draft.notes[-1].message.startswith("1 sentence left out")
    assert "monks" not in "".join(strict.deltas)


def test_strict_without_anything_left_abstains(library: Library) -> None:
    for reply in (BUTTER, f"```\nx = 1\n```\n\n{BUTTER}", "```\nx = 1\n```"):
        draft = written(library, reply, strict=True).draft
        assert draft.abstained is not None
        assert draft.abstained.reason == "unsupported"


@pytest.mark.parametrize(
    "reply", ["NOT_IN_PASSAGES", "**NOT_IN_PASSAGES**.", f"{BUTTER}\n\nNOT_IN_PASSAGES"]
)
def test_the_token_abstains_even_after_words_that_nothing_carries(
    library: Library, reply: str
) -> None:
    draft = written(library, reply).draft
    assert draft.abstained is not None
    assert (draft.abstained.reason, draft.sentences) == ("model_declined", ())
    assert draft.prompts == (("answer", load_prompt("answer").sha256),)


def test_the_token_after_a_good_sentence_is_left_out(library: Library) -> None:
    found = written(library, f"{GOOD}\n\nNOT_IN_PASSAGES")
    assert (found.labels, found.draft.abstained) == (["supported"], None)


@pytest.mark.parametrize(
    "reply",
    [
        QUESTION,
        "**How many seconds did the chronometer of Harrison lose**",
        "# Harrison's chronometer",
        "<think>It says five.</think>",
        "…",
    ],
)
def test_a_reply_that_states_nothing_is_replaced_by_quotes(library: Library, reply: str) -> None:
    found = written(library, reply)
    assert found.texts[0] == LOST
    assert codes(found.draft.notes) == ["empty_reply"]


def test_thoughts_are_not_part_of_the_answer(library: Library) -> None:
    found = written(library, f"<think>Bells? [1]</think>\n\n{GOOD}")
    assert "".join(found.deltas) == GOOD
    assert len(found.texts) == 1


def test_the_layout_of_a_list_is_kept_and_its_heading_dropped(library: Library) -> None:
    found = written(library, LAID_OUT)
    assert found.texts == [
        "In short:",
        "The chronometer of Harrison lost five seconds.",
        f"{TIDES}.",
        "```\nlost[1] = 5\n```",
        "Bells were cast by monks of Salzburg.",
    ]
    assert [s.lead.strip() for s in found.draft.sentences] == ["", "-", "-", "", ""]
    assert found.labels[3] == "unsupported"


def test_escape_codes_of_a_model_do_not_come_through(library: Library) -> None:
    found = written(library, f"\x1b[31m{GOOD}\x1b[0m \u202e{TIDES} [2].")
    assert not any(sign in "".join([*found.deltas, *found.texts]) for sign in "\x1b\u202e")


def test_a_reply_that_does_not_end_is_cut_with_a_note(library: Library) -> None:
    pulled = 0

    def pieces() -> Iterator[str]:
        nonlocal pulled
        while True:
            pulled += 1
            yield f"{TIDES} and the sun {pulled} times [2]. "

    model = piecewise()
    model.pieces = pieces()  # type: ignore[assignment]
    found = write(answerer(library, model), library, QUESTION)
    assert "reply_cut" in codes(found.draft.notes)
    assert sum(map(len, found.deltas)) <= 20_000
    assert pulled < 1000


def test_the_model_gets_the_passages_and_the_users_own_words(library: Library) -> None:
    model = piecewise(GOOD)
    asked = write(answerer(library, model), library, "Et combien?", meaning=QUESTION)
    assert asked.labels == ["supported"]
    (prompt,) = model.asked
    assert LOST in prompt
    assert f"Question: Et combien? (that is: {QUESTION})" in prompt
    write(answerer(library, model), library, QUESTION)
    assert f"Question: {QUESTION}\n" in model.asked[1]


def test_a_window_for_one_passage_holds_the_best_one(library: Library) -> None:
    model = piecewise(GOOD)
    write(answerer(library, model, window_tokens=window_for(40)), library, QUESTION)
    (prompt,) = model.asked
    assert LOST in prompt
    assert TIDES not in prompt


def test_a_window_without_room_for_a_passage_is_not_asked(library: Library) -> None:
    model = piecewise(GOOD)
    found = write(answerer(library, model, window_tokens=window_for(3)), library, QUESTION)
    assert model.asked == []
    assert found.texts[0] == LOST
    assert codes(found.draft.notes) == ["context_too_small"]
    assert "context_tokens" in found.draft.notes[0].message
    assert found.draft.prompts == ()


def test_a_reply_that_breaks_off_keeps_what_was_whole_and_goes_on_with_quotes(
    library: Library,
) -> None:
    model = piecewise(f"{TIDES} [2]. {TIDES} with the moon [2]. It was br", breaks=True)
    found = write(answerer(library, model), library, QUESTION)
    assert found.texts == [f"{TIDES}.", f"{TIDES} with the moon.", LOST]
    assert [c.n for s in found.draft.sentences for c in s.citations] == [1, 1, 2]
    assert codes(found.draft.notes) == ["chat_model_cut_stream"]


def test_words_that_were_said_before_a_break_are_not_quoted_again(library: Library) -> None:
    for said, then in ((LOST, [LOST]), (GOOD, [GOOD.replace(" [1]", ""), LOST])):
        model = piecewise(said, " And", breaks=True)
        assert write(answerer(library, model), library, QUESTION).texts == then


class TestRepair:
    FIRST = f"{GOOD} {BUTTER}"

    def repaired(self, library: Library, *replies: str, **options: Any) -> Written:
        model = says(*replies)
        return write(answerer(library, model, repair=True, **options), library, QUESTION)

    def test_a_better_second_answer_is_kept(self, library: Library) -> None:
        found = self.repaired(library, self.FIRST, f"{GOOD} {TIDES} [2].")
        assert found.labels == ["supported", "supported"]
        assert codes(found.draft.notes) == ["repaired"]
        names = ("answer", "repair")
        assert found.draft.prompts == tuple((n, load_prompt(n).sha256) for n in names)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "second",
        [f"{GOOD} {BUTTER}", f"{BUTTER} {BUTTER[:-5]} of old.", "NOT_IN_PASSAGES", QUESTION],
    )
    def test_a_worse_one_is_not(self, library: Library, second: str) -> None:
        found = self.repaired(library, self.FIRST, second)
        assert found.labels == ["supported", "unsupported"]
        assert codes(found.draft.notes)[-1] == "repair_failed"

    def test_a_second_look_that_finds_nothing_abstains(self, library: Library) -> None:
        draft = self.repaired(library, BUTTER, "NOT_IN_PASSAGES").draft
        assert draft.abstained is not None
        assert draft.abstained.reason == "model_declined"

    def test_a_good_answer_is_not_looked_at_again(self, library: Library) -> None:
        model = piecewise(GOOD)
        write(answerer(library, model, repair=True), library, QUESTION)
        assert len(model.asked) == 1

    def test_the_model_is_shown_what_failed_and_why(self, library: Library) -> None:
        model = piecewise(self.FIRST)
        write(answerer(library, model, repair=True), library, QUESTION)
        assert f"Answer:\n{self.FIRST}" in model.asked[1]
        assert "- Bells were cast by monks of Salzburg. (no passage carries" in model.asked[1]

    def test_without_room_the_first_answer_stays(self, library: Library) -> None:
        bells = " ".join(f"Bells of number {n} were cast by monks [1]." for n in range(1000, 1020))
        model = piecewise(f"{GOOD} {bells}")
        options = {"repair": True, "window_tokens": window_for(40)}
        found = write(answerer(library, model, **options), library, QUESTION)
        assert len(model.asked) == 1
        assert codes(found.draft.notes)[-1] == "repair_failed"

    def test_a_failure_leaves_the_first_answer(self, library: Library) -> None:
        found = self.repaired(library, self.FIRST)  # the script has no second reply
        assert found.labels == ["supported", "unsupported"]
        assert codes(found.draft.notes)[-1].startswith("chat_model_")


def test_a_prompt_of_the_users_own_is_sent_and_recorded(library: Library, tmp_path: Path) -> None:
    own = load_prompt("answer").text.replace("# system\n", "# system\n\nSpeak like a sailor.\n")
    (tmp_path / "answer.md").write_text(own, "utf-8")
    model = piecewise(GOOD)
    found = write(answerer(library, model, prompts=tmp_path), library, QUESTION)
    assert "Speak like a sailor." in model.asked[0]
    assert found.draft.prompts == (("answer", load_prompt("answer", folder=tmp_path).sha256),)
    (tmp_path / "answer.md").write_text("# system\n\n# user\n", "utf-8")
    with pytest.raises(UsageError, match=r"answer\.md lacks \{fence\}"):
        write(answerer(library, model, prompts=tmp_path), library, QUESTION)


def test_the_assistant_streams_hits_then_text_and_sentences_then_the_answer(
    example_library: Library,
) -> None:
    weight = "His first sea clock weighed about 34 kilograms [1]."
    pieces = [weight[:20], weight[20:], "\n\nIt was finished", " in 1735 [1]."]
    chat = answerer(example_library, piecewise(*pieces))
    events = list(Assistant(example_library, answerer=chat).stream("How heavy was H1?"))
    first, *between, last = events
    assert isinstance(first, Retrieved)
    assert isinstance(last, Answered)
    kinds = [type(event) for event in between]
    # a sentence is checked as soon as the next one begins, not at the end
    assert kinds == [TextDelta, TextDelta, TextDelta, SentenceChecked, TextDelta, SentenceChecked]
    checked = [event.sentence for event in between if isinstance(event, SentenceChecked)]
    assert [s.text for s in last.answer.sentences] == [s.text for s in checked]
    assert last.answer.model == "openai:test"


def test_the_time_of_checking_is_told_apart_from_that_of_writing(example_library: Library) -> None:
    chat = answerer(example_library, piecewise("H1 weighed about 34 kilograms [1]."))
    first, *_, last = Assistant(example_library, answerer=chat).stream("How heavy was H1?")
    assert isinstance(first, Retrieved)
    assert isinstance(last, Answered)
    timings = last.answer.timings
    assert timings.verify_ms > 0
    assert (first.retrieve_ms, first.read_ms) == (timings.retrieve_ms, timings.read_ms)
    stages = (timings.retrieve_ms, timings.read_ms, timings.answer_ms, timings.verify_ms)
    assert sum(stages) == pytest.approx(timings.total_ms, rel=0.01)


def test_a_runnable_answers_a_batch_from_several_threads(example_library: Library) -> None:
    chat = answerer(example_library, piecewise("H1 weighed about 34 kilograms [1]."))
    runnable = AssistantRunnable(Assistant(example_library, answerer=chat))
    answers = runnable.batch(["How heavy was H1?"] * 4)
    assert [len(answer.sentences) for answer in answers] == [1] * 4
    assert len({answer.text for answer in answers}) == 1


def test_an_answerer_that_is_closed_stops_the_model(library: Library) -> None:
    ended = False

    def pieces() -> Iterator[str]:
        nonlocal ended
        try:
            while True:
                yield f"{TIDES} [2]. "
        finally:
            ended = True

    model = piecewise()
    model.pieces = pieces()  # type: ignore[assignment]
    writing = _writing(answerer(library, model), library)
    next(writing)
    assert not ended
    model.pieces = ()
    writing.close()
    gc.collect()
    assert ended


def _writing(answerer: ChatAnswerer, library: Library) -> Any:
    hits = retrieve(library, QUESTION, k=3).hits
    return answerer.write(Inquiry(QUESTION, QUESTION, "fact", (Part(QUESTION),)), [[]], hits)


REPLY = (
    f"<think>Seconds?</think>\n\nIn short:\n- {GOOD}\n- {TIDES} 【2】.\n\n{LOST[:-1]} (1). "
    "Bells [1, 2][9] were `a[1]` cast by monks.\n\x1b[1mThe chronometer lost nine seconds [1]."
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cuts=st.lists(st.integers(1, len(REPLY) - 1), max_size=30), strict=st.booleans())
def test_any_split_of_a_reply_gives_the_same_answer(
    library: Library, cuts: list[int], strict: bool
) -> None:
    ends = [*sorted(set(cuts)), len(REPLY)]
    starts = [0, *ends[:-1]]
    pieces = [REPLY[a:b] for a, b in zip(starts, ends, strict=True)]
    found = write(answerer(library, piecewise(*pieces), strict=strict), library, QUESTION)
    whole = write(answerer(library, piecewise(REPLY), strict=strict), library, QUESTION)
    assert found.draft == whole.draft
    assert "".join(found.deltas) == "".join(whole.deltas)
