"""The command that completes what is known of documents by asking Crossref: enrich."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quoth.index.errors import UsageError
from quoth.ui.options import (
    JsonOption,
    LibraryOption,
    named_documents,
    open_assistant,
    require_documents,
)

if TYPE_CHECKING:
    from quoth.index.enrich import LookedUp
    from quoth.index.library import Library
    from quoth.index.types import Document
    from quoth.rag.references.enrichment import Unfound

__all__ = ["COMMANDS"]

_FIELDS = ("title", "authors", "year", "venue", "volume", "issue", "pages", "doi", "keywords")


def enrich(
    documents: Annotated[
        list[str] | None, typer.Argument(help="File names, ids, or parts of titles; else all.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Ask, and only say what would be done.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Ask again what was answered in the last week.")
    ] = False,
    mailto: Annotated[
        str | None,
        typer.Option(help="Your address, for Crossref's faster service; else QUOTH_MAILTO."),
    ] = None,
    crossref_url: Annotated[
        str | None, typer.Option(help="Another server of its kind; else QUOTH_CROSSREF_URL.")
    ] = None,
    library: LibraryOption = None,
    json: JsonOption = False,
) -> None:
    """Ask Crossref for what is missing of documents, and whether they were retracted.

    It sends their DOIs, or titles and first authors. What is known stays as it is.
    """
    from quoth.rag.references.crossref import CROSSREF_URL

    opened = open_assistant(library).library
    everything = require_documents(opened)
    wanted = named_documents(opened, documents or ()) or everything
    url = crossref_url or os.environ.get("QUOTH_CROSSREF_URL") or CROSSREF_URL
    if not url.startswith(("http://", "https://")):
        msg = f"--crossref-url {url}: give an address that begins with http:// or https://"
        raise UsageError(msg)
    address = mailto or os.environ.get("QUOTH_MAILTO", "")
    found, unfound = _asked(wanted, url, address, fresh=fresh)
    pairs = _taken(opened, found, dry_run=dry_run)
    if json:
        _print_json(pairs, unfound, dry_run=dry_run)
    else:
        _print(pairs, unfound, dry_run=dry_run)


def _asked(
    wanted: Sequence[Document], url: str, mailto: str, *, fresh: bool
) -> tuple[list[LookedUp], list[Unfound]]:
    from quoth.rag.references.crossref import Crossref
    from quoth.rag.references.enrichment import find_works
    from quoth.ui.progress import DocumentProgress

    with (
        Crossref(base_url=url, mailto=mailto, fresh=fresh) as crossref,
        DocumentProgress("asking Crossref") as progress,
    ):
        return find_works(crossref, wanted, progress=progress.update)


def _taken(
    opened: Library, found: Sequence[LookedUp], *, dry_run: bool
) -> list[tuple[Document, Document]]:
    from quoth.index.enrich import enrich as take_over
    from quoth.index.enrich import preview
    from quoth.ui.progress import DocumentProgress

    if dry_run:
        return preview(opened, found)
    with DocumentProgress("completing") as progress:
        return take_over(opened, found, progress=progress.update)


def _completed(before: Document, after: Document) -> list[str]:
    return [name for name in _FIELDS if getattr(before, name) != getattr(after, name)]


def _print(
    pairs: Sequence[tuple[Document, Document]], unfound: Sequence[Unfound], *, dry_run: bool
) -> None:
    from quoth.index.text import render

    n_completed = n_retracted = 0
    for before, after in pairs:
        names = _completed(before, after)
        n_completed += bool(names)
        n_retracted += bool(after.retracted)
        if names:
            would = "would be completed" if dry_run else "completed"
            typer.echo(f"{render(after.file)}: {would}: {', '.join(names)}")
        if after.retracted:
            typer.echo(f"{render(after.file)}: RETRACTED: {render(after.retracted)}")
    for one in unfound:
        typer.echo(f"{render(one.document.file)}: {render(one.reason)}")
    total = len(pairs) + len(unfound)
    counts = f"{n_completed} {'would be ' if dry_run else ''}completed, {n_retracted} retracted"
    typer.echo(f"{total} asked for, {len(pairs)} found at Crossref, {counts}")


def _print_json(
    pairs: Sequence[tuple[Document, Document]], unfound: Sequence[Unfound], *, dry_run: bool
) -> None:
    from quoth.ui.terminal import print_json

    rows: list[dict[str, Any]] = [
        {
            "id": after.id,
            "file": after.file,
            "completed": _completed(before, after),
            "retracted": after.retracted,
            "reason": None,
        }
        for before, after in pairs
    ]
    rows += [
        {
            "id": one.document.id,
            "file": one.document.file,
            "completed": [],
            "retracted": one.document.retracted,
            "reason": one.reason,
        }
        for one in unfound
    ]
    print_json({"documents": rows, "dry_run": dry_run})


COMMANDS = (enrich,)
