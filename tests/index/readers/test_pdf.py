from __future__ import annotations

import itertools
import json
import threading

import pytest

from quoth.index.errors import EncryptedFile, NoTextLayer, ReadError
from quoth.index.readers import read


def folded(text):
    return " ".join(text.replace("\ufffe", "").split())


def page_texts(extract):
    ends = [*(start - 1 for start in extract.page_starts[1:]), len(extract.text)]
    return [extract.text[a:b] for a, b in zip(extract.page_starts, ends, strict=True)]


def pdfium_text(data, page=0):
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return document[page].get_textpage().get_text_range(errors="surrogatepass")


def test_the_text_is_pdfiums_page_after_page(draw_pdf, columns):
    data = draw_pdf(lambda pen: pen.lines(*columns[0]), lambda pen: pen.lines(*columns[1]))
    extract = read("a.pdf", data)
    assert page_texts(extract) == [pdfium_text(data, 0), pdfium_text(data, 1)]
    assert extract.page_starts[0] == 0
    assert extract.text[extract.page_starts[1] - 1] == "\n"
    assert extract.char_index[extract.page_starts[1] - 1] == -1


def test_each_character_knows_its_place_in_pdfium(draw_pdf, columns):
    import pypdfium2
    import pypdfium2.raw as pdfium

    left, right = columns
    data = draw_pdf(lambda pen: pen.rows(left, right, xs=(60, 310), y=700))
    extract = read("a.pdf", data)
    assert len(extract.char_index) == len(extract.text)
    with pypdfium2.PdfDocument(data) as document:
        page = document[0].get_textpage()
        for character, index in zip(extract.text, extract.char_index, strict=True):
            if index >= 0:
                assert pdfium.FPDFText_GetUnicode(page, index) == ord(character)
            else:
                assert character == "\n"


def test_columns_drawn_row_by_row_are_read_one_after_the_other(draw_pdf, columns):
    left, right = columns
    data = draw_pdf(lambda pen: pen.rows(left, right, xs=(60, 310), y=700))
    assert folded(left[0] + " " + right[0]) in folded(pdfium_text(data))
    assert folded(read("a.pdf", data).text) == " ".join([*left, *right])


def test_columns_of_unequal_length_keep_their_lines(draw_pdf, columns):
    left, right = columns
    right = (*right[:6], *[""] * 4)
    data = draw_pdf(lambda pen: pen.rows(left, right, xs=(60, 310), y=700))
    assert folded(read("a.pdf", data).text) == folded(" ".join([*left, *right]))


def test_words_parted_at_the_ends_of_both_columns_stay_whole(draw_pdf, columns):
    left, right = ([*column] for column in columns)
    left[2:4], right[2:4] = (
        ["it was the same for the count-", "ing of the animals on the shore"],
        [
            "a station was moved, its read-",
            "ings were corrected for the air",
        ],
    )
    text = read("a.pdf", draw_pdf(lambda pen: pen.rows(left, right, xs=(60, 310), y=700))).text
    assert "count-\ning" in text
    assert "read\ufffeings" in text.replace("-\r\n", "\ufffe").replace("-\n", "\ufffe")


def test_three_columns_drawn_row_by_row_are_read_one_after_the_other(draw_pdf, columns):
    narrow = [[line[:32].strip() for line in column] for column in (*columns, columns[0][::-1])]
    data = draw_pdf(lambda pen: pen.rows(*narrow, xs=(40, 215, 390), y=700))
    assert folded(read("a.pdf", data).text) == folded(" ".join(itertools.chain(*narrow)))


def test_a_title_and_an_abstract_over_both_columns_come_first(draw_pdf, columns):
    left, right = columns
    above = ("Seals and the sea", "We counted seals on the coast for eleven seasons, " * 2)

    def page(pen):
        y = pen.lines(above[0], x=180, font="Helvetica-Bold", size=18)
        y = pen.lines(above[1], y=y - 10, x=60)
        pen.rows(left, right, xs=(60, 310), y=y - 12)
        pen.lines("17", x=297, y=40)

    text = read("a.pdf", draw_pdf(page)).text
    assert folded(text) == folded(" ".join([*above, *left, *right, "17"]))


def test_columns_below_a_figure_across_the_page_stay_below_it(draw_pdf, columns):
    left, right = columns

    def page(pen):
        y = pen.rows(left, right, xs=(60, 310), y=760)
        y = pen.lines(
            "Figure 1. Arrival of the animals on all of the beaches " * 2, x=60, y=y - 150
        )
        pen.rows(left[::-1], right[::-1], xs=(60, 310), y=y - 30)

    caption = "Figure 1. Arrival of the animals on all of the beaches " * 2
    expected = [*left, *right, caption, *left[::-1], *right[::-1]]
    assert folded(read("a.pdf", draw_pdf(page)).text) == folded(" ".join(expected))


@pytest.mark.parametrize(
    "cells",
    [
        (["Beach", "North", "South", "East", "West", "Isle", "Bay"], ["Seals"] + ["12"] * 6),
        (
            ["Temperature of the sea in spring", "Length of the day in spring"] * 4,
            ["Measured at a buoy every hour", "Taken from an almanac"] * 4,
        ),
        (["1", "2", "3", "4", "5", "6", "7"], ["a line of a numbered transcript of a hearing"] * 7),
    ],
)
def test_a_table_is_not_read_by_columns(draw_pdf, cells):
    data = draw_pdf(lambda pen: pen.rows(*cells, xs=(72, 300), y=700))
    extract = read("a.pdf", data)
    assert extract.text == pdfium_text(data)
    assert all(i < j for i, j in zip(extract.char_index, extract.char_index[1:], strict=False))


def test_a_table_of_wrapped_cells_is_not_read_by_columns(draw_pdf, columns):
    def page(pen):
        y = 760
        for first in range(0, 10, 2):
            cells = [column[first : first + 2] for column in columns]
            y = pen.rows(*cells, xs=(60, 310), y=y) - 8

    data = draw_pdf(page)
    assert read("a.pdf", data).text == pdfium_text(data)


def test_columns_drawn_one_after_the_other_are_left_alone(draw_pdf, columns):
    def page(pen):
        pen.lines(*columns[0], x=60)
        pen.lines(*columns[1], x=310)

    data = draw_pdf(page)
    assert read("a.pdf", data).text == pdfium_text(data)


def test_a_rotated_page_is_read_as_it_is_shown(draw_pdf, columns):
    left, right = columns

    def page(pen):
        pen.canvas.setPageRotation(90)
        pen.canvas.rotate(90)
        pen.canvas.translate(0, -600)
        pen.rows(left, right, xs=(60, 310), y=500)

    text = read("a.pdf", draw_pdf(page)).text
    assert folded(text) == " ".join([*left, *right])


def test_large_and_bold_lines_are_headings_by_rank(draw_pdf, columns):
    def page(pen):
        y = pen.lines("Seals and the sea", size=18)
        y = pen.lines("1 Methods", y=y - 20, font="Helvetica-Bold", size=12)
        y = pen.lines(*columns[0], y=y)
        y = pen.lines("Counting", y=y - 8, font="Helvetica-Bold")
        y = pen.lines(*columns[1], y=y)
        y = pen.lines("Table 1. Counts", y=y - 8, font="Helvetica-Bold")
        pen.lines(*columns[0], y=y)

    extract = read("a.pdf", draw_pdf(page))
    found = [(extract.text[h.start : h.end], h.level) for h in extract.headings]
    assert found == [("Seals and the sea", 1), ("1 Methods", 2), ("Counting", 3)]


def test_a_heading_of_two_lines_is_one_heading(draw_pdf, columns):
    def page(pen):
        y = pen.lines("How the seals of the coast", "find their beaches again", size=18)
        pen.lines(*columns[0], y=y - 20)

    extract = read("a.pdf", draw_pdf(page))
    [heading] = extract.headings
    assert folded(extract.text[heading.start : heading.end]) == (
        "How the seals of the coast find their beaches again"
    )


def test_running_heads_are_no_headings(draw_pdf, columns):
    def page(pen):
        pen.lines("Journal of Seals 12", y=815, font="Helvetica-Bold", size=12)
        pen.lines(*columns[0])

    assert read("a.pdf", draw_pdf(page, page, page)).headings == ()


def test_halves_of_characters_beyond_the_first_plane_are_joined(raw_pdf):
    data = raw_pdf(b"(xAy)", b"<41> <D835DC00>\n")
    extract = read("a.pdf", data)
    assert extract.text == "x\U0001d400y"
    assert extract.char_index == (0, 1, 3)


def test_lone_surrogates_and_nuls_do_not_survive(raw_pdf):
    data = raw_pdf(b"(xAyBzCw)", b"<41> <D835>\n<42> <0000>\n<43> <FFFF>\n")
    extract = read("a.pdf", data)
    assert extract.text[0] == "x"
    assert extract.text.encode()
    assert not {"\0", "\ufffe", "\uffff"} & set(extract.text)
    assert len(extract.char_index) == len(extract.text)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("Seals and the sea", "Seals and the sea"),
        ("Microsoft Word - seals.doc", None),
        ("seals_final_v2.pdf", None),
        ("untitled", None),
        ("", None),
    ],
)
def test_the_title_property_is_a_hint_where_it_is_a_title(draw_pdf, written, hint):
    data = draw_pdf(lambda pen: pen.lines("words"), title=written)
    assert read("a.pdf", data).hints.title == hint


def test_pages_without_text_are_reported_together(draw_pdf):
    data = draw_pdf(lambda pen: pen.lines("words"), *[lambda pen: pen.canvas.rect(9, 9, 9, 9)] * 2)
    extract = read("a.pdf", data)
    assert extract.problems == ("pages 2, 3 have no text",)
    assert extract.page_starts == (0, 6, 7)


def test_a_page_that_cannot_be_read_costs_only_itself(draw_pdf, monkeypatch):
    from quoth.index.readers import pdf

    whole, calls = pdf.read_page, []

    def failing(page, **options):
        calls.append(page)
        if len(calls) == 2:
            message = "Failed to load text page."
            raise RuntimeError(message)
        return whole(page, **options)

    monkeypatch.setattr(pdf, "read_page", failing)
    extract = read("a.pdf", draw_pdf(*[lambda pen: pen.lines("words")] * 3))
    assert page_texts(extract) == ["words", "", "words"]
    assert extract.problems == ("page 2 cannot be read: Failed to load text page.",)


def test_an_encrypted_file_asks_for_its_password(draw_pdf):
    from reportlab.lib.pdfencrypt import StandardEncryption

    lock = StandardEncryption("open sesame", canPrint=1)
    data = draw_pdf(lambda pen: pen.lines("secret words"), encrypt=lock)
    with pytest.raises(EncryptedFile, match=r"^report.pdf is encrypted: give --password$"):
        read("/home/me/report.pdf", data)
    with pytest.raises(EncryptedFile, match="the password given does not open it"):
        read("report.pdf", data, password="wrong")
    assert read("report.pdf", data, password="open sesame").text == "secret words"


def test_a_scan_has_no_text_layer(draw_pdf):
    data = draw_pdf(lambda pen: pen.canvas.rect(9, 9, 90, 90))
    with pytest.raises(NoTextLayer, match=r"a.pdf has no text layer .* OCR is not supported yet"):
        read("a.pdf", data)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\ngarbage", b"\0" * 99, b"words"])
def test_what_pdfium_cannot_open_is_a_read_error(data):
    with pytest.raises(ReadError, match=r"^a\.pdf [^\n]+$"):
        read("a.pdf", data)


def test_a_truncated_file_gives_text_or_a_read_error(draw_pdf, columns):
    data = draw_pdf(*[lambda pen: pen.lines(*columns[0])] * 2)
    for n_bytes in range(100, len(data), 199):
        try:
            read("a.pdf", data[:n_bytes]).text.encode()
        except ReadError as error:
            assert "\n" not in str(error)


def test_threads_take_turns_at_pdfium(draw_pdf, columns):
    data = draw_pdf(*[lambda pen: pen.lines(*columns[0])] * 3)
    texts = []
    threads = [
        threading.Thread(target=lambda: texts.append(read("a.pdf", data).text)) for _ in "1234"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == [read("a.pdf", data).text] * 4


def test_robustness_files_give_what_is_expected_of_them(shared):
    folder = shared / "nasty_pdfs"
    if not folder.is_dir():
        pytest.skip("the robustness PDFs are not in the developer data")
    for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        path = folder / row["file"]
        if row.get("chars"):
            extract = read(path, path.read_bytes())
            assert len("".join(extract.text.split())) == row["chars"], row["file"]
            assert len(extract.page_starts) == row["pages"], row["file"]
            assert len(extract.char_index) == len(extract.text)
            assert extract.text.encode()
            without = row.get("pages_without_text", [])
            empty = [n for n, text in enumerate(page_texts(extract), 1) if not text.strip()]
            assert empty == without, row["file"]
            assert bool(extract.problems) == bool(without), row["file"]
        else:
            refusal = {"no text layer": NoTextLayer, "encrypted": EncryptedFile}
            with pytest.raises(refusal.get(row["note"], ReadError)):
                read(path, path.read_bytes())
        if "password" in row:
            extract = read(path, path.read_bytes(), password=row["password"])
            assert extract.text.strip()
