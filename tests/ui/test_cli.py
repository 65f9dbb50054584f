from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version

import pytest

from quoth.index.errors import UsageError
from quoth.ui.options import parse_filters


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "No such command 'nonsense'."),
        (["ask", "--nonsense", "x"], "No such option: --nonsense"),
        (["ask"], "Missing argument"),
        (["search", "x", "-k", "0"], "Invalid value for '-k'"),
        (["search", "x", "-k", "many"], "Invalid value for '-k'"),
        (["ask", "x", "--year", "soon"], "--year soon: give 2015"),
        (["ask", "x", "--year", ".."], "--year ..: give 2015"),
        (["ask", "x", "--year", "2020..2010"], "give 2010..2020"),
        (["ls", "-5"], "No such option: -5. See: "),
        (["ask", "x", "--json", "--format", "ris"], "give one of them"),
        (["ask", "x", "--kind", "chapter"], "--kind chapter: there are abstract"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(quoth, words, said):
    ran = quoth(*words)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_no_command_prints_the_help(quoth):
    ran = quoth()
    assert ran.code == 2
    assert "Usage:" in ran.out


def test_help_names_every_command(quoth):
    ran = quoth("--help")
    assert ran.code == 0
    names = "ask chat search add ls info edit rm rebuild open doctor bench config".split()
    assert all(f"  {name} " in ran.out for name in names)


def test_version_is_the_installed_one(quoth):
    assert quoth("--version").out == f"quoth {version('quoth')}\n"


def test_library_may_stand_before_or_after_the_command(quoth, example_library, monkeypatch):
    monkeypatch.delenv("QUOTH_LIBRARY")
    assert quoth("--library", example_library, "ls").code == 0
    assert quoth("ls", "--library", example_library).code == 0


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2015", (2015, 2015)),
        ("2010..2020", (2010, 2020)),
        ("2010..", (2010, None)),
        ("..2020", (None, 2020)),
        (None, None),
    ],
)
def test_a_year_range_reads_as_documented(text, years):
    assert parse_filters(None, text, None, None).year == years


def test_two_years_without_dots_are_refused():
    with pytest.raises(UsageError, match="give 2015"):
        parse_filters(None, "20102020", None, None)


def test_settings_are_shown_set_and_taken_back(quoth, tmp_path, monkeypatch):
    monkeypatch.delenv("QUOTH_LIBRARY")
    assert "embedder = 'all-MiniLM-L6-v2'   # default" in quoth("config", "show").out
    assert quoth("config", "set", "library", tmp_path / "elsewhere").code == 0
    shown = quoth("config", "show", "--json").json
    assert shown["settings"]["library"] == str(tmp_path / "elsewhere")
    assert quoth("config", "set", "library", "").code == 0
    assert "elsewhere" not in quoth("config", "show").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense", "1"], "there is no setting 'nonsense'"),
        (["precision", "int3"], "precision: "),
        (["nonsense", ""], "there is no setting 'nonsense'"),
    ],
)
def test_a_wrong_setting_is_refused(quoth, words, said):
    ran = quoth("config", "set", *words)
    assert ran.code == 2
    assert said in ran.err


def test_a_settings_file_that_is_not_toml_is_one_line(quoth, tmp_path):
    (tmp_path / "config.toml").write_text("library = ", encoding="utf-8")
    ran = quoth("ls")
    assert ran.code == 2
    assert "config.toml" in ran.err
    assert ran.err.count("\n") == 1


def test_doctor_says_all_is_well_of_a_whole_library(examples):
    ran = examples("doctor")
    assert ran.code == 0
    assert "6 documents" in ran.out
    assert ran.out.endswith("all is well\n")
    assert examples("doctor", "--json").json["problems"] == []


def test_a_reader_that_goes_away_is_no_error(example_library):
    command = f"{sys.executable} -m quoth.ui.cli ls --json --library {example_library} | head -c 1"
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""
    assert ran.returncode == 0


def test_a_file_given_as_library_is_named_by_every_command(quoth, tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("x", encoding="utf-8")
    for command in (["ls"], ["add", tmp_path], ["ask", "x"], ["doctor"], ["export"], ["rebuild"]):
        ran = quoth("--library", file, *command)
        assert ran.code == 2
        assert ran.err == (
            f"quoth: {file} is a file, not a library folder. Name a folder with --library\n"
        )


def in_a_shell(command, library, **variables):
    line = f"{sys.executable} -m quoth.ui.cli {command.format(library=f'--library {library}')}"
    environment = os.environ | variables
    return subprocess.run(["bash", "-c", line], capture_output=True, env=environment, check=False)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_the_output_cannot_encode_is_escaped_also_in_json(example_library, tmp_path, encoding):
    draft = tmp_path / "draft.md"
    draft.write_text("Clocks – 潮 – lose time at sea.", encoding="utf-8")
    for form in ("text", "json"):
        command = f"cite --file {draft} --format {form} {{library}}"
        ran = in_a_shell(command, example_library, PYTHONIOENCODING=encoding)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert b"\\u6f6e" in ran.stdout
    assert json.loads(ran.stdout)["claims"][0]["text"] == "Clocks – 潮 – lose time at sea."


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("ls {library} > /dev/full", b"quoth: the output cannot be written: "),
        ("ls {library} >&-", b"quoth: the output is closed. "),
    ],
)
def test_an_output_that_takes_nothing_is_one_line_and_exit_1(example_library, command, said):
    ran = in_a_shell(command, example_library)
    assert ran.returncode == 1
    assert ran.stderr.startswith(said)
    assert ran.stderr.count(b"\n") == 1


def test_completion_is_offered_for_the_shell():
    ran = subprocess.run(  # under the shell that asks: it is recognised as the parent process
        ["bash", "-c", f"{sys.executable} -m quoth.ui.cli --show-completion; exit $?"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "COMPLETE" in ran.stdout
