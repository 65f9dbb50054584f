"""What a user can set: config.toml, the environment, and the command line before both."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from quoth.index.citation_keys import DEFAULT_PATTERN, check_pattern
from quoth.index.embedder import DEFAULT_EMBEDDER, Precision
from quoth.index.errors import UsageError
from quoth.index.whole_files import write_whole
from quoth.rag.references.styles import DEFAULT_STYLE
from quoth.rag.setting_values import value_to_save

__all__ = ["Settings", "config_path", "load_settings", "save_setting"]


class Settings(BaseModel):
    """What a user can set in config.toml.

    Attributes:
        library: the library's folder; empty for the platform's data folder.
        embedder: `all-MiniLM-L6-v2` (packaged), a sentence-transformers name, or a local path.
        precision: of the packaged embedder; `int8` suits processors without bf16.
        neural: whether trained models are used; else fitted weights alone.
        reader_model: a folder that `quoth train reader` wrote; empty for the packaged model.
        support_model: a folder that `quoth train support` wrote; empty for the packaged model.
        llm: the chat model that answers, "provider:model"; empty for answers that quote.
        base_url: of a chat server of one's own.
        api_key: for the chat model; else the provider's environment variable is read.
        timeout_s: longest silence of the chat model.
        context_tokens: the chat model's window, where it is not known or is set lower.
        prompts: a folder whose .md files replace the prompts of the same name.
        repair: whether unsupported sentences are shown to the chat model once more.
        strict: whether sentences that are not supported are dropped.
        decompose: whether the chat model parts questions that need several documents.
        second_opinion: whether the chat model is asked what it makes of passages found for claims.
        style: of references: `apa`, another style's name, or the path of a .csl file.
        citation_key: what the keys of new documents are made of: {family}, {year}, {word}.
    """

    # Validation errors are shown, and the value that is wrong may be a key.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    library: str = ""
    embedder: str = DEFAULT_EMBEDDER
    precision: Precision = "float"
    neural: bool = True
    reader_model: str = ""
    support_model: str = ""
    llm: str = ""
    base_url: str = ""
    api_key: SecretStr = SecretStr("")
    timeout_s: float = Field(default=60.0, gt=0)
    context_tokens: int | None = Field(default=None, ge=512)
    prompts: str = ""
    repair: bool = False
    strict: bool = False
    decompose: bool = False
    second_opinion: bool = False
    style: str = DEFAULT_STYLE
    citation_key: str = DEFAULT_PATTERN

    @field_validator("citation_key")
    @classmethod
    def _is_a_pattern(cls, value: str) -> str:
        try:
            return check_pattern(value)
        except UsageError as error:  # pydantic takes a ValueError for the user's mistake
            raise ValueError(str(error)) from error

    def library_folder(self) -> Path:
        """Return the library's folder."""
        from platformdirs import user_data_path

        chosen = Path(self.library).expanduser() if self.library else None
        return (chosen or user_data_path("quoth") / "library").absolute()

    def prompts_folder(self) -> Path | None:
        """Return the folder of the user's own prompts; None for those that the package brings."""
        return Path(self.prompts).expanduser() if self.prompts else None


def config_path() -> Path:
    """Return the file that settings are read from: QUOTH_CONFIG, else the platform's."""
    from platformdirs import user_config_path

    return Path(os.environ.get("QUOTH_CONFIG") or user_config_path("quoth") / "config.toml")


def load_settings(
    *, library: Path | None = None, llm: str = "", base_url: str = "", config: Path | None = None
) -> Settings:
    """Return the settings: arguments, then the environment, then config.toml, then defaults.

    The file's `api_key` and `base_url` go with the file's `llm`: another provider, or another
    base_url, given by argument or environment gets neither.

    Args:
        library: the folder given on the command line; else QUOTH_LIBRARY; else the file's.
        llm: given on the command line; else QUOTH_LLM; else the file's.
        base_url: given on the command line; else QUOTH_BASE_URL; else the file's.
        config: the file; `config_path()` by default.

    Raises:
        UsageError: config.toml is not TOML, or has an unknown or wrong setting; or the file given
            is not there.
    """
    if config is not None and not config.is_file():
        msg = f"there are no settings at {config}"
        raise UsageError(msg)
    path = config or config_path()
    written = _written(path)
    given = {
        "library": str(library or "") or os.environ.get("QUOTH_LIBRARY"),
        "llm": llm or os.environ.get("QUOTH_LLM"),
        "base_url": base_url or os.environ.get("QUOTH_BASE_URL"),
    }
    chosen = {name: value for name, value in given.items() if value}
    return _checked(_for_the_same_server(written, chosen) | chosen, path)


def save_setting(name: str, value: str) -> Path:
    """Write one setting to config.toml, or take it out for an empty value; return the path.

    The file may hold a key: nobody but its owner can read it.

    Raises:
        UsageError: no such setting, or not a value that it takes.
    """
    path = config_path()
    values = _written(path)
    if value:
        values[name] = value_to_save(name, value)
    elif name in values:  # also one that there is no more, or never was
        del values[name]
    else:
        _checked({name: getattr(Settings(), name, value)}, path)
    settings = _checked(values, path)
    if value and not isinstance(typed := getattr(settings, name), SecretStr):
        values[name] = typed  # a number or a truth value, not its text
    _write(values, path)
    return path


def _for_the_same_server(written: Mapping[str, Any], chosen: Mapping[str, str]) -> dict[str, Any]:
    """Return the file's settings without a key or URL that belongs to another server."""
    kept = dict(written)
    wanted, own = (str(values.get("llm", "")).partition(":")[0] for values in (chosen, written))
    if wanted and own and wanted != own:
        kept.pop("base_url", None)
        kept.pop("api_key", None)
    if chosen.get("base_url", "") not in {"", written.get("base_url")}:
        kept.pop("api_key", None)
    return kept


def _write(values: Mapping[str, Any], path: Path) -> None:
    import tomli_w

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, tomli_w.dumps(values).encode(), private=True)
    except OSError as error:
        msg = f"cannot write the settings at {path}: {error.strerror}"
        raise UsageError(msg) from error


def _written(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError) as error:
        msg = f"cannot read the settings at {path}: {error}"
        raise UsageError(msg) from error


def _checked(values: Mapping[str, Any], path: Path) -> Settings:
    try:
        return Settings.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        known = ", ".join(Settings.model_fields)
        reason = (
            f"there is no setting {name!r} (there are: {known})"
            if first["type"] == "extra_forbidden"
            else f"{name}: {first['msg']}"
        )
        msg = f"{reason}. See: {path}"
        raise UsageError(msg) from error
