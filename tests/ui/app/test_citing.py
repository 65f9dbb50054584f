"""A draft on the page: its keys, its file, and how its sentences are shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from quoth.index import Library, add
from quoth.index.errors import UsageError
from quoth.rag.assistant import Assistant
from quoth.rag.lookup.draft_files import draft_of_bytes
from quoth.rag.lookup.drafts import look_up_draft
from quoth.rag.lookup.types import CitationCheck, CitedClaim, Match, Wanted
from quoth.rag.settings import Settings
from quoth.rag.types import Quote
from quoth.ui.app.cite_handlers import LATEX_KEYS, PANDOC_KEYS, CiteHandlers
from quoth.ui.app.cite_run import THREAD_NAME
from quoth.ui.app.cite_view import ClaimsShown, claim_items
from quoth.ui.app.citing import Citing
from quoth.ui.app.context import open_context
from quoth.ui.app.selection import Selection
from quoth.ui.app.wiring import KEEP, Sent, Visitor
from tests.fakes import FakeEmbedder
from tests.ui.app.answers import HOSTILE, TEXT, document, hit

if TYPE_CHECKING:
    from quoth.ui.app.context import PageContext

MAY = Visitor("may", "tab")
DRAFT = "The clock weighed 34 kilograms. Is that so? Herons stand still for hours.\r\n"


def match(stance: str = "supports", **changes: str) -> Match:
    found = hit(document(**changes))
    quote = Quote(found.document.id, 0, 20, 2, TEXT[:20])
    return Match(stance, 0.9, found, quote)  # type: ignore[arg-type]


def citing(text: str = DRAFT, *, name: str = "draft.md", latex: bool = False, **found: Match):
    """Look a draft up with what is scripted: the first word of a claim names its match."""
    library = _Empty()

    def look_up(wanted: Sequence[Wanted]) -> list[tuple[Match, ...]]:
        claims = [one.claim for one in wanted]
        return [tuple(m for word, m in found.items() if c.startswith(word)) for c in claims]

    report = look_up_draft(library, draft_of_bytes(text.encode(), name), look_up=look_up)  # type: ignore[arg-type]
    return Citing(report, latex=latex)


class _Empty:
    """A library that is asked for nothing but its documents and what its embedder reads."""

    embedder = FakeEmbedder()

    def documents_passing(self, _filters: object) -> list[object]:
        return []


def test_a_key_goes_behind_its_sentence_and_the_rest_stays_byte_for_byte():
    made = citing(The=match()).insert(0, 0)
    assert made.text == DRAFT.replace("kilograms.", "kilograms [@quillby2026].").replace("\r", "")
    name, _, data = made.file()
    assert name == "draft-cited.md"
    assert data.decode() == DRAFT.replace("kilograms.", "kilograms [@quillby2026].")


def test_a_key_is_inserted_once_and_written_as_latex_has_it_where_that_is_chosen():
    made = citing(The=match(), latex=True).insert(0, 0).insert(0, 0)
    assert made.text.count("\\cite{quillby2026}") == 1
    assert [document.key for document in made.documents] == ["quillby2026"]


def test_any_match_can_be_inserted_and_only_supporting_ones_all_at_once():
    made = citing(The=match("related"), Herons=match(key="ardea1990", id="d2"))
    assert made.insert(0, 0).text.count("[@quillby2026]") == 1
    every = made.insert_all()
    assert "[@ardea1990]" in every.text
    assert "[@quillby2026]" not in every.text
    assert every.insert_all() == every


def test_a_match_that_is_not_there_or_has_no_key_is_refused():
    with pytest.raises(UsageError, match="not there"):
        citing(The=match()).insert(0, 7)
    with pytest.raises(UsageError, match="no citation key"):
        citing(The=match(key="")).insert(0, 0)


@given(st.lists(st.sampled_from(["The clock ran.", "Herons fly.", "Why?", "\r\n", "\n\n# A\n"])))
def test_what_was_inserted_taken_out_again_leaves_the_draft(parts):
    text = " ".join([*parts, "End."])
    made = citing(text, The=match(), Herons=match(key="k2", id="d2")).insert_all()
    _, _, data = made.file()
    assert data.decode().replace(" [@quillby2026]", "").replace(" [@k2]", "") == text
    assert made.text.replace(" [@quillby2026]", "").replace(" [@k2]", "") == text.replace(
        "\r\n", "\n"
    )


def test_a_claim_shows_stance_quote_place_reference_and_what_it_reports():
    found = Match("contradicts", 0.9, hit(), match().quote, "(Smith, 1999)", ("the year differs",))
    claim = CitedClaim("It weighed 5 kilograms.", 0, 23, matches=(found,))
    (item,) = claim_items(ClaimsShown([claim], {"d1": "Quillby, N. (2026)."}, {}))
    shown = fragment_fromstring(item["html"], create_parent="div")
    words = shown.text_content()
    assert "✗ contradicts" in words
    assert f"“{TEXT[:20]}”" in words
    assert "Sea clocks (2026), p. 2, § 3. Weights" in words
    assert "Quillby, N. (2026)." in words
    assert "Reports what (Smith, 1999) says." in words
    assert "The year differs" in words


def test_checks_of_citations_say_whether_they_hold_and_what_is_better():
    checks = (
        CitationCheck("@x", document(), "supports"),
        CitationCheck("@y", document(title="Tides"), "not_stated", (document(),)),
        CitationCheck("[7]", None, "unknown_key"),
    )
    claim = CitedClaim("It was late.", 0, 12, checks=checks)
    (item,) = claim_items(ClaimsShown([claim], {}, {}))
    shown = fragment_fromstring(item["html"], create_parent="div")
    lines = [line.text_content() for line in shown.xpath("//ul[@class='checks']/li")]
    assert "✓ @x supports the sentence Sea clocks (2026)" in lines[0]
    assert "? @y does not state it Tides (2026) Better: Sea clocks (2026)" in lines[1]
    assert "? [7] is not in the library" in lines[2]


def test_hostile_sentences_quotes_and_reasons_are_text():
    of = document(title=HOSTILE, key=HOSTILE)
    quote = Quote("d1", 0, 5, 2, HOSTILE)
    found = Match("related", 0.9, hit(of, HOSTILE), quote, HOSTILE, (HOSTILE,))
    check = CitationCheck(HOSTILE, of, "not_stated", (of,))
    claim = CitedClaim(HOSTILE, 0, 5, matches=(found,), checks=(check,))
    items = claim_items(ClaimsShown([claim, CitedClaim(HOSTILE, 0, 1, HOSTILE)], {"d1": HOSTILE}))
    shown = fragment_fromstring("".join(i["html"] for i in items), create_parent="div")
    assert not shown.xpath("//img | //script | //@onerror")


def test_an_id_of_a_tip_has_no_white_space():
    claim = CitedClaim("It was late.", 0, 12, matches=(match(), match()))
    (item,) = claim_items(ClaimsShown([claim], {}))
    shown = fragment_fromstring(item["html"], create_parent="div")
    ids = shown.xpath("//@id")
    assert len(set(ids)) == 2
    assert all(" " not in one for one in ids)


@pytest.fixture
def handlers(library: Library, papers: Path) -> Iterator[CiteHandlers]:
    add(library, [papers])
    made: PageContext = open_context(Assistant(library), Settings(library=str(library.folder)))
    yield CiteHandlers(made)
    made.close()


def find(handlers: CiteHandlers, text: str, keys: str = PANDOC_KEYS) -> Citing:
    *_, last = handlers.find(MAY, Sent(), text, None, keys, Selection())
    assert isinstance(last[1], Citing)
    return last[1]


def test_a_draft_is_looked_up_in_the_documents_that_are_ticked(handlers: CiteHandlers):
    text = "The chronometer of Harrison lost five seconds on the way to Jamaica."
    made = find(handlers, text)
    assert made.report.claims[0].matches[0].document.file == "chronometer.txt"
    tides = handlers.context.library.document("tides.md").id
    chosen = Selection(everything=False, ids=frozenset({tides}))
    *_, last = handlers.find(MAY, Sent(), text, None, LATEX_KEYS, chosen)
    assert {m.document.id for m in last[1].report.claims[0].matches} <= {tides}
    assert last[1].latex


def test_an_empty_or_an_endless_draft_is_refused_in_one_line(handlers: CiteHandlers):
    with pytest.raises(UsageError, match="the draft is empty: paste"):
        find(handlers, "  ")
    with pytest.raises(UsageError, match="one chapter"):
        find(handlers, "w" * 5_000_001)


def test_nothing_is_inserted_into_a_draft_that_was_changed(handlers: CiteHandlers):
    text = "The chronometer of Harrison lost five seconds on the way to Jamaica."
    made = find(handlers, text)
    with pytest.raises(UsageError, match="Find sources"):
        handlers.insert(MAY, Sent({"claim": 0, "match": 0}), f"{text} More.", made)
    with pytest.raises(UsageError, match="Find sources"):
        handlers.insert_all(MAY, Sent(), text, None)
    _, after, shown, line = handlers.insert(MAY, Sent({"claim": 0, "match": 0}), text, made)
    assert "[@" in str(shown)
    assert line == "1 key inserted."
    url = handlers.fetch_draft(MAY, Sent(), str(shown), after)["url"]
    token = url.rsplit("/", 1)[-1]
    assert handlers.context.downloads.fetch("may", token).data.decode() == shown
    assert handlers.context.downloads.fetch("lee", token) is None


def test_a_bibliography_of_nothing_is_not_made(handlers: CiteHandlers):
    with pytest.raises(UsageError, match="Insert a key first"):
        handlers.fetch_bibliography(MAY, Sent(), None)


def test_a_draft_that_was_dropped_is_read_and_deleted_and_nothing_else_is(
    handlers: CiteHandlers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(uploads))
    inside, outside = uploads / "draft.tex", tmp_path / "secret.md"
    for path in (inside, outside):
        path.write_text("\\section{A} The clock ran.", "utf-8")
    text, dropped, keys, line = handlers.drop(MAY, Sent(), str(inside))
    assert (text, keys) == ("\\section{A} The clock ran.", LATEX_KEYS)
    assert dropped.name in line
    assert not inside.exists()
    (uploads / "link.md").symlink_to(outside)
    for path in (outside, uploads / "link.md", uploads / "gone.md"):
        with pytest.raises(UsageError, match="did not arrive"):
            handlers.drop(MAY, Sent(), str(path))
    assert outside.exists()


def test_a_look_up_ends_when_its_tab_is_closed(
    handlers: CiteHandlers, monkeypatch: pytest.MonkeyPatch
):
    looked_up, gate = list[int](), threading.Semaphore(1)

    def slow(_library: object, wanted: Sequence[Wanted], **_options: object) -> list[Any]:
        if wanted:
            gate.acquire(timeout=20)
            looked_up.append(len(wanted))
        return [()] * len(wanted)

    monkeypatch.setattr("quoth.rag.lookup.claims.look_up_each", slow)
    text = "Herons stand still for hours at dawn. " * 200
    outputs = handlers.find(MAY, Sent(), text, None, PANDOC_KEYS, Selection())
    assert next(outputs)[2] is KEEP
    while "16 of 200 sentences" not in str(next(outputs)[3]):
        pass
    outputs.close()
    gate.release(200)
    for thread in threading.enumerate():
        if thread.name == THREAD_NAME:
            thread.join(timeout=20)
    assert looked_up == [16, 16]
