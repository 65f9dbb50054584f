"""The listwise fit: what it learns, what it leaves out, and the rows that it learns from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from quoth.eval.claim_set import Claim
from quoth.eval.fitting.lookup_fit import (
    Choice,
    cross_validate,
    fit_weights,
    main,
    quote_choices,
    rank_choices,
)
from quoth.eval.question_set import Span
from quoth.index import Library, add
from quoth.rag.lookup.quotes import SENTENCE_FEATURES
from quoth.rag.lookup.ranking import RANK_FEATURES
from tests.conftest import PAPERS


def choices(n: int = 30) -> list[Choice]:
    """The first feature tells what is right, the second is noise."""
    generator = np.random.default_rng(5)
    made = []
    for at in range(n):
        rows = generator.standard_normal((6, 2))
        right = rows[:, 0] == rows[:, 0].max()
        made.append(Choice(f"paper {at}", 1.0, rows, right, 1))
    return made


def test_the_weights_follow_what_tells() -> None:
    telling, noise = fit_weights(choices())
    assert telling > 1.0
    assert abs(noise) < 0.5


def test_choices_without_anything_right_change_nothing() -> None:
    made = choices()
    empty = Choice("x", 5.0, np.ones((3, 2)), np.zeros(3, dtype=bool), 1)
    assert fit_weights([*made, empty]) == pytest.approx(fit_weights(made))


def test_a_choice_counts_by_its_weight() -> None:
    rows = np.array([[1.0, 0.0], [0.0, 1.0]])
    one = Choice("a", 9.0, rows, np.array([True, False]), 1)
    other = Choice("b", 1.0, rows, np.array([False, True]), 1)
    first, second = fit_weights([one, other])
    assert first > second


def test_a_group_is_ranked_by_weights_fitted_without_it() -> None:
    made = choices(40)
    # of one paper the lowest is right: had its own claims been fitted on, they would be learnt
    odd = [Choice("odd", 50.0, c.rows, c.rows[:, 0] == c.rows[:, 0].min(), 1) for c in choices(20)]
    ranked = cross_validate([*made, *odd])
    assert not any(right[0] for right in ranked[len(made) :])


def test_documents_found_are_rows_and_the_cited_one_is_right(
    library: Library, papers: Path
) -> None:
    add(library, [papers])
    claims = [
        Claim(id="a", claim="Tides follow the moon.", cited=("tides.md", "gone.txt")),
        Claim(id="b", claim="It cites nothing."),
    ]
    (choice,) = rank_choices(library, claims)
    assert choice.rows.shape == (3, len(RANK_FEATURES))
    assert choice.right.sum() == 1
    assert choice.n_right == 2
    assert choice.group == "gone.txt"
    assert choice.weight == 1.0


def test_sentences_of_the_documents_with_evidence_are_rows(library: Library, papers: Path) -> None:
    add(library, [papers])
    quote = "It was tried again on a voyage to Barbados."
    start = PAPERS["chronometer.txt"].index(quote)
    evidence = Span(document="chronometer.txt", quote=quote, start=start, end=start + len(quote))
    claim = Claim(id="a", claim="A clock went to Barbados.", evidence=(evidence,))
    (choice,) = quote_choices(library, [claim])
    assert choice.rows.shape == (3, len(SENTENCE_FEATURES))
    assert choice.right.tolist() == [False, False, True]


@pytest.mark.usefixtures("without_workers")
def test_the_command_prints_figures_and_weights(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "claims.jsonl"
    rows = [
        Claim(id=name, claim=text[:60], cited=(name,)).model_dump_json()
        for name, text in PAPERS.items()
    ]
    path.write_text("\n".join(rows), "utf-8")
    main(["--set", str(path), str(papers)])
    shown = capsys.readouterr().out
    assert "first right" in shown
    assert all(name in shown for name in RANK_FEATURES)
    assert "sentences" not in shown  # no row has evidence
