"""From a file to passages: what joins the readers, the metadata and the splitting."""

from __future__ import annotations

from pathlib import Path

from quoth.index.embedder import Embedder
from quoth.index.parsing import Splitting, parse_file
from tests.conftest import EXAMPLES


def test_an_authors_name_set_large_is_no_section(fake: Embedder) -> None:
    splitting = Splitting(fake.tokenizer_json, fake.max_tokens)
    path = EXAMPLES / "library" / "harrison-sea-clocks.pdf"
    parsed = parse_file(str(path), None, splitting)
    sections = {part.passage.section for part in parsed.passages}
    assert "3. Four timekeepers" in sections
    assert "Nora Quillby" not in sections


def test_every_embedded_sentence_lies_where_it_is_said_to(fake: Embedder, tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text("# Bells\n\nBells ring at **noon**. They are *old*.\n", encoding="utf-8")
    parsed = parse_file(str(path), None, Splitting(fake.tokenizer_json, fake.max_tokens))
    part = parsed.passages[0]
    said = [part.embed_input.text[a:b] for a, b in part.embed_input.sentences]
    assert said[-2:] == ["Bells ring at noon.", "They are old."]
    assert len(said) == len(part.sentences)
