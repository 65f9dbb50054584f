"""Rows of answer-sentence selection, made pairs for the reader to learn from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from quoth.eval.json_lines import read_rows
from quoth.eval.train.pairs import Pair
from quoth.rag.reading.neural import as_pair

__all__ = ["SHIPPED", "AskedSentence", "Selection", "is_shipped", "read_selections", "row_pairs"]

# What a reader that is to be shipped may be trained on, by the beginning of the dataset's name;
# their licences let what is learnt from them be shipped (Apache-2.0, MIT).
SHIPPED = ("ares-", "covidqa-train", "nq_oracle", "pubmedqa")
_ROW = 'A row is {"question", "sentence", "label", "title"}'


class AskedSentence(BaseModel):
    """A row: a question, a sentence, and whether the one answers the other.

    Attributes:
        title: of the sentence's document; empty if it is not known.
        group: rows of one question share it; by default the question itself.
    """

    model_config = ConfigDict(frozen=True)

    question: str
    sentence: str
    label: bool
    title: str | None = ""
    group: str = ""
    dataset: str = "own"
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """One question with its sentences.

    Attributes:
        right, wrong: the sentences that answer it, and those that do not.
    """

    question: str
    title: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    dataset: str
    licence: str
    group: str

    @property
    def topic(self) -> str:
        """What questions that must fall on the same side of a split share."""
        return f"{self.dataset} {self.title or self.group}"


def is_shipped(dataset: str) -> bool:
    """Whether the shipped reader may learn from a dataset."""
    return dataset.startswith(SHIPPED)


def read_selections(paths: Sequence[Path]) -> list[Selection]:
    """Read rows, JSON Lines, also gzipped; one selection a group.

    Raises:
        UsageError: a file cannot be read, or a line is not a row; its number is named.
    """
    groups: dict[tuple[str, str], list[AskedSentence]] = {}
    for path in paths:
        for row in read_rows(path, AskedSentence, name="training rows", hint=_ROW):
            groups.setdefault((row.dataset, row.group or row.question), []).append(row)
    return [_selection(group, rows) for (_, group), rows in groups.items()]


def row_pairs(selections: Iterable[Selection]) -> list[Pair]:
    """Return a pair a row; the right ones of a question count as much as one and a half wrong ones.

    A question has one right sentence and up to seven wrong ones.
    """
    return [
        make_pair(found, sentence, label=label)
        for found in selections
        for sentences, label in ((found.right, 1.0), (found.wrong, 0.0))
        for sentence in sentences
    ]


def make_pair(
    found: Selection, sentence: str, *, label: float, question: str = "", made: str = ""
) -> Pair:
    """Return a pair of a selection's question, or of another one, and a sentence."""
    text_a, text_b = as_pair(question or found.question, found.title, sentence)
    return Pair(
        text_a,
        text_b,
        label,
        dataset=found.dataset,
        licence=found.licence,
        group=found.topic,
        question=f"{found.dataset} {found.group}" if not made else "",
        made=made,
    )


def without(selections: Iterable[Selection], questions: Collection[str]) -> list[Selection]:
    """Leave out every selection that shares its document with one of these questions."""
    known = set(questions)
    found = list(selections)
    topics = {selection.topic for selection in found if selection.question in known}
    return [selection for selection in found if selection.topic not in topics]


def _selection(group: str, rows: Sequence[AskedSentence]) -> Selection:
    first = rows[0]
    right = tuple(dict.fromkeys(row.sentence for row in rows if row.label))
    wrong = tuple(dict.fromkeys(row.sentence for row in rows if not row.label))
    return Selection(
        first.question,
        first.title or "",
        right,
        tuple(sentence for sentence in wrong if sentence not in right),
        first.dataset,
        first.licence,
        group,
    )
