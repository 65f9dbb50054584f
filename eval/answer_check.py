"""Measure search and answers on a question set.

    python -m quoth.eval.answer_check QUESTIONS.jsonl PAPERS…

A library is made of the papers, each question is asked of it as `quoth ask` would, and what came is
held against the spans that answer it.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quoth.eval.bootstrap import bootstrap_mean
from quoth.eval.question_set import Question, is_hit, read_questions
from quoth.index import Hit, Library, add, load_embedder
from quoth.rag.assistant import Assistant, Turn
from quoth.rag.types import Quote

__all__ = ["Scores", "check_answers", "main"]

_K = 5


@dataclass(slots=True)
class Scores:
    """A value in {0, 1} a question, by measure and then by kind of question.

    recall@5: each needed passage is among the five best of a search. first quote: the first quote
    of the answer lies on the evidence. evidence quoted: every needed span is quoted. answered:
    not abstained. abstained: of the questions that cannot be answered.
    """

    values: dict[str, dict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def lines(self) -> list[str]:
        """Return a line a measure, with n and a 95 % bootstrap interval, then its kinds."""
        lines = []
        for measure, by_kind in self.values.items():
            every = [value for values in by_kind.values() for value in values]
            whole = bootstrap_mean(every, name=measure)
            kinds = ", ".join(
                f"{kind} {sum(values) / len(values):.2f} ({len(values)})"
                for kind, values in sorted(by_kind.items())
            )
            interval = f"[{whole.low:.3f}, {whole.high:.3f}]"
            lines.append(f"{measure:<16}{whole.value:.3f} {interval}  n = {whole.n}   {kinds}")
        return lines


def check_answers(assistant: Assistant, questions: Sequence[Question]) -> Scores:
    """Ask every question and score what came."""
    scores = Scores()
    for question in questions:
        history = [Turn(said.role, said.content) for said in question.history]
        answer = assistant.ask(question.question, history=history)
        if question.unanswerable:
            scores.values["abstained"][question.kind].append(float(answer.abstained is not None))
            continue
        hits = assistant.search(question.question, k=_K, history=history)
        quotes = [quote for sentence in answer.sentences for quote in sentence.quotes]
        files = {source.document.id: source.document.file for source in answer.sources}
        for measure, value in (
            ("recall@5", _found(question, hits)),
            ("first quote", _quoted(question, quotes[:1], files, every=False)),
            ("evidence quoted", _quoted(question, quotes, files, every=True)),
            ("answered", answer.abstained is None),
        ):
            scores.values[measure][question.kind].append(float(value))
    return scores


def _found(question: Question, hits: Sequence[Hit]) -> bool:
    return all(
        any(is_hit(h.document.file, h.passage.start, h.passage.end, group) for h in hits)
        for group in question.needed
    )


def _quoted(
    question: Question, quotes: Sequence[Quote], files: dict[str, str], *, every: bool
) -> bool:
    test = all if every else any
    return test(
        any(is_hit(files[quote.document_id], quote.start, quote.end, group) for quote in quotes)
        for group in question.needed
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.answer_check")
    parser.add_argument("questions", type=Path)
    parser.add_argument("papers", type=Path, nargs="+")
    parser.add_argument("--language", default="en", help="only the questions in this language")
    options = parser.parse_args(arguments)
    questions = [q for q in read_questions(options.questions) if q.language == options.language]
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder), load_embedder)
        add(library, options.papers)
        print("\n".join(check_answers(Assistant(library), questions).lines()))
        library.close()


if __name__ == "__main__":
    main()
