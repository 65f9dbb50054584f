from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.errors import ReadError, UnsupportedFormat
from quoth.index.readers import SUFFIXES, read


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.text", "a.rst", "a.tex", "README"])
def test_text_is_read_as_it_is(name):
    assert read(Path("/x") / name, b"Title\n=====\n").text == "Title\n=====\n"


@pytest.mark.parametrize("name", ["a.htm", "a.html", "a.xhtml", "page"])
def test_html_is_rendered(name):
    assert read(name, b"<!DOCTYPE html><p>one</p>").text.strip() == "one"


def test_a_pdf_that_is_html_is_read_as_html_and_said_so():
    extract = read("a.pdf", b"<!DOCTYPE html><html><body>Please log in</body></html>")
    assert "Please log in" in extract.text
    assert extract.problems == ("a.pdf is named .pdf but holds html: read as html",)


@pytest.mark.parametrize("name", ["2301.00001v2", "paper", "a.txt", "a.bin"])
def test_a_pdf_is_known_by_its_first_bytes(draw_pdf, name):
    assert read(name, draw_pdf(lambda pen: pen.lines("words"))).text == "words"


def test_markdown_may_begin_with_a_tag():
    assert read("a.md", b"<html>\n\n# One\n").text.startswith("<html>")


@pytest.mark.parametrize("name", ["a.xyz", "a.png", "a.jsonl"])
def test_an_unknown_suffix_is_refused_and_the_known_ones_named(name):
    with pytest.raises(UnsupportedFormat, match=r"not a format that Quoth reads .*\.pdf"):
        read(name, b"words")


def test_an_archive_is_refused():
    with pytest.raises(UnsupportedFormat, match="ZIP archive"):
        read("a.epub", b"PK\x03\x04mimetypeapplication/epub+zip")


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_an_empty_file_is_a_read_error(suffix):
    with pytest.raises(ReadError, match="is empty"):
        read("a" + suffix, b"")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md"])
def test_a_file_of_blanks_is_a_read_error(name):
    with pytest.raises(ReadError, match="has no text"):
        read(name, b" \n\t\n")


@given(st.sampled_from([*sorted(SUFFIXES), ""]), st.binary(min_size=1, max_size=200))
def test_any_bytes_give_text_or_a_read_error(suffix, data):
    try:
        read("a" + suffix, data).text.encode()
    except ReadError as error:
        assert "\n" not in str(error)


def test_importing_the_readers_loads_no_parser():
    program = "import sys, quoth.index.readers; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = {
        "pypdfium2",
        "mammoth",
        "lxml",
        "inscriptis",
        "markdown_it",
        "charset_normalizer",
        "numpy",
    }
    assert not heavy & set(loaded)
