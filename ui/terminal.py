"""Answers, hits and documents as a terminal shows them.

Whatever comes from a document goes through `render`, which takes out control characters and escape
sequences, and into rich as plain text, which reads no markup in it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from quoth.index.text import render

if TYPE_CHECKING:
    from rich.console import Console

    from quoth.index.types import Document, Hit
    from quoth.rag.types import Answer, Source

__all__ = ["console", "print_answer", "print_documents", "print_hits", "print_json"]

_SNIPPET = 320  # characters of a passage that was not quoted


def console(*, stderr: bool = False) -> Console:
    """Return a console that wraps words on a terminal and leaves lines whole in a pipe."""
    from rich.console import Console

    class PipeConsole(Console):
        """A console whose reader may go away: `quoth ls | head` is no error."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return PipeConsole(
        stderr=stderr,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=not (sys.stderr if stderr else sys.stdout).isatty(),
    )


def print_json(value: dict[str, Any]) -> None:
    """Print JSON, one document, readable."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_answer(answer: Answer) -> None:
    """Print an answer with its sources below, or why there is none and what came nearest."""
    from rich.text import Text

    out = console()
    for note in answer.notes:
        out.print(Text(render(note.message), style="dim"))
    if answer.abstained:
        out.print(Text(answer.abstained.message, style="yellow"))
        if answer.nearest:
            out.print(Text("\nNearest passages", style="bold"))
        for source in answer.nearest:
            _print_source(out, source, mark="·")
        return
    for sentence in answer.sentences:
        line = Text(sentence.text)
        for citation in sentence.citations:
            line.append(f" [{citation.n}]", style="bold cyan")
        out.print(line)
    out.print(Text("\nSources", style="bold"))
    for source in answer.sources:
        _print_source(out, source, mark=f"[{source.n}]")


def print_hits(hits: Sequence[Hit]) -> None:
    """Print what a search found, best first."""
    from rich.text import Text

    out = console()
    for hit in hits:
        line = Text(f"{hit.rank:>2}. ", style="bold")
        line.append(_where(hit), style="not bold")
        line.append(f"  {hit.score:.3f}", style="dim")
        out.print(line)
        out.print(Text(f"    {_snippet(hit)}"))


def print_documents(documents: Sequence[Document]) -> None:
    """Print a table of documents."""
    from rich.table import Table
    from rich.text import Text

    out = console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "file", "title", "year", "pages", "passages", ""):
        table.add_column(name, justify="right" if name in ("pages", "passages") else "left")
    for document in documents:
        cells = (
            document.id[:8],
            document.file,
            document.title or "",
            str(document.year or ""),
            str(document.n_pages or ""),
            str(document.n_passages),
            "partly read" if document.problems else "",
        )
        table.add_row(*(Text(render(cell), overflow="fold") for cell in cells))
    if sys.stdout.isatty():
        out.print(table)
    else:
        for row in documents:
            plain = (row.id[:8], row.file, row.title or "", str(row.n_passages))
            print("\t".join(map(render, plain)))


def _print_source(out: Console, source: Source, *, mark: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    line = Text(f"{mark} ", style="bold cyan")
    line.append(_where(source.hit), style="not bold default")
    out.print(line)
    words = [render(quote.text) for quote in source.quotes] or [_snippet(source.hit)]
    for text in words:
        body = Text(f"“{text}”", style="italic")
        out.print(Padding(body, (0, 0, 0, 4)) if sys.stdout.isatty() else Text("    ") + body)


def _where(hit: Hit) -> str:
    document, passage = hit.document, hit.passage
    name = render(document.title or document.file)
    parts = [f"{name} ({document.year})" if document.year else name]
    if passage.page is not None:
        parts.append(f"p. {passage.page}")
    if passage.section:
        parts.append(f"§ {render(passage.section)}")
    if document.title:
        parts.append(render(document.file))
    return ", ".join(parts)


def _snippet(hit: Hit) -> str:
    """Return the beginning of a passage, without the heading that stands beside it already."""
    shown = render(hit.passage.text).removeprefix(hit.passage.section or "").lstrip()
    return shown if len(shown) <= _SNIPPET else shown[:_SNIPPET].rsplit(" ", 1)[0] + " …"
