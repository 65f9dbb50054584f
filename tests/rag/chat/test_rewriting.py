"""What small models make of a question is read with patience; a failure leaves it to the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.errors import UsageError
from quoth.rag.assistant import Turn
from quoth.rag.chat.rewriter import Rewritten
from quoth.rag.chat.rewriting import Rewriter
from tests.rag.scripted import codes, endpoint, piecewise, says

HISTORY = [Turn("user", "Who finished H1?"), Turn("assistant", "Harrison.")]


def standalone(reply: str) -> Rewritten:
    rewriter = Rewriter(piecewise(reply), endpoint())
    return rewriter.standalone("How heavy was it?", HISTORY, language="English")


def parts(reply: str) -> Rewritten:
    return Rewriter(piecewise(reply), endpoint()).parts("How heavy were H1 and H4?")


@pytest.mark.parametrize(
    "reply",
    [
        "How heavy was H1?",
        '"How heavy was H1?"',
        "- How heavy was H1?\n",
        "1. How heavy was H1?",
        "Question: How heavy was H1?",
        "**Standalone question:** How heavy was H1?",
        "Here is the rewritten question:\n\nHow heavy was H1?",
        "Sure, I can do that.\nHow heavy was H1?\nI put in the name of the clock.",
        "<think>It is H1? Perhaps.</think>How heavy was H1?",
    ],
)
def test_the_question_is_found_in_what_surrounds_it(reply: str) -> None:
    rewritten = standalone(reply)
    assert (rewritten.questions, rewritten.notes) == (("How heavy was H1?",), ())


@pytest.mark.parametrize(
    "question", ["3D printing of clocks", "19th century clocks?", "1735: what was finished?"]
)
def test_a_number_that_begins_a_question_stays(question: str) -> None:
    assert standalone(question).questions == (question,)


@pytest.mark.parametrize("reply", ["<think>Hm", "Here it is:", "why " * 400, "***"])
def test_a_reply_without_a_question_leaves_it_to_the_rules_and_says_so(reply: str) -> None:
    rewritten = standalone(reply)
    assert rewritten.questions == ()
    assert codes(rewritten.notes) == ["not_rewritten"]


def test_a_failure_leaves_it_to_the_rules_and_says_so() -> None:
    rewriter = Rewriter(piecewise(breaks=True), endpoint())
    rewritten = rewriter.standalone("How heavy was it?", HISTORY, language="English")
    assert rewritten.questions == ()
    assert codes(rewritten.notes) == ["chat_model_server_down"]
    assert rewritten.notes[0].message.endswith("The question was read by rule")


def test_the_model_sees_the_last_turns_cut_and_the_language() -> None:
    model = piecewise("How heavy was H1?")
    turns = [Turn("user", f"Turn {n}. " + "long " * 1000) for n in range(9)]
    Rewriter(model, endpoint()).standalone("How heavy was it?", turns, language="Chinese")
    (prompt,) = model.asked
    assert "Turn 2." not in prompt
    assert "Turn 3." in prompt
    assert len(prompt) < 6 * 2000 + 3000
    assert "in Chinese" in prompt


def test_a_question_is_parted_into_at_most_four() -> None:
    reply = (
        "Here are the questions:\n1. How heavy was H1?\n2. How heavy was H4?\n- How heavy was H1?"
    )
    assert parts(reply).questions == ("How heavy was H1?", "How heavy was H4?")
    many = "\n".join(f"How heavy was H{n}?" for n in range(9))
    assert len(parts(many).questions) == 4


def test_a_prompt_of_the_users_own_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "rewrite.md").write_text("# system\n\n# user\n\n{question}", "utf-8")
    rewriter = Rewriter(says("How?"), endpoint(), tmp_path)
    with pytest.raises(UsageError, match=r"rewrite\.md lacks \{conversation\}, \{language\}"):
        rewriter.standalone("How?", HISTORY, language="English")
