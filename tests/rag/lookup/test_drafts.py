"""A draft from its text to claims, checks and keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index import add
from quoth.rag.lookup import drafts
from quoth.rag.lookup.draft_files import draft_of_bytes
from quoth.rag.lookup.drafts import DraftOptions, cite_draft, look_up_draft
from quoth.rag.lookup.insertion import with_keys
from tests.rag.lookup.drafting import FakeLookup, document, match, word_file

CLOCKS = document("sobel1995longitude", title="The longitude of clocks", year=1995)
TIDES = document("thomson1876tide", title="The tide gauge and its clocks", year=1876)
ENTRY = document("moe2017", title="Lamps of the harbor", year=2017, n_characters=0)


class OneShelf:
    """A library of these documents that reads every language, or English only."""

    def __init__(self, *documents, languages=None):
        self._documents = list(documents)
        self.embedder = Reading(languages)

    def documents_passing(self, filters):
        return self._documents


class Reading:
    class identity:  # noqa: N801
        name = "some-embedder"

    def __init__(self, languages):
        self.languages = languages


def looked_up(text, found=None, *, form="markdown", library=None, **options):
    data = text if isinstance(text, bytes) else text.encode()
    shelf = library or OneShelf(CLOCKS, TIDES, ENTRY)
    lookup = FakeLookup(found or {})
    report = look_up_draft(
        shelf,
        draft_of_bytes(data, "draft", form),
        look_up=lookup,
        options=DraftOptions(**options),
    )
    return report, lookup


def verdicts(report):
    return [
        (c.citation, c.verdict, [d.key for d in c.better]) for x in report.claims for c in x.checks
    ]


def test_every_sentence_comes_with_its_place_and_what_was_found():
    text = "# Clocks\n\nClocks lose time at sea. Is that so?\n"
    report, lookup = looked_up(text, {"Clocks lose time at sea.": [match(CLOCKS)]})
    assert [(c.text, c.skipped, len(c.matches)) for c in report.claims] == [
        ("# Clocks", "heading", 0),
        ("Clocks lose time at sea.", None, 1),
        ("Is that so?", "question", 0),
    ]
    assert all(text[c.start : c.end] == c.text for c in report.claims)
    assert [claim for claim, _ in lookup.asked] == ["Clocks lose time at sea."]


def test_skipped_sentences_are_looked_up_when_asked_for():
    report, lookup = looked_up("Is that so of clocks?", include_skipped=True)
    assert [claim for claim, _ in lookup.asked] == ["Is that so of clocks?"]
    assert report.claims[0].skipped is None


def test_a_text_that_was_typed_is_looked_up_but_for_its_questions():
    text = "Clocks at sea. We measured the weight of clocks. Is that so of clocks?"
    report, lookup = looked_up(text, form="text", typed=True)
    assert [c.skipped for c in report.claims] == [None, None, "question"]
    assert len(lookup.asked) == 2


CLAIM = "Clocks lose time at sea."


def test_a_bibliography_that_is_not_there_is_said(tmp_path):
    text = "---\nbibliography: [refs.bib, more.bib]\n---\nClocks lose time at sea.\n"
    (tmp_path / "more.bib").write_text("@book{lee, title={Lamps}}", encoding="utf-8")
    report, _ = looked_up(text, folder=tmp_path)
    assert [note.message for note in report.notes] == [
        f"the bibliography refs.bib that the draft names is not there: {tmp_path / 'refs.bib'}"
    ]


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ([match(CLOCKS)], "supports"),
        ([match(CLOCKS, "contradicts")], "contradicts"),
        ([match(CLOCKS, "related"), match(CLOCKS, "contradicts"), match(CLOCKS)], "supports"),
        ([match(CLOCKS, "related")], "not_stated"),
        ([], "not_stated"),
    ],
)
def test_the_cited_document_is_read_for_the_claim(found, verdict):
    report, _ = looked_up("Clocks lose time at sea [@sobel1995longitude].", {CLAIM: found})
    assert verdicts(report) == [("@sobel1995longitude", verdict, [])]


def test_the_passage_shown_of_a_cited_document_is_the_one_that_its_check_found():
    against, carries = match(CLOCKS, "contradicts"), match(CLOCKS, score=0.7)
    found = [against, replace(against, stance="related"), carries, match(TIDES, "related")]
    report, _ = looked_up("Clocks lose time at sea [@sobel1995longitude].", {CLAIM: found}, k=2)
    (claim,) = report.claims
    assert [(m.document.key, m.stance) for m in claim.matches] == [
        ("sobel1995longitude", "supports")
    ]
    assert verdicts(report) == [("@sobel1995longitude", "supports", [])]


def test_a_document_that_supports_the_claim_is_better_than_one_that_does_not():
    found = [match(TIDES), match(CLOCKS, "related")]
    report, _ = looked_up("Clocks lose time at sea [@sobel1995longitude].", {CLAIM: found})
    assert verdicts(report) == [("@sobel1995longitude", "not_stated", ["thomson1876tide"])]


@pytest.mark.parametrize(("score", "better"), [(0.95, ["thomson1876tide"]), (0.85, [])])
def test_a_document_that_supports_it_more_is_better_if_it_does_so_by_much(score, better):
    found = [match(TIDES, score=score), match(CLOCKS, score=0.8)]
    report, _ = looked_up("Clocks lose time at sea [@sobel1995longitude].", {CLAIM: found})
    assert verdicts(report) == [("@sobel1995longitude", "supports", better)]


def test_a_document_that_is_cited_too_is_not_called_better():
    found = [match(TIDES), match(CLOCKS, "related")]
    text = "Clocks lose time at sea [@sobel1995longitude; @thomson1876tide]."
    report, _ = looked_up(text, {CLAIM: found})
    assert verdicts(report) == [
        ("@sobel1995longitude", "not_stated", []),
        ("@thomson1876tide", "supports", []),
    ]


def test_an_unknown_key_and_an_unknown_number_are_said():
    report, _ = looked_up("Clocks lose time at sea [@nobody1900] [7].", {CLAIM: [match(TIDES)]})
    assert verdicts(report) == [
        ("@nobody1900", "unknown_key", ["thomson1876tide"]),
        ("[7]", "unknown_key", ["thomson1876tide"]),
    ]
    notes = [check.note for claim in report.claims for check in claim.checks]
    assert notes[0].startswith("no document of the library has the key nobody1900")
    assert notes[1] == "the draft has no reference list that says what it is"


def test_a_pointer_that_claims_nothing_is_checked_for_unknown_keys_alone():
    report, lookup = looked_up("See [@nobody1900; @sobel1995longitude].")
    assert [(c.skipped, [k.citation for k in c.checks]) for c in report.claims] == [
        ("no statement", ["@nobody1900"])
    ]
    assert lookup.asked == []


def test_a_document_without_text_cannot_be_checked_and_that_is_said():
    report, lookup = looked_up("Clocks lose time at sea [@moe2017].")
    (check,) = report.claims[0].checks
    assert (check.verdict, check.document) == ("not_stated", ENTRY)
    assert "could not be checked" in check.note
    assert all(not among for _, among in lookup.asked)


def test_the_bibliography_beside_the_draft_is_read(tmp_path):
    (tmp_path / "refs.bib").write_text("@book{s95, title={The Longitude of Clocks}}", "utf-8")
    text = "---\nbibliography: refs.bib\n---\n\nClocks lose time at sea [@s95].\n"
    report, _ = looked_up(text, {CLAIM: [match(CLOCKS)]}, folder=tmp_path)
    assert verdicts(report) == [("@s95", "supports", [])]


def test_a_draft_in_another_language_is_said_once_and_the_rest_is_looked_up():
    german = "Die Eisenbahn brachte die Zeit in alle Städte des Landes und veränderte das Leben."
    also = "Jede Stadt hatte vorher ihre eigene Zeit nach dem Stand der Sonne über ihr."
    shelf = OneShelf(CLOCKS, languages=frozenset({"en"}))
    found = {german: [match(CLOCKS, "related")], CLAIM: [match(CLOCKS)]}
    report, _ = looked_up(f"{german} {CLAIM} {also}", found, library=shelf)
    assert [(c.skipped, len(c.matches)) for c in report.claims] == [
        ("in German, which the embedder does not read", 0),
        (None, 1),
        ("in German, which the embedder does not read", 0),
    ]
    (note,) = report.notes
    assert note.message.startswith("2 in German: the embedder some-embedder does not read")


def test_a_key_goes_behind_a_sentence_with_support_and_no_citation():
    text = (
        "Clocks lose time at sea. Clocks gain time at sea!\n\n"
        "Tides follow the moon [@thomson1876tide]. Moons follow the “tides.”\n\n"
        "**Winds follow the moon.**\n\n- Waves follow the winds\n"
    )
    found = {
        CLAIM: [match(TIDES, score=0.7), match(CLOCKS, score=0.9)],
        "Clocks gain time at sea!": [match(CLOCKS, "contradicts")],
        "Tides follow the moon.": [match(CLOCKS)],
        "Moons follow the “tides.”": [match(TIDES)],
        "Winds follow the moon.": [match(TIDES)],
        "Waves follow the winds": [match(TIDES)],
    }
    report, _ = looked_up(text, found)
    data, insertions = with_keys(report)
    assert data.decode() == (
        "Clocks lose time at sea [@sobel1995longitude]. Clocks gain time at sea!\n\n"
        "Tides follow the moon [@thomson1876tide]. Moons follow the “tides.” [@thomson1876tide]\n\n"
        "**Winds follow the moon.** [@thomson1876tide]\n\n"
        "- Waves follow the winds [@thomson1876tide]\n"
    )
    assert len(insertions) == 4
    again, _ = looked_up(data)
    assert [check.document is None for c in again.claims for check in c.checks] == [False] * 5
    assert [document.key for document in report.documents] == [
        "thomson1876tide",
        "sobel1995longitude",
    ]


def test_latex_gets_its_own_command():
    report, _ = looked_up(
        "\\emph{Clocks} lose time at sea.", {CLAIM: [match(CLOCKS)]}, form="latex"
    )
    assert with_keys(report)[0] == b"\\emph{Clocks} lose time at sea~\\cite{sobel1995longitude}."


def test_nothing_is_put_into_code_or_mathematics():
    text = "Clocks always lose time with `a. b.` and $x.$"
    report, _ = looked_up(text, {text: [match(CLOCKS)]})
    assert with_keys(report)[0].decode() == f"{text} [@sobel1995longitude]"


def test_a_word_draft_gets_its_key_into_a_run():
    data = word_file(["<w:r><w:t>Clocks lose time</w:t></w:r><w:r><w:t> at sea.</w:t></w:r>"])
    report, _ = looked_up(data, {CLAIM: [match(CLOCKS)]}, form="docx")
    copy = draft_of_bytes(with_keys(report)[0], "copy", "docx")
    assert copy.text == "Clocks lose time at sea [@sobel1995longitude].\n\n"


class Everything:
    """Supports whatever is asked."""

    def __call__(self, wanted):
        return [(match(CLOCKS),)] * len(wanted)


PIECES = st.sampled_from(
    ["Clocks lose time at sea. ", "Ünd so? ", "\n\n", "- item of a list\r\n", "`co. de` ", "$x.$ ",
     "# Head\n\n", "[@a] ", "[link. text](http://x.y) ", "*It is so and so.* ", "\\emph{No. Yes.} ",
     "\\cite{x} ", "% comment. Here\n", "> quoted words are here.\n", "| a | b |\n",
     "时钟每天都慢几秒钟。", "\t", "…! "]
)  # fmt: skip


@given(
    pieces=st.lists(PIECES, min_size=1, max_size=12),
    form=st.sampled_from(["markdown", "latex", "text"]),
)
def test_without_its_keys_a_copy_is_the_draft_byte_for_byte(pieces, form):
    data = "".join(pieces).encode()
    if not data.strip():
        return
    draft = draft_of_bytes(data, "draft", form)
    report = look_up_draft(OneShelf(CLOCKS), draft, look_up=Everything())
    copy, insertions = with_keys(report)
    text = copy.decode()
    for insertion in reversed(insertions):
        behind = sum(len(i.text) for i in insertions if i.at < insertion.at)
        at = insertion.at + behind
        assert text[at : at + len(insertion.text)] == insertion.text
        text = text[:at] + text[at + len(insertion.text) :]
    assert text.encode() == data


def test_progress_counts_every_sentence():
    said = []
    look_up_draft(
        OneShelf(CLOCKS),
        draft_of_bytes(b"Clocks lose time at sea. Is that so?", "draft"),
        look_up=FakeLookup(),
        progress=lambda claim, done, total: said.append((done, total)),
    )
    assert said == [(1, 2), (2, 2)]


def test_a_real_library_is_looked_up(library, papers):
    add(library, [papers])
    draft = draft_of_bytes(b"Tides follow the moon (Nobody, 1900).", "draft")
    (claim,) = cite_draft(library, draft).claims
    assert claim.matches[0].document.file == "tides.md"
    assert claim.checks[0].note == "no document of the library is by Nobody (1900)"


ALIKE = (
    "Tides follow the moon. The chronometer of Harrison lost five seconds on a voyage. "
    "Railways brought standard time to every town (Nobody, 1900). ??? 潮汐是由月亮引起的现象。 "
    "Clocks were tried on a voyage to Barbados [@{key}]. Tides follow the moon."
)


def test_sentences_looked_up_together_get_what_each_gets_alone(library, papers, monkeypatch):
    add(library, [papers])
    text = ALIKE.format(key=library.documents()[0].key)
    draft = draft_of_bytes(text.encode(), "draft")
    options = DraftOptions(include_skipped=True)
    together = cite_draft(library, draft, options=options)
    monkeypatch.setattr(drafts, "_AT_ONCE", 1)
    alone = cite_draft(library, draft, options=options)
    assert len(together.claims) > 4
    assert any(claim.matches for claim in together.claims)
    assert [plain(claim) for claim in together.claims] == [plain(claim) for claim in alone.claims]
    assert together.notes == alone.notes


def plain(claim):
    """What was found for a claim, scores to four places."""
    found = [
        (m.stance, round(m.score, 4), m.quote, m.secondhand, m.reasons, m.hit.rank)
        for m in claim.matches
    ]
    return claim.text, claim.skipped, claim.checks, found


def test_a_few_sentences_are_looked_up_in_one_call_and_then_their_cited_documents():
    text = "".join(f"Clocks lose time at sea {n} [@sobel1995longitude]. " for n in range(20))
    calls = []

    def look_up(wanted):
        calls.append([bool(one.filters) for one in wanted])
        return [()] * len(wanted)

    look_up_draft(OneShelf(CLOCKS), draft_of_bytes(text.encode(), "draft"), look_up=look_up)
    assert calls == [[False] * 16, [True] * 16, [False] * 4, [True] * 4]


def test_a_look_up_that_is_stopped_stops():
    text = "".join(f"Clocks lose time at sea {n}. " for n in range(40))
    lookup = FakeLookup()

    def stop(_claim, done, _total):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        look_up_draft(
            OneShelf(CLOCKS), draft_of_bytes(text.encode(), "d"), look_up=lookup, progress=stop
        )
    assert len(lookup.asked) == 16
