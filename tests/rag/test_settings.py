"""Settings: from arguments, the environment and config.toml, each checked in one line."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from quoth.index.errors import UsageError
from quoth.rag import Settings, load_settings
from quoth.rag.settings import config_path, save_setting


def write(text: str) -> None:
    config_path().parent.mkdir(parents=True, exist_ok=True)
    config_path().write_text(text, "utf-8")


def test_without_a_file_the_defaults_hold() -> None:
    settings = load_settings()
    assert settings == Settings()
    assert (settings.embedder, settings.precision) == ("all-MiniLM-L6-v2", "float")
    assert settings.library_folder().is_absolute()
    assert settings.library_folder().name == "library"


def test_an_argument_wins_over_the_environment_and_that_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write('library = "/from/file"\nembedder = "some/model"\n')
    assert load_settings().library == "/from/file"
    monkeypatch.setenv("QUOTH_LIBRARY", "/from/environment")
    assert load_settings().library == "/from/environment"
    assert load_settings(library=tmp_path).library == str(tmp_path)
    assert load_settings().embedder == "some/model"


def test_the_chat_model_is_taken_from_arguments_environment_and_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write('llm = "openai:file"\nbase_url = "http://file/v1"\n')
    assert (load_settings().llm, load_settings().base_url) == ("openai:file", "http://file/v1")
    monkeypatch.setenv("QUOTH_LLM", "openai:environment")
    monkeypatch.setenv("QUOTH_BASE_URL", "http://environment/v1")
    settings = load_settings()
    assert (settings.llm, settings.base_url) == ("openai:environment", "http://environment/v1")
    settings = load_settings(llm="openai:argument", base_url="http://argument/v1")
    assert (settings.llm, settings.base_url) == ("openai:argument", "http://argument/v1")


def test_the_files_key_goes_with_the_files_server_only() -> None:
    write('llm = "openai:a"\nbase_url = "http://mine/v1"\napi_key = "hush-hush"\n')
    assert key_and_url(load_settings(llm="openai:b")) == ("hush-hush", "http://mine/v1")
    assert key_and_url(load_settings(base_url="http://mine/v1")) == ("hush-hush", "http://mine/v1")
    assert key_and_url(load_settings(base_url="http://other/v1")) == ("", "http://other/v1")
    assert key_and_url(load_settings(llm="anthropic:c")) == ("", "")
    write('api_key = "hush-hush"\n')
    assert key_and_url(load_settings(llm="anthropic:c")) == ("hush-hush", "")


def key_and_url(settings: Settings) -> tuple[str, str]:
    return settings.api_key.get_secret_value(), settings.base_url


def test_a_key_is_not_shown_and_its_file_is_the_owners_alone() -> None:
    write("# mine\n")
    config_path().chmod(0o644)
    path = save_setting("api_key", "hush-hush")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_settings().api_key.get_secret_value() == "hush-hush"
    assert "hush-hush" not in f"{load_settings()!r} {load_settings().model_dump()}"


def test_a_key_that_is_not_text_is_refused_without_being_shown() -> None:
    write("api_key = 271828")
    with pytest.raises(UsageError, match="api_key: Input should be a valid string") as caught:
        load_settings()
    assert "271828" not in f"{caught.value} {caught.value.__cause__}"


def test_numbers_and_truth_values_are_saved_as_such() -> None:
    save_setting("timeout_s", "90")
    save_setting("strict", "true")
    save_setting("context_tokens", "8192")
    assert config_path().read_text().split() == (
        "timeout_s = 90.0 strict = true context_tokens = 8192".split()
    )
    settings = load_settings()
    assert (settings.timeout_s, settings.strict, settings.context_tokens) == (90.0, True, 8192)


def test_home_is_expanded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings(library="~/papers").library_folder() == tmp_path / "papers"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("embeder = 'x'", r"there is no setting 'embeder' \(there are: library, embedder"),
        ("precision = 'int4'", "precision: Input should be 'float' or 'int8'"),
        ("library = 5", "library: Input should be a valid string"),
        ("library = ", "cannot read the settings at"),
        ("timeout_s = 0", "timeout_s: Input should be greater than 0"),
        ("context_tokens = 5", "context_tokens: Input should be greater than or equal to 512"),
        ("[library]", "library: Input should be a valid string"),
    ],
)
def test_a_wrong_setting_costs_one_line_that_names_the_file(text: str, said: str) -> None:
    write(text)
    with pytest.raises(UsageError, match=said) as caught:
        load_settings()
    assert str(config_path()) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf8_costs_one_line() -> None:
    write("")
    config_path().write_bytes(b"library = '\xff'")
    with pytest.raises(UsageError, match="cannot read the settings"):
        load_settings()


def test_nothing_is_read_from_the_current_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text("embedder = 'evil'")
    monkeypatch.chdir(tmp_path)
    assert load_settings() == Settings()


def test_a_setting_is_saved_and_taken_out_again() -> None:
    assert save_setting("embedder", "some/model") == config_path()
    save_setting("precision", "int8")
    assert load_settings() == Settings(embedder="some/model", precision="int8")
    save_setting("embedder", "")
    save_setting("embedder", "")
    assert load_settings() == Settings(precision="int8")
    assert os.listdir(config_path().parent) == ["config.toml"]  # noqa: PTH208


def test_saving_a_setting_keeps_the_files_own_library(monkeypatch: pytest.MonkeyPatch) -> None:
    write('library = "/from/file"\n')
    monkeypatch.setenv("QUOTH_LIBRARY", "/from/environment")
    save_setting("precision", "int8")
    monkeypatch.delenv("QUOTH_LIBRARY")
    assert load_settings() == Settings(library="/from/file", precision="int8")


@pytest.mark.parametrize(
    ("name", "value"), [("colour", "red"), ("colour", ""), ("precision", "int4")]
)
def test_a_setting_that_does_not_exist_is_not_saved(name: str, value: str) -> None:
    write('embedder = "some/model"\n')
    with pytest.raises(UsageError, match=name):
        save_setting(name, value)
    assert config_path().read_text() == 'embedder = "some/model"\n'


def test_a_mistaken_setting_can_be_taken_out() -> None:
    write('embeder = "some/model"\n')
    save_setting("embeder", "")
    assert load_settings() == Settings()


def test_settings_that_cannot_be_written_cost_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("QUOTH_CONFIG", str(tmp_path / "file" / "config.toml"))
    with pytest.raises(UsageError, match="cannot write the settings"):
        save_setting("precision", "int8")
