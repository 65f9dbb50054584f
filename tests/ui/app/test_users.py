from __future__ import annotations

import pytest
from typer.testing import CliRunner

from quoth.index.errors import UsageError
from quoth.ui.app.users import Users, user_line


@pytest.fixture
def user_file(tmp_path):
    path = tmp_path / "users"
    path.write_text(f"# who may\n\n{user_line('ada', 'correct horse')}\n", "utf-8")
    return path


def test_only_the_right_password_of_the_right_user_passes(user_file):
    users = Users.of_file(user_file)
    assert users.check("ada", "correct horse")
    assert not users.check("ada", "correct horse ")
    assert not users.check("ada", "")
    assert not users.check("eve", "correct horse")
    assert "ada" in users
    assert "eve" not in users


def test_a_name_that_is_unknown_costs_a_whole_check_too(user_file, monkeypatch):
    users, made = Users.of_file(user_file), []
    from quoth.ui.app import users as module

    derive = module._derive
    monkeypatch.setattr(module, "_derive", lambda *a, **k: made.append(k) or derive(*a, **k))
    assert not users.check("eve", "whatever it is")
    assert not users.check("ada", "whatever it is")
    assert made[0] == made[1]


def test_the_same_password_is_hashed_otherwise_each_time():
    lines = {user_line("ada", "correct horse") for _ in range(3)}
    assert len(lines) == 3
    assert not any("correct horse" in line for line in lines)


def test_one_user_comes_from_the_command_line():
    users = Users.of_one("ada:a:b:c:d:e")
    assert users.check("ada", "a:b:c:d:e")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("ada", "USER:PASSWORD"),
        ("ada:short", "too short"),
        (":long enough", "cannot be a user's name"),
        ("a b:long enough", "cannot be a user's name"),
        ("local:long enough", "cannot be a user's name"),
    ],
)
def test_what_cannot_be_a_user_is_refused(given, said):
    with pytest.raises(UsageError, match=said):
        Users.of_one(given)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ada:plain text password", "line 1: not a user"),
        ("", "no users are in it"),
        ("ada:scrypt$15$8$1$not base64!$AAAA", "line 1"),
        ("ada:scrypt$40$8$1$AAAA$AAAA", "line 1: the hash does not read"),
    ],
)
def test_a_file_that_does_not_read_names_its_line(tmp_path, line, said):
    path = tmp_path / "users"
    path.write_text(line, "utf-8")
    with pytest.raises(UsageError, match=said):
        Users.of_file(path)


def test_the_name_of_whoever_needs_no_login_cannot_be_taken_in_a_file(tmp_path):
    path = tmp_path / "users"
    path.write_text("local:" + user_line("x", "long enough").partition(":")[2], "utf-8")
    with pytest.raises(UsageError, match="line 1: 'local'"):
        Users.of_file(path)


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(UsageError, match="No such file"):
        Users.of_file(tmp_path / "nowhere")


def test_hash_password_prints_a_line_that_a_file_of_users_takes(tmp_path):
    from quoth.ui.cli import app

    ran = CliRunner().invoke(
        app, ["ui", "--hash-password"], input="ada\nlong enough\nlong enough\n"
    )
    assert ran.exit_code == 0
    path = tmp_path / "users"
    path.write_text(ran.stdout.splitlines()[-1], "utf-8")
    assert Users.of_file(path).check("ada", "long enough")
    assert "long enough" not in ran.output
