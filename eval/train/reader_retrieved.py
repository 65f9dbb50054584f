"""Sentences that a library itself brings for questions with gold spans: what the reader meets.

The wrong ones among them are those that the retriever and the formula take for answers, so that
nothing harder can be found in these documents.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quoth.eval.question_set import Question, is_hit, read_questions
from quoth.eval.train.pairs import Pair
from quoth.eval.train.reader_rows import Selection, make_pair
from quoth.index import Library, add, load_embedder
from quoth.index.errors import UsageError
from quoth.index.text import embed_text
from quoth.index.types import Filters
from quoth.rag.reading.reader import Evidence, FormulaReader
from quoth.rag.retriever import retrieve

__all__ = ["AskedLibrary", "retrieved_pairs"]

_HITS = 20  # whose sentences are looked at, as many as `quoth.rag` does
_MADE = "retrieved"


@dataclass(frozen=True, slots=True)
class AskedLibrary:
    """A question set and the documents that it asks about.

    Attributes:
        documents: a folder or file, as `quoth add` takes it.
        name, licence: of the data, for the model card.
    """

    questions: Path
    documents: Path
    name: str = "own"
    licence: str = ""


def retrieved_pairs(
    asked: AskedLibrary, *, without: Sequence[str] = (), wrong: int = 12
) -> list[Pair]:
    """Return the best sentences found for each question, as pairs that answer or do not.

    Args:
        without: questions whose documents are left out of the library, with all asked of them.
        wrong: the most sentences of a question that do not answer it.

    Raises:
        UsageError: no question has a span in the documents.
    """
    known = set(without)
    questions = [q for q in read_questions(asked.questions) if q.evidence and not q.unanswerable]
    left_out = {s.document for q in questions if q.question in known for s in q.evidence}
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder) / "library", load_embedder) as library,
    ):
        add(library, [asked.documents])
        kept = {d.id: d for d in library.documents() if d.file not in left_out}
        some = [q for q in questions if left_out.isdisjoint(s.document for s in q.evidence)]
        titles = {document.file: document.title or "" for document in kept.values()}
        pairs = [
            _pair(item, question, answers=answers, title=titles[file], asked=asked)
            for question in some
            if (file := question.evidence[0].document) in titles
            for item, answers in _found(library, question, frozenset(kept), wrong)
        ]
    if not any(pair.label for pair in pairs):
        msg = f"no question of {asked.questions} has its answer in {asked.documents}; name both"
        raise UsageError(msg)
    return pairs


def _found(
    library: Library, question: Question, among: frozenset[str], wrong: int
) -> Iterator[tuple[Evidence, bool]]:
    """Yield the sentences that answer, and the best of those that do not."""
    spans = [span for group in question.needed for span in group]
    text = question.question
    filters = Filters(among=among)
    found = retrieve(library, text, k=_HITS, filters=filters, leave_out=("reference",))
    left = wrong
    for item in FormulaReader().read(library, text, found.query_vector, found.hits):
        answers = is_hit(item.hit.document.file, item.start, item.end, spans)
        if answers or left > 0:
            yield item, answers
            left -= not answers


def _pair(
    item: Evidence, question: Question, *, answers: bool, title: str, asked: AskedLibrary
) -> Pair:
    """Return a pair whose group is the question's document, wherever the sentence stands."""
    own = item.hit.document.title or ""
    home = Selection(question.question, own, (), (), asked.name, asked.licence, question.id)
    made = make_pair(home, embed_text(item.text), label=float(answers), made=_MADE)
    return replace(made, group=replace(home, title=title).topic)
