"""What the reader learns from the sentences that a library brings for questions with spans."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoth.eval.train.options import TrainOptions
from quoth.eval.train.pairs import Pair
from quoth.eval.train.reader_retrieved import AskedLibrary, retrieved_pairs
from quoth.eval.train.reader_rows import Selection
from quoth.index.errors import UsageError

CLOCK = "The chronometer lost five seconds on the way to Jamaica."
TEXTS = {
    "clock.txt": f"Sea clocks\n\nThe chronometer was tried at sea. {CLOCK} It was made of brass.",
    "tide.txt": "Tides\n\nThe machine summed ten waves. The way to Jamaica was not its subject.",
}
LOST = "How many seconds did the chronometer lose on the way to Jamaica?"
WAVES = "How many waves did the machine sum?"


def asked(folder: Path) -> AskedLibrary:
    documents = folder / "documents"
    documents.mkdir(exist_ok=True)
    for name, text in TEXTS.items():
        (documents / name).write_text(text, encoding="utf-8")
    questions = folder / "questions.jsonl"
    rows = [(LOST, "clock.txt", CLOCK), (WAVES, "tide.txt", "The machine summed ten waves.")]
    questions.write_text("\n".join(json.dumps(_row(*row)) for row in rows), encoding="utf-8")
    return AskedLibrary(questions, documents, "mine", "CC0")


def _row(question: str, document: str, quote: str) -> dict[str, object]:
    start = TEXTS[document].index(quote)
    span = {"document": document, "quote": quote, "start": start, "end": start + len(quote)}
    return {"id": question, "question": question, "evidence": [span]}


def test_a_sentence_on_the_gold_span_answers_and_others_do_not(tmp_path: Path) -> None:
    pairs = [pair for pair in retrieved_pairs(asked(tmp_path)) if pair.text_a == LOST]
    right = [pair.text_b for pair in pairs if pair.label]
    wrong = [pair.text_b for pair in pairs if not pair.label]
    assert len(right) == 1
    assert right[0].endswith(CLOCK)
    assert any("tried at sea" in text for text in wrong)
    assert any("not its subject" in text for text in wrong)  # another document's
    assert {(pair.made, pair.dataset, pair.licence) for pair in pairs} == {
        ("retrieved", "mine", "CC0")
    }


def test_pairs_fall_on_the_side_of_the_rows_on_the_same_document(tmp_path: Path) -> None:
    pairs = [pair for pair in retrieved_pairs(asked(tmp_path)) if pair.text_a == LOST]
    title = pairs[0].text_b.split(":")[0]
    row = Selection(LOST, title, (), (), "mine", "CC0", "g")
    assert {pair.group for pair in pairs} == {row.topic}


def test_a_document_that_is_left_out_is_neither_asked_about_nor_searched(tmp_path: Path) -> None:
    pairs = retrieved_pairs(asked(tmp_path), without=[WAVES])
    assert {pair.text_a for pair in pairs} == {LOST}
    assert not any("waves" in pair.text_b or "its subject" in pair.text_b for pair in pairs)


def test_no_more_wrong_sentences_than_asked_for(tmp_path: Path) -> None:
    pairs = retrieved_pairs(asked(tmp_path), wrong=1)
    assert sum(not pair.label for pair in pairs if pair.text_a == LOST) == 1


def test_questions_about_other_documents_are_refused(tmp_path: Path) -> None:
    library = asked(tmp_path)
    for name in TEXTS:
        (library.documents / name).write_text("Nothing of this is asked for.", encoding="utf-8")
    with pytest.raises(UsageError, match="has its answer in"):
        retrieved_pairs(library)


def test_questions_come_with_their_documents(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--questions and --documents go together"):
        TrainOptions((), tmp_path, questions=tmp_path / "set.jsonl")


def test_a_share_takes_whole_documents_and_as_is_takes_nothing_made(tmp_path: Path) -> None:
    pairs = [
        Pair("q", f"{group} {made}", 1.0, group=str(group), made=made)
        for group in range(40)
        for made in ("", "twin")
    ]
    half = TrainOptions((), tmp_path, share=0.5).chosen(pairs)
    assert 10 <= len({pair.group for pair in half}) <= 30
    assert len(half) == 2 * len({pair.group for pair in half})
    assert TrainOptions((), tmp_path).chosen(pairs) == pairs
    assert {pair.made for pair in TrainOptions((), tmp_path, as_is=True).chosen(pairs)} == {""}
    with pytest.raises(UsageError, match="no pair is left"):
        TrainOptions((), tmp_path, as_is=True).chosen(pairs[1:2])
