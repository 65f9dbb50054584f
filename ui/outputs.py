"""The streams that a command writes to: any encoding, and one line where nothing can be written."""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import sys
from pathlib import Path

from quoth.index.errors import QuothError

__all__ = ["close_output", "is_of_output", "prepare_outputs", "silence_output"]

# A full disk, a device that fails, a stream that is closed. Files of ours are named in our errors.
_OF_STREAMS = frozenset({errno.ENOSPC, errno.EIO, errno.EBADF})
_ERRORS = "quoth.escaped"


def prepare_outputs() -> None:
    """Let stdout and stderr take every character, as JSON escapes those their encoding lacks.

    Raises:
        QuothError: stdout is closed.
    """
    if sys.stderr is None:  # nobody reads what is wrong, and the exit code still says it
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (until the end)
    if sys.stdout is None:
        msg = "the output is closed. Give it somewhere to go: quoth … > FILE"
        raise QuothError(msg)
    codecs.register_error(_ERRORS, _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Return what cannot be encoded as JSON writes it, so that JSON stays JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def is_of_output(error: OSError) -> bool:
    """Whether an error of the system's is that of a stream, not of a file that was named."""
    return error.errno in _OF_STREAMS and error.filename is None


def close_output() -> None:
    """Write out what is left in stdout.

    Raises:
        OSError: it cannot be written.
    """
    if sys.stdout is not None:
        sys.stdout.flush()


def silence_output() -> None:
    """Let nothing more be written to stdout, also not at the process's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
