"""Answers, hits and documents as a terminal shows them.

Whatever comes from a document goes through `render`, which takes out control characters and escape
sequences, and into rich as plain text, which reads no markup in it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from quoth.index.text import render

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from quoth.index.types import Hit
    from quoth.rag.events import Event
    from quoth.rag.types import Answer, Sentence, Source

__all__ = ["console", "print_answer", "print_hits", "print_json"]

_SIGNS = {
    "supported": ("✓", "green"),
    "partial": ("~", "yellow"),
    "unsupported": ("?", "yellow"),
    "contradicted": ("✗", "red"),
}
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


def print_answer(events: Iterable[Event]) -> Answer:
    """Print an answer while it comes, then its notes and sources; return it.

    A sentence is printed when it has been checked. One that a chat model wrote has a sign: ✓
    supported, ~ in part, ? not, ✗ contradicted by what it cites.
    """
    from rich.text import Text

    from quoth.rag.events import Answered, Retrieved, SentenceChecked, TextDelta

    out = console()
    printed = []
    answer: Answer | None = None
    with _waiting() as say:
        for event in events:
            match event:
                case Retrieved():
                    say("answering …")
                case TextDelta():
                    say("checking …")
                case SentenceChecked(sentence):
                    out.print(_line(sentence))
                    printed.append(sentence)
                case Answered(answer=whole):
                    answer = whole
    if answer is None:
        msg = "the events of an answer end with it"
        raise ValueError(msg)
    if answer.sentences and tuple(printed) != answer.sentences and _differ(printed, answer):
        out.print(Text("\nAfter a second look:", style="bold"))
        for sentence in answer.sentences:
            out.print(_line(sentence))
    _print_rest(out, answer)
    return answer


def _print_rest(out: Console, answer: Answer) -> None:
    from rich.text import Text

    if answer.abstained:
        out.print(Text(render(answer.abstained.message), style="yellow"))
    for note in answer.notes:
        out.print(Text(render(note.message), style="dim"))
    if answer.nearest:
        out.print(Text("\nNearest passages", style="bold"))
    for source in answer.nearest:
        _print_source(out, source, mark="·")
    if answer.sources:
        out.print(Text("\nSources", style="bold"))
    for source in answer.sources:
        _print_source(out, source, mark=f"[{source.n}]")


def _line(sentence: Sentence) -> Text:
    from rich.text import Text

    line = Text(_printable(f"{sentence.lead.strip()} {sentence.text}".lstrip()))
    for n in dict.fromkeys(citation.n for citation in sentence.citations):
        line.append(f" [{n}]", style="bold cyan")
    if not sentence.is_quote:
        sign, style = _SIGNS[sentence.support.label]
        line.append(f" {sign}", style=style)
    return line


def _printable(text: str) -> str:
    """Return text with its lines kept as they are, but for those that hide something."""
    return "\n".join(line if line.isprintable() else render(line) for line in text.splitlines())


def _differ(printed: Sequence[Sentence], answer: Answer) -> bool:
    return [sentence.text for sentence in printed] != [s.text for s in answer.sentences]


@contextmanager
def _waiting() -> Iterator[Callable[[str], None]]:
    """Show on a terminal that something is going on; yield what changes the words."""
    if not (sys.stderr.isatty() and sys.stdout.isatty()):
        yield lambda _words: None
        return
    with console(stderr=True).status("searching …") as status:
        yield status.update


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
