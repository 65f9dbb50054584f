"""The example library and its questions hold what their README promises."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from quoth.index.readers import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
LIBRARY = EXAMPLES / "library"
KINDS = {
    "lookup": 18,
    "explain": 8,
    "list": 7,
    "multi": 6,
    "reference": 5,
    "followup": 4,
    "unanswerable": 12,
}
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (EXAMPLES / "questions.jsonl").read_text("utf-8").splitlines()
]
TEXTS = {path.name: read(path.name, path.read_bytes()).text for path in LIBRARY.iterdir()}

each_question = pytest.mark.parametrize(
    "question", QUESTIONS, ids=[question["id"] for question in QUESTIONS]
)


def folded(text: str) -> str:
    """Heal words that a line's end divides, straighten quotation marks, fold case and space."""
    healed = re.sub("\ufffe\\s*", "", text).replace("\u2019", "'")
    return " ".join(healed.split()).casefold()


def spans(question: dict[str, Any]) -> list[dict[str, Any]]:
    return [*question["evidence"], *question.get("alt_evidence", [])]


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[ModuleType, ModuleType]]:
    """Yield the two scripts that make the examples, imported as if run from their folder."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    import make_library
    import make_questions

    yield make_library, make_questions
    for name in list(sys.modules):
        if name in ("make_library", "make_questions") or name.split(".")[0] == "typeset":
            del sys.modules[name]


def test_the_library_is_what_its_sources_make(scripts: tuple[ModuleType, ModuleType]) -> None:
    library, _ = scripts
    assert library.differences() == []


def test_a_changed_file_is_reported(scripts: tuple[ModuleType, ModuleType], tmp_path: Path) -> None:
    library, _ = scripts
    for path in LIBRARY.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "quartz-to-caesium.md").write_text("# Something else\n")
    (tmp_path / "railway-time-zones.html").unlink()
    (tmp_path / "stray.txt").write_text("stray")
    assert library.differences(tmp_path) == [
        "quartz-to-caesium.md is not what its source makes",
        "railway-time-zones.html is missing",
        "stray.txt has no source",
    ]


def test_the_questions_are_what_their_sources_make(
    scripts: tuple[ModuleType, ModuleType],
) -> None:
    _, questions = scripts
    made = questions.made_questions()
    assert made == (EXAMPLES / "questions.jsonl").read_text("utf-8")


def test_a_quote_is_found_across_divided_words_and_line_ends(
    scripts: tuple[ModuleType, ModuleType],
) -> None:
    _, questions = scripts
    text = "A brass ma\ufffe\r\nchine  \nadds \u201cwaves\u201d."
    start, end = questions.locate('machine adds "waves"', text)
    assert text[start:end] == "ma\ufffe\r\nchine  \nadds \u201cwaves\u201d"


@pytest.mark.parametrize("quote", ["not there", "twice", ""])
def test_a_quote_that_does_not_occur_once_is_refused(
    scripts: tuple[ModuleType, ModuleType], quote: str
) -> None:
    _, questions = scripts
    with pytest.raises(questions.QuoteError, match="not once"):
        questions.locate(quote, "once, twice, twice")


def test_there_is_one_article_of_each_format_and_a_second_pdf() -> None:
    suffixes = Counter(Path(name).suffix for name in TEXTS)
    assert suffixes == {".pdf": 2, ".docx": 1, ".html": 1, ".md": 1, ".txt": 1}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_an_article_has_an_abstract_and_a_length_of_one_or_two_pages(name: str) -> None:
    assert "Abstract" in TEXTS[name]
    assert 700 <= len(TEXTS[name].split()) <= 1300


def test_three_articles_have_a_list_of_at_least_five_references() -> None:
    lists = {
        name: re.findall(r"\((?:Ed\.\) \()?\d{4}\)\.", text[heading.end() :])
        for name, text in TEXTS.items()
        if (heading := re.search(r"^(?:## )?References\s*$", text, re.MULTILINE))
    }
    assert sorted(lists) == [
        "harrison-sea-clocks.pdf",
        "quartz-to-caesium.md",
        "tide-predicting-machines.pdf",
    ]
    assert all(len(entries) >= 5 for entries in lists.values())


@pytest.mark.parametrize("name", ["harrison-sea-clocks.pdf", "quartz-to-caesium.md"])
def test_every_numbered_reference_is_cited(name: str) -> None:
    body, _, references = TEXTS[name].partition("References")
    numbers = re.findall(r"^\[(\d)\] ", references, re.MULTILINE)
    assert sorted(set(re.findall(r"\[(\d)\]", body))) == sorted(numbers)


def test_the_articles_of_two_formats_have_their_tables_and_footnotes() -> None:
    assert "krypton-86" in TEXTS["metre-meridian-survey.docx"]
    assert "864 lignes" in TEXTS["metre-meridian-survey.docx"]
    assert "New Zealand" in TEXTS["railway-time-zones.html"]


def test_there_are_as_many_questions_of_each_kind_as_the_readme_says() -> None:
    assert Counter(question["kind"] for question in QUESTIONS) == KINDS
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    assert all(re.search(rf"\b{count} ", readme) for count in KINDS.values())


def test_no_two_questions_share_an_id_or_their_words() -> None:
    assert len({question["id"] for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question["question"].casefold() for question in QUESTIONS}) == len(QUESTIONS)


def test_each_article_is_asked_about() -> None:
    asked = Counter(span["document"] for question in QUESTIONS for span in spans(question))
    assert set(asked) == set(TEXTS)
    assert min(asked.values()) >= 7


@each_question
def test_evidence_is_an_exact_slice(question: dict[str, Any]) -> None:
    for span in spans(question):
        assert TEXTS[span["document"]][span["start"] : span["end"]] == span["quote"]


@each_question
def test_only_an_unanswerable_question_is_without_answer_and_evidence(
    question: dict[str, Any],
) -> None:
    unanswerable = question["kind"] == "unanswerable"
    assert question["unanswerable"] is unanswerable
    assert bool(question["answers"]) is not unanswerable
    assert bool(question["evidence"]) is not unanswerable


@each_question
def test_the_first_wording_of_each_item_is_in_the_evidence(question: dict[str, Any]) -> None:
    assert bool(question.get("items")) is (question["kind"] in ("list", "multi"))
    evidence = folded(" ".join(span["quote"] for span in question["evidence"]))
    for wordings in question.get("items", []):
        assert folded(wordings[0]) in evidence


@each_question
def test_a_fact_looked_up_is_in_the_words_of_its_evidence(question: dict[str, Any]) -> None:
    if question["kind"] not in ("lookup", "followup"):
        return
    evidence = folded(" ".join(span["quote"] for span in question["evidence"]))
    assert any(folded(answer) in evidence for answer in question["answers"])


@each_question
def test_a_kind_of_question_has_what_it_needs(question: dict[str, Any]) -> None:
    assert bool(question.get("history")) is (question["kind"] == "followup")
    if question["kind"] == "multi":
        assert len({span["document"] for span in question["evidence"]}) == 2
    for turn, role in zip(question.get("history", []), ("user", "assistant"), strict=False):
        assert turn["role"] == role
