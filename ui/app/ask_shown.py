"""What a handler of the Ask tab changes on the page."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.ui.app.transcript import Item
from quoth.ui.app.wiring import KEEP, Keep

__all__ = ["Shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What changes on the page; what is not given stays.

    Attributes:
        question: the text of the question's field.
        editing: the message whose place the next question takes; "" for none.
    """

    items: list[Item] | Keep = KEEP
    conversation: str | Keep = KEEP
    listed: str | Keep = KEEP
    question: str | Keep = KEEP
    status: str | Keep = KEEP
    editing: str | Keep = KEEP

    def outputs(self) -> tuple[object, ...]:
        """Return the values in the order of the components."""
        return (
            self.items, self.conversation, self.listed,
            self.question, self.status, self.editing,
        )  # fmt: skip
