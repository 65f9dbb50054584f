from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.errors import ReadError
from quoth.index.readers import read
from quoth.index.types import Author

PAGE = "<html><head>{}</head><body>{}</body></html>"


def text_of(body):
    return read("a.html", PAGE.format("", body).encode()).text


def test_headings_are_slices_with_their_levels():
    body = (
        "<h1>Seals <em>and</em> the\nsea</h1><p>a</p><section><h3> Counts </h3>b</section><h2></h2>"
    )
    extract = read("a.html", PAGE.format("", body).encode())
    found = [(extract.text[h.start : h.end], h.level) for h in extract.headings]
    assert found == [("Seals and the sea", 1), ("Counts", 3)]


def test_what_a_browser_hides_is_left_out_and_what_follows_it_is_kept():
    body = (
        "one<script>bad()</script> two<style>x{}</style> three<!-- bad --> four<?bad x?> five"
        "<noscript>bad</noscript><template>bad</template> six<p style='display:none'>bad</p>"
        "<math><mi>x</mi><annotation>bad</annotation></math>"
    )
    text = text_of(body)
    assert "bad" not in text
    assert "one two three four five six" in text


def test_a_tables_row_is_a_line_and_its_cells_are_not_mixed():
    body = (
        "<table><caption>Table 1. Counts</caption><tr><th>Beach</th><th>Seals</th></tr>"
        "<tr><td><p>North of</p><p>the bay</p></td><td>one<br>two</td></tr></table>"
    )
    lines = [line.strip() for line in text_of(body).splitlines() if line.strip()]
    assert lines == ["Table 1. Counts", "Beach | Seals", "North of the bay | one two"]


def test_a_table_that_lays_out_a_page_is_read_cell_by_cell():
    body = "<table><tr><td><h2>Left</h2><p>a</p></td><td><p>b</p><ul><li>c</ul></td></tr></table>"
    assert text_of(body).split() == ["Left", "a", "b", "*", "c"]


def test_notes_and_captions_stay():
    body = (
        "<figure><img alt='x'><figcaption>Fig. 1. Seals</figcaption></figure><p>a<sup>1</sup></p>"
    )
    text = text_of(body + "<aside>1 A note</aside>")
    assert "Fig. 1. Seals" in text
    assert "a1" in text
    assert "1 A note" in text


def test_highwire_tags_are_hints():
    head = (
        "<title>Seals | Journal of Seals</title>"
        "<meta name='citation_title' content='Seals and the sea'>"
        "<meta name='citation_author' content='Lee, Ann'>"
        "<meta name='citation_author' content='Bob van Roe'>"
        "<meta name='citation_publication_date' content='2019/05/01'>"
        "<meta name='citation_doi' content='https://doi.org/10.1234/ab.5'>"
    )
    hints = read("a.html", PAGE.format(head, "x").encode()).hints
    assert hints.title == "Seals and the sea"
    assert hints.authors == (Author("Ann", "Lee"), Author("Bob", "van Roe"))
    assert (hints.year, hints.doi) == (2019, "10.1234/ab.5")


def test_dublin_core_and_the_title_tag_are_hints():
    head = "<title>Seals and the sea</title><meta name='DC.creator' content='Lee, Ann'>"
    hints = read("a.html", PAGE.format(head, "x").encode()).hints
    assert hints.title == "Seals and the sea"
    assert hints.authors == (Author("Ann", "Lee"),)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset='iso-8859-1'>", "cp1252"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>", "cp1251"),
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset=utf-8>", "utf-16"),
        ("<meta charset=nonsense>", "utf-8"),
        ("", "utf-8-sig"),
    ],
)
def test_the_encoding_is_the_marks_or_the_declared_one(head, encoding):
    word = "Тюлень" if encoding == "cp1251" else "Größe"
    assert read("a.html", PAGE.format(head, word).encode(encoding)).text.strip() == word


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * 100_000 + b"deep" + b"</div>" * 100_000,
        b"<table><tr><td>" * 3_000 + b"deep",
        b"<ul><li>" * 3_000 + b"deep",
        b"<b>" * 20_000 + b"deep",
        b"<" * 1_000,
        b"<a " + b"x " * 10_000 + b">deep",
        b"</td></table></ul></p>words",
        b"<p style='padding:x;margin:9e9em;display:zz'>words",
        b"<ol start=x><li value=y>words",
        b"&#xD800;&#0;&#x110000; words",
        b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><p>&x; words",
    ],
)
def test_hostile_markup_gives_text_or_a_read_error(data):
    try:
        read("a.html", data).text.encode()
    except ReadError as error:
        assert "\n" not in str(error)


def test_elements_in_150_levels_keep_their_words():
    assert "deep" in text_of("<div>" * 200 + "deep" + "</div>" * 200)


@given(st.text(st.sampled_from("<>/&;\"'= abtdrph1!-?[]"), min_size=1, max_size=120))
def test_any_markup_gives_text_or_a_read_error(markup):
    try:
        extract = read("a.html", markup.encode())
    except ReadError:
        return
    for heading in extract.headings:
        assert extract.text[heading.start : heading.end].strip()
