"""What app.db holds, and how it names what is not there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from quoth.index.errors import QuothError
from quoth.index.types import Filters

__all__ = [
    "LOCAL_USER",
    "Conversation",
    "Message",
    "UnknownRecord",
    "Value",
    "checked_id",
    "filters_from_json",
    "filters_json",
]

LOCAL_USER = "local"
"""Who asks where nobody logs in. A user file cannot name anyone so."""

Value = Literal[-1, 1]

_ID = re.compile(r"[0-9a-f]{32}")


class UnknownRecord(QuothError):
    """No such conversation or message, or another user's: the two cannot be told apart."""

    def __init__(self) -> None:
        super().__init__("there is no such conversation or message. Reload the page")


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation of one user; times are seconds since 1970."""

    id: str
    title: str
    created: float
    changed: float
    n_messages: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """A question, what was answered, and what its user thought of it.

    Attributes:
        answer: as `quoth.ui.jsons.answer_json` writes it, or what there was when it was stopped.
        value: 1 for a thumb up, -1 for one down, None for neither.
        n_replaced: how many messages it stands in the place of.
    """

    id: str
    question: str
    answer: Mapping[str, Any]
    filters: Filters = field(default_factory=Filters)
    created: float = 0.0
    value: Value | None = None
    comment: str = ""
    n_replaced: int = 0


def checked_id(text: str) -> str:
    """Return an id that a client sent, if it has the form of one.

    Raises:
        UnknownRecord: it has not.
    """
    if not isinstance(text, str) or not _ID.fullmatch(text):
        raise UnknownRecord
    return text


def filters_json(filters: Filters) -> dict[str, Any]:
    """Return a filter as JSON can hold it."""
    return asdict(filters) | {"kinds": sorted(filters.kinds), "among": sorted(filters.among)}


def filters_from_json(values: Mapping[str, Any]) -> Filters:
    """Return the filter that `filters_json` wrote."""
    year = values.get("year")
    return Filters(
        author=values.get("author"),
        year=(year[0], year[1]) if year else None,
        document=values.get("document"),
        kinds=frozenset(values.get("kinds", ())),
        among=frozenset(values.get("among", ())),
    )
