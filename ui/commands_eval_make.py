"""The command `quoth eval make`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.ui.options import BaseUrlOption, LibraryOption, LlmOption, chosen_settings

if TYPE_CHECKING:
    from quoth.eval.make_types import Draft

__all__ = ["COMMANDS"]


def make(
    library: LibraryOption = None,
    out: Annotated[Path, typer.Option(help="The file to write; it must not be there.")] = Path(
        "questions.jsonl"
    ),
    n: Annotated[int, typer.Option("-n", min=1, max=10_000, help="How many questions.")] = 40,
    llm: LlmOption = None,
    base_url: BaseUrlOption = None,
) -> None:
    """Draft a question set from your library, for you to edit: no draft is right by itself."""
    from quoth.eval.make import draft_questions, write_drafts
    from quoth.eval.make_model import load_writer
    from quoth.rag.assembly import build_assistant
    from quoth.ui.progress import DocumentProgress

    settings = chosen_settings(library, llm=llm, base_url=base_url)
    opened = build_assistant(settings.model_copy(update={"llm": ""})).library
    writer = load_writer(settings) if settings.llm else None
    drafts: list[Draft] = []
    with DocumentProgress("drafting") as progress:
        for draft in draft_questions(opened, n, writer=writer):
            drafts.append(draft)
            progress.update(draft.how, len(drafts), n)
    write_drafts(out, drafts)
    counts = ", ".join(f"{count} {how}" for how, count in Counter(d.how for d in drafts).items())
    typer.echo(f"{len(drafts)} drafts in {out}{': ' if counts else ''}{counts}")
    if writer and writer.n_refused:
        typer.echo(f"{writer.n_refused} passages gave no question that stands on them", err=True)
    typer.echo("Edit every line, take out what is no question, then: quoth eval run", err=True)


COMMANDS = (make,)
