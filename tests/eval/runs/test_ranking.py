"""Good, sloppy and lying replies come out in this order, by a judge that checked none of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from quoth.eval.bootstrap import Estimate
from quoth.eval.importers.foreign import answer_records
from quoth.eval.judges.loading import load_judge
from quoth.eval.question_set import read_questions
from quoth.eval.replays.replies import make_replies
from quoth.eval.replays.reply import Reply, marked
from quoth.eval.replays.reply_sources import read_paraphrases, true_sentences
from quoth.eval.runs.judging import JudgeMemory
from quoth.eval.runs.scoring import score_records
from tests.conftest import EXAMPLES

SLOPPY = frozenset({"missing_marker", "wrong_marker", "marker_style"})


@pytest.fixture(scope="module")
def replies() -> Sequence[Reply]:
    questions = read_questions(EXAMPLES / "questions.jsonl")
    written = read_paraphrases(EXAMPLES / "paraphrases.jsonl")
    return make_replies(true_sentences(questions, paraphrases=written), questions=questions)


def row(reply: Reply) -> dict[str, object]:
    """Return a reply as an answer of a system that was shown its evidence and what it cites."""
    numbers = {span: n for n, span in enumerate(reply.shown, 1)}
    return {
        "id": reply.id,
        "question": reply.question_id,
        "answer": marked(reply, [numbers[span] for span in reply.cited]),
        "contexts": [span.quote for span in reply.shown],
    }


@pytest.fixture(scope="module")
def faithfulness(embedder, replies: Sequence[Reply]) -> dict[str, Estimate]:
    memory = JudgeMemory(load_judge("cosine", embedder=lambda: embedder))
    groups: dict[str, list[dict[str, object]]] = {"good": [], "sloppy": [], "lying": []}
    for reply in replies:
        name = "sloppy" if reply.type in SLOPPY else "good" if reply.type == "good" else "lying"
        groups[name].append(row(reply))
    found = {}
    for name, rows in groups.items():
        records = answer_records(rows)
        scores, _ = score_records(records, set_name=name, memory=memory, verifier="embedded")
        assert scores.independent
        found[name] = scores.metrics["faithfulness"]
    return found


def test_good_goes_before_sloppy_and_sloppy_before_lying(faithfulness: dict[str, Estimate]) -> None:
    good, sloppy, lying = (faithfulness[name] for name in ("good", "sloppy", "lying"))
    assert good.low > sloppy.high
    assert sloppy.low > lying.high
    assert (good.n, sloppy.n) == (103, 309)
