from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.errors import ReadError, UnsupportedFormat
from quoth.index.readers import read
from quoth.index.readers.plain import decode

RUSSIAN = "Тюлени возвращаются весной на те же самые берега, и мы считали их с воздуха."
FRENCH = "Les phoques reviennent au printemps, là où ils étaient déjà l'année d'avant."


def test_newlines_and_spaces_stay_as_they_are():
    text = "one\r\ntwo\rthree\n\n  four\t\f\n"
    assert read("a.txt", text.encode()).text == text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, b""])
def test_a_byte_order_mark_is_dropped(mark):
    assert decode(mark + "Größe".encode()) == "Größe"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_told_by_their_mark(encoding):
    assert decode(("\ufeff" + RUSSIAN).encode(encoding)) == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN, FRENCH])
def test_utf16_without_a_mark_is_recognised(encoding, text):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        ("naïve", "cp1252"),
        ("Über allen Gipfeln", "latin-1"),
        ("“quoted” – and … more", "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("アザラシは毎年春に同じ浜に戻ってくる。", "shift_jis"),
    ],
)
def test_legacy_encodings_are_guessed(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_a_few_broken_bytes_do_not_change_the_encoding():
    data = (FRENCH * 20).encode() + b"\xff" + FRENCH.encode()
    assert decode(data) == FRENCH * 20 + "\ufffd" + FRENCH


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"words\0words", bytes(range(32)) * 9]
)
def test_binary_data_is_refused(data):
    with pytest.raises(UnsupportedFormat, match=r"^a.txt is .* text"):
        read("a.txt", data)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_string_or_a_read_error(data):
    try:
        text = decode(data)
    except ReadError:
        return
    assert text.encode().decode() == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf8_comes_back_unchanged(text):
    assert decode(text.encode()) == text.removeprefix("\ufeff")
