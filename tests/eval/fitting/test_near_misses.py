"""Twins: like their originals, and not to be answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.eval.fitting.near_misses import (
    NearMiss,
    halves,
    main,
    make_near_misses,
    read_near_misses,
)
from quoth.eval.fitting.question_terms import Term, kind_in, terms_of
from quoth.eval.question_set import Question, Span
from quoth.index.errors import UsageError

DOCUMENTS = {
    "gulls.txt": "The GULV1 virus infects herring gulls on Skomer. In 1987 the GULV1 outbreak "
    "killed 240 chicks of the colony.",
    "seals.txt": "The SEAP2 virus infects grey seals. The SEAP2 outbreak reached the harbour in "
    "1994 and nobody counted.",
}


def question(name: str, text: str, file: str) -> Question:
    span = Span(document=file, quote=DOCUMENTS[file], start=0, end=len(DOCUMENTS[file]))
    return Question(id=name, question=text, evidence=(span,), answers=("some",))


QUESTIONS = [
    question(
        "g", "How many chicks of the colony did the GULV1 outbreak kill in 1987?", "gulls.txt"
    ),
    question("s", "Which harbour did the SEAP2 outbreak reach?", "seals.txt"),
]


def made_of(kind: str, questions: list[NearMiss]) -> list[NearMiss]:
    return [q for q in questions if q.near_miss == kind]


def test_a_name_is_swapped_for_one_of_its_kind_from_another_document() -> None:
    swapped = made_of("entity", make_near_misses(QUESTIONS, DOCUMENTS))
    assert [q.question for q in swapped] == [
        "How many chicks of the colony did the SEAP2 outbreak kill in 1987?",
        "Which harbour did the GULV1 outbreak reach?",
    ]
    assert swapped[0].swapped == ("GULV1", "SEAP2")


def test_a_year_is_swapped_for_one_that_the_document_does_not_have() -> None:
    (twin,) = made_of("year", make_near_misses(QUESTIONS, DOCUMENTS))
    year = twin.question.removesuffix("?").split()[-1]
    assert year not in DOCUMENTS["gulls.txt"]
    assert 0 < abs(int(year) - 1987) < 10


def test_a_withheld_twin_asks_the_same_without_its_document() -> None:
    twins = made_of("withheld", make_near_misses(QUESTIONS, DOCUMENTS))
    assert [(q.question, q.withheld) for q in twins] == [
        (q.question, (q.evidence[0].document,)) for q in QUESTIONS
    ]


def test_every_twin_is_unanswerable_and_follows_its_original() -> None:
    made = make_near_misses(QUESTIONS, DOCUMENTS)
    seen: set[str] = set()
    for item in made:
        if item.near_miss is None:
            seen.add(item.id)
            assert not item.unanswerable
        else:
            assert item.original in seen
            assert item.unanswerable
            assert not item.evidence
            assert not item.answers
    assert seen == {"g", "s"}


def test_no_twin_is_made_where_the_words_near_the_new_name_may_answer_it() -> None:
    texts = {**DOCUMENTS, "both.txt": "The SEAP2 outbreak killed many chicks of the colony."}
    made = make_near_misses(QUESTIONS, texts)
    assert [q.original for q in made_of("entity", made)] == ["s"]


def test_a_question_that_another_document_answers_is_not_withheld() -> None:
    texts = {**DOCUMENTS, "copy.txt": DOCUMENTS["seals.txt"]}
    assert [q.original for q in made_of("withheld", make_near_misses(QUESTIONS, texts))] == ["g"]


def test_a_question_of_a_name_alone_has_no_twin() -> None:
    made = make_near_misses([*QUESTIONS, question("w", "What is GULV1?", "gulls.txt")], DOCUMENTS)
    assert "w" not in {q.original for q in made}


def test_a_name_that_stands_anywhere_in_the_document_is_not_swapped_in() -> None:
    far = f"{DOCUMENTS['gulls.txt']} {'Nothing else was seen. ' * 30} SEAP2 is another."
    made = make_near_misses(QUESTIONS, {**DOCUMENTS, "gulls.txt": far})
    assert [q.original for q in made_of("entity", made)] == ["s"]


def test_the_same_twins_are_made_whatever_the_order() -> None:
    there, back = (make_near_misses(some, DOCUMENTS) for some in (QUESTIONS, QUESTIONS[::-1]))
    assert sorted(q.model_dump_json() for q in there) == sorted(q.model_dump_json() for q in back)


def test_halves_part_documents_not_questions() -> None:
    fit, report = halves(make_near_misses(QUESTIONS, DOCUMENTS))
    assert {(q.original or q.id) for q in fit} ^ {(q.original or q.id) for q in report} == {
        "g",
        "s",
    }
    assert fit
    assert report


def test_the_command_writes_both_halves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in DOCUMENTS.items():
        (tmp_path / "papers").mkdir(exist_ok=True)
        (tmp_path / "papers" / name).write_text(text, encoding="utf-8")
    asked = tmp_path / "asked.jsonl"
    asked.write_text("\n".join(q.model_dump_json() for q in QUESTIONS), encoding="utf-8")
    main([str(asked), str(tmp_path / "papers"), "--out", str(tmp_path / "out")])
    read = [q for name in ("fit", "report")
            for q in read_near_misses(tmp_path / "out" / f"{name}.jsonl")]  # fmt: skip
    made = make_near_misses(QUESTIONS, DOCUMENTS)
    assert sorted(q.id for q in read) == sorted(q.id for q in made)
    assert {q.id: q for q in read} == {q.id: q for q in made}
    assert "1 withheld" in capsys.readouterr().out


def test_a_folder_without_documents_is_named(tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text(QUESTIONS[0].model_dump_json(), encoding="utf-8")
    with pytest.raises(UsageError, match="no documents in"):
        main([str(asked), str(tmp_path), "--out", str(tmp_path / "out")])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Was GULV1 found in 1987?", {"GULV1": "code", "1987": "year"}),
        ("Is zanamivir used against 2019-nCoV?", {"zanamivir": "drug", "2019-nCoV": "code"}),
        ("Did 45% of the echoviruses spread in North Skomer?",
         {"45%": "number", "echoviruses": "virus", "North Skomer": "place"}),
        ("Which virus was seen in May?", {}),
    ],
)  # fmt: skip
def test_terms_are_known_by_their_shape_and_their_place(text: str, kinds: dict[str, str]) -> None:
    terms = terms_of(text)
    assert {term.text: term.kind for term in terms} == kinds
    assert all(text[term.start : term.end] == term.text for term in terms)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CCR9 protein, CCR9 receptor", "gene"),
        ("CCR9 outbreak", "pathogen"),
        ("a CCR9 test", "method"),
        ("CCR9", None),
    ],
)
def test_a_code_stands_for_what_the_words_after_it_say(text: str, kind: str | None) -> None:
    assert kind_in(Term("CCR9", "code", 0, 4), [text]) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [("in Skomer, on Skomer", "place"), ("as Skomer said", "name"), ("skomer, Skomer", None)],
)
def test_a_name_is_a_place_where_something_lies_in_it(text: str, kind: str | None) -> None:
    assert kind_in(Term("Skomer", "name", 0, 6), [text]) == kind
