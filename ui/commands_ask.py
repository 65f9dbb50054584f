"""The commands that ask: search, ask, chat."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.index.errors import UsageError
from quoth.ui.options import (
    AuthorOption,
    BaseUrlOption,
    DocumentOption,
    ExitCode,
    JsonOption,
    KindOption,
    LibraryOption,
    LlmOption,
    StrictOption,
    YearOption,
    open_assistant,
    parse_filters,
    require_documents,
)

if TYPE_CHECKING:
    from quoth.rag.assistant import Assistant, Turn
    from quoth.rag.types import Answer

__all__ = ["COMMANDS"]


def ask(
    question: Annotated[str, typer.Argument(help="A question in your own words.")],
    library: LibraryOption = None,
    json: JsonOption = False,
    author: AuthorOption = None,
    year: YearOption = None,
    document: DocumentOption = None,
    kind: KindOption = None,
    history: Annotated[
        Path | None,
        typer.Option(help='The conversation before: a JSON array of {"role", "content"}.'),
    ] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", help="Only the sources: bibtex, ris or csl-json.")
    ] = None,
    llm: LlmOption = None,
    base_url: BaseUrlOption = None,
    strict: StrictOption = None,
) -> None:
    """Answer a question from your papers, each sentence with its quotes."""
    from quoth.index.text import render
    from quoth.rag.events import last_answer
    from quoth.ui.terminal import print_answer

    if not question.strip():
        msg = "the question is empty. Give it in quotes: quoth ask 'Why …?'"
        raise UsageError(msg)
    if json and format_name:
        msg = "--json prints the whole answer, --format only its sources: give one of them"
        raise UsageError(msg)
    filters = parse_filters(author, year, document, kind)
    turns = _read_history(history) if history else []
    assistant = open_assistant(library, llm=llm, base_url=base_url, strict=strict)
    events = assistant.stream(question, filters=filters, history=turns)
    quiet = json or format_name
    answer = last_answer(events) if quiet else print_answer(events)
    if format_name:
        _print_sources(answer, assistant, format_name)
        if answer.abstained:
            typer.echo(f"quoth: {render(answer.abstained.message)}", err=True)
    elif json:
        _print_json(answer)
    if answer.abstained:
        raise typer.Exit(ExitCode.NOTHING_FOUND)


def _print_sources(answer: Answer, assistant: Assistant, format_name: str) -> None:
    from quoth.rag.references import csl_items, export_items

    everything = assistant.library.documents()
    cited = list({source.document.id: source.document for source in answer.sources}.values())
    typer.echo(export_items(csl_items(cited, among=everything), format_name), nl=False)


def _print_json(answer: Answer) -> None:
    from quoth.rag.settings import load_settings
    from quoth.ui.commands_references import references_of
    from quoth.ui.jsons import answer_json
    from quoth.ui.terminal import print_json

    shown = [source.document for source in (*answer.sources, *answer.nearest)]
    print_json(answer_json(answer, references_of(shown, load_settings().style)))


def search(
    query: Annotated[str, typer.Argument(help="Words or a sentence.")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    library: LibraryOption = None,
    json: JsonOption = False,
    author: AuthorOption = None,
    year: YearOption = None,
    document: DocumentOption = None,
    kind: KindOption = None,
) -> None:
    """Find the passages nearest to a query."""
    from quoth.rag.settings import load_settings
    from quoth.ui.commands_references import references_of
    from quoth.ui.jsons import hits_json
    from quoth.ui.terminal import print_hits, print_json

    if not query.strip():
        msg = "the query is empty. Give some words"
        raise UsageError(msg)
    filters = parse_filters(author, year, document, kind)
    assistant = open_assistant(library)
    hits = assistant.search(query, k=k, filters=filters)
    if json:
        found = [hit.document for hit in hits]
        print_json(hits_json(query, hits, references_of(found, load_settings().style)))
    else:
        print_hits(hits)
    if not hits:
        require_documents(assistant.library)
        typer.echo("quoth: nothing found. Try other words, or fewer filters", err=True)
        raise typer.Exit(ExitCode.NOTHING_FOUND)


def chat(
    library: LibraryOption = None,
    llm: LlmOption = None,
    base_url: BaseUrlOption = None,
    strict: StrictOption = None,
) -> None:
    """Ask in a loop; a follow-up is completed from what was said. End with Ctrl-D."""
    from quoth.rag.assistant import Turn
    from quoth.ui.terminal import print_answer

    assistant = open_assistant(library, llm=llm, base_url=base_url, strict=strict)
    n_documents = len(assistant.library.documents())
    typer.echo(f"{n_documents} documents. Ask; Ctrl-D ends, /new forgets what was said.", err=True)
    turns: list[Turn] = []
    while True:
        try:
            question = input("? ").strip()
        except EOFError:
            typer.echo("", err=True)
            return
        if question == "/new":
            turns.clear()
        elif question in ("/quit", "/exit"):
            return
        elif question:
            answer = print_answer(assistant.stream(question, history=turns))
            typer.echo("")
            turns += [Turn("user", question), Turn("assistant", answer.text)]


def _read_history(path: Path) -> list[Turn]:
    from pydantic import TypeAdapter, ValidationError

    from quoth.rag.assistant import Turn

    try:
        return TypeAdapter(list[Turn]).validate_json(path.read_bytes())
    except OSError as error:
        msg = f"--history {path}: {error.strerror}"
        raise UsageError(msg) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        msg = (
            f"--history {path}: {place}: {first['msg']}. It must be a JSON array of "
            '{"role": "user" or "assistant", "content": "…"}'
        )
        raise UsageError(msg) from error


COMMANDS = (ask, chat, search)
