from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.readers import read


def headings(text):
    extract = read("a.md", text.encode())
    assert extract.text == text
    return [(text[h.start : h.end], h.level) for h in extract.headings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# One\n\n## Two ##\ntext\n", [("One", 1), ("Two", 2)]),
        ("One\n===\n\nTwo\nlines\n---\n", [("One", 1), ("Two\nlines", 2)]),
        ("# **Bold**\n\n## *it* and *it*\n", [("Bold", 1), ("*it* and *it*", 2)]),
        ("## `code`\n### __x__ ###\n", [("code", 2), ("x", 3)]),
        ("# A {#sec:a .unnumbered}\n", [("A", 1)]),
        ("# C# and F#\n", [("C# and F#", 1)]),
        ("> # quoted\n\n- # item\n", [("quoted", 1), ("item", 1)]),
        ("```\n# not one\n```\n\n    # nor this\n\n#neither\n", []),
        ("#\n\n# \n", []),
        ("# One\r\n\r\ntext\r\n\r\nTwo\r\n---\r\n", [("One", 1), ("Two", 2)]),
        ("# old\r## mac\r", [("old", 1), ("mac", 2)]),
        ("# last", [("last", 1)]),
        ("Last\n====", [("Last", 1)]),
    ],
)
def test_headings_cover_their_words(text, expected):
    assert headings(text) == expected


def test_front_matter_is_text_and_no_heading():
    text = "---\ntitle: 'Seals and the sea'\ndoi: 10.1234/abc\n---\n\n# Summary\n"
    assert headings(text) == [("Summary", 1)]
    hints = read("a.md", text.encode()).hints
    assert (hints.title, hints.doi) == ("Seals and the sea", "10.1234/abc")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: >\n  Seals and\n  the sea\n---\n# Other\n", "Seals and the sea"),
        ("---\nauthor: A\n---\n# Seals and the sea\n", "Seals and the sea"),
        ("## Only\n\ntext", None),
        ("---\ntext after a rule\n", None),
    ],
)
def test_the_title_hint_is_the_front_matters_or_the_first_heading(text, title):
    assert read("a.markdown", text.encode()).hints.title == title


def test_the_byte_order_mark_is_dropped():
    assert read("a.md", b"\xef\xbb\xbf# One\n").text == "# One\n"


@given(st.text(st.sampled_from("#=-*_`~> \t\n\rab{}"), min_size=1, max_size=60))
def test_headings_are_ordered_slices_without_margins(text):
    extract = read("a.md", ("words\n\n" + text).encode())
    starts = [heading.start for heading in extract.headings]
    assert starts == sorted(starts)
    for heading in extract.headings:
        words = extract.text[heading.start : heading.end]
        assert words
        assert words == words.strip()
