"""The commands that train models of one's own: train reader, train support."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["train"]

train = typer.Typer(
    help="Train the reader or the support judge on your own pairs (needs quoth[train,int8]).",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Rows = Annotated[
    list[Path],
    typer.Argument(exists=True, dir_okay=False, help="Training rows, .jsonl or .jsonl.gz."),
]
_Out = Annotated[Path, typer.Option(help="The model's folder. Run again after a kill: it goes on.")]
_Base = Annotated[str, typer.Option(help="A folder of weights to start from, not the packaged.")]
_Epochs = Annotated[int | None, typer.Option(min=1, help="Times that every pair is seen.")]
_Seed = Annotated[int, typer.Option(help="Another seed, another model.")]
_Without = Annotated[
    list[Path] | None,
    typer.Option(exists=True, dir_okay=False, help="A set whose documents are left out."),
]
_Questions = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="A question set with spans to learn from too."),
]
_Documents = Annotated[
    Path | None, typer.Option(exists=True, help="The documents that --questions asks about.")
]
_Share = Annotated[
    float, typer.Option(min=0.01, max=1.0, help="Train on so much of the documents.")
]
_AsIs = Annotated[bool, typer.Option("--as-is", help="Train on the rows alone, nothing made.")]
_Shippable = Annotated[
    bool, typer.Option(help="Only the datasets that the models in the package are made of.")
]


@train.command()
def reader(
    rows: _Rows,
    out: _Out,
    base: _Base = "",
    epochs: _Epochs = None,
    seed: _Seed = 1,
    without: _Without = None,
    shippable: _Shippable = False,
    questions: _Questions = None,
    documents: _Documents = None,
    share: _Share = 1.0,
    as_is: _AsIs = False,
) -> None:
    """Train which sentences answer a question: {"question", "sentence", "label", "title"} a line.

    Rows of one question are one group, or those that share "group". Use the model with: quoth
    config set reader_model FOLDER
    """
    from quoth.eval.train.options import TrainOptions
    from quoth.eval.train.reader_recipe import train_reader

    _show_progress()
    options = TrainOptions(
        tuple(rows),
        out,
        base=base,
        epochs=epochs,
        seed=seed,
        without=tuple(without or ()),
        shippable=shippable,
        command=_command(),
        questions=questions,
        documents=documents,
        share=share,
        as_is=as_is,
    )
    typer.echo(train_reader(options))
    typer.echo(f"saved in {out}; use it with: quoth config set reader_model {out}", err=True)


@train.command()
def support(
    rows: _Rows,
    out: _Out,
    base: _Base = "",
    epochs: _Epochs = None,
    seed: _Seed = 1,
    without: _Without = None,
    shippable: _Shippable = False,
    share: _Share = 1.0,
    as_is: _AsIs = False,
) -> None:
    """Train whether evidence carries a claim: {"evidence", "claim", "label"} a line.

    Labels: supported, contradicted, not_enough, not_supported (which of the two is not known).
    Use the model with: quoth config set support_model FOLDER
    """
    from quoth.eval.train.options import TrainOptions
    from quoth.eval.train.support_recipe import train_support

    _show_progress()
    options = TrainOptions(
        tuple(rows),
        out,
        base=base,
        epochs=epochs,
        seed=seed,
        without=tuple(without or ()),
        shippable=shippable,
        command=_command(),
        share=share,
        as_is=as_is,
    )
    typer.echo(train_support(options))
    typer.echo(f"saved in {out}; use it with: quoth config set support_model {out}", err=True)


def _command() -> str:
    return shlex.join(["quoth", *sys.argv[1:]])


def _show_progress() -> None:
    import logging

    logging.getLogger("quoth.eval.train").setLevel(logging.INFO)
    # They say that a new head has no weights yet, and where nothing was published.
    for name in ("transformers", "sentence_transformers"):
        logging.getLogger(name).setLevel(logging.ERROR)
