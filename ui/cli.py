"""The command `quoth`: what its commands are called, and how errors and Ctrl-C end it.

Exit codes: 0 done; 1 our error, also a library that is locked, unreadable or newer; 2 usage, also
a path that does not exist; 3 abstained or nothing found, also an empty library; 130 Ctrl-C.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from quoth.index.errors import QuothError, UsageError
from quoth.ui import (
    commands_ask,
    commands_cite,
    commands_enrich,
    commands_eval,
    commands_library,
    commands_machine,
    commands_metadata,
    commands_references,
    commands_train,
    commands_ui,
)
from quoth.ui.options import ExitCode, set_global_library
from quoth.ui.outputs import close_output, is_of_output, prepare_outputs, silence_output

__all__ = ["app", "main"]

# The root of the errors that typer's own parser raises: click's class of that name, which newer
# releases carry inside. `BadParameter` is the public name that leads to either.
_ClickException: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)

app = typer.Typer(
    name="quoth",
    help="Ask your own papers; every sentence of the answer is quoted from them.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with: quoth add ~/papers   then: quoth ask 'a question about them'",
)

for command in (
    *commands_ask.COMMANDS,
    *commands_cite.COMMANDS,
    *commands_enrich.COMMANDS,
    *commands_library.COMMANDS,
    *commands_metadata.COMMANDS,
    *commands_references.COMMANDS,
    *commands_ui.COMMANDS,
    *commands_machine.COMMANDS,
):
    app.command()(command)
app.add_typer(commands_machine.config, name="config")
app.add_typer(commands_eval.evaluation, name="eval")
app.add_typer(commands_train.train, name="train")


def _print_version(value: bool) -> None:  # noqa: FBT001  (typer calls it so)
    if value:
        typer.echo(f"quoth {version('quoth')}")
        raise typer.Exit


@app.callback()
def _global_options(
    library: Annotated[
        Path | None,
        typer.Option(help="The library's folder; else QUOTH_LIBRARY, else the settings."),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Say it.")
    ] = False,
) -> None:
    set_global_library(library)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    # A shutdown is taken like Ctrl-C: what is stored is kept, and worker processes end.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        prepare_outputs()
    except QuothError as error:
        _complain(str(error))
        sys.exit(ExitCode.ERROR)
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    _configure_logging()
    try:
        code = app(args=None if arguments is None else list(arguments), standalone_mode=False)
        close_output()
    except _ClickException as error:
        return _usage(error)
    except UsageError as error:
        _complain(str(error))
        return ExitCode.USAGE
    except QuothError as error:
        _complain(str(error))
        return ExitCode.ERROR
    except (KeyboardInterrupt, typer.Abort):
        code = ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit) as end:
        if isinstance(end, SystemExit) and not isinstance(end.__context__, BrokenPipeError):
            raise
        # `quoth ls | head`: the reader has what it wanted. typer would make it exit code 1.
        silence_output()
        return ExitCode.DONE
    except OSError as error:
        if not is_of_output(error):
            raise
        silence_output()
        _complain(f"the output cannot be written: {error.strerror}")
        return ExitCode.ERROR
    if code == ExitCode.INTERRUPTED:  # typer may have caught Ctrl-C before us
        _complain("interrupted; what was done before is kept")
    return int(code or ExitCode.DONE)


def _usage(error: Exception) -> ExitCode:
    """Say in one line what is wrong with the words of a command; no words at all get the help."""
    message = error.format_message() if isinstance(error, typer.BadParameter) else str(error)
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(context.get_help() if context else message)
    else:
        stop = "" if message.endswith((".", "?", "!")) else "."
        _complain(f"{message}{stop} See: {context.command_path if context else 'quoth'} --help")
    return ExitCode.USAGE


def _complain(message: str) -> None:
    typer.echo(f"quoth: {' '.join(message.split())}", err=True)


def _configure_logging() -> None:
    """Show warnings, and what the user waits for, as plain lines on stderr."""
    import logging

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("quoth: %(message)s"))
    logger = logging.getLogger("quoth")
    if not logger.handlers:
        logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    logging.getLogger("quoth.index.openvino_conversion").setLevel(logging.INFO)
    logging.getLogger("quoth.index.snapshot").setLevel(logging.INFO)


if __name__ == "__main__":
    main()
