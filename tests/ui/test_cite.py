"""`quoth cite` on the example library: what it prints, writes and refuses."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

from tests.rag.lookup.drafting import word_file

WEIGHT = "Harrison's first sea clock weighed about 34 kilograms."
DRAFT = f"""\
# Clocks at sea

{WEIGHT} Was it ever tried?
Tides were explained by gravity [@nobody1900].
"""


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "draft.md"
    path.write_bytes(DRAFT.replace("\n", "\r\n").encode())
    return path


def test_a_sentence_with_its_support_and_its_reference(examples, draft):
    ran = examples("cite", WEIGHT, "-k", "2")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == WEIGHT
    assert lines[1].startswith("  ✓ supports 0.")
    assert "quillby2026longitude: The Longitude Problem" in lines[1]
    assert "weighed about 34 kilograms.”" in lines[2]
    assert "References" in lines
    assert any(line.startswith("  Quillby, N. (2026).") for line in lines)
    assert ran.err == ""


@pytest.mark.parametrize("claim", ["34 kilograms.", "H1 weighed 34 kilograms.", "Sea clocks"])
def test_a_short_sentence_that_was_typed_is_looked_up(examples, claim):
    ran = examples("cite", claim, "--json")
    assert ran.code == 0
    assert [c["skipped"] for c in ran.json["claims"]] == [None]
    assert ran.json["claims"][0]["matches"]


def test_json_has_the_documented_shape(examples, draft):
    ran = examples("cite", "--file", draft, "--json", "-k", "2")
    assert ran.code == 0
    text = draft.read_bytes().decode()
    heading, weight, question, tides = ran.json["claims"]
    assert [c["skipped"] for c in (heading, weight, question, tides)] == [
        "heading",
        None,
        "question",
        None,
    ]
    assert all(text[c["start"] : c["end"]] == c["text"] for c in ran.json["claims"])
    found = weight["matches"][0]
    assert set(found) == {
        "stance", "score", "document", "page", "section", "quote", "secondhand", "reasons",
        "reference", "key", "retracted", "opinion",
    }  # fmt: skip
    assert (found["stance"], found["key"]) == ("supports", "quillby2026longitude")
    assert found["reference"].startswith("Quillby, N. (2026).")
    assert set(found["quote"]) == {"start", "end", "text"}
    (check,) = tides["checks"]
    assert (check["citation"], check["document"], check["verdict"]) == (
        "@nobody1900",
        None,
        "unknown_key",
    )
    assert check["note"].startswith("no document of the library has the key nobody1900")
    assert ran.json["notes"] == []


def test_a_report_in_markdown(examples, draft):
    ran = examples("cite", "--file", draft, "--format", "markdown")
    assert ran.out.startswith("# Citations for draft.md\n\n2 sentences looked up, 2 skipped, ")
    assert f"## Line 3\n\n> {WEIGHT}\n\n- ✓ **supports** 0." in ran.out
    assert "## Line 4\n" in ran.out
    assert "- line 1, heading: " in ran.out
    assert "- Quillby, N. (2026). " in ran.out


def test_bibtex_of_what_the_draft_is_given(examples, draft):
    ran = examples("cite", "--file", draft, "--format", "bibtex")
    assert ran.out.startswith("@")
    assert "{quillby2026longitude,\n" in ran.out


def test_a_copy_gets_keys_and_is_the_draft_elsewhere(examples, draft, tmp_path):
    out = tmp_path / "out.md"
    ran = examples("cite", "--file", draft, "--write", out, "--json")
    assert ran.code == 0
    assert f"quoth: wrote {out} with 1 key put in\n" == ran.err
    key = b" [@quillby2026longitude]"
    assert out.read_bytes().count(b"34 kilograms [@quillby2026longitude]. Was") == 1
    assert out.read_bytes().replace(key, b"") == draft.read_bytes()
    again = examples("cite", "--file", out, "--json").json["claims"][1]["checks"]
    assert [(c["citation"], c["verdict"]) for c in again] == [("@quillby2026longitude", "supports")]


def test_the_draft_is_not_written_over_unless_told(examples, draft):
    before = draft.read_bytes()
    ran = examples("cite", "--file", draft, "--write", draft)
    assert (ran.code, ran.out) == (2, "")
    assert "is the draft itself: give another name, or --overwrite" in ran.err
    assert draft.read_bytes() == before
    assert examples("cite", "--file", draft, "--write", draft, "--overwrite").code == 0
    assert b"[@quillby2026longitude]" in draft.read_bytes()


def test_a_word_draft_gets_its_key(examples, draft, tmp_path):
    path, out = tmp_path / "a.docx", tmp_path / "b.docx"
    path.write_bytes(word_file([f"<w:r><w:t>{WEIGHT}</w:t></w:r>"]))
    assert examples("cite", "--file", path, "--write", tmp_path / "b.md").code == 2
    assert examples("cite", "--file", path, "--write", out).code == 0
    (claim,) = examples("cite", "--file", out, "--json").json["claims"]
    assert claim["text"] == WEIGHT.replace(".", " [@quillby2026longitude].")


@pytest.mark.parametrize("words", [("-",), ("--file", "-")])
def test_a_draft_from_stdin(examples, draft, monkeypatch, words):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(DRAFT.encode())))
    assert len(examples("cite", *words, "--json").json["claims"]) == 4


def test_skipped_sentences_are_included_when_asked_for(examples, draft):
    claims = examples("cite", "--file", draft, "--json", "--include-skipped").json["claims"]
    assert [claim["skipped"] for claim in claims] == [None] * 4
    assert all(claim["matches"] for claim in claims)


def test_filters_limit_what_is_looked_at(examples, draft):
    ran = examples("cite", WEIGHT, "--json", "--document", "tide-predicting", "-k", "3")
    files = {match["document"]["file"] for match in ran.json["claims"][0]["matches"]}
    assert files == {"tide-predicting-machines.pdf"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give a sentence in quotes, or --file DRAFT"),
        (("A sentence.", "--file", "x.md"), "give a sentence in quotes, or --file DRAFT"),
        (("",), "the text is empty"),
        ((" \n ",), "the text is empty"),
        (("--file", "/no/such/draft.md"), "cannot read /no/such/draft.md"),
        (("--file", "draft.pdf"), "give .md, .txt, .docx or .tex"),
        (("A sentence.", "--style", "chigaco"), "Near: chicago"),
        (("A sentence.", "--format", "html"), "there are text, markdown, bibtex, json"),
        (("A sentence.", "--kind", "head"), "--kind head"),
    ],
)
def test_mistakes_cost_one_line(examples, draft, words, said):
    ran = examples("cite", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("a.md", b"\x00\x01\x02\xff" * 99, 1, "a.md is not text"),
        ("a.md", b"Clocks lose time. " * 300_000, 2, "5.4 million characters"),
        ("a.docx", b"PK", 1, "a.docx is damaged"),
    ],
)
def test_a_file_that_is_no_draft_costs_one_line(examples, draft, tmp_path, name, data, code, said):
    (tmp_path / name).write_bytes(data)
    ran = examples("cite", "--file", tmp_path / name)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_an_empty_library_is_said(quoth, draft):
    ran = quoth("cite", WEIGHT)
    assert ran.code == 3
    assert "is empty. Run: quoth add" in ran.err


def test_a_draft_without_anything_to_look_up_finds_nothing(examples, draft):
    ran = examples("cite", "Did it?")
    assert ran.code == 3
    assert "(skipped: question)" in ran.out
    assert ran.err == "quoth: no sentence to look up; --include-skipped takes all\n"


def test_a_draft_in_another_language_is_said_once(examples, draft):
    german = "Die Eisenbahn brachte die Zeit in alle Städte des Landes und veränderte das Leben."
    ran = examples("cite", f"{german} {WEIGHT} {german}")
    assert ran.out.count("2 in German: the embedder") == 1
    assert "✓ supports" in ran.out


def test_nothing_to_look_up_is_said_as_it_is(examples):
    german = "Die erste Seeuhr wog 34 Kilogramm und wurde im Jahr 1735 fertig gebaut."
    assert examples("cite", german).err == "quoth: nothing was looked up\n"
    assert examples("cite", "🙂🙂").err == "quoth: no sentence is in it\n"


def test_what_is_skipped_is_not_printed_for_pages(examples, tmp_path):
    path = tmp_path / "long.md"
    path.write_text("x" * 5_000, encoding="utf-8")
    for form in ("text", "markdown"):
        ran = examples("cite", "--file", path, "--format", form)
        assert ran.code == 3
        assert "x" * 300 + "…" in ran.out.replace("\n", "")
        assert "x" * 301 not in ran.out
