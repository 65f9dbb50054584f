"""The judged pairs of the examples: well formed, balanced, and of the articles' own words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from quoth.eval.judges.judged_sets import JudgedPair, JudgedSet, read_judged_set
from quoth.index.readers import read
from tests.conftest import EXAMPLES

KINDS = {
    "supported": {"close", "paraphrase", "inference", "summary"},
    "contradicted": {
        "number", "unit", "date", "place", "quantifier", "role", "negation", "direction",
    },
    "not_enough": {"elsewhere", "world", "invented", "partial", "stronger", "cause"},
}  # fmt: skip


@pytest.fixture(scope="module")
def judged() -> JudgedSet:
    found = read_judged_set(EXAMPLES / "judged.jsonl")
    assert isinstance(found, JudgedSet)
    return found


def folded(text: str) -> str:
    """Leave out what typesetting changes: white space, hyphens, the shape of quotation marks."""
    straight = text.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\""))
    return re.sub("[\\s\\-\u2010\u00ad\ufffe]", "", straight)


def article_texts(folder: Path) -> dict[str, str]:
    return {path.name: folded(read(path.name, path.read_bytes()).text) for path in folder.iterdir()}


def test_there_are_enough_pairs_and_each_label_has_a_third(judged: JudgedSet) -> None:
    labels = Counter(pair.label for pair in judged.rows)
    assert len(judged.rows) >= 150
    assert labels == dict.fromkeys(KINDS, len(judged.rows) // 3)
    assert judged.tells_contradictions


def test_each_evidence_has_one_claim_of_each_label(judged: JudgedSet) -> None:
    claims: defaultdict[str, list[JudgedPair]] = defaultdict(list)
    for pair in judged.rows:
        claims[pair.evidence].append(pair)
    for of_evidence in claims.values():
        assert sorted(pair.label for pair in of_evidence) == sorted(KINDS)


def test_every_claim_is_of_a_kind_of_its_label_and_every_kind_occurs(judged: JudgedSet) -> None:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for pair in judged.rows:
        found[pair.label].add(pair.kind)
    assert found == KINDS


def test_no_claim_is_there_twice_or_is_its_evidence(judged: JudgedSet) -> None:
    assert len({pair.claim.casefold() for pair in judged.rows}) == len(judged.rows)
    assert all(folded(pair.claim) not in folded(pair.evidence) for pair in judged.rows)


def test_the_evidence_stands_in_the_article_that_is_named(judged: JudgedSet) -> None:
    import json

    texts = article_texts(EXAMPLES / "library")
    lines = (EXAMPLES / "judged.jsonl").read_text("utf-8").splitlines()
    documents = [json.loads(line)["document"] for line in lines]
    assert set(documents) == set(texts)
    for pair, document in zip(judged.rows, documents, strict=True):
        assert texts[document].count(folded(pair.evidence)) == 1, pair.id


def test_words_alone_do_not_tell_the_labels_apart(judged: JudgedSet) -> None:
    from quoth.eval.calibration import auroc
    from quoth.eval.judges.embedded import OverlapJudge

    scores = OverlapJudge(lambda stems: dict.fromkeys(stems, 1.0)).judge(
        [pair.pair for pair in judged.rows]
    )
    right = [pair.label == "supported" for pair in judged.rows]
    assert 0.4 < auroc(right, [one.score or 0.0 for one in scores]) < 0.6


def test_the_readme_of_the_examples_says_what_the_set_is(judged: JudgedSet) -> None:
    readme = " ".join((EXAMPLES / "README.md").read_text("utf-8").split())
    assert f"{len(judged.rows)} pairs" in readme
    assert "one author" in readme
