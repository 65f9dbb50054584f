"""What stands between the handlers and Gradio."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from quoth.index.errors import UsageError
from quoth.ui.app.context import NotLoggedIn
from quoth.ui.app.layout import page_look
from quoth.ui.app.markup import attributes, button
from quoth.ui.app.newest import Newest
from quoth.ui.app.wiring import KEEP, Sent, Visitor, Wiring

REQUEST = SimpleNamespace(username="may", session_hash="tab")


class Context:
    """A context that knows who calls."""

    def user_of(self, request: Any) -> str:
        if request.username is None:
            raise NotLoggedIn
        return str(request.username)


def connected(handler: Any) -> tuple[Any, dict[str, Any]]:
    """Return the function that Gradio is given, and its options."""
    seen: list[Any] = []

    def event(function: Any, *_parts: object, **options: Any) -> None:
        seen.extend((function, options))

    Wiring(Context()).on(event, handler)  # type: ignore[arg-type]
    return seen[0], seen[1]


def test_a_handler_gets_who_calls_what_was_sent_and_the_values():
    function, options = connected(lambda visitor, sent, value: (visitor, sent.text("a"), value))
    data = SimpleNamespace(_data={"a": "b"})
    assert function(REQUEST, data, 7) == (Visitor("may", "tab"), "b", 7)
    assert options["api_visibility"] == "private"


def test_nobody_gets_in_without_a_user():
    import gradio as gr

    function, _ = connected(lambda *_: "secret")
    with pytest.raises(gr.Error, match="Log in first"):
        function(SimpleNamespace(username=None, session_hash="tab"), None)


def test_an_error_for_the_user_is_a_message_with_its_text_escaped():
    import gradio as gr

    def handler(*_: object) -> Iterator[str]:
        yield "first"
        msg = "no document <b>"
        raise UsageError(msg)

    function, _ = connected(handler)
    outputs = function(REQUEST, None)
    assert next(outputs) == "first"
    with pytest.raises(gr.Error) as caught:
        next(outputs)
    assert caught.value.message == "No document &lt;b&gt;"


def test_what_is_kept_is_skipped():
    import gradio as gr

    function, _ = connected(lambda *_: ("new", KEEP))
    assert function(REQUEST, None) == ("new", gr.skip())


def test_a_generator_is_closed_with_the_call():
    closed: list[bool] = []

    def handler(*_: object) -> Iterator[int]:
        try:
            yield 1
            yield 2
        finally:
            closed.append(True)

    function, _ = connected(handler)
    outputs = function(REQUEST, None)
    assert next(outputs) == 1
    outputs.close()
    assert closed == [True]


def test_what_a_script_sent_is_read_only_as_what_it_should_be():
    sent = Sent({"text": "a", "number": 3, "list": [1], "flag": True, "long": "w" * 4001})
    assert (sent.text("text"), sent.number("number"), sent.list("list", longest=1)) == ("a", 3, [1])
    assert (sent.text("none", ""), sent.number("none", 0)) == ("", 0)
    for read in (
        lambda: sent.text("number"),
        lambda: sent.text("none"),
        lambda: sent.text("long"),
        lambda: sent.number("flag"),
        lambda: sent.number("text"),
        lambda: sent.list("text", longest=9),
        lambda: sent.list("list", longest=0),
    ):
        with pytest.raises(UsageError, match="Reload"):
            read()


def test_attributes_are_escaped_and_only_those_that_are_there():
    shown = attributes(class_="a", data_x='"<', hidden=True, checked=False, title=None)
    assert shown == ' class="a" data-x="&quot;&lt;" hidden'
    assert button("Go", "go") == '<button type="button" data-act="go">Go</button>'


def test_the_style_sheets_of_the_page_are_files_that_name_no_other_host():
    sheets = [path.read_text("utf-8") for path in page_look().css_paths]
    assert len(sheets) == 4
    for sheet in sheets:
        assert "url(" not in sheet
        assert "@import" not in sheet


def test_what_an_older_event_finds_late_is_dropped():
    seen: list[Any] = []

    def event(function: Any, *_parts: object, **options: Any) -> None:
        seen.extend((function, options))

    def handler(_visitor: Visitor, sent: Sent) -> tuple[str, str]:
        if sent.text("name") == "older":
            function(REQUEST, SimpleNamespace(_data={"name": "newer"}))
        return sent.text("name"), "shown"

    newest = Newest(Wiring(Context()))
    newest.on(event, handler, (), ("pane", "card"))
    function, options = seen
    assert options["trigger_mode"] == "multiple"
    assert function(REQUEST, SimpleNamespace(_data={"name": "alone"})) == ("alone", "shown")
    late = function(REQUEST, SimpleNamespace(_data={"name": "older"}))
    assert [update["__type__"] for update in late] == ["update", "update"]
    other = SimpleNamespace(username="may", session_hash="another tab")
    assert function(other, SimpleNamespace(_data={"name": "theirs"})) == ("theirs", "shown")
