"""Drafted questions: exact slices, marked as drafts, and never over what a person edited."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.eval.importers.own import read_own
from quoth.eval.make import draft_questions, write_drafts
from quoth.eval.make_gaps import gap_of
from quoth.eval.make_model import ModelWriter, load_writer
from quoth.eval.make_types import Draft
from quoth.eval.runs.documents import check_gold, set_names
from quoth.index import Library, add
from quoth.index.errors import UsageError
from quoth.prompts import load_prompt
from quoth.rag.settings import Settings
from tests.rag.scripted import endpoint, says

PAPER = (
    "The clocks of Harrison\n\nJohn Harrison\n\n"
    "The third clock of the series weighed 27 kilograms and had a spring. It was tried on the way "
    "to Jamaica by his son in the winter of that year. The fourth one was a watch that lost five "
    "seconds in 81 days at sea."
)


@pytest.fixture
def filled(library: Library, write_papers: Callable[[dict[str, str]], Path]) -> Library:
    add(library, [write_papers({"clocks.txt": PAPER, "more.txt": PAPER.replace("27", "34")})])
    return library


def test_drafts_are_slices_of_the_library_and_the_same_each_time(
    filled: Library, tmp_path: Path
) -> None:
    drafts = list(draft_questions(filled, 10))
    assert drafts == list(draft_questions(filled, 10))
    path = tmp_path / "questions.jsonl"
    write_drafts(path, drafts)
    items = read_own(path).items
    assert check_gold(filled, set_names(filled, items), items) == {}
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert {row["checked"] for row in rows} == {False}
    assert {row["drafted"] for row in rows} <= {"cloze", "title"}


def test_drafts_come_from_all_documents_in_turn(filled: Library) -> None:
    gaps = [draft for draft in draft_questions(filled, 10) if draft.how == "cloze"]
    assert {draft.evidence[0].document for draft in gaps[:2]} == {"clocks.txt", "more.txt"}


def test_a_gap_takes_the_number_out_and_asks_for_it(filled: Library) -> None:
    draft = next(draft for draft in draft_questions(filled, 10) if draft.how == "cloze")
    (answer,) = draft.answers
    assert answer in draft.evidence[0].quote
    assert "____" in draft.question
    assert draft.question.replace("____", answer).endswith(draft.evidence[0].quote)


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("In all, 5 clocks of the series weighed about 34 kilograms.", "34"),
        ("In all, the loss was 3.5 % of the\nclocks that were tested at sea.", "3.5 %"),
        ("It was tried on the long way to Port Royal in the winter.", "Port Royal"),
        (
            "It came into the hands of the Board of Longitude and Tide in the end.",
            "Board of Longitude and Tide",
        ),
        ("It was tried on the long way in the winter of it.", None),
        ("The loss was small on the way to the island (Quillby, 2019).", None),
        ("3. New ways and methods of finding the longitude at sea", None),
        ("It weighed 34 kg.", None),  # too short to be understood with a gap
        ("See https://example.org/34 for all of the data that we used here.", None),
        ("As others have shown before [12], the clocks were late by some minutes.", None),
    ],
)
def test_the_gap_is_the_last_number_or_else_the_last_name(sentence: str, answer) -> None:
    gap = gap_of(sentence)
    assert (gap.answer if gap else None) == answer


def test_questions_about_titles_are_asked_of_what_is_known(filled: Library) -> None:
    titles = [draft for draft in draft_questions(filled, 20) if draft.how == "title"]
    known = {document.title for document in filled.documents() if document.authors}
    assert {draft.question for draft in titles} >= {f"Who wrote “{title}”?" for title in known}


def test_an_empty_library_has_nothing_to_ask_of(library: Library) -> None:
    with pytest.raises(UsageError, match="is empty"):
        next(draft_questions(library, 1))


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text("edited by hand", "utf-8")
    with pytest.raises(UsageError, match="is there already"):
        write_drafts(path, [Draft("?", (), "cloze")])
    assert path.read_text("utf-8") == "edited by hand"
    with pytest.raises(UsageError, match="cannot write"):
        write_drafts(tmp_path / "no" / "folder.jsonl", [])


def reply(question: str, answer: str, quote: str) -> str:
    return json.dumps({"question": question, "answer": answer, "quote": quote})


def drafted(library: Library, *replies: str) -> tuple[list[Draft], ModelWriter]:
    writer = ModelWriter(says(*replies), endpoint(), load_prompt("question"))
    return list(draft_questions(library, len(replies), writer=writer)), writer


def test_a_model_drafts_what_stands_in_its_passage(filled: Library) -> None:
    said = reply(
        "How long was the watch at sea?", "81 days", "a watch that lost five seconds in 81"
    )
    (draft,), writer = drafted(filled, f"Sure:\n```json\n{said}\n```")
    assert (draft.question, draft.answers, draft.how) == (
        "How long was the watch at sea?",
        ("81 days",),
        "model",
    )
    (span,) = draft.evidence
    document = filled.document(span.document)
    assert filled.text(document.id).text[span.start : span.end] == span.quote
    assert span.quote.startswith("The fourth one was a watch")
    assert writer.n_refused == 0


@pytest.mark.parametrize(
    "said",
    [
        reply("How long?", "81 days", "It was 81 days, the longest ever."),
        reply("", "", ""),
        reply("How long?", "", "The fourth one was a watch that lost five seconds"),
        '{"question": "How long?"}',
        "I cannot think of any.",
    ],
)
def test_what_does_not_stand_in_the_passage_is_not_taken_and_counted(
    filled: Library, said: str
) -> None:
    drafts, writer = drafted(filled, said, said)
    assert drafts == []
    assert writer.n_refused == 2


def test_a_writer_needs_a_chat_model() -> None:
    with pytest.raises(UsageError, match="no chat model is set"):
        load_writer(Settings())
