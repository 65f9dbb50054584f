"""The command that corrects what is known of a document: edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quoth.index.errors import UsageError
from quoth.ui.options import JsonOption, LibraryOption, open_assistant

if TYPE_CHECKING:
    from quoth.index.types import Author, Document

__all__ = ["COMMANDS", "fact_lines", "facts_json"]

_FIELDS = (
    *("title", "authors", "year", "venue", "volume", "issue", "pages", "doi", "keywords"),
    "retracted",
)
_OPTIONS = {"author": "authors", "keyword": "keywords"}


def edit(
    document: Annotated[str, typer.Argument(help="A file name, an id, a key, or part of a title.")],
    title: Annotated[str | None, typer.Option(help="The title.")] = None,
    author: Annotated[
        list[str] | None, typer.Option(help='"Family, Given"; once for each author, in order.')
    ] = None,
    year: Annotated[int | None, typer.Option(min=1000, max=2999)] = None,
    venue: Annotated[str | None, typer.Option(help="The journal, conference or series.")] = None,
    volume: Annotated[str | None, typer.Option()] = None,
    issue: Annotated[str | None, typer.Option()] = None,
    pages: Annotated[str | None, typer.Option(help="As 12-34, or an article number.")] = None,
    doi: Annotated[str | None, typer.Option(help="As 10.1234/abc, or its link.")] = None,
    keyword: Annotated[list[str] | None, typer.Option(help="Once for each keyword.")] = None,
    clear: Annotated[
        list[str] | None, typer.Option(help="A field that is to be empty; may be repeated.")
    ] = None,
    reset: Annotated[
        list[str] | None, typer.Option(help="A field whose correction is taken back.")
    ] = None,
    library: LibraryOption = None,
    json: JsonOption = False,
) -> None:
    """Correct what is known of a document; corrections stay when its file is read again."""
    from quoth.index.edit import edit as correct
    from quoth.ui.terminal import print_json

    given: dict[str, object] = {
        "title": _words(title, "--title"),
        "authors": _people(author),
        "year": year,
        "venue": _words(venue, "--venue"),
        "volume": _words(volume, "--volume"),
        "issue": _words(issue, "--issue"),
        "pages": _words(pages, "--pages"),
        "doi": _doi(doi),
        "keywords": tuple(_words(word, "--keyword") for word in keyword) if keyword else None,
    }
    fields = {name: value for name, value in given.items() if value is not None}
    cleared, taken_back = _named(clear, "--clear"), _named(reset, "--reset")
    twice = sorted(fields.keys() & {*cleared, *taken_back} | {*cleared} & {*taken_back})
    if twice:
        msg = f"{twice[0]} is given twice: correct it, --clear it, or --reset it"
        raise UsageError(msg)
    if not fields and not cleared and not taken_back:
        msg = "nothing to correct: give --title, --author, --year …, --clear or --reset"
        raise UsageError(msg)
    opened = open_assistant(library).library
    found = opened.document(document)
    before, after = correct(opened, found.id, fields | dict.fromkeys(cleared), reset=taken_back)
    if json:
        changes = {n: {"before": _plain(before, n), "after": _plain(after, n)} for n in _FIELDS}
        changed = {name: pair for name, pair in changes.items() if pair["before"] != pair["after"]}
        print_json({"id": after.id, "file": after.file, "changed": changed, **facts_json(after)})
    else:
        _print_changes(before, after)


def fact_lines(document: Document) -> list[tuple[str, str, str]]:
    """Return name, value and provenance of each fact that is known of a document."""
    sources = dict(document.provenance)
    facts = [(name, _shown(document, name), sources.get(name, "")) for name in _FIELDS]
    return [fact for fact in facts if fact[1]]


def facts_json(document: Document) -> dict[str, Any]:
    """Return a document's facts and where each was read, for `--json`."""
    facts = {name: _plain(document, name) for name in _FIELDS}
    return {"metadata": facts, "provenance": dict(document.provenance)}


def _print_changes(before: Document, after: Document) -> None:
    from quoth.index.text import render

    lines = []
    for name in _FIELDS:
        old, new = (render(_shown(document, name)) for document in (before, after))
        if old != new:
            lines.append(f"{name:<9} {old or '(none)'} → {new or '(none)'}")
    typer.echo(f"{render(after.file)}: {'corrected' if lines else 'nothing has changed'}")
    for line in lines:
        typer.echo(f"  {line}")


def _shown(document: Document, name: str) -> str:
    value = getattr(document, name)
    if name == "authors":
        return "; ".join(f"{author.given} {author.family}".strip() for author in value)
    return "; ".join(value) if isinstance(value, tuple) else str(value or "")


def _plain(document: Document, name: str) -> object:
    value = getattr(document, name)
    if name == "authors":
        return [asdict(author) for author in value]
    return list(value) if isinstance(value, tuple) else value


def _words(text: str | None, option: str) -> str | None:
    if text is None:
        return None
    words = " ".join(text.split())
    if not words:
        msg = f"{option} is empty: to empty a field, give --clear"
        raise UsageError(msg)
    return words


def _people(names: Sequence[str] | None) -> tuple[Author, ...] | None:
    from quoth.index.people import split_name

    people = []
    for name in names or ():
        author = split_name(name)
        if author is None:
            msg = f'--author {name!r}: give "Family, Given"'
            raise UsageError(msg)
        people.append(author)
    return tuple(people) or None


def _doi(text: str | None) -> str | None:
    from quoth.index.readers.titles import find_doi

    if text is None:
        return None
    doi = find_doi(text)
    if doi is None:
        msg = f"--doi {text}: a DOI looks like 10.1234/abc"
        raise UsageError(msg)
    return doi.lower()


def _named(fields: Sequence[str] | None, option: str) -> list[str]:
    names = [_OPTIONS.get(name, name) for name in fields or ()]
    for name in names:
        if name not in _FIELDS:
            msg = f"{option} {name}: there are {', '.join(_FIELDS)}"
            raise UsageError(msg)
    return names


COMMANDS = (edit,)
