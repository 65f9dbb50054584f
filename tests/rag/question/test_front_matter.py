"""Where a paper states a fact about itself: that line, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from quoth.index.types import Author, Document, Passage, PassageKind
from quoth.rag.question.bibliographic import FactName
from quoth.rag.question.front_matter import describe_fact, find_statement, known_value, shown_name

FRONT = """Bells’ Weight - a study
Ann O’Moe1 and Jo ZHANG2
Department of Sound, University of Nowhere
moe@sound.example
Journal of Bells, vol. 1, no. 12, pp. 3–14 (2011)
Received 5 May 2010; accepted 7 June 2011
Key words: bells, weight
"""
ABSTRACT = """Abstract. At the school of 1811 pressure grew. Bells were accepted in 12 towns.
Two key words of the law were read.
"""
BODY = "The bells were published by Moe in 1912. They weigh 11 tons.\n"
END = "Submitted by a friend in 1999.\n"
TEXT = FRONT + ABSTRACT + BODY + END

PAPER = Document(
    "d",
    "/d.pdf",
    "d.pdf",
    "0",
    "pdf",
    title="Bells' Weight – A Study",
    authors=(Author("Ann", "O'Moe"), Author("Jo", "Zhang")),
    year=2011,
    venue="Journal of Bells",
    volume="1",
    issue="12",
    pages="3-14",
    keywords=("bells", "weight"),
)


def passages(*texts: tuple[str, PassageKind]) -> list[Passage]:
    made: list[Passage] = []
    at = 0
    for number, (text, kind) in enumerate(texts):
        made.append(Passage(number, "d", at, at + len(text), None, None, kind, text))
        at += len(text)
    return made


WHOLE = passages((FRONT, "front"), (ABSTRACT, "abstract"), (BODY, "body"), (END, "body"))


def stated(name: FactName, document: Document = PAPER, text: str = TEXT) -> str | None:
    made: Sequence[Passage] = WHOLE if text is TEXT else passages((text, "body"))
    span = find_statement(text, made, document, name)
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("title", "Bells’ Weight - a study"),
        ("affiliation", "Department of Sound, University of Nowhere"),
        ("email", "moe@sound.example"),
        ("venue", "Journal of Bells, vol. 1, no. 12, pp. 3–14 (2011)"),
        ("volume", "Journal of Bells, vol. 1, no. 12, pp. 3–14 (2011)"),
        ("issue", "Journal of Bells, vol. 1, no. 12, pp. 3–14 (2011)"),
        ("pages", "Journal of Bells, vol. 1, no. 12, pp. 3–14 (2011)"),
        ("year", "Journal of Bells, vol. 1, no. 12, pp. 3–14 (2011)"),
        ("received", "Received 5 May 2010; accepted 7 June 2011"),
        ("accepted", "Received 5 May 2010; accepted 7 June 2011"),
        ("keywords", "Key words: bells, weight"),
    ],
)
def test_the_line_that_states_a_fact_is_found(name: FactName, line: str) -> None:
    assert stated(name) == line


def test_authors_are_found_whatever_marks_are_glued_to_their_names() -> None:
    zhang = replace(PAPER, authors=(Author("Jo", "Zhang"),))
    assert stated("authors", zhang) == "Ann O’Moe1 and Jo ZHANG2"
    assert stated("authors") == "Ann O’Moe1 and Jo ZHANG2"


@pytest.mark.parametrize("name", ["publisher", "doi", "work"])
def test_a_fact_that_only_the_abstract_or_the_body_seems_to_state_is_not_found(
    name: FactName,
) -> None:
    assert stated(name) is None


FOOT = (
    "Bells of old\nAnn Moe\nBells ring.\nMoe, (2011). Bells of old. Journal of Bells, 1(8), 33.\n"
    "https://doi.org/10.5555/bells\n1\n"
)
LATER = "They are cast.\nDoe. (2012). Other bells. Journal of Bells, 2(9), 34.\n"
FOOTED = Document(
    "f", "/f.pdf", "f.pdf", "0", "pdf", title="Bells of old", venue="Journal of Bells"
)


def at_the_foot(document: Document, text: str, name: FactName = "venue") -> str | None:
    made = passages(("Bells of old\n", "front"), (text.partition("\n")[2], "body"))
    span = find_statement(text, made, document, name)
    return text[slice(*span)] if span else None


def test_a_pages_foot_states_what_the_front_matter_does_not() -> None:
    line = "Moe, (2011). Bells of old. Journal of Bells, 1(8), 33."
    by_doi = replace(FOOTED, title="Another title", doi="10.5555/BELLS", volume="1")
    assert at_the_foot(FOOTED, FOOT + LATER) == line
    assert at_the_foot(by_doi, FOOT + LATER) == line
    assert at_the_foot(by_doi, FOOT + LATER, "volume") == line


def test_a_reference_to_another_work_in_the_same_journal_states_nothing() -> None:
    assert at_the_foot(FOOTED, f"Bells of old\nThey ring. {'They ring. ' * 20}\n{LATER}") is None
    assert at_the_foot(replace(FOOTED, title=None), FOOT + LATER) is None


def test_a_bare_number_is_no_volume() -> None:
    text = "1\nBells\n12 May 2011\n"
    assert stated("volume", text=text) is None
    assert stated("issue", text=text) is None


def test_a_year_is_not_read_from_the_day_of_receipt() -> None:
    assert stated("year", text="Received 3 May 2011\nBells 2011\n") == "Bells 2011"


def test_a_line_too_long_to_quote_gives_the_value_alone() -> None:
    assert stated("venue", text=f"{'x ' * 300}Journal of Bells{' x' * 300}") == "Journal of Bells"


def test_a_document_without_passages_states_nothing() -> None:
    assert find_statement("", [], PAPER, "title") is None


def test_what_the_library_knows_is_told() -> None:
    assert known_value(PAPER, "authors") == "Ann O'Moe, Jo Zhang"
    assert known_value(PAPER, "keywords") == "bells, weight"
    assert (known_value(PAPER, "year"), known_value(PAPER, "doi")) == ("2011", None)
    assert known_value(Document("e", "/e", "e.txt", "0", "txt"), "authors") is None
    assert describe_fact("doi") == "its DOI"


def test_a_paper_without_title_is_shown_by_its_file() -> None:
    assert shown_name(PAPER) == PAPER.title
    assert shown_name(replace(PAPER, title=None, file="a/d.pdf")) == "d.pdf"
