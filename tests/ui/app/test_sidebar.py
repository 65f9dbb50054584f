from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring

from quoth.index.errors import UsageError
from quoth.index.types import Author, Filters
from quoth.ui.app.example_questions import example_questions
from quoth.ui.app.records import Conversation
from quoth.ui.app.selection import Selection, matching, selection_of
from quoth.ui.app.sidebar import conversations_html, documents_html
from quoth.ui.app.wiring import Sent
from tests.ui.app.answers import HOSTILE, document

ONE, TWO = document(), document(id="d2", title="Tides", authors=(), file="tides.md", year=None)


def tree(html: str):
    return fragment_fromstring(html, create_parent="div")


def test_everything_is_no_filter_and_what_is_left_out_is_one():
    assert Selection().filters([ONE, TWO]) == Filters()
    without = Selection(ids=frozenset({"d1"})).filters([ONE, TWO])
    assert without == Filters(among=frozenset({"d2"}))
    alone = Selection(everything=False, ids=frozenset({"d1", "gone"})).filters([ONE, TWO])
    assert alone == Filters(among=frozenset({"d1"}))


def test_an_empty_library_is_asked_all_the_same_and_says_itself_that_it_is_empty():
    assert Selection(everything=False).filters([]) == Filters()


def test_a_choice_is_read_from_what_the_script_sends():
    sent = {"mode": "some", "ids": ["d1", 7], "first": 1990, "last": 0}
    expected = Selection(everything=False, ids=frozenset({"d1"}), first_year=1990)
    assert selection_of(Sent(sent)) == expected
    for wrong in ({}, {"mode": 1}, {"mode": "all", "ids": "d1"}, {"mode": "all", "first": "x"}):
        with pytest.raises(UsageError):
            selection_of(Sent(wrong))


def test_documents_are_found_by_words_of_title_author_year_and_file():
    for words in ("sea CLOCKS", "quillby 2026", "clocks.pdf"):
        assert matching([ONE, TWO], words) == [ONE]
    assert matching([ONE, TWO], "") == [ONE, TWO]
    assert matching([ONE, TWO], "sea tides") == []


def test_rows_are_ticked_as_chosen_and_a_long_list_is_cut_and_says_so():
    many = [document(id=f"d{n}", title=HOSTILE) for n in range(205)]
    shown = tree(documents_html(many, 205, Selection(ids=frozenset({"d0"}))))
    boxes = shown.xpath("//input")
    assert len(boxes) == 200
    assert [box.get("checked") is not None for box in boxes[:2]] == [False, True]
    assert "5 more" in shown.text_content()
    assert not shown.xpath("//img | //script")


def test_authors_are_named_as_in_a_citation():
    three = document(authors=tuple(Author("", name) for name in ("A", "B", "C")))
    two = document(authors=tuple(Author("", name) for name in ("A", "B")))
    shown = tree(documents_html([three, two, TWO], 3, Selection()))
    assert shown.xpath("//span[@class='where']/text()") == ["A et al., 2026", "A & B, 2026"]


def test_a_conversation_has_a_menu_of_its_own_and_the_open_one_is_marked():
    one = Conversation("1" * 32, HOSTILE, 0.0, 0.0)
    two = Conversation("2" * 32, "Tides", 0.0, 0.0)
    shown = tree(conversations_html([one, two], two.id, "my.csl"))
    assert shown.xpath("//li[@class='current']//button/@data-id")[0] == two.id
    assert shown.xpath("//button[@aria-current]/text()") == ["Tides"]
    assert not shown.xpath("//img | //script")
    assert len(shown.xpath("//details")) == 2
    assert shown.xpath("//option[@selected]/@value") == ["my.csl", "my.csl"]


def test_example_questions_are_made_of_titles_and_authors():
    questions = example_questions([ONE, document(id="d3", title="Leap seconds"), TWO])
    assert questions == [
        "What is “Sea clocks” about?",
        "Which papers did Quillby write?",
        "What is “Tides” about?",
    ]
    assert example_questions([document(title=None), document(title="t" * 91)]) == []
