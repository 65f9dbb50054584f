"""Settings, and the one place where an assistant is put together."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from quoth.index.embedder import DEFAULT_EMBEDDER, Embedder, Precision, load_embedder
from quoth.index.errors import UsageError
from quoth.index.library import Library
from quoth.rag.assistant import Assistant

__all__ = ["Settings", "build_assistant", "config_path", "load_settings", "save_setting"]


class Settings(BaseModel):
    """What a user can set in config.toml.

    Attributes:
        library: the library's folder; empty for the platform's data folder.
        embedder: `all-MiniLM-L6-v2` (packaged), a sentence-transformers name, or a local path.
        precision: of the packaged embedder; `int8` suits processors without bf16.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    library: str = ""
    embedder: str = DEFAULT_EMBEDDER
    precision: Precision = "float"

    def library_folder(self) -> Path:
        """Return the library's folder."""
        from platformdirs import user_data_path

        chosen = Path(self.library).expanduser() if self.library else None
        return (chosen or user_data_path("quoth") / "library").absolute()


def config_path() -> Path:
    """Return the file that settings are read from: QUOTH_CONFIG, else the platform's."""
    from platformdirs import user_config_path

    return Path(os.environ.get("QUOTH_CONFIG") or user_config_path("quoth") / "config.toml")


def load_settings(*, library: Path | None = None) -> Settings:
    """Return the settings: arguments, then the environment, then config.toml, then defaults.

    Args:
        library: the folder given on the command line; else QUOTH_LIBRARY; else the file's.

    Raises:
        UsageError: config.toml is not TOML, or has an unknown or wrong setting.
    """
    path = config_path()
    values = _written(path)
    chosen = str(library) if library else os.environ.get("QUOTH_LIBRARY")
    if chosen:
        values["library"] = chosen
    return _checked(values, path)


def save_setting(name: str, value: str) -> Path:
    """Write one setting to config.toml, or take it out for an empty value; return the path.

    Raises:
        UsageError: no such setting, or not a value that it takes.
    """
    import tomli_w

    path = config_path()
    values = _written(path)
    if value:
        values[name] = value
    elif name in values:  # also one that there is no more, or never was
        del values[name]
    else:
        _checked({name: getattr(Settings(), name, value)}, path)
    _checked(values, path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.part")
        fresh.write_text(tomli_w.dumps(values), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        msg = f"cannot write the settings at {path}: {error.strerror}"
        raise UsageError(msg) from error
    return path


def build_assistant(
    settings: Settings | None = None, *, embedder: Callable[[], Embedder] | None = None
) -> Assistant:
    """Put an assistant together.

    Args:
        settings: `load_settings()` by default.
        embedder: makes another embedder than the settings name, for tests.

    Raises:
        LibraryTooNew, LibraryDamaged: the library cannot be opened.
    """
    settings = settings or load_settings()
    load = embedder or partial(load_embedder, settings.embedder, precision=settings.precision)
    return Assistant(Library.open(settings.library_folder(), load))


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
