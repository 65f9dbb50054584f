from __future__ import annotations

import io
import zipfile

import docx
import pytest

from quoth.index.errors import EncryptedFile, ReadError, UnsupportedFormat
from quoth.index.readers import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def written(fill, title=""):
    document = docx.Document()
    document.core_properties.title = title
    fill(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def part(data, name="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def with_body(data, repack, old, new):
    xml = part(data)
    assert old in xml
    return repack(data, {"word/document.xml": xml.replace(old, new).encode()})


def lines(extract):
    return [line.strip() for line in extract.text.splitlines() if line.strip()]


def test_headings_come_from_styles():
    def fill(document):
        document.add_heading("Seals and the sea", 0)
        document.add_heading("Methods", 1)
        document.add_paragraph("We counted.")
        document.add_heading("Beaches", 2)

    extract = read("a.docx", written(fill))
    found = [(extract.text[h.start : h.end], h.level) for h in extract.headings]
    assert found == [("Seals and the sea", 1), ("Methods", 1), ("Beaches", 2)]
    assert extract.hints.title == "Seals and the sea"


def test_a_title_property_comes_before_the_title_style():
    data = written(lambda d: d.add_heading("Styled title here", 0), title="Property title here")
    assert read("a.docx", data).hints.title == "Property title here"


def test_a_property_that_is_no_title_is_no_hint():
    data = written(lambda d: d.add_paragraph("words"), title="Microsoft Word - seals.docx")
    assert read("a.docx", data).hints.title is None


def test_cells_stay_in_their_rows():
    def fill(document):
        table = document.add_table(2, 2)
        for cell, words in zip([c for r in table.rows for c in r.cells], "abcd", strict=True):
            cell.text = f"{words}1\n{words}2"

    assert lines(read("a.docx", written(fill))) == ["a1 a2 | b1 b2", "c1 c2 | d1 d2"]


def test_notes_are_kept(repack):
    data = written(lambda d: d.add_paragraph("PLACE"))
    mark = '<w:t>Text</w:t></w:r><w:r><w:footnoteReference w:id="2"/>'
    data = with_body(data, repack, "<w:t>PLACE</w:t>", mark)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="rId99" Type="{office}/footnotes" Target="footnotes.xml"/>'
    links = part(data, "word/_rels/document.xml.rels")
    links = links.replace("</Relationships>", link + "</Relationships>")
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>'
    parts = {
        "word/_rels/document.xml.rels": links.encode(),
        "word/footnotes.xml": f"<w:footnotes {W}>{note}</w:footnotes>".encode(),
    }
    assert lines(read("a.docx", repack(data, parts))) == ["Text[1]", "1. A note."]


def test_text_boxes_are_kept(repack):
    data = written(lambda d: d.add_paragraph("PLACE"))
    box = (
        '<w:t>Text</w:t><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict>"
    )
    data = with_body(data, repack, "<w:t>PLACE</w:t>", box)
    assert lines(read("a.docx", data)) == ["Text", "in a box"]


def test_formulas_keep_their_characters(repack):
    data = written(lambda d: d.add_paragraph("PLACE"))
    inline = f"<m:oMath {M}><m:r><m:t>x=2</m:t></m:r></m:oMath>"
    shown = f"<m:oMathPara {M}><m:oMath><m:r><m:t>y=3</m:t></m:r></m:oMath></m:oMathPara>"
    data = with_body(
        data,
        repack,
        "<w:t>PLACE</w:t></w:r></w:p>",
        f"<w:t>with </w:t></w:r>{inline}<w:r><w:t> here</w:t></w:r></w:p><w:p>{shown}</w:p>",
    )
    assert lines(read("a.docx", data)) == ["with x=2 here", "y=3"]


def test_pictures_leave_no_data_in_the_text():
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")

    def fill(document):
        document.add_paragraph("words")
        document.add_picture(picture)

    assert lines(read("a.docx", written(fill))) == ["words"]


def test_external_entities_are_not_resolved(repack, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    data = written(lambda d: d.add_paragraph("PLACE"))
    xml = part(data).replace("PLACE", "words &leak;")
    head = f"<!DOCTYPE x [<!ENTITY leak SYSTEM '{secret.as_uri()}'>]>"
    data = repack(data, {"word/document.xml": xml.replace("?>", "?>" + head, 1).encode()})
    try:
        assert "secret" not in read("a.docx", data).text
    except ReadError as error:
        assert "secret words" not in str(error)


def test_entities_that_multiply_are_a_read_error(repack):
    data = written(lambda d: d.add_paragraph("PLACE"))
    rows = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    head = f"<!DOCTYPE x [<!ENTITY e0 'words'>{rows}]>"
    xml = part(data).replace("PLACE", "&e11;").replace("?>", "?>" + head, 1)
    with pytest.raises(ReadError, match=r"a\.docx is damaged"):
        read("a.docx", repack(data, {"word/document.xml": xml.encode()}))


def test_an_archive_that_unpacks_to_too_much_is_refused(repack):
    data = written(lambda d: d.add_paragraph("words"))
    bomb = repack(data, {"word/styles.xml": b" " * 60_000_000})
    with pytest.raises(ReadError, match=r"a.docx unpacks to \d+ MB"):
        read("a.docx", bomb)


def test_an_encrypted_file_is_told_from_an_old_one():
    with pytest.raises(EncryptedFile, match="remove its password"):
        read("a.docx", OLE + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(UnsupportedFormat, match=r"save it as \.docx"):
        read("a.doc", OLE + b"\0" * 99)


def test_damaged_archives_are_read_errors(repack):
    whole = written(lambda d: d.add_paragraph("words"))
    no_document = repack(whole, {"word/document.xml": b"<w:broken"})
    for data in [b"PK\x03\x04", whole[: len(whole) // 2], no_document, b"words"]:
        with pytest.raises(ReadError, match=r"^a\.docx is [^\n]+$"):
            read("a.docx", data)


def test_any_flipped_byte_gives_text_or_a_read_error():
    whole = written(lambda d: d.add_paragraph("words"))
    for at in range(0, len(whole), len(whole) // 60):
        data = bytearray(whole)
        data[at] ^= 0xFF
        try:
            read("a.docx", bytes(data))
        except ReadError as error:
            assert "\n" not in str(error)
