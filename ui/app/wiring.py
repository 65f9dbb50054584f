"""Between the page's own functions and Gradio's events.

A handler is a plain function `(visitor, sent, *values)`: who calls, what the page's script sent,
and the values of the components that it reads. It knows nothing of Gradio, so that tests call it.
What the script sends comes from outside: read it with `Sent`, which checks it.
"""

from __future__ import annotations

import html
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final

from quoth.index.errors import QuothError, UsageError

if TYPE_CHECKING:
    import gradio as gr

    from quoth.ui.app.context import PageContext

__all__ = ["KEEP", "Keep", "Sent", "Visitor", "Wiring", "script"]


class Keep(Enum):
    """What a handler returns for a component that stays as it is."""

    KEEP = auto()


KEEP: Final = Keep.KEEP

_LONGEST_TEXT = 4_000  # characters of anything but a draft that a script sends


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who calls: a user, in one tab of the browser."""

    user: str
    tab: str


class Sent:
    """What the page's script sent with an event: checked as it is read."""

    def __init__(self, values: object = None) -> None:
        self._values = values if isinstance(values, Mapping) else {}

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text of some length.

        Raises:
            UsageError: it is missing, no text, or too long.
        """
        value = self._values.get(name, default)
        if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
            raise _refused(name)
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """Return a whole number.

        Raises:
            UsageError: it is missing, or none.
        """
        value = self._values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise _refused(name)
        return value

    def list(self, name: str, *, longest: int) -> Sequence[object]:
        """Return a list, empty if it is missing.

        Raises:
            UsageError: it is none, or longer than `longest`.
        """
        value = self._values.get(name, [])
        if not isinstance(value, list) or len(value) > longest:
            raise _refused(name)
        return value


def _refused(name: str) -> UsageError:
    return UsageError(f"the page sent no usable {name}. Reload it and try again")


@dataclass(frozen=True, slots=True)
class Wiring:
    """Connects events with handlers; none of them is offered as an endpoint.

    A handler's error that is meant for the user is shown as a message of the page.
    """

    context: PageContext

    def on(
        self,
        event: Callable[..., Any] | Sequence[Callable[..., Any]],
        handler: Callable[..., Any],
        inputs: Sequence[gr.components.Component] = (),
        outputs: Sequence[gr.components.Component] = (),
        **options: Any,
    ) -> Any:
        """Call a handler on an event, or on any of several; return Gradio's dependency."""
        import gradio as gr

        settings = {
            "show_progress": "hidden",
            "concurrency_limit": None,
            "api_visibility": "private",
            **options,
        }
        function = self._adapted(handler, sends=not isinstance(event, Sequence))
        if isinstance(event, Sequence):
            return gr.on(list(event), function, list(inputs), list(outputs), **settings)
        return event(function, list(inputs), list(outputs), **settings)

    def _adapted(self, handler: Callable[..., Any], *, sends: bool) -> Callable[..., Any]:
        import gradio as gr

        def call(request: gr.Request, data: gr.EventData | None, values: Sequence[object]) -> Any:
            visitor = Visitor(self.context.user_of(request), str(request.session_hash))
            sent = Sent(getattr(data, "_data", None) if sends else None)
            return handler(visitor, sent, *values)

        def once(request: gr.Request, data: gr.EventData, *values: object) -> Any:
            with _errors_as_messages():
                return _skipping(call(request, data, values))

        def stream(request: gr.Request, data: gr.EventData, *values: object) -> Iterator[Any]:
            with _errors_as_messages():
                for outputs in call(request, data, values):
                    yield _skipping(outputs)

        chosen = stream if inspect.isgeneratorfunction(handler) else once
        # Gradio finds the two by the types themselves: here they are names of a local import.
        chosen.__annotations__ = {"request": gr.Request, "data": gr.EventData}
        return chosen


def _skipping(outputs: object) -> object:
    """Return outputs for Gradio: what is to be kept is an update of nothing there."""
    import gradio as gr

    if isinstance(outputs, tuple):
        return tuple(gr.skip() if output is KEEP else output for output in outputs)
    return gr.skip() if outputs is KEEP else outputs


@contextmanager
def _errors_as_messages() -> Iterator[None]:
    """Show an error that is meant for the user as a message of the page."""
    import gradio as gr

    try:
        yield
    except QuothError as error:
        message = str(error)
        text = html.escape(message[:1].upper() + message[1:])  # it may quote a document's title
        raise gr.Error(text, duration=8, print_exception=False) from error


def script(*names: str) -> str:
    """Return the scripts of one component, one after the other."""
    from quoth.ui.app.markup import asset

    return "\n".join(asset(name) for name in names)
