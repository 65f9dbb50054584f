"""Questions that a library answers and questions that it does not, with their signals."""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from quoth.eval.fitting.near_misses import NearMiss
from quoth.eval.fitting.withheld import libraries_for
from quoth.index import Library, add, load_embedder
from quoth.rag.assistant import N_HITS
from quoth.rag.reading.fitted_reader import FittedReader
from quoth.rag.reading.stated import Signals, signals_of
from quoth.rag.retriever import retrieve

__all__ = ["Row", "State", "near_miss_rows", "selection_rows", "signals_for", "state_of"]

State = Literal["held", "gutted", "withheld"]


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its signals.

    Attributes:
        source: the set that it is of.
        group: what it shares with rows that must fall in the same fold.
        answerable: whether the library that it was asked of answers it.
    """

    source: str
    group: str
    answerable: bool
    signals: Signals


@dataclass(slots=True)
class _Group:
    """One question of answer-sentence selection: sentences, each with whether it answers."""

    question: str
    title: str
    sentences: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def answers(self) -> list[str]:
        """The sentences that answer."""
        return [sentence for sentence, answers in self.sentences if answers]

    def kept(self, state: State) -> list[str]:
        """Return what the library holds, in the order of a hash: the rows have the answer first."""
        if state == "withheld":
            return []
        kept = [text for text, answers in self.sentences if state == "held" or not answers]
        return sorted(kept, key=_digest)


def near_miss_rows(papers: Sequence[Path], questions: Sequence[NearMiss]) -> list[Row]:
    """Return the rows of near misses and their originals, grouped by the original's document."""
    home = {q.id: q.evidence[0].document for q in questions if q.evidence}
    rows = []
    with tempfile.TemporaryDirectory() as folder, _library(Path(folder), papers) as library:
        for asked, some in libraries_for(library, questions):
            for question in some:
                signals = signals_for(asked, question.question)
                group = home[question.original or question.id]
                if signals:
                    rows.append(Row("near misses", group, not question.unanswerable, signals))
    return rows


def selection_rows(path: Path, prefix: str, *, most: int) -> list[Row]:
    """Return rows of answer-sentence selection data, each group a small document of its own.

    Of ten questions about five find their document whole, three without the sentences that answer,
    two not at all; which ones, the hash of the group says. A question whose answer another group's
    document states is left out.

    Args:
        path: gzipped JSON Lines: `question, title, sentence, label, dataset, group`.
        prefix: of the names of the datasets to take.
        most: questions to ask, chosen by the hashes of their groups.
    """
    groups = dict(_groups(path, prefix))
    kept = {name: group.kept(state_of(name)) for name, group in groups.items()}
    lines = [
        json.dumps({"id": name, "title": groups[name].title, "text": "\n".join(sentences)})
        for name, sentences in kept.items()
        if sentences
    ]
    held = {sentence for sentences in kept.values() for sentence in sentences}
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        corpus.write_text("\n".join(lines), encoding="utf-8")
        with _library(Path(folder), [corpus]) as library:
            for name in sorted(groups, key=_digest)[:most]:
                group = groups[name]
                state, signals = state_of(name), signals_for(library, group.question)
                # Passages are shared between groups: what one lacks another may hold.
                is_elsewhere = state != "held" and any(s in held for s in group.answers)
                if signals and not is_elsewhere:
                    rows.append(Row(prefix, group.title or name, state == "held", signals))
    return rows


def state_of(group: str) -> State:
    """Return what the library holds of a group: all, all but the answer, or nothing."""
    place = int(_digest(group)[:8], 16) % 10
    return "held" if place < 5 else "gutted" if place < 8 else "withheld"


def signals_for(library: Library, question: str) -> Signals | None:
    """Return the signals of a question as an assistant would see them."""
    found = retrieve(library, question, k=N_HITS, leave_out=("reference",))
    evidence = FittedReader().read(library, question, found.query_vector, found.hits)
    return signals_of(question, found.hits, evidence)


def _library(folder: Path, papers: Sequence[Path]) -> Library:
    embedder = load_embedder()
    library = Library.open(folder / "library", lambda: embedder)
    add(library, list(papers))
    return library


def _groups(path: Path, prefix: str) -> Iterator[tuple[str, _Group]]:
    found: dict[str, _Group] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["dataset"].startswith(prefix):
                group = found.setdefault(row["group"], _Group(row["question"], row["title"] or ""))
                group.sentences.append((row["sentence"], bool(row["label"])))
    yield from found.items()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
