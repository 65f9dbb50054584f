"""What is looked at before a setting is saved."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from quoth.index.errors import UsageError
from quoth.rag import load_settings
from quoth.rag.settings import config_path, save_setting


@pytest.mark.parametrize("name", ["library", "prompts", "reader_model", "support_model"])
def test_a_path_is_saved_whole(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_setting(name, "below/it")
    assert getattr(load_settings(), name) == str(tmp_path / "below" / "it")
    save_setting(name, "~/it")
    assert getattr(load_settings(), name) == str(Path.home() / "it")


def test_an_embedders_folder_and_a_style_file_are_saved_whole_and_names_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model").mkdir()
    (tmp_path / "mine.csl").write_text("<style/>", "utf-8")
    save_setting("embedder", "model")
    save_setting("style", "mine.csl")
    settings = load_settings()
    assert (settings.embedder, settings.style) == (
        str(tmp_path / "model"),
        str(tmp_path / "mine.csl"),
    )
    save_setting("embedder", "some/model")
    save_setting("style", "ieee")
    settings = load_settings()
    assert (settings.embedder, settings.style) == ("some/model", "ieee")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("style", "chigaco", "Near: chicago"),
        ("llm", "foo", "Write provider:model"),
        ("llm", "opena:gpt", "near: openai"),
        ("embedder", "/no/such/folder", "there is no folder /no/such/folder"),
        ("precision", "int8", r"pip install 'quoth\[int8\]'"),
    ],
)
def test_a_value_that_cannot_work_is_said_and_not_saved(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=said):
        save_setting(name, value)
    assert not config_path().is_file()
