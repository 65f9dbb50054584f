"""Options that several commands share, and the exit codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from quoth.index.errors import UsageError

if TYPE_CHECKING:
    from quoth.index.library import Library
    from quoth.index.types import Document, Filters
    from quoth.rag.assistant import Assistant
    from quoth.rag.settings import Settings

__all__ = [
    "AuthorOption",
    "BaseUrlOption",
    "DocumentOption",
    "ExitCode",
    "JsonOption",
    "KindOption",
    "LibraryOption",
    "LlmOption",
    "StrictOption",
    "YearOption",
    "chosen_settings",
    "leave_empty",
    "named_documents",
    "names_a_library",
    "open_assistant",
    "parse_filters",
    "require_documents",
    "set_global_library",
]


class ExitCode(IntEnum):
    """How a command ends."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    NOTHING_FOUND = 3
    GATE_FAILED = 4
    INTERRUPTED = 130


LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", help="The library's folder; else QUOTH_LIBRARY, else the settings."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AuthorOption = Annotated[str | None, typer.Option(help="Part of an author's name.")]
YearOption = Annotated[str | None, typer.Option(help="2015, 2010..2020, 2010.. or ..2020.")]
DocumentOption = Annotated[
    str | None, typer.Option(help="Part of a document's file name, title, key or id.")
]
KindOption = Annotated[
    list[str] | None, typer.Option(help="front, abstract, body or reference; may be repeated.")
]
LlmOption = Annotated[
    str | None, typer.Option("--llm", help="A chat model, PROVIDER:MODEL; 'none' quotes.")
]
BaseUrlOption = Annotated[
    str | None, typer.Option("--base-url", help="A chat server of your own, http://…/v1.")
]
StrictOption = Annotated[
    bool | None,
    typer.Option("--strict/--no-strict", help="Drop sentences that no passage supports."),
]

_KINDS = frozenset({"front", "abstract", "body", "reference"})
_YEARS = re.compile(r"(\d{4})?(\.\.)?(\d{4})?")

_global_library: list[Path | None] = [None]


def set_global_library(folder: Path | None) -> None:
    """Remember `quoth --library DIR …` for the command that follows."""
    _global_library[0] = folder


def open_assistant(
    library: Path | None,
    *,
    llm: str | None = "none",
    base_url: str | None = None,
    strict: bool | None = None,
) -> Assistant:
    """Put the assistant together for a command.

    Args:
        llm: a chat model for it; None for the one of the settings, "none" for none at all, as
            commands want that do not answer.

    Raises:
        QuothError: settings or library cannot be read, or the chat model cannot be used.
    """
    from quoth.rag.assembly import build_assistant

    return build_assistant(chosen_settings(library, llm=llm, base_url=base_url, strict=strict))


def chosen_settings(
    library: Path | None,
    *,
    llm: str | None = "none",
    base_url: str | None = None,
    strict: bool | None = None,
    config: Path | None = None,
) -> Settings:
    """Return the settings as the options of a command change them; see `open_assistant`.

    Args:
        config: a file to be read instead of the user's.

    Raises:
        UsageError: settings cannot be read, or the library's folder is a file.
    """
    from quoth.rag.settings import load_settings

    settings = load_settings(
        library=library or _global_library[0],
        llm="" if llm in (None, "none") else llm,
        base_url=base_url or "",
        config=config,
    )
    folder = settings.library_folder()
    if folder.exists() and not folder.is_dir():
        msg = f"{folder} is a file, not a library folder. Name a folder with --library"
        raise UsageError(msg)
    changed: dict[str, object] = {} if strict is None else {"strict": strict}
    if llm == "none":
        changed["llm"] = ""
    return settings.model_copy(update=changed)


def names_a_library(library: Path | None) -> bool:
    """Whether the command line names a library, before or after the command."""
    return (library or _global_library[0]) is not None


def require_documents(library: Library) -> list[Document]:
    """Return the library's documents; where there is none, leave as `leave_empty` does."""
    return library.documents() or leave_empty(library)


def leave_empty(library: Library) -> NoReturn:
    """Say on stderr that the library is empty, and leave with exit code 3."""
    typer.echo(f"quoth: the library at {library.folder} is empty. Run: quoth add PATH", err=True)
    raise typer.Exit(ExitCode.NOTHING_FOUND)


def named_documents(library: Library, references: Iterable[str]) -> list[Document]:
    """Return the documents that the words of a command name, each once.

    Raises:
        UnknownDocument: a word names none, or several.
    """
    return list({found.id: found for found in map(library.document, references)}.values())


def parse_filters(
    author: str | None, year: str | None, document: str | None, kind: list[str] | None
) -> Filters:
    """Return the filter that the options describe.

    Raises:
        UsageError: a year range or a kind that does not read.
    """
    from quoth.index.types import Filters

    unknown = sorted(set(kind or ()) - _KINDS)
    if unknown:
        msg = f"--kind {unknown[0]}: there are {', '.join(sorted(_KINDS))}"
        raise UsageError(msg)
    kinds = frozenset(k for k in _KINDS if k in (kind or ()))
    return Filters(author, _years(year), document, kinds)  # type: ignore[arg-type]


def _years(text: str | None) -> tuple[int | None, int | None] | None:
    if text is None:
        return None
    match = _YEARS.fullmatch(text.strip())
    if not match or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
        msg = f"--year {text}: give 2015, 2010..2020, 2010.. or ..2020"
        raise UsageError(msg)
    first = int(match[1]) if match[1] else None
    last = int(match[3]) if match[3] else None
    if not match[2]:
        return first, first
    if first is not None and last is not None and first > last:
        msg = f"--year {text}: the first year is the later one, give {last}..{first}"
        raise UsageError(msg)
    return first, last
