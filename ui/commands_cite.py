"""The command that finds what supports or contradicts what its user writes: cite."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.index.errors import UsageError
from quoth.ui.options import (
    AuthorOption,
    DocumentOption,
    ExitCode,
    JsonOption,
    KindOption,
    LibraryOption,
    YearOption,
    open_assistant,
    parse_filters,
    require_documents,
)

if TYPE_CHECKING:
    from quoth.index.library import Library
    from quoth.index.types import Document
    from quoth.rag.assistant import Assistant
    from quoth.rag.lookup.draft_types import Draft
    from quoth.rag.lookup.drafts import DraftOptions, DraftReport
    from quoth.rag.references.formatting import Markup

__all__ = ["COMMANDS"]

_FORMATS = ("text", "markdown", "bibtex", "json")


def cite(
    text: Annotated[
        str | None, typer.Argument(help="A sentence or a paragraph; - reads it from stdin.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="A draft: .md, .txt, .docx, .tex; - is stdin.")
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many matches a sentence.")] = 5,
    style: Annotated[
        str | None, typer.Option(help="Of the references: apa, ieee, a .csl file …")
    ] = None,
    format_name: Annotated[
        str, typer.Option("--format", help="text, markdown, bibtex (what is cited) or json.")
    ] = "text",
    json: JsonOption = False,
    write: Annotated[
        Path | None,
        typer.Option(help="A copy of the draft with keys behind what has support and no citation."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Let --write replace a file, also the draft.")
    ] = False,
    include_skipped: Annotated[
        bool,
        typer.Option("--include-skipped", help="Also look up what needs no citation."),
    ] = False,
    library: LibraryOption = None,
    author: AuthorOption = None,
    year: YearOption = None,
    document: DocumentOption = None,
    kind: KindOption = None,
) -> None:
    """Find what supports or contradicts each sentence, and check what a draft cites."""
    from quoth.rag.lookup.drafts import DraftOptions
    from quoth.rag.references import find_style
    from quoth.rag.settings import load_settings

    filters = parse_filters(author, year, document, kind)
    shape = "json" if json else format_name
    if shape not in _FORMATS:
        msg = f"--format {shape}: there are {', '.join(_FORMATS)}"
        raise UsageError(msg)
    style = style or load_settings().style
    find_style(style)  # a wrong name is said before the work
    draft, folder = _draft(text, file)
    if write is not None:
        _check_target(write, draft, file, overwrite=overwrite)
    assistant = open_assistant(library)
    opened = assistant.library
    require_documents(opened)
    options = DraftOptions(k, include_skipped, filters, folder, typed=file is None)
    report = _looked_up(assistant, draft, options)
    if write is not None:
        _write(report, write)
    _print(report, opened, shape, style)
    if not report.found:
        typer.echo(f"quoth: {_why_nothing(report)}", err=True)
        raise typer.Exit(ExitCode.NOTHING_FOUND)


def _why_nothing(report: DraftReport) -> str:
    if any(not claim.skipped for claim in report.claims):
        return "nothing found"
    if not report.claims:
        return "no sentence is in it"
    if any(note.code == "language" for note in report.notes):
        return "nothing was looked up"
    return "no sentence to look up; --include-skipped takes all"


def _draft(text: str | None, file: Path | None) -> tuple[Draft, Path | None]:
    """Return what was given, and the folder of a file."""
    from quoth.rag.lookup.draft_files import draft_of_bytes, draft_of_text, read_draft

    if (text is None) == (file is None):
        msg = "give a sentence in quotes, or --file DRAFT: quoth cite 'Tides follow the moon.'"
        raise UsageError(msg)
    if text == "-" or str(file) == "-":
        return draft_of_bytes(sys.stdin.buffer.read(), "stdin"), Path.cwd() if file else None
    if file is not None:
        return read_draft(file), file.parent
    return draft_of_text(text or ""), None


def _looked_up(assistant: Assistant, draft: Draft, options: DraftOptions) -> DraftReport:
    from quoth.ui.progress import DocumentProgress

    with DocumentProgress("looking up") as progress:
        return assistant.cite_draft(draft, options=options, progress=progress.update)


def _print(report: DraftReport, library: Library, shape: str, style: str) -> None:
    from quoth.ui.terminal import print_json

    if shape == "bibtex":
        _print_bibtex(report, library)
    elif shape == "json":
        from quoth.ui.cite_json import report_json

        print_json(report_json(report, _references(_shown(report), style)))
    elif shape == "markdown":
        from quoth.ui.cite_markdown import report_markdown

        references = _references(_telling(report), style, "markdown")
        typer.echo(report_markdown(report, references), nl=False)
    else:
        from quoth.ui.cite_terminal import print_report

        print_report(report, _references(_telling(report), style))


def _print_bibtex(report: DraftReport, library: Library) -> None:
    from quoth.rag.references import csl_items, export_items

    items = csl_items(report.documents, among=library.documents())
    typer.echo(export_items(items, "bibtex"), nl=False)


def _shown(report: DraftReport) -> dict[str, Document]:
    """Return the documents of every match and check, by id."""
    found = {m.document.id: m.document for claim in report.claims for m in claim.matches}
    checked = (check.document for claim in report.claims for check in claim.checks)
    return found | {document.id: document for document in checked if document}


def _telling(report: DraftReport) -> dict[str, Document]:
    """Return the documents of what is printed on a terminal, by id."""
    from quoth.ui.cite_summary import shown_matches

    every = len(report.claims) == 1
    shown = [m for claim in report.claims for m in shown_matches(claim, every=every)]
    cited = {d.id: d for d in report.documents}
    return cited | {match.document.id: match.document for match in shown}


def _references(
    documents: Mapping[str, Document], style: str, markup: Markup = "text"
) -> dict[str, str]:
    from quoth.rag.references import StyleError, format_documents

    try:
        return format_documents(list(documents.values()), style, markup=markup)
    except StyleError as error:  # what was found is worth more than its form
        typer.echo(f"quoth: {' '.join(str(error).split())}", err=True)
        return {}


def _check_target(write: Path, draft: Draft, file: Path | None, *, overwrite: bool) -> None:
    """Refuse what --write cannot be before the work, not after it."""
    if (draft.format == "docx") != (write.suffix.lower() == ".docx"):
        msg = f"--write {write}: a copy of {draft.name} is of its format, give another name"
        raise UsageError(msg)
    if write.exists() and not overwrite:
        own = file is not None and str(file) != "-" and write.samefile(file)
        what = "is the draft itself" if own else "is there already"
        msg = f"--write {write} {what}: give another name, or --overwrite"
        raise UsageError(msg)


def _write(report: DraftReport, path: Path) -> None:
    from quoth.index.whole_files import write_whole
    from quoth.rag.lookup.insertion import with_keys

    data, insertions = with_keys(report)
    try:
        write_whole(path, data)
    except OSError as error:
        msg = f"cannot write {path}: {error.strerror}"
        raise UsageError(msg) from error
    many = "1 key" if len(insertions) == 1 else f"{len(insertions)} keys"
    typer.echo(f"quoth: wrote {path} with {many} put in", err=True)


COMMANDS = (cite,)
