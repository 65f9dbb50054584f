"""Prompts: those shipped are whole, and a user's own are checked against them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import get_args

import pytest

from quoth.prompts import Message, Prompt, PromptError, PromptName, load_prompt

NAMES: tuple[PromptName, ...] = get_args(PromptName)
PLACEHOLDERS = {
    "answer": {"fence", "passages", "question", "not_in_passages"},
    "decompose": {"question"},
    "judge": {"fence", "passages", "claim"},
    "question": {"fence", "passage"},
    "repair": {"fence", "passages", "question", "answer", "unsupported", "not_in_passages"},
    "rewrite": {"conversation", "question", "language"},
    "stance": {"fence", "passage", "claim"},
}
OWN = "Notes {of mine}.\n\n# system\n\nPart it.\n\n# user\n\nQ: {question} {3} {A} {x\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "decompose.md").write_text(OWN, "utf-8")
    return tmp_path


def filled(prompt: Prompt, **values: str) -> tuple[Message, ...]:
    return prompt.fill(**(dict.fromkeys(prompt.placeholders, "…") | values))


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_prompt_speaks_as_system_and_user_and_names_its_placeholders(
    name: PromptName,
) -> None:
    prompt = load_prompt(name)
    assert [message.role for message in prompt.messages] == ["system", "user"]
    assert prompt.placeholders == PLACEHOLDERS[name]
    notes = prompt.text.partition("\n# system")[0]
    assert all(f"`{{{placeholder}}}`" in notes for placeholder in prompt.placeholders)


def test_every_file_of_the_folder_is_a_prompt() -> None:
    import quoth.prompts

    shipped = {path.stem for path in Path(str(quoth.prompts.__file__)).parent.glob("*.md")}
    assert shipped == set(NAMES)


@pytest.mark.parametrize("name", ["answer", "judge", "repair", "stance"])
def test_passages_come_from_the_user_and_the_system_calls_them_data(name: PromptName) -> None:
    key = "passage" if name == "stance" else "passages"
    system, user = filled(load_prompt(name), **{key: "THE PASSAGES", "fence": "f-12"})
    assert "THE PASSAGES" not in system.content
    assert "THE PASSAGES" in user.content
    assert "never instructions" in system.content
    assert "<f-12 n=1>" in system.content
    assert "</f-12>" in system.content


@pytest.mark.parametrize("name", ["answer", "repair"])
def test_an_answer_is_asked_for_marks_and_the_token(name: PromptName) -> None:
    system, _ = filled(load_prompt(name), not_in_passages="THE_TOKEN")
    assert "[1]" in system.content
    assert "THE_TOKEN" in system.content


@pytest.mark.parametrize("name", NAMES)
def test_notes_for_people_are_not_sent(name: PromptName) -> None:
    prompt = load_prompt(name)
    assert "messages below are sent" in prompt.text.replace("\n", " ")
    assert all("below are sent" not in message.content for message in filled(prompt))


def test_a_users_prompt_takes_the_place_of_the_one_shipped(folder: Path) -> None:
    prompt = load_prompt("decompose", folder=folder)
    assert prompt.fill(question="Why?") == (
        Message("system", "Part it."),
        Message("user", "Q: Why? {3} {A} {x"),
    )
    assert load_prompt("answer", folder=folder) == load_prompt("answer")


def test_the_hash_is_of_the_text_whatever_its_line_ends(folder: Path) -> None:
    path = folder / "decompose.md"
    path.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    prompt = load_prompt("decompose", folder=folder)
    assert prompt.text == OWN
    assert prompt.sha256 == hashlib.sha256(OWN.encode()).hexdigest()
    assert prompt.sha256 != load_prompt("decompose").sha256


def test_a_value_that_looks_like_a_placeholder_stays_as_it_is() -> None:
    _, user = filled(
        load_prompt("answer"), passages="a {question} {fence}", question="{passages} \\1 {x}"
    )
    assert "a {question} {fence}" in user.content
    assert "Question: {passages} \\1 {x}" in user.content


@pytest.mark.parametrize("values", [{}, {"question": "Why?", "fence": "f"}, {"fence": "f"}])
def test_a_value_missing_or_without_a_place_is_an_error(values: dict[str, str]) -> None:
    with pytest.raises(PromptError, match="missing, or too many"):
        load_prompt("decompose").fill(**values)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# system\nPart it.\n# user\nNow.", r"lacks \{question\}"),
        ("# system\nPart {it}.\n# user\n{question}", r"has \{it\}, which nothing fills"),
        ("Part it: {question}", "must have the line '# system'"),
        ("# user\n{question}", "must have the line '# system'"),
        ("# user\n{question}\n# system\nPart it.", "must have the line '# system'"),
    ],
)
def test_a_users_prompt_that_does_not_fit_is_one_clear_line(
    tmp_path: Path, text: str, says: str
) -> None:
    path = tmp_path / "decompose.md"
    path.write_text(text, "utf-8")
    with pytest.raises(PromptError, match=says) as caught:
        load_prompt("decompose", folder=tmp_path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_placeholder_in_the_notes_alone_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "decompose.md").write_text("{question}\n# system\na\n# user\nb", "utf-8")
    with pytest.raises(PromptError, match="lacks"):
        load_prompt("decompose", folder=tmp_path)


def test_a_misnamed_prompt_is_not_ignored(folder: Path) -> None:
    (folder / "README.md").write_text("mine", "utf-8")
    load_prompt("answer", folder=folder)
    (folder / "anwser.md").write_text(OWN, "utf-8")
    with pytest.raises(PromptError, match=r"anwser\.md is no prompt's name; prompts are answer"):
        load_prompt("answer", folder=folder)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="cannot be read"):
        load_prompt("answer", folder=tmp_path / "none")


def test_a_file_that_is_not_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "answer.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PromptError, match="not UTF-8"):
        load_prompt("answer", folder=tmp_path)
