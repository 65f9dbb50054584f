"""What the check of look-ups measures, on claims about three short papers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoth.eval.claim_set import Claim
from quoth.eval.lookup_check import (
    balanced_accuracy,
    check_given,
    check_library,
    check_ranking,
    evenly,
    main,
    stance_of,
)
from quoth.eval.question_set import Span
from quoth.index import Library, add
from quoth.index.errors import UsageError
from quoth.index.types import Document, Hit, Passage
from quoth.rag.lookup.types import Match, Stance
from quoth.rag.types import Quote
from tests.conftest import PAPERS


def span(document: str, quote: str) -> Span:
    start = PAPERS[document].index(quote)
    return Span(document=document, quote=quote, start=start, end=start + len(quote))


SENTENCE = "The chronometer of Harrison lost five seconds on the way to Jamaica."
LOST = span("chronometer.txt", SENTENCE)
CLAIMS = [
    Claim(
        id="a",
        claim=SENTENCE,
        stance="supports",
        evidence=(LOST,),
        cited=("chronometer.txt",),
    ),
    Claim(
        id="b",
        claim="The chronometer of Harrison lost nine seconds on the way to Jamaica.",
        stance="contradicts",
        evidence=(LOST,),
        cited=("railways.html",),
    ),
    Claim(id="c", claim="Whales sing at night.", stance="none"),
]


def test_the_ranking_is_measured_beside_the_plain_search(library: Library, papers: Path) -> None:
    add(library, [papers])
    found = check_ranking(library, CLAIMS)
    assert found["success@1"].value == pytest.approx(0.5)  # "b" cites another document
    assert found["success@1"].n == 2
    for name in ("nDCG@10", "recall@10", "success@1", "success@10"):
        gain = found[name].value - found[f"{name}, plain search"].value
        assert found[f"{name}, gain"].value == pytest.approx(gain)


def test_claims_that_cite_nothing_have_no_ranking(library: Library, papers: Path) -> None:
    add(library, [papers])
    assert check_ranking(library, CLAIMS[2:]) == {}


def test_quotes_and_stances_are_measured_in_the_right_document(
    library: Library, papers: Path
) -> None:
    add(library, [papers])
    found = check_given(library, CLAIMS)
    assert found["evidence quoted, given the document"].value == 1.0
    assert found["evidence quoted, given the document"].n == 2
    assert found["stance right, given the document"].value == 1.0
    assert check_given(library, CLAIMS[2:]) == {}


def test_evidence_in_a_document_that_is_not_there_is_a_mistake(
    library: Library, papers: Path
) -> None:
    add(library, [papers])
    lost = Span(document="gone.txt", quote="x", start=0, end=1)
    claim = Claim(id="z", claim="Tides.", stance="supports", evidence=(lost,))
    with pytest.raises(UsageError, match=r"z has evidence in gone\.txt"):
        check_given(library, [claim])


def test_passages_and_stances_are_measured_over_the_library(library: Library, papers: Path) -> None:
    add(library, [papers])
    found = check_library(library, CLAIMS)
    assert found["passage among the first 3"].value == 1.0
    assert found["passage among the first 3"].n == 2
    assert found["three-way stance"].n == 3


def match(stance: Stance) -> Match:
    passage = Passage(1, "d", 0, 4, None, None, "body", "Text")
    hit = Hit(passage, Document("d", "/d", "d", "", "txt"), 1.0, 1, None, None)
    return Match(stance, 0.5, hit, Quote("d", 0, 4, None, "Text"))


def test_a_stance_is_that_of_the_first_match_that_has_one() -> None:
    assert stance_of([]) == "none"
    assert stance_of([match("related")]) == "none"
    assert stance_of([match("related"), match("contradicts"), match("supports")]) == "contradicts"


def test_balanced_accuracy_is_the_mean_of_the_shares_of_each_stance() -> None:
    stances = [("supports", "supports")] * 6 + [("contradicts", "contradicts")]
    stances += [("contradicts", "supports")] * 3
    assert balanced_accuracy(stances).value == pytest.approx((1.0 + 0.25) / 2)


def test_balanced_accuracy_counts_related_as_wrong() -> None:
    stances = [("supports", "related"), ("contradicts", "contradicts")]
    assert balanced_accuracy(stances).value == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("n", "taken"), [(1, "0"), (3, "036"), (10, "0123456789"), (99, "0123456789")]
)
def test_claims_are_evenly_taken(n: int, taken: str) -> None:
    claims = [Claim(id=str(at), claim="x") for at in range(10)]
    assert "".join(claim.id for claim in evenly(claims, n)) == taken


def test_the_command_prints_what_the_rows_allow(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(claim.model_dump_json() for claim in CLAIMS[:1]), "utf-8")
    main([str(path), str(papers), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["success@1"]["value"] == 1.0
    assert "three-way stance" not in found  # the rows cite: the library holds what nobody judged
    main([str(path), str(papers)])
    assert "evidence quoted, given the document" in capsys.readouterr().out
