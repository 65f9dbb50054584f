"""Claims looked up in a library: quotes that slice, stances, secondhand marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from quoth.index import Filters, Library, add
from quoth.rag.assistant import Assistant
from quoth.rag.lookup.claims import bare_claim, cite_sentences, look_up
from quoth.rag.support.evidence import EvidencePassage
from quoth.rag.support.scorer import Verdict
from quoth.rag.types import Support, SupportLabel

Write = Callable[[dict[str, str]], Path]

SECONDHAND = """The clocks of the yard were slow in summer. Steel springs weaken in the heat [2]. \
Brass wheels widen too.

References

[1] Airy, G. (1850). On lunar distances and their tables. Royal Press, London.
[2] Cole, A. (1862). Springs under the lamp. Harbour Press, London.
"""


@dataclass
class ScriptedJudge:
    """Gives every group the same label, and keeps what it was shown."""

    label: SupportLabel = "partial"
    seen: list[EvidencePassage] = field(default_factory=list)

    def judge(self, claim: str, groups: Sequence[Sequence[EvidencePassage]]) -> list[Verdict]:
        self.seen += [passage for group in groups for passage in group]
        return [
            Verdict(Support(self.label, 0.2), ((0, 0),), ("a reason",), nearness=0.6)
            for _ in groups
        ]


def test_a_quote_is_an_exact_slice_of_its_document(library: Library, papers: Path) -> None:
    add(library, [papers])
    matches = look_up(library, "The chronometer of Harrison lost five seconds.", k=5)
    assert matches[0].document.file == "chronometer.txt"
    assert "lost five seconds" in matches[0].quote.text
    for match in matches:
        text = library.text(match.document.id).text
        assert text[match.quote.start : match.quote.end] == match.quote.text
        assert match.quote.document_id == match.document.id
        assert 0.0 <= match.score <= 1.0


def test_the_judge_is_shown_the_quote_alone_with_the_rest_as_context(
    library: Library, papers: Path
) -> None:
    add(library, [papers])
    judge = ScriptedJudge()
    among = Filters(document="chronometer")
    (match,) = look_up(library, "It was tried on a voyage to Barbados.", filters=among, judge=judge)
    (shown,) = judge.seen
    assert (match.quote.start, match.quote.end) == (shown.spans[0][0], shown.spans[-1][1])
    assert len(shown.texts) == len(shown.spans) == len(shown.vectors) <= 2
    assert "Chronometers at sea." in shown.context
    assert all(text not in shown.context for text in shown.texts)


def test_the_stance_and_the_reasons_are_the_judges(library: Library, papers: Path) -> None:
    add(library, [papers])
    matches = look_up(library, "Tides follow the moon.", judge=ScriptedJudge("contradicted"))
    assert {(m.stance, m.score, m.reasons) for m in matches} == {
        ("contradicts", 0.6, ("a reason",))
    }


@pytest.mark.parametrize(
    ("claim", "stance"),
    [("Tides", "related"), ("Tides.", "related"), ("The moon", "related"),
     ("Tides turn.", "supports"), ("Tides follow moons", "supports"),
     ("潮汐", "related"), ("潮汐跟随月亮", "supports")],
)  # fmt: skip
def test_what_only_names_something_is_not_supported(
    library: Library, papers: Path, claim: str, stance: str
) -> None:
    add(library, [papers])
    matches = look_up(library, claim, judge=ScriptedJudge("supported"))
    assert {match.stance for match in matches} == {stance}


def test_a_passage_that_cites_another_work_is_secondhand(
    library: Library, write_papers: Write
) -> None:
    add(library, [write_papers({"yard.txt": SECONDHAND})])
    matches = look_up(library, "Steel springs weaken in the heat.", k=1)
    entry = "[2] Cole, A. (1862). Springs under the lamp. Harbour Press, London."
    assert matches[0].secondhand == entry


def test_a_passage_that_cites_nothing_is_not(library: Library, papers: Path) -> None:
    add(library, [papers])
    assert look_up(library, "Tides follow the moon.", k=1)[0].secondhand is None


@pytest.mark.parametrize("claim", ["", "  \n", "[3]", "???", "🙂"])
def test_a_claim_without_words_has_no_matches(library: Library, papers: Path, claim: str) -> None:
    add(library, [papers])
    assert look_up(library, claim) == ()


def test_an_empty_library_has_no_matches(library: Library) -> None:
    assert look_up(library, "Tides follow the moon.") == ()


@pytest.mark.parametrize(
    "claim",
    [
        "Tides follow the moon [3, 5–7].",
        "Tides follow [REF] the moon.",
        "Tides follow the moon [see @newton1687, p. 3].",
    ],
)
def test_marks_of_citations_are_left_out_of_the_claim(claim: str) -> None:
    assert bare_claim(claim) == "Tides follow the moon."


def test_brackets_that_are_no_marks_stay() -> None:
    assert bare_claim("Tides [of the sea] follow f[x].") == "Tides [of the sea] follow f[x]."


def test_each_sentence_of_a_text_is_looked_up(library: Library, papers: Path) -> None:
    add(library, [papers])
    text = "Tides follow the moon.  Railways brought standard time to every town."
    first, second = cite_sentences(library, text, k=2)
    assert (text[first.start : first.end], first.text) == ("Tides follow the moon.",) * 2
    assert text[second.start : second.end] == second.text
    assert first.matches[0].document.file == "tides.md"
    assert second.matches[0].document.file == "railways.html"
    assert len(first.matches) == 2
    assert first.skipped is None


def test_an_assistant_cites_with_filters(library: Library, papers: Path) -> None:
    add(library, [papers])
    (claim,) = Assistant(library).cite(
        "Tides follow the moon.", k=3, filters=Filters(document="railways")
    )
    assert {match.document.file for match in claim.matches} == {"railways.html"}
    assert Assistant(library).cite("") == ()


def test_a_sentence_that_the_embedder_does_not_read_is_skipped(
    example_library: Library,
) -> None:
    claims = cite_sentences(example_library, "The tides follow the moon. 潮汐是由月亮引起的现象。")
    assert [claim.skipped is None for claim in claims] == [True, False]
    assert claims[1].matches == ()
    assert "Chinese" in (claims[1].skipped or "")
