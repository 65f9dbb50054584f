from __future__ import annotations

import pytest

from quoth.ui import cli, commands_metadata

BELLS = "# Bells of the valley\n\nAnn B. Moe and Jo Lee\n\n## Abstract\n\nBells ring at noon.\n"


@pytest.fixture(autouse=True)
def _wired():
    """The command is wired into the command line once."""
    names = {command.callback.__name__ for command in cli.app.registered_commands}
    if "edit" not in names:
        for command in commands_metadata.COMMANDS:
            cli.app.command()(command)


@pytest.fixture
def bells(quoth, tmp_path):
    path = tmp_path / "bells.md"
    path.write_text(BELLS, "utf-8")
    assert quoth("add", path).code == 0
    return path


def test_a_correction_shows_before_and_after(quoth, bells):
    ran = quoth("edit", "bells.md", "--title", "Chimes", "--author", "Moe, Ann", "--year", 2011)
    assert ran.code == 0
    assert "title     Bells of the valley → Chimes" in ran.out
    assert "authors   Ann B. Moe; Jo Lee → Ann Moe" in ran.out
    assert "year      (none) → 2011" in ran.out


def test_json_names_what_changed_and_where_each_fact_is_from(quoth, bells):
    ran = quoth(
        "edit", "bells", "--doi", "https://doi.org/10.5555/ABC", "--clear", "author", "--json"
    )
    assert ran.json["changed"]["doi"] == {"before": None, "after": "10.5555/abc"}
    assert ran.json["metadata"]["authors"] == []
    assert ran.json["provenance"] == {"title": "first heading", "doi": "edited"}


def test_a_correction_is_taken_back(quoth, bells):
    quoth("edit", "bells", "--title", "Chimes")
    ran = quoth("edit", "bells", "--reset", "title")
    assert "Chimes → Bells of the valley" in ran.out


def test_info_says_where_each_fact_was_read(quoth, bells):
    quoth("edit", "bells", "--venue", "Bell Notes", "--keyword", "bells", "--keyword", "noon")
    out = quoth("info", "bells").out
    assert "title      Bells of the valley (first heading)" in out
    assert "authors    Ann B. Moe; Jo Lee (front page)" in out
    assert "venue      Bell Notes (edited)" in out
    assert "keywords   bells; noon (edited)" in out
    assert quoth("info", "bells", "--json").json["provenance"]["venue"] == "edited"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nothing to correct"),
        (("--doi", "abc"), "a DOI looks like"),
        (("--clear", "publisher"), "there are title"),
        (("--title", " "), "--clear"),
        (("--title", "x", "--clear", "title"), "given twice"),
        (("--author", "12"), "Family, Given"),
    ],
)
def test_mistakes_cost_one_line(quoth, bells, words, said):
    ran = quoth("edit", "bells", *words)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1
