"""Which papers there are, without a word of what they are about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.index import Filters, Library, add
from quoth.rag.assistant import Assistant, Turn
from quoth.rag.question.inventory import list_library
from quoth.rag.types import Abstention, Answer
from tests.rag.documents import document

EXAMPLES = [
    "Quillby (2026): The Longitude Problem and Harrison’s Sea Clocks",
    "Vantwell (2026): From Dunkirk to Barcelona: The Survey that Made the Metre",
    "Estwick (2026): From Quartz to Caesium: How the Second Left the Sky",
    "Orlund & Pryde (2026): Railway Time, the Meridian Conference and the Zones",
    "Pryde (2026): Satellite Navigation and the Leap Second",
    "Ferrow & Quillby (2026): Brass for Brain: Predicting the Tides by Machine",
]


def texts(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences]


@pytest.mark.parametrize("question", ["What papers do I have?", "How many papers are there?"])
def test_the_papers_are_named_by_authors_year_and_title(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert texts(answer) == EXAMPLES
    assert [note.message for note in answer.notes] == ["6 papers"]
    assert answer.text.startswith(f"- {EXAMPLES[0]} [1]\n- {EXAMPLES[1]} [2]\n- ")


def test_each_title_is_an_exact_slice_of_its_paper(assistant: Assistant) -> None:
    answer = assistant.ask("List my papers")
    assert [citation.n for s in answer.sentences for citation in s.citations] == [1, 2, 3, 4, 5, 6]
    for sentence, source in zip(answer.sentences, answer.sources, strict=True):
        (quote,) = sentence.quotes
        text = assistant.library.text(source.document.id).text
        assert text[quote.start : quote.end] == quote.text
        assert sentence.text.endswith(quote.text)


def test_an_authors_papers_alone_are_named_where_the_author_is(assistant: Assistant) -> None:
    for question in ("How many papers by Quillby do I have?", "List Quillby's papers"):
        assert texts(assistant.ask(question)) == [EXAMPLES[0], EXAMPLES[5]]


def test_filters_say_which_papers_are_named(assistant: Assistant) -> None:
    answer = assistant.ask("What papers do I have?", filters=Filters(author="Pryde"))
    assert texts(answer) == EXAMPLES[3:5]
    none = assistant.ask("What papers do I have?", filters=Filters(author="Nobody"))
    assert none.abstained is not None


def test_the_conversation_before_does_not_narrow_the_papers(assistant: Assistant) -> None:
    history = [Turn("user", "What did Quillby write?"), Turn("assistant", "Two papers [1].")]
    answer = assistant.ask("List my papers", history=history)
    assert texts(answer) == EXAMPLES
    assert [note.code for note in answer.notes] == ["library"]


def test_of_many_papers_the_first_are_named_and_the_rest_is_counted(
    library: Library, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    papers = {f"{n:02}.md": f"# Rain of day {n:02}\n\nIt fell on the town.\n" for n in range(23)}
    add(library, [write_papers(papers)])
    answer = Assistant(library).ask("What papers do I have?")
    assert len(answer.sentences) == 20
    assert texts(answer)[19].endswith("Rain of day 19")
    (note,) = answer.notes
    assert note.message == "23 papers: 20 are named here; see the other 3 with: quoth ls"


def test_a_paper_that_states_no_title_goes_by_its_file(
    library: Library, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    add(library, [write_papers({"rain.txt": "Rain fell on the town.\nIt was cold there."})])
    assert texts(Assistant(library).ask("List my papers")) == ["rain.txt: Rain fell on the town."]


def test_entries_without_text_are_counted_and_not_quoted(library: Library, tmp_path: Path) -> None:
    entry = "@article{moe2020, title={Rain on the roofs}, author={Moe, Ann}, year={2020}}\n"
    (tmp_path / "refs.bib").write_text(entry, "utf-8")
    add(library, [tmp_path / "refs.bib"])
    declined = Assistant(library).ask("What papers do I have?").abstained
    assert declined is not None
    assert "1 entry of bibliographies" in declined.message
    (tmp_path / "rain.txt").write_text("Rain fell on the town.", "utf-8")
    add(library, [tmp_path / "rain.txt"])
    (note,) = Assistant(library).ask("What papers do I have?").notes
    assert note.message == "1 paper; and 1 entry of bibliographies, without text"


def test_a_library_without_papers_is_said_to_be_empty(library: Library) -> None:
    declined = Assistant(library).ask("What papers do I have?").abstained
    assert declined is not None
    assert declined.reason == "empty_library"


def test_documents_without_text_alone_make_an_abstention(library: Library) -> None:
    assert list_library(library, []) is None
    assert isinstance(list_library(library, [document("moe")]), Abstention)
