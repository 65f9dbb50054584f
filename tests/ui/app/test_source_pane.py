from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from quoth.index import Library, add
from quoth.index.errors import UnknownDocument, UsageError
from quoth.rag.assistant import Assistant
from quoth.rag.settings import Settings
from quoth.ui.app.context import open_context
from quoth.ui.app.pdf_pages import Box
from quoth.ui.app.reference_card import ReferenceCard
from quoth.ui.app.source_files import PageBoxes, SourceView, TextWindow
from quoth.ui.app.source_pane import SourcePane, target_of
from quoth.ui.app.source_view import Target, source_html
from quoth.ui.app.wiring import Sent, Visitor
from tests.ui.app.answers import HOSTILE, document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quoth.ui.app.context import PageContext

NOBODY = Visitor("local", "tab")


def tree(html: str):
    return fragment_fromstring(html, create_parent="div")


def window(text: str, *, section: str | None = "3. Weights") -> TextWindow:
    return TextWindow(text, 0, len(text), len(text), section, None)


def text_view(text: str, format_name: str = "txt") -> SourceView:
    of = document(format=format_name, file=f"a.{format_name}", n_pages=None)
    return SourceView(of, "text", "", None, (), window(text))


def paged_view(*pages: PageBoxes) -> SourceView:
    of = document()
    return SourceView(of, "pages", "", 3, pages, TextWindow("abc", 0, 3, 3, "2. Plan", 2))


def test_boxes_lie_in_percent_over_the_page_that_has_them():
    view = paged_view(
        PageBoxes(2, (Box(10.0, 20.5, 30.0, 1.5),)), PageBoxes(3, (Box(1.0, 2.0, 3.0, 4.0),))
    )
    shown = tree(source_html(Target("d1", ((0, 3),)), view, ()))
    assert shown.xpath("//span[@class='box']/@style") == [
        "left:10.0%;top:20.5%;width:30.0%;height:1.5%"
    ]
    assert "/pages/2.png" in shown.xpath("//img/@src")[0]
    turned = tree(source_html(Target("d1", ((0, 3),), page=3), view, ()))
    assert turned.xpath("//span[@class='box']/@style") == [
        "left:1.0%;top:2.0%;width:3.0%;height:4.0%"
    ]
    assert turned.xpath("//a/@href")[0].endswith("#page=3")


def test_a_step_that_leads_nowhere_keeps_its_focus_and_does_nothing():
    shown = tree(source_html(Target("d1", ((0, 3), (5, 9)), page=1), paged_view(), ()))
    steps = {b.get("aria-label"): b for b in shown.xpath("//button[@data-act='turn']")}
    assert steps["Previous page"].get("aria-disabled") == "true"
    assert steps["Previous page"].get("data-to") is None
    assert json.loads(steps["Next page"].get("data-to"))["page"] == 2
    following = json.loads(steps["Next quote"].get("data-to"))
    assert (following["at"], "page" in following) == (1, False)


def test_a_text_is_marked_where_it_is_quoted_and_its_section_is_named():
    text = "Clocks drift. The first weighed 34 kilograms. It was late."
    spans = ((14, 45), (46, 58))
    shown = tree(source_html(Target("d1", spans), text_view(text), ()))
    assert [mark.text for mark in shown.xpath("//mark")] == [text[a:b] for a, b in spans]
    assert shown.xpath("//mark[not(@class)]")[0].text == text[14:45]
    assert "§ 3. Weights" in shown.xpath("//header")[0].text_content()


def test_lines_that_were_only_wrapped_run_on_and_every_offset_holds():
    line = "a line that goes on for more than fifty characters, and"
    item = "an item that goes on for more than fifty characters, as some"
    text = f"{line}\nends here.\n- {item}\n- item\n1. {item}\n2. {item}\n20,200 of them do."
    start = text.index("ends")
    shown = tree(source_html(Target("d1", ((start, start + 9),)), text_view(text), ()))
    reading = shown.xpath("//div[@class='reading']")[0].text_content()
    assert len(reading) == len(text)
    assert reading == (
        f"{line} ends here.\n- {item}\n- item\n1. {item}\n2. {item} 20,200 of them do."
    )
    assert shown.xpath("//mark")[0].text == "ends here"


@given(
    st.text(alphabet="ab <>&\"'\n\t\x00\u202e${}`#", max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), min_size=1, max_size=4),
)
def test_any_text_is_shown_whole_and_never_as_markup(text, spans):
    pairs = tuple((start, start + n) for start, n in spans)
    html = source_html(Target("d1", pairs), text_view(text, "md"), ())
    reading = tree(html).xpath("//div[@class='reading']")[0]
    kept = "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)
    assert reading.text_content() == kept
    assert {element.tag for element in reading.iter()} <= {"div", "mark", "b", "span"}


def test_hostile_names_and_texts_are_shown_as_text():
    of = document(title=HOSTILE, n_pages=None, format="md")
    view = SourceView(of, "text", HOSTILE, None, (), window(HOSTILE, section=HOSTILE))
    shown = tree(source_html(Target("d1", ((0, 5),)), view, ()))
    assert not shown.xpath("//img | //script | //@onerror")
    assert "<script>alert(2)</script>" in shown.xpath("//h2")[0].text_content()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"document": "d1", "spans": []},
        {"document": "d1", "spans": [[3, 2]]},
        {"document": "d1", "spans": [[-1, 2]]},
        {"document": "d1", "spans": [["0", 2]]},
        {"document": "d1", "spans": [[0, 2]], "at": 1},
        {"document": "d1", "spans": [[0, 2]], "at": True},
        {"document": 7, "spans": [[0, 2]]},
        {"document": "d1", "spans": [[0, 2]] * 101},
        "nothing",
    ],
)
def test_what_a_script_sends_is_checked(sent):
    with pytest.raises(UsageError):
        target_of(Sent(sent))


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory, fake: object) -> Iterator[PageContext]:
    from tests.fakes import FakeEmbedder, run_here

    folder = tmp_path_factory.mktemp("pane")
    paper = folder / "long.md"
    paper.write_text("# Long\n\n" + "A sentence of words. " * 6000, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quoth.index.ingest.run_in_workers", run_here)
        library = Library.open(folder / "library", FakeEmbedder)
        add(library, [paper])
    made = open_context(Assistant(library), Settings(library=str(folder / "library")))
    yield made
    made.close()


def open_at(context: PageContext, **sent: object):
    found = context.library.documents()[0].id
    values = {"document": found, "spans": [[10, 20]], **sent}
    return tree(SourcePane(context).open(NOBODY, Sent(values)))


def test_the_window_over_a_long_text_is_moved(context: PageContext):
    shown = open_at(context)
    assert len(shown.xpath("//mark")) == 1
    later = json.loads(shown.xpath("//button[@aria-label='Later text']/@data-to")[0])
    moved = open_at(context, page=later["page"])
    assert not moved.xpath("//mark")
    assert moved.xpath("//button[@aria-label='Earlier text']/@data-to")


def test_a_document_or_words_that_are_not_there_are_an_error_in_one_line(context: PageContext):
    with pytest.raises(UnknownDocument, match="reload"):
        SourcePane(context).open(NOBODY, Sent({"document": "none", "spans": [[0, 1]]}))
    with pytest.raises(UsageError, match="Reload"):
        open_at(context, spans=[[10, 9_000_000]])


def test_a_reference_is_shown_in_a_style_and_copied_as_text_markdown_and_bibtex(
    context: PageContext,
):
    found = context.library.documents()[0].id
    shown, style = ReferenceCard(context).restyle(
        NOBODY, Sent({"document": found, "style": "ieee"})
    )
    card = tree(shown)
    assert style == "ieee"
    assert card.xpath("//option[@selected]/@value") == ["ieee"]
    copies = card.xpath("//button[@data-act='copy']/@data-text")
    assert len(copies) == 3
    assert copies[2].startswith("@")


def test_an_unknown_style_is_refused_and_said_in_the_card(context: PageContext):
    found = context.library.documents()[0].id
    shown, _ = ReferenceCard(context).restyle(NOBODY, Sent({"document": found, "style": "<b>"}))
    assert "no citation style" in tree(shown).text_content()
    assert not tree(shown).xpath("//b")
