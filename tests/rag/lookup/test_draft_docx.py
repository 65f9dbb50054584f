"""Word drafts: what is read of them, and that a copy differs by the words put in alone."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.errors import ReadError, UnsupportedFormat, UsageError
from quoth.rag.lookup.draft_docx import read_docx_draft
from quoth.rag.lookup.draft_types import Insertion
from tests.rag.lookup.drafting import word_file

STYLES = (
    '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="N"><w:name w:val="Normal"/></w:style>'
)


def run(words):
    return f"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            info.filename: (archive.read(info), info.compress_type) for info in archive.infolist()
        }


def test_paragraphs_are_read_with_their_headings():
    paragraphs = [
        '<w:pPr><w:pStyle w:val="H1"/></w:pPr>' + run("Clocks"),
        run("They lose") + run(" time."),
    ]
    draft = read_docx_draft(word_file(paragraphs, styles=STYLES), "a.docx")
    assert draft.text == "Clocks\n\nThey lose time.\n\n"
    assert draft.headings == ((0, 6),)


def test_tables_deleted_words_and_codes_of_fields_are_left_out():
    paragraphs = [
        run("Kept.") + "<w:del><w:r><w:delText>gone</w:delText><w:t>gone too</w:t></w:r></w:del>",
        "<w:r><w:instrText>ADDIN ZOTERO</w:instrText></w:r><w:r><w:tab/></w:r>"
        + run("(Liu, 2024)"),
    ]
    data = word_file(paragraphs)
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('A cell.')}</w:p></w:tc></w:tr></w:tbl></w:body>"
    swapped = rewritten(data, lambda xml: xml.replace(b"</w:body>", table.encode()))
    assert read_docx_draft(swapped, "a.docx").text == "Kept.\n\n (Liu, 2024)\n\n"


def rewritten(data, change):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as copy:
        for info in source.infolist():
            content = source.read(info)
            is_main = info.filename == "word/document.xml"
            copy.writestr(info, change(content) if is_main else content)
    return target.getvalue()


@given(
    runs=st.lists(st.text(st.sampled_from("ab é&<>\"'.🙂"), min_size=1), min_size=1, max_size=5),
    at=st.integers(1, 40),
)
def test_words_are_put_in_behind_a_character_and_nothing_else_changes(runs, at):
    from xml.sax.saxutils import escape

    data = word_file(["".join(run(escape(words)) for words in runs)])
    draft = read_docx_draft(data, "a.docx")
    assert draft.text == "".join(runs) + "\n\n"
    at = min(at, len(draft.text) - 2)
    written = draft.original.with_insertions([Insertion(at, " [@k&]")])
    assert read_docx_draft(written, "a.docx").text == draft.text[:at] + " [@k&]" + draft.text[at:]
    before, after = parts(data), parts(written)
    xml, method = after.pop("word/document.xml")
    assert (xml.replace(b" [@k&amp;]", b"", 1), method) == before.pop("word/document.xml")
    assert after == before


def test_a_key_goes_into_the_run_of_the_word_before_it():
    data = word_file([run("They lose time") + run(".")])
    draft = read_docx_draft(data, "a.docx")
    written = draft.original.with_insertions([Insertion(14, " [@x]")])
    assert b"They lose time [@x]</w:t>" in parts(written)["word/document.xml"][0]


def test_a_place_that_is_no_character_of_the_document_is_refused():
    draft = read_docx_draft(word_file([run("Time.")]), "a.docx")
    with pytest.raises(UsageError, match="character 0"):
        draft.original.with_insertions([Insertion(0, "x")])


def test_other_archives_and_odd_xml_are_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(UnsupportedFormat, match="not a Word document"):
        read_docx_draft(target.getvalue(), "a.docx")
    cut = rewritten(word_file([run("Time.")]), lambda xml: xml[:-20])
    with pytest.raises(ReadError, match="damaged"):
        read_docx_draft(cut, "a.docx")
    doctype = b'<!DOCTYPE x [<!ENTITY a "b">]><w:document'
    bomb = rewritten(word_file([run("Time.")]), lambda xml: xml.replace(b"<w:document", doctype, 1))
    with pytest.raises(ReadError, match="document type"):
        read_docx_draft(bomb, "a.docx")


def test_a_file_of_python_docx_is_read_and_a_copy_opens_there(tmp_path):
    import docx

    document = docx.Document()
    document.add_heading("Clocks", 1)
    document.add_paragraph("They lose time.")
    document.save(str(tmp_path / "a.docx"))
    draft = read_docx_draft((tmp_path / "a.docx").read_bytes(), "a.docx")
    assert draft.headings == ((0, 6),)
    at = draft.text.index(".")
    (tmp_path / "b.docx").write_bytes(draft.original.with_insertions([Insertion(at, " [@x]")]))
    copy = docx.Document(str(tmp_path / "b.docx"))
    assert [p.text for p in copy.paragraphs] == ["Clocks", "They lose time [@x]."]


def test_the_form_that_a_tracked_change_replaced_is_not_read():
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    was = f"<w:rPr><w:rPrChange>{raised}</w:rPrChange></w:rPr>"
    old = '<w:pPr><w:pPrChange><w:pPr><w:pStyle w:val="H1"/></w:pPr></w:pPrChange></w:pPr>'
    data = word_file([f"{old}<w:r>{was}<w:t>In 1998 it rose.</w:t></w:r>"], styles=STYLES)
    draft = read_docx_draft(data, "a.docx")
    assert (draft.text, draft.headings) == ("In 1998 it rose.\n\n", ())


def test_raised_digits_are_read_as_such_and_stay_as_they_are_in_a_copy():
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2,10</w:t></w:r>'
    draft = read_docx_draft(word_file([run("They lose.") + raised + run(" Then 5")]), "a.docx")
    assert draft.text == "They lose.²,¹⁰ Then 5\n\n"
    copy = draft.original.with_insertions([Insertion(len("They lose.²,¹"), "x")])
    assert b"<w:t>2,1x0</w:t>" in parts(copy)["word/document.xml"][0]
