"""The commands that look after the library: add, ls, info, rm, rebuild, open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.index.errors import UsageError
from quoth.ui.options import (
    ExitCode,
    JsonOption,
    LibraryOption,
    leave_empty,
    named_documents,
    open_assistant,
    require_documents,
)

if TYPE_CHECKING:
    from quoth.index.types import Document

__all__ = ["COMMANDS"]


def add(
    paths: Annotated[
        list[Path], typer.Argument(help="Files, folders, corpora (.jsonl), .bib, .ris, CSL-JSON.")
    ],
    library: LibraryOption = None,
    json: JsonOption = False,
    sync: Annotated[
        bool, typer.Option("--sync", help="Remove documents whose files are gone.")
    ] = False,
    copy: Annotated[
        bool, typer.Option("--copy", help="Keep a copy of each file in the library.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    password: Annotated[str | None, typer.Option(help="Of encrypted files; - asks for it.")] = None,
    time_limit: Annotated[
        float, typer.Option(min=1, help="Seconds that one file may take.")
    ] = 30.0,
) -> None:
    """Add papers: new ones are read, changed ones replaced, unchanged ones skipped."""
    from quoth.index.add_report import AddOptions
    from quoth.index.ingest import add as add_files
    from quoth.rag.settings import load_settings
    from quoth.ui.add_summary import print_report
    from quoth.ui.jsons import report_json
    from quoth.ui.progress import DocumentProgress
    from quoth.ui.terminal import print_json

    if password == "-":  # noqa: S105  (the option's own word, not a password)
        password = typer.prompt("Password", hide_input=True, err=True)
    opened = open_assistant(library).library
    pattern = load_settings().citation_key
    options = AddOptions(password, sync, copy, dry_run, time_limit, pattern)
    with DocumentProgress("adding") as progress:
        report = add_files(
            opened,
            paths,
            options=options,
            progress=lambda step: progress.update(step.file, step.done, step.total),
        )
    if json:
        print_json(report_json(report))
    else:
        print_report(report, opened.folder, dry_run=dry_run)
    if report.all_failed:
        raise typer.Exit(ExitCode.ERROR)


def ls(library: LibraryOption = None, json: JsonOption = False) -> None:
    """List the documents of the library."""
    from quoth.ui.document_table import print_documents
    from quoth.ui.jsons import documents_json
    from quoth.ui.terminal import print_json

    opened = open_assistant(library).library
    documents = opened.documents()
    if json:
        print_json(documents_json(documents))
    elif documents:
        print_documents(documents)
    if not documents:
        leave_empty(opened)


def info(
    document: Annotated[str, typer.Argument(help="A file name, an id, a key, or part of a title.")],
    library: LibraryOption = None,
    json: JsonOption = False,
) -> None:
    """Show what is known of one document."""
    from quoth.ui.commands_metadata import facts_json
    from quoth.ui.jsons import documents_json
    from quoth.ui.terminal import print_json

    opened = open_assistant(library).library
    found = opened.document(document)
    passages = opened.passages_of(found.id)
    sections = list(dict.fromkeys(p.section for p in passages if p.section))
    if json:
        facts = documents_json([found])["documents"][0]
        more = {
            "path": found.path,
            "format": found.format,
            "key": found.key or None,
            "characters": found.n_characters,
            "sections": sections,
            "problems": list(found.problems),
        }
        print_json(facts | more | facts_json(found))
    else:
        _print_info(found, sections)


def rm(
    documents: Annotated[list[str], typer.Argument(help="File names, ids, or parts of titles.")],
    library: LibraryOption = None,
    json: JsonOption = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Also delete the library's own copies of files.")
    ] = False,
) -> None:
    """Remove documents from the library; the files themselves stay where they are."""
    from quoth.index.upkeep import remove
    from quoth.ui.jsons import documents_json
    from quoth.ui.terminal import print_json

    opened = open_assistant(library).library
    found = named_documents(opened, documents)
    copies = [d for d in found if opened.folder / "files" in Path(d.path).parents]
    if copies and not yes:
        msg = (
            f"{copies[0].file} was added with --copy: removing it deletes the library's copy too. "
            "Give --yes to do so"
        )
        raise UsageError(msg)
    remove(opened, [document.id for document in found])
    if json:
        print_json({"removed": documents_json(found)["documents"]})
    for document in () if json else found:
        back = "" if document in copies else f"; to have it back: quoth add {document.path}"
        typer.echo(f"removed {document.file}{back}")


def rebuild(library: LibraryOption = None, json: JsonOption = False) -> None:
    """Make passages and vectors again, as after a change of embedder; files are not read."""
    from quoth.index.upkeep import rebuild as make_again
    from quoth.ui.progress import DocumentProgress
    from quoth.ui.terminal import print_json

    opened = open_assistant(library).library
    n_documents = len(require_documents(opened))
    with DocumentProgress("rebuilding") as progress:
        n_passages = make_again(opened, progress=progress.update)
    if json:
        print_json({"documents": n_documents, "passages": n_passages})
    else:
        typer.echo(f"rebuilt {n_documents} documents, {n_passages} passages")


def open_(
    document: Annotated[str, typer.Argument(help="A file name, an id, a key, or part of a title.")],
    page: Annotated[int | None, typer.Option(min=1, help="The page, from 1.")] = None,
    text: Annotated[
        bool, typer.Option("--text", help="Print the text that Quoth has instead.")
    ] = False,
    library: LibraryOption = None,
    json: JsonOption = False,
) -> None:
    """Open a document's file at a page, or print its text where there is no file to open."""
    from quoth.ui.terminal import print_json
    from quoth.ui.viewer import document_pages, open_file

    opened = open_assistant(library).library
    found = opened.document(document)
    if not found.has_text:
        msg = f"{found.file} is an entry without a file. When you have the file: quoth add FILE"
        raise UsageError(msg)
    pages = document_pages(opened.text(found.id))
    if page is not None and page > len(pages):
        msg = f"{found.file} has {len(pages)} pages; there is no page {page}"
        raise UsageError(msg)
    shown = pages if page is None else [pages[page - 1]]
    path = Path(found.path)
    launched = not text and not json and path.is_file() and open_file(path, page)
    if json:
        print_json({"id": found.id, "path": found.path, "page": page, "text": "\n".join(shown)})
    elif launched:
        typer.echo(f"opened {found.path}" + (f" at page {page}" if page else ""))
    else:
        if not text:
            why = "no program to open it with" if path.is_file() else "the file is gone"
            typer.echo(f"quoth: {why}; this is the text of {found.file}", err=True)
        typer.echo("\n\n".join(shown))


def _print_info(document: Document, sections: list[str]) -> None:
    from quoth.index.text import render
    from quoth.ui.commands_metadata import fact_lines

    stated = {
        "pp." if name == "pages" else name: f"{value} ({source})" if source else value
        for name, value, source in fact_lines(document)
    }
    facts = {
        "title": "not stated",
        **stated,
        "key": document.key,
        "file": document.file,
        "status": ""
        if document.has_text
        else "no text: an entry of a bibliography, without a file",
        "path": document.path,
        "id": document.id,
        "pages": document.n_pages,
        "passages": document.n_passages,
        "characters": document.n_characters,
        "sections": " · ".join(sections),
    }
    for name, value in facts.items():
        if value not in (None, ""):
            typer.echo(f"{name:<11}{render(str(value))}")
    for problem in document.problems:
        typer.echo(f"{'problem':<11}{render(problem)}")


open_.__name__ = "open"
COMMANDS = (add, ls, info, rm, rebuild, open_)
