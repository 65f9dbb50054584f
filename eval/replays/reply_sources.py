"""The true sentences that scripted replies are made of, each a paraphrase with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from quoth.eval.claim_set import Claim
from quoth.eval.json_lines import read_rows
from quoth.eval.question_set import Question, Span
from quoth.eval.replays.declarative import declare
from quoth.index.errors import UsageError
from quoth.index.text import render

__all__ = [
    "Paraphrase",
    "Paraphrases",
    "TrueSentence",
    "copied_words",
    "read_paraphrases",
    "true_sentences",
]

_COPIED = 8  # words in a row that make a sentence a quotation and no paraphrase


class Paraphrase(BaseModel):
    """An answer in other words than its evidence's.

    Attributes:
        evidence: which entries of the question's evidence carry it; all when None.
        swap: two phrases that make it false when they change places.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    evidence: tuple[int, ...] | None = None
    swap: tuple[str, str] | None = None


class Paraphrases(BaseModel):
    """The paraphrases of one question's answer; `id` is the question's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    paraphrases: tuple[Paraphrase, ...]


@dataclass(frozen=True, slots=True)
class TrueSentence:
    """A sentence that its evidence supports.

    Attributes:
        item_id: of the question or claim that it is made of.
        evidence: what carries it, all of it together.
        also: more of the item's spans, which may carry it too.
        swap: two phrases that make it false when they change places.
    """

    id: str
    item_id: str
    text: str
    evidence: tuple[Span, ...]
    also: tuple[Span, ...] = ()
    swap: tuple[str, str] | None = None

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents of its evidence, each once."""
        return tuple(dict.fromkeys(span.document for span in self.evidence))

    @property
    def quotes(self) -> str:
        """The words of its evidence, as they are shown."""
        return " ".join(render(span.quote) for span in self.evidence)


def read_paraphrases(path: Path) -> list[Paraphrases]:
    """Read paraphrases of a question set's answers.

    Raises:
        UsageError: the file cannot be read, or a line does not fit; its number is named.
    """
    return read_rows(path, Paraphrases, name="file of paraphrases")


def true_sentences(
    questions: Iterable[Question],
    *,
    claims: Iterable[Claim] = (),
    paraphrases: Iterable[Paraphrases] = (),
) -> list[TrueSentence]:
    """Return the true sentences of a question set, in its order, then those of its claims.

    A question with paraphrases gives them; one without gives what a rule makes of question and
    answer, if one fits. What repeats eight words of its evidence in a row is left out.

    Raises:
        UsageError: paraphrases name a question or an entry of evidence that is not there.
    """
    written = {row.id: row for row in paraphrases}
    found: list[TrueSentence] = []
    for question in questions:
        row = written.pop(question.id, None)
        found += _written(question, row) if row else _by_rule(question)
    if written:
        msg = f"paraphrases of {next(iter(written))}: no such question; check the id"
        raise UsageError(msg)
    found += [
        TrueSentence(f"{claim.id}-1", claim.id, claim.claim, claim.evidence, claim.alt_evidence)
        for claim in claims
        if claim.stance == "supports" and claim.evidence
    ]
    return [one for one in found if copied_words(one.text, one.quotes) < _COPIED]


def copied_words(text: str, evidence: str) -> int:
    """Return the length in words of the longest run that a text has in common with its evidence."""
    said, there = _words(text), _words(evidence)
    longest, row = 0, [0] * (len(there) + 1)
    for word in said:
        row = [0, *(row[i] + 1 if word == other else 0 for i, other in enumerate(there))]
        longest = max(longest, *row)
    return longest


def _words(text: str) -> Sequence[str]:
    return re.findall(r"\w+", render(text).casefold())


def _written(question: Question, row: Paraphrases) -> Iterator[TrueSentence]:
    for n, one in enumerate(row.paraphrases, 1):
        entries = range(len(question.evidence)) if one.evidence is None else one.evidence
        if any(entry not in range(len(question.evidence)) for entry in entries):
            msg = f"paraphrase {n} of {question.id} names evidence that the question has not"
            raise UsageError(msg)
        yield TrueSentence(
            id=f"{question.id}-{n}",
            item_id=question.id,
            text=one.text,
            evidence=tuple(question.evidence[entry] for entry in entries),
            also=(*question.evidence, *question.alt_evidence),
            swap=one.swap,
        )


def _by_rule(question: Question) -> Iterator[TrueSentence]:
    # A follow-up's words lean on what was said; of several documents each would carry a part.
    if not (question.answers and question.evidence) or question.history or question.kind == "multi":
        return
    text = declare(question.question, question.answers[0])
    if text:
        yield TrueSentence(
            id=f"{question.id}-1",
            item_id=question.id,
            text=text,
            evidence=question.evidence,
            also=question.alt_evidence,
        )
