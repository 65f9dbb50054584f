from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from quoth.eval.claim_set import Claim, read_claims
from quoth.eval.question_set import Question, Span, read_questions
from quoth.eval.replays.replies import main, make_replies
from quoth.eval.replays.reply import SWAPPED, Reply, marked, read_replies
from quoth.eval.replays.reply_sources import (
    Paraphrase,
    Paraphrases,
    TrueSentence,
    copied_words,
    read_paraphrases,
    true_sentences,
)
from quoth.index.errors import UsageError
from tests.conftest import EXAMPLES

QUESTIONS = read_questions(EXAMPLES / "questions.jsonl")
WRITTEN = read_paraphrases(EXAMPLES / "paraphrases.jsonl")
SENTENCES = true_sentences(QUESTIONS, paraphrases=WRITTEN)
REPLIES = make_replies(SENTENCES, questions=QUESTIONS)
HONEST = {"good", "missing_marker", "wrong_marker", "marker_style"}
SMALL_WORDS = frozenset(
    "a an and are as at be been before but by did do for from had has have he her his how if in "
    "into is it its more most no not of on once or over she so some such than that the their them "
    "then there these they this those to under until up was were what when where which while who "
    "with would".split()
)


def span(document: str, start: int, quote: str) -> Span:
    return Span(document=document, quote=quote, start=start, end=start + len(quote))


def sentence(id_: str, evidence: Span, text: str = "The bell was cast.") -> TrueSentence:
    return TrueSentence(f"{id_}-1", id_, text, (evidence,))


def content(text: str) -> list[str]:
    words = re.findall(r"[\w,.']*\w", text.replace("’", "'").casefold())
    return [word.removesuffix("'s") for word in words if word not in SMALL_WORDS]


def in_order(said: list[str], there: list[str]) -> int:
    """Return how many words of one list stand in the other in the same order."""
    row = [0] * (len(there) + 1)
    for word in said:
        above = row[:]
        for n, other in enumerate(there, 1):
            row[n] = above[n - 1] + 1 if word == other else max(above[n], row[n - 1])
    return row[-1]


def test_every_answerable_example_has_paraphrases_and_none_is_left_out() -> None:
    answerable = {question.id for question in QUESTIONS if not question.unanswerable}
    assert {row.id for row in WRITTEN} == answerable
    assert len(SENTENCES) == sum(len(row.paraphrases) for row in WRITTEN)


@pytest.mark.parametrize("one", SENTENCES, ids=[one.id for one in SENTENCES])
def test_a_paraphrase_is_not_copied_from_its_evidence(one: TrueSentence) -> None:
    words = content(one.text)
    assert copied_words(one.text, one.quotes) < 8
    assert in_order(words, content(one.quotes)) <= 0.6 * len(words)


def test_a_third_of_the_lies_keep_every_number_and_negation() -> None:
    lies = [reply for reply in REPLIES if reply.should == "not_supported"]
    swapped = [reply for reply in lies if reply.type in SWAPPED]
    assert 3 * len(swapped) >= len(lies)
    truths = {one.id: one.text for one in SENTENCES}
    for reply in swapped:
        if reply.type == "role":
            assert sorted(re.findall(r"\w+", reply.text.lower())) == sorted(
                re.findall(r"\w+", truths[reply.id.removesuffix("-role")].lower())
            )


def test_a_lie_says_something_else_than_its_sentence_and_ids_are_unique() -> None:
    truths = {one.id: one.text for one in SENTENCES}
    for reply in REPLIES:
        same = reply.text == truths["-".join(reply.id.split("-")[:2])]
        assert same == (reply.type in HONEST)
        assert (reply.should == "supported") == (reply.type in HONEST)
    assert len({reply.id for reply in REPLIES}) == len(REPLIES)


def test_the_same_sentences_give_the_same_replies() -> None:
    assert make_replies(SENTENCES, questions=QUESTIONS) == REPLIES


def test_sloppy_replies_have_no_marker_or_one_to_a_passage_apart() -> None:
    for reply in REPLIES:
        if reply.type == "missing_marker":
            assert reply.cited == ()
        if reply.type == "wrong_marker":
            (wrong,) = reply.cited
            assert all(
                wrong.document != right.document
                or wrong.start >= right.end + 1500
                or right.start >= wrong.end + 1500
                for right in reply.evidence
            )


def test_a_sentence_under_another_passage_names_where_it_is_true() -> None:
    true_at = {one.text: one.evidence for one in SENTENCES}
    misplaced = [reply for reply in REPLIES if reply.type == "other_passage"]
    assert misplaced
    for reply in misplaced:
        assert set(true_at[reply.text]) <= set(reply.withheld)
        assert not set(reply.withheld) & set(reply.shown)


def test_other_evidence_of_a_question_is_no_wrong_evidence() -> None:
    here, there = span("a", 0, "x" * 10), span("b", 0, "y" * 10)
    one = replace(sentence("q1", here), also=(there,))
    made = make_replies([one, sentence("q2", there, "The other bell was cast.")])
    assert not [reply for reply in made if reply.type in {"wrong_marker", "other_passage"}]


def test_given_phrases_are_swapped_rather_than_names_that_are_found() -> None:
    text = "Maria Holt sold the bell to Otto Brand for the ship."
    one = replace(sentence("q1", span("a", 0, "x"), text), swap=("the bell", "the ship"))
    (lie,) = (reply for reply in make_replies([one]) if reply.type == "role")
    assert lie.text == "Maria Holt sold the ship to Otto Brand for the bell."


@pytest.mark.parametrize(
    ("style", "made"),
    [
        ("brackets", "It rang [1][3]."),
        ("comma", "It rang [1, 3]."),
        ("lenticular", "It rang 【1】【3】."),
        ("round", "It rang (1)(3)."),
    ],
)
def test_a_marker_stands_before_the_stop_in_its_style(style, made: str) -> None:
    reply = Reply("r", "q", "good", "It rang.", (), (), "supported", style)
    assert marked(reply, [1, 3]) == made
    assert marked(reply, []) == "It rang."


def test_claims_are_good_or_natural_lies_by_their_stance() -> None:
    evidence = (span("a", 0, "They cast a bell."),)
    claims = [
        Claim(id="c1", claim="A bell was made.", stance="supports", evidence=evidence),
        Claim(id="c2", claim="A cup was made.", stance="contradicts", evidence=evidence),
        Claim(id="c3", claim="A hat was worn.", stance="none"),
    ]
    sentences = true_sentences([], claims=claims)
    replies = {reply.text: reply for reply in make_replies(sentences, claims=claims)}
    assert replies["A cup was made."].type == "claim"
    assert replies["A cup was made."].should == "not_supported"
    assert replies["A hat was worn."].type == "invention"
    assert replies["A hat was worn."].cited == evidence
    assert [one.text for one in sentences] == ["A bell was made."]


def test_a_copy_of_the_evidence_is_no_paraphrase() -> None:
    quote = "They cast the ninth bell for the tower at Ely in winter."
    claim = Claim(id="c", claim=quote, stance="supports", evidence=(span("a", 0, quote),))
    assert true_sentences([], claims=[claim]) == []


def test_a_question_without_paraphrases_is_turned_into_a_sentence() -> None:
    asked = Question(
        id="q",
        question="Which town owns the bell?",
        answers=("Ely", "the town of Ely"),
        evidence=(span("a", 0, "Ely has it."),),
    )
    assert [one.text for one in true_sentences([asked])] == ["Ely owns the bell."]


def test_paraphrases_of_no_question_or_no_evidence_are_refused() -> None:
    with pytest.raises(UsageError, match="paraphrases of q9: no such question"):
        true_sentences([], paraphrases=[Paraphrases(id="q9", paraphrases=())])
    asked = Question(id="q", question="?", evidence=(span("a", 0, "x"),))
    row = Paraphrases(id="q", paraphrases=(Paraphrase(text="It rang.", evidence=(1,)),))
    with pytest.raises(UsageError, match="paraphrase 1 of q"):
        true_sentences([asked], paraphrases=[row])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"id": "1"}', "line 1: claim"),
        ("", "holds no rows"),
        ('{"id": "1", "claim": "a"}\n{', "line 2"),
        ('{"id": "1", "claim": "a", "stance": "maybe"}', "line 1: stance"),
    ],
)
def test_a_bad_line_of_claims_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read_claims(path)
    with pytest.raises(UsageError, match="cannot read the claim set"):
        read_claims(tmp_path / "nowhere.jsonl")


def test_a_file_that_holds_no_replies_is_named(tmp_path: Path) -> None:
    path = tmp_path / "replies.jsonl"
    path.write_text('{"id": "r"}', encoding="utf-8")
    with pytest.raises(UsageError, match=r"replies.jsonl, line 1: .*make the file again"):
        read_replies(path)
    with pytest.raises(UsageError, match="cannot read the replies"):
        read_replies(tmp_path / "nowhere.jsonl")


def test_the_command_writes_rows_and_prints_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "replies.jsonl"
    questions, written = EXAMPLES / "questions.jsonl", EXAMPLES / "paraphrases.jsonl"
    main([str(questions), "--paraphrases", str(written), "--out", str(out)])
    row = json.loads(out.read_text("utf-8").splitlines()[0])
    assert row["evidence"][0]["quote"] == REPLIES[0].evidence[0].quote
    assert read_replies(out) == REPLIES
    said = capsys.readouterr().out
    assert re.search(rf"^good +{len(SENTENCES)}$", said, re.MULTILINE)
    assert f"{len(REPLIES)} replies" in said
