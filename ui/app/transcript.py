"""A conversation as the items of one list, which the page patches in place while text comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from quoth.rag.types import Answer, Sentence, Timings
from quoth.ui.app.answer_view import answer_html, sentences_html
from quoth.ui.app.markup import attributes, button, escaped, icon, shown
from quoth.ui.app.stored import Exchange

__all__ = ["Item", "Running", "Stage", "transcript_items", "welcome_items"]

_LONG = 500  # characters; a longer question scrolls, so that its answer is in sight


class Item(TypedDict):
    """One article of the transcript; `html` is escaped already."""

    key: str
    role: str
    html: str


@dataclass(frozen=True, slots=True)
class Stage:
    """What is done for an answer; `ms` is None while it goes on."""

    name: str
    ms: float | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """An answer while it is written.

    Attributes:
        text: what was written after the last sentence that has been checked.
    """

    question: str
    stages: tuple[Stage, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    text: str = ""
    sources: Sequence[object] = field(default=())


def transcript_items(
    exchanges: Sequence[Exchange], running: Running | None = None, *, editing: str = ""
) -> list[Item]:
    """Return two items an exchange, oldest first; what is running comes last.

    Args:
        editing: the message whose question is in the field: it and all after it are marked.
    """
    items: list[Item] = []
    is_cut = False
    for number, exchange in enumerate(exchanges):
        is_cut = is_cut or (bool(editing) and exchange.id == editing)
        is_last = running is None and number == len(exchanges) - 1
        tools = "" if running else _question_tools(exchange, editing, is_last=is_last)
        pair = (
            _question(exchange.question, number, tools),
            _answer(exchange, number, is_last=is_last),
        )
        items += [_replaced(item) if is_cut else item for item in pair]
    if running is not None:
        number = len(exchanges)
        items += [_question(running.question, number), _running(running, number)]
    return items


def welcome_items(*, n_documents: int, questions: Sequence[str], has_examples: bool) -> list[Item]:
    """Return what a conversation without a question shows.

    Args:
        questions: examples, made from the library's own titles.
        has_examples: whether example articles lie beside the program.
    """
    html = _first_visit(has_examples=has_examples) if not n_documents else _examples(questions)
    return [Item(key="welcome", role="welcome", html=html)]


def _question(question: str, number: int, tools: str = "") -> Item:
    beside = f'<div class="tools">{tools}</div>' if tools else ""
    is_long = len(question) > _LONG
    values = attributes(
        class_="asked long" if is_long else "asked", tabindex=0 if is_long else None
    )
    html = f'<h3 class="sr">You asked</h3><p{values}>{shown(question)}</p>{beside}'
    return Item(key=f"q{number}", role="question", html=html)


def _question_tools(exchange: Exchange, editing: str, *, is_last: bool) -> str:
    """Return the buttons of a question: any can be edited, the last one taken back."""
    if editing:
        is_edited = exchange.id == editing
        return button("Cancel", "leave_edit", class_="quiet") if is_edited else ""
    edit = button("Edit", "edit", class_="quiet", data_message=exchange.id)
    if not is_last:
        return edit
    n = exchange.n_replaced
    what = f"Brings back {n} replaced {'question' if n == 1 else 'questions'}" if n else None
    return edit + button("Undo edit" if n else "Undo", "undo", class_="quiet", title=what)


def _replaced(item: Item) -> Item:
    """Return an item as it looks while a question that takes its place is written."""
    return Item(key=item["key"], role=f"{item['role']} leaving", html=item["html"])


def _answer(exchange: Exchange, number: int, *, is_last: bool) -> Item:
    key = f"a{number}"
    html = (
        '<h3 class="sr">Answer</h3>'
        f"{_timings(exchange.answer)}{answer_html(exchange.answer, key)}"
        f"{_tools(exchange, is_last=is_last)}{_comment_form(exchange)}"
    )
    return Item(key=key, role="answer", html=html)


def _timings(answer: Answer) -> str:
    taken = _stages(answer.timings)
    return stages_html(taken) if taken else ""


def _stages(timings: Timings) -> tuple[Stage, ...]:
    named = (
        ("searching", timings.retrieve_ms),
        ("reading", timings.read_ms),
        ("answering", timings.answer_ms),
        ("verifying", timings.verify_ms),
    )
    return tuple(Stage(name, ms) for name, ms in named if ms > 0)


def stages_html(stages: Sequence[Stage]) -> str:
    """Return a line that says what was done and how long it took, and what is being done."""
    parts = [
        f"<span>{escaped(stage.name)} {escaped(_duration(stage.ms))}</span>"
        if stage.ms is not None
        else f'<span class="now">{escaped(stage.name)} …</span>'
        for stage in stages
    ]
    return f'<p class="stages">{"".join(parts)}</p>'


def _duration(ms: float) -> str:
    if ms < 1:
        return "< 1 ms"
    return f"{ms:.0f} ms" if ms < 1000 else f"{ms / 1000:.1f} s"


def _running(running: Running, number: int) -> Item:
    key = f"a{number}"
    body = sentences_html(running.sentences, (), key)
    text = f'<p class="unchecked">{shown(running.text)}</p>' if running.text.strip() else ""
    html = f'<h3 class="sr">Answer</h3>{stages_html(running.stages)}{body}{text}'
    return Item(key=key, role="answer running", html=html)


def _tools(exchange: Exchange, *, is_last: bool) -> str:
    thumbs = "".join(
        button(
            icon(name),
            "thumb",
            class_="quiet thumb",
            data_message=exchange.id,
            data_value=value,
            aria_label=label,
            aria_pressed="true" if exchange.value == value else "false",
            title=label,
        )
        for name, value, label in (("up", 1, "Good answer"), ("down", -1, "Poor answer"))
    )
    copy = button("Copy", "copy", class_="quiet")
    retry = button("Retry", "retry", class_="quiet") if is_last else ""
    plain = f'<span hidden class="plain">{escaped(_plain(exchange.answer))}</span>'
    return f'<div class="tools">{thumbs}{copy}{retry}{plain}</div>'


def _comment_form(exchange: Exchange) -> str:
    """Return the field for a comment, once there is a thumb."""
    if exchange.value is None:
        return ""
    asks = "What was good about it?" if exchange.value == 1 else "What was wrong?"
    values = attributes(
        data_form="comment", data_message=exchange.id, data_value=str(exchange.value)
    )
    field_ = attributes(
        name="comment", value=exchange.comment, aria_label=asks, placeholder=asks, maxlength=2000
    )
    done = '<span class="kept">Kept.</span>' if exchange.comment else ""
    return (
        f'<form class="comment"{values}><input type="text"{field_}>'
        f'<button type="submit" class="quiet">Save</button>{done}</form>'
    )


def _plain(answer: Answer) -> str:
    """Return an answer to copy: the text with its marks, and what they stand for."""
    lines = [answer.text]
    for source in answer.sources:
        document = source.document
        year = f" ({document.year})" if document.year else ""
        page = next((q.page for q in source.quotes), source.hit.passage.page)
        where = f", p. {page}" if page is not None else ""
        lines.append(f"[{source.n}] {document.title or document.file}{year}{where}")
    return "\n".join([lines[0], "", *lines[1:]]).strip()


def _first_visit(*, has_examples: bool) -> str:
    examples = (
        "<p>No paper at hand? "
        + button("Try the example articles", "examples", class_="link")
        + " – six short ones about time and navigation.</p>"
        if has_examples
        else ""
    )
    return (
        "<h2>Ask your own papers</h2>"
        "<p>Your library is empty. Put some papers into it, then ask: every sentence of an answer "
        "carries the exact words that it stands on, and opens the page they are on.</p>"
        "<p>"
        + button("Add papers", "library", class_="primary")
        + '<span class="where">or drop them here: PDF, DOCX, HTML, Markdown, text</span></p>'
        + examples
        + '<p class="where">Everything stays on this machine.</p>'
    )


def _examples(questions: Sequence[str]) -> str:
    items = "".join(
        f"<li>{button(escaped(question), 'example', class_='example')}</li>"
        for question in questions
    )
    listed = f"<p>For example:</p><ul>{items}</ul>" if items else ""
    return (
        "<h2>Ask your papers</h2><p>Every sentence of an answer carries the exact words that it "
        f"stands on. A number opens the page they are on.</p>{listed}"
    )
