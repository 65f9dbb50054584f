"""The Library tab as HTML: the table of documents, one row of it open, the jobs that add files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from quoth.index.text import render
from quoth.index.types import Author, Document
from quoth.ui.app.job_progress import FileProgress, JobProgress
from quoth.ui.app.library_form import inverted
from quoth.ui.app.markup import attributes, button, escaped

__all__ = ["ROWS", "LibraryView", "RowMode", "jobs_html", "status_of", "table_html"]

RowMode = Literal["", "edit", "remove"]

ROWS = 50  # that are shown at first, and added by "Show more"
_MOST_FILES = 12  # of a job that are listed; those that failed come first
_HEADS = ("Document", "Authors", "Year", "Pages", "Passages", "Status", "Tags", "")
_FIELDS = (
    ("title", "Title"),
    ("venue", "Journal, conference or series"),
    ("year", "Year"),
    ("volume", "Volume"),
    ("issue", "Issue"),
    ("pages", "Pages"),
    ("doi", "DOI"),
)
_SIGNS = {"waiting": "…", "added": "✓", "replaced": "✓", "unchanged": "=", "failed": "✗"}
_WORDS = {
    "waiting": "waiting",
    "added": "added",
    "replaced": "replaced",
    "unchanged": "there already",
    "failed": "not added",
}


@dataclass(frozen=True, slots=True)
class LibraryView:
    """What of the library one tab of the browser shows.

    Attributes:
        words: that the documents shown have.
        n_rows: how many rows at most.
        open_id: the document whose row is open, for `mode`.
    """

    words: str = ""
    n_rows: int = ROWS
    open_id: str = ""
    mode: RowMode = ""


def table_html(
    documents: Sequence[Document],
    view: LibraryView,
    *,
    tags: Mapping[str, Sequence[str]],
    gone: frozenset[str] = frozenset(),
    n_all: int | None = None,
) -> str:
    """Return the table.

    Args:
        documents: those that have the words searched for.
        tags: the user's, by document.
        gone: ids of documents whose files are not where they were.
        n_all: how many documents the library has; as many as `documents` if None.
    """
    if not (len(documents) if n_all is None else n_all):
        return (
            '<p class="where">No documents yet. Add PDF, DOCX, HTML, Markdown or text, and a '
            "bibliography (.bib, .ris, CSL-JSON) for their references.</p>"
        )
    if not documents:
        return '<p class="where">No document has these words.</p>'
    heads = "".join(f'<th scope="col">{head or _hidden("Actions")}</th>' for head in _HEADS)
    rows = "".join(
        _row(d, view, tags.get(d.id, ()), is_gone=d.id in gone) for d in documents[: view.n_rows]
    )
    more = len(documents) - view.n_rows
    rest = button(f"Show more ({more})", "more", class_="quiet") if more > 0 else ""
    return (
        f'<table><caption class="sr">Documents of the library</caption><thead><tr>{heads}</tr>'
        f"</thead><tbody>{rows}</tbody></table>{rest}"
    )


def jobs_html(jobs: Sequence[JobProgress]) -> str:
    """Return how far the jobs are, the last first."""
    return "".join(map(_job, jobs))


def status_of(document: Document, *, is_gone: bool) -> tuple[str, str]:
    """Return a document's state in a word or two, and what there is to say of it."""
    if not document.has_text:
        return "no text", "An entry of a bibliography, without a file."
    if document.problems:
        return "partly read", " ".join(map(render, document.problems))
    if is_gone:
        return "file gone", "Its file is not where it was. Its text is kept."
    return "ok", ""


def _row(document: Document, view: LibraryView, tags: Sequence[str], *, is_gone: bool) -> str:
    is_open = document.id == view.open_id
    state, detail = status_of(document, is_gone=is_gone)
    title = f'<span class="name">{escaped(render(document.title or document.file))}</span>'
    file = f'<span class="where">{escaped(render(document.file))}</span>' if document.title else ""
    said = f'<span class="where">{escaped(detail)}</span>' if detail else ""
    marks = "".join(f'<span class="tag">{escaped(tag)}</span>' for tag in tags)
    cells = (
        title + file,
        escaped(_people(document.authors)),
        escaped(str(document.year or "")),
        escaped(str(document.n_pages or "")),
        escaped(str(document.n_passages)),
        f'<span class="state">{state}</span>{said}',
        marks,
        _actions(document, is_open=is_open and view.mode == "edit"),
    )
    shown = "".join(
        f'<td data-head="{head}">{cell}</td>' for head, cell in zip(_HEADS, cells, strict=True)
    )
    row = f"<tr{attributes(class_='open' if is_open else None)}>{shown}</tr>"
    return row + (_open_row(document, view.mode, tags) if is_open else "")


def _actions(document: Document, *, is_open: bool) -> str:
    name = render(document.title or document.file)
    edit = button(
        "Edit",
        "edit",
        class_="quiet",
        data_id=document.id,
        aria_expanded="true" if is_open else "false",
        aria_label=f"Edit {name}",
    )
    remove = button(
        "Remove", "remove", class_="quiet danger", data_id=document.id, aria_label=f"Remove {name}"
    )
    return f'<div class="acts">{edit}{remove}</div>'


def _open_row(document: Document, mode: RowMode, tags: Sequence[str]) -> str:
    inside = _form(document, tags) if mode == "edit" else _question(document)
    return f'<tr class="inside"><td colspan="{len(_HEADS)}">{inside}</td></tr>'


def _question(document: Document) -> str:
    name = escaped(render(document.title or document.file))
    return (
        f'<div class="ask" role="group" aria-label="Remove a document"><p>Remove “{name}”? A copy '
        "that the library keeps of its file is deleted too.</p>"
        + button("Remove it", "drop", class_="quiet danger", data_id=document.id, data_first=True)
        + button("Keep it", "close", class_="quiet")
        + "</div>"
    )


def _form(document: Document, tags: Sequence[str]) -> str:
    fields = "".join(
        _field(label, name, str(getattr(document, name) or ""), first=name == "title")
        for name, label in _FIELDS
    )
    authors = "\n".join(inverted(author) for author in document.authors)
    keywords = "; ".join(document.keywords)
    return (
        f'<form data-id="{escaped(document.id)}">{fields}'
        '<label class="wide">Authors, each on a line: Family, Given'
        f'<textarea name="authors" rows="3">{escaped(authors)}</textarea></label>'
        + _field("Keywords, with ; between them", "keywords", keywords)
        + _field("Your tags, with ; between them", "tags", "; ".join(tags))
        + '<div class="row"><button type="submit" class="primary">Save</button>'
        + button("Cancel", "close", class_="quiet")
        + button("Take corrections back", "restore", class_="quiet", data_id=document.id)
        + button("Read the file again", "again", class_="quiet", data_id=document.id)
        + "</div></form>"
    )


def _field(label: str, name: str, value: str, *, first: bool = False) -> str:
    given = attributes(name=name, value=value, type="text", maxlength=2000, data_first=first)
    wide = attributes(class_="wide" if name in ("title", "venue", "keywords", "tags") else None)
    return f"<label{wide}>{label}<input{given}></label>"


def _job(job: JobProgress) -> str:
    n_failed = sum(file.state == "failed" for file in job.files)
    n_there = sum(file.state == "unchanged" for file in job.files)
    n_good = sum(file.state in ("added", "replaced") for file in job.files)
    counts = (
        (n_good, "added"),
        (n_there, "there already"),
        (n_failed, "not added"),
        (job.n_entries, "kept as entries without a file"),
        (job.n_described, "described by a bibliography"),
    )
    said = ", ".join(f"{n} {what}" for n, what in counts if n)
    heading = {
        "waiting": f"{job.title}: waiting for what was begun before",
        "running": f"{job.title} …",
        "done": f"{job.title}: done",
        "failed": f"{job.title}: {job.message}",
    }[job.state]
    bar = ""
    if job.state == "running":
        value = f' value="{job.done}"' if job.total else ""
        bar = f'<progress aria-label="Progress" max="{max(job.total, 1)}"{value}></progress>'
    files = "file" if job.n_other == 1 else "files"
    other = f"Passed over {job.n_other} {files} of other formats." if job.n_other else ""
    words = escaped(" ".join(filter(None, (said and f"{said}.", other))))
    lines = _files(job.files, runs=job.state == "running")
    return (
        f'<section class="job {job.state}"><h3>{escaped(heading[:1].upper() + heading[1:])}</h3>'
        f'{bar}<p class="where">{words}</p>{lines}</section>'
    )


def _files(files: Sequence[FileProgress], *, runs: bool) -> str:
    words = _WORDS | ({"waiting": "being read"} if runs else {})
    ordered = sorted(files, key=lambda file: (file.state != "failed", not file.reason))
    lines = "".join(
        f'<li class="{file.state}"><span aria-hidden="true">{_SIGNS[file.state]}</span> '
        f"{escaped(render(file.file))}: {words[file.state]}"
        f"{escaped(f' – {render(file.reason)}') if file.reason else ''}</li>"
        for file in ordered[:_MOST_FILES]
    )
    more = len(files) - _MOST_FILES
    rest = f"<li>… and {more} more</li>" if more > 0 else ""
    return f"<ul>{lines}{rest}</ul>" if files else ""


def _people(authors: Sequence[Author]) -> str:
    names = [render(author.family) for author in authors]
    return f"{names[0]} et al." if len(names) > 3 else ", ".join(names)


def _hidden(text: str) -> str:
    return f'<span class="sr">{text}</span>'
