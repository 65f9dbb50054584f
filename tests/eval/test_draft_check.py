"""The command that times the look-up of a draft."""

from __future__ import annotations

import itertools

from quoth.eval.draft_check import measure_draft
from quoth.index import add


def test_what_was_looked_up_and_the_median_of_the_rounds_after_the_first(library, papers, tmp_path):
    add(library, [papers])
    path = tmp_path / "a.md"
    path.write_text("# Tides\n\nTides follow the moon. Is that so?\n", "utf-8")
    ticks = iter([0, 9, 10, 12, 20, 25, 30, 31])
    found = measure_draft(
        library, path, clock=lambda: float(next(ticks)), cpu_clock=itertools.count().__next__
    )
    assert (found.n_words, found.n_sentences, found.n_looked_up) == (9, 3, 1)
    assert found.n_passages == library.n_passages
    assert (found.first_s, found.wall_s, found.cpu_s) == (9.0, 2.0, 1)
