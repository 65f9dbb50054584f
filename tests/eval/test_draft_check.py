"""The command that times the look-up of a draft."""

from __future__ import annotations

import itertools
import json

import pytest

from quoth.eval.draft_check import fill_library, measure_draft
from quoth.index import add


def test_what_was_looked_up_and_the_median_of_the_rounds_after_the_first(library, papers, tmp_path):
    add(library, [papers])
    path = tmp_path / "a.md"
    path.write_text("# Tides\n\nTides follow the moon. Is that so?\n", "utf-8")
    ticks = iter([0, 9, 10, 12, 20, 25, 30, 31, 40, 44])
    found = measure_draft(
        library, path, clock=lambda: float(next(ticks)), cpu_clock=itertools.count().__next__
    )
    assert (found.n_words, found.n_sentences, found.n_looked_up) == (9, 3, 1)
    assert found.n_passages == library.n_passages
    assert (found.first_s, found.wall_s, found.cpu_s, found.single_s) == (9.0, 2.0, 1, 4.0)


@pytest.mark.parametrize(("wanted", "n_documents"), [(5, 5), (99, 9)])
def test_a_library_is_filled_until_it_has_the_passages(library, tmp_path, wanted, n_documents):
    corpus = tmp_path / "corpus.jsonl"
    rows = [
        {"id": f"d{n}", "title": f"The tides of harbour {n}", "text": f"Tide {n} follows the moon."}
        for n in range(9)
    ]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    fill_library(library, corpus, wanted, first=2)
    assert [d.title for d in library.documents()] == [row["title"] for row in rows[:n_documents]]
