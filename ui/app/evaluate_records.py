"""A question set and a run of a user of the page, as they are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quoth.index.errors import QuothError

__all__ = [
    "PAGE",
    "Plan",
    "SetAbout",
    "StoredRun",
    "StoredSet",
    "UnknownEvaluation",
    "page_line",
]

PAGE = "page.html"
"""The file of a run with what the page shows of it."""

# What a command's message ends with, where it names the command's options.
_HINT = re.compile(r"\.\s[^.]*--[a-z][^.]*\Z")


class UnknownEvaluation(QuothError):
    """No such run or set, or another user's: the two cannot be told apart."""

    def __init__(self) -> None:
        super().__init__("there is no such run or question set. Reload the page")


@dataclass(frozen=True, slots=True)
class SetAbout:
    """What is known of a set without reading it: its file's name as uploaded, and its items."""

    name: str
    n_items: int
    added: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run asks, and how it is scored; `about.json` of a run.

    Attributes:
        limit: at most so many items, drawn by their ids; None for all.
        leave_out: leave out items that do not stand on the library.
        begun: seconds since 1970.
    """

    set_name: str
    judge: str
    limit: int | None
    leave_out: bool
    begun: float = 0.0


@dataclass(frozen=True, slots=True)
class StoredSet:
    """A set that a user uploaded."""

    id: str
    path: Path
    about: SetAbout


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run of a user, done or not."""

    id: str
    folder: Path
    set_path: Path
    plan: Plan

    @property
    def is_done(self) -> bool:
        """Whether it has been asked, scored and written up."""
        return (self.folder / PAGE).exists()


def page_line(error: QuothError, names: Mapping[Path, str]) -> str:
    """Return an error of the harness for the page: no paths, no options of the commands.

    Args:
        names: what to call a path instead.
    """
    message = " ".join(str(error).split())
    for path in sorted(names, key=lambda path: -len(str(path))):
        message = message.replace(str(path), names[path])
    return _HINT.sub("", message)
