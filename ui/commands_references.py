"""The command that hands the library's references to other programs: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.index.errors import UsageError
from quoth.index.whole_files import write_whole
from quoth.ui.options import LibraryOption, named_documents, open_assistant, require_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quoth.index.metadata.csl import CslItem
    from quoth.index.types import Document

__all__ = ["COMMANDS", "references_of"]

_MOST_LINES = 10  # of works that lack something, before they are counted


def export(
    documents: Annotated[
        list[str] | None, typer.Argument(help="File names, ids, or parts of titles; else all.")
    ] = None,
    format_name: Annotated[
        str, typer.Option("--format", help="bibtex, ris or csl-json.")
    ] = "bibtex",
    style: Annotated[
        str | None, typer.Option(help="References in a style instead: apa, ieee, a .csl file …")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="A file to write; else stdout.")] = None,
    library: LibraryOption = None,
) -> None:
    """Write the library's references as BibTeX, RIS, CSL-JSON, or in a citation style.

    What a reference lacks is named on stderr; nothing is made up for it.
    """
    from quoth.rag.references import csl_items, export_items, format_references, in_order

    opened = open_assistant(library).library
    everything = require_documents(opened)
    wanted = named_documents(opened, documents or ()) or everything
    items = csl_items(wanted, among=everything)
    if style is not None:
        text = "".join(f"{line}\n" for line in in_order(format_references(items, style)))
    else:
        text = export_items(items, format_name)
    _write(text, output)
    _say_what_lacks(items)
    for document in wanted:
        if document.retracted:
            typer.echo(f"quoth: {document.key} is retracted: {document.retracted}", err=True)


def references_of(documents: Iterable[Document], style: str) -> dict[str, str]:
    """Return the documents' references by id for `--json`.

    Where pandoc cannot format them there are none, and a line on stderr says so: the answer that
    they belong to is worth more.
    """
    from quoth.rag.references import StyleError, format_documents

    try:
        return format_documents(list(documents), style)
    except StyleError as error:
        typer.echo(f"quoth: {' '.join(str(error).split())}", err=True)
        return {}


def _write(text: str, output: Path | None) -> None:
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        write_whole(output, text.encode())
    except OSError as error:
        msg = f"cannot write {output}: {error.strerror}"
        raise UsageError(msg) from error


def _say_what_lacks(items: Sequence[CslItem]) -> None:
    """Name on stderr what the references lack: nothing is made up for it."""
    from quoth.rag.references import missing_fields

    lacking = [(item.key, missing_fields(item)) for item in items]
    lines = [f"{key} has no {', '.join(missing)}" for key, missing in lacking if missing]
    for line in lines[:_MOST_LINES]:
        typer.echo(f"quoth: {line}", err=True)
    if len(lines) > _MOST_LINES:
        typer.echo(f"quoth: … and {len(lines) - _MOST_LINES} more lack something", err=True)


COMMANDS = (export,)
