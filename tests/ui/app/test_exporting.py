from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from quoth.index.errors import UsageError
from quoth.rag.types import Note
from quoth.ui.app.exporting import export_conversation
from quoth.ui.app.stored import Exchange
from tests.ui.app.answers import HOSTILE, abstained, answer, document, sentence

TALK = [Exchange("1" * 32, "How heavy?", answer()), Exchange("2" * 32, "Which?", abstained())]


def markdown(exchanges: list[Exchange], style: str = "apa", title: str = "Sea clocks") -> str:
    data = export_conversation(title, exchanges, [document()], format_name="markdown", style=style)
    return data.decode()


def test_markdown_has_questions_cited_answers_and_a_bibliography():
    text = markdown(TALK)
    assert text.startswith("# Sea clocks\n\n## How heavy?\n\n")
    assert "The first weighed 34 kilograms. (Quillby, 2026, p. 2)" in text
    assert "Nothing in the library answers this." in text
    assert "## References\n\nQuillby, N. (2026). *Sea clocks*" in text


def test_a_style_of_numbers_numbers_its_list():
    text = markdown(TALK, "ieee")
    assert "34 kilograms. \\[1, p. 2\\]" in text
    assert "\\[1\\] N. Quillby" in text


def test_an_unknown_style_is_said():
    with pytest.raises(UsageError, match="no citation style"):
        markdown(TALK, "no-such-style")


def test_nothing_in_a_text_is_markup_of_the_export():
    hostile = "![x](http://elsewhere/x.png) <b>1</b>\n# head"
    whole = answer(sentence(hostile, quoted=False), question=hostile)
    text = markdown([Exchange("1" * 32, hostile, whole)], title=hostile)
    assert "![" not in text
    assert "<b>" not in text
    assert "\n# head" not in text


def test_a_conversation_without_sources_has_no_bibliography():
    assert "References" not in markdown([TALK[1]])


def test_docx_has_the_same_words_and_italics_of_the_style():
    data = export_conversation(HOSTILE, TALK, [document()], format_name="docx", style="apa")
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    texts = [paragraph.text for paragraph in paragraphs]
    assert texts[0] == HOSTILE
    assert texts[1] == "How heavy?"
    assert texts[2].endswith("34 kilograms. (Quillby, 2026, p. 2)")
    assert [run.text for run in paragraphs[-1].runs if run.italic] == ["Sea clocks"]


def test_notes_and_items_of_lists_are_kept_apart():
    whole = replace(
        answer(sentence("one", lead="\n- "), sentence("two", lead="\n- ")),
        notes=(Note("x", "looked only in: Tides"),),
    )
    text = markdown([Exchange("1" * 32, "?", whole)])
    assert "- one" in text
    assert "- two" in text
    assert "> looked only in: Tides" in text
