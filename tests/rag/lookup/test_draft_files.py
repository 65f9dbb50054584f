"""Drafts as files: what is read, what is refused, and that a copy is the same elsewhere."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.errors import ReadError, UnsupportedFormat, UsageError
from quoth.rag.lookup.draft_files import draft_of_bytes, draft_of_text, read_draft
from quoth.rag.lookup.draft_types import Insertion

MARKS = [
    (b"", "utf-8"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (b"", "cp1252"),
]


@given(
    text=st.text(st.sampled_from("aé.\r\n ßK@[]🙂œ"), min_size=1).filter(str.strip),
    mark=st.sampled_from(MARKS[:5]),
    places=st.lists(st.integers(0, 60), max_size=4, unique=True),
)
def test_taking_out_what_was_put_in_gives_the_bytes_back(text, mark, places):
    data = mark[0] + text.encode(mark[1])
    draft = draft_of_bytes(data, "a.md")
    assert draft.text == text
    insertions = [Insertion(at, " [@kéy]") for at in places if at <= len(text)]
    written = draft.original.with_insertions(insertions)
    assert written.count(" [@kéy]".encode(mark[1])) == len(insertions)
    assert written.replace(" [@kéy]".encode(mark[1]), b"") == data


def test_a_text_in_an_old_encoding_stays_in_it():
    text = "Die Größe der Uhren war beträchtlich, wie Müller schreibt. Na und?\r\n"
    draft = draft_of_bytes(text.encode("cp1252"), "a.txt")
    assert draft.text == text
    written = draft.original.with_insertions([Insertion(3, "[@x]")])
    assert written == ("Die[@x]" + text[3:]).encode("cp1252")


def test_a_few_bytes_that_are_wrong_stay_as_they_are():
    data = "Größe Öl Übel Ärger älter öfter üblich ".encode() * 3 + b"\xff and more."
    draft = draft_of_bytes(data, "a.txt")
    assert "\ufffd" in draft.text
    at = draft.text.index(" and")
    written = draft.original.with_insertions([Insertion(at, "[@x]")])
    assert written == data.replace(b"\xff", b"\xff[@x]")


def test_a_key_that_the_encoding_does_not_have_is_said():
    draft = draft_of_bytes("Größe der Uhren".encode("cp1252"), "a.txt")
    with pytest.raises(UsageError, match="save the draft as UTF-8"):
        draft.original.with_insertions([Insertion(3, "[@时钟]")])


def test_the_format_is_told_by_the_name(tmp_path):
    for name, form in [("a.md", "markdown"), ("a.TXT", "text"), ("a.tex", "latex")]:
        (tmp_path / name).write_text("Clocks lose time.")
        assert read_draft(tmp_path / name).format == form
    assert draft_of_text("Clocks lose time \\cite{a}.").format == "latex"
    assert draft_of_text("Clocks lose time [@a].").format == "markdown"


@pytest.mark.parametrize(
    ("name", "data", "error", "said"),
    [
        ("a.md", b"", UsageError, "a.md is empty"),
        ("a.md", b" \n\t\r\n", UsageError, "a.md is empty"),
        ("a.md", b"\x00\x01\x02\xff" * 50, UnsupportedFormat, "a.md is not text"),
        ("a.md", b"Clocks lose time. " * 300_000, UsageError, "5.4 million characters"),
        ("a.pdf", b"%PDF", UsageError, "give .md, .txt, .docx or .tex"),
        ("a.docx", b"PK\x03\x04 cut off", ReadError, "a.docx is damaged"),
    ],
)
def test_what_cannot_be_a_draft_is_said_in_one_line(tmp_path, name, data, error, said):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error, match=said) as raised:
        read_draft(tmp_path / name)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UsageError, match="No such file"):
        read_draft(tmp_path / "none.md")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(UsageError, match="cannot read"):
        read_draft(tmp_path / "folder.md")


def test_a_text_cut_off_within_a_character_is_said():
    with pytest.raises(ReadError, match="cut off"):
        draft_of_bytes(codecs.BOM_UTF16_LE + "Clocks".encode("utf-16-le")[:-1], "a.txt")
