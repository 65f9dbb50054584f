"""Questions that a library answers and questions that it does not, with their signals."""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from quoth.eval.fitting.near_misses import NearMiss
from quoth.eval.fitting.withheld import libraries_for
from quoth.eval.train.pairs import is_held_out
from quoth.eval.train.reader_recipe import HELD_OUT
from quoth.eval.train.reader_rows import Selection
from quoth.eval.train.reader_twins import find_swap, terms_by_kind
from quoth.index import Library, add, load_embedder
from quoth.rag.assistant import N_HITS
from quoth.rag.reading.reader import SentenceReader
from quoth.rag.reading.stated import Signals, signals_of
from quoth.rag.retriever import retrieve

__all__ = ["Row", "State", "near_miss_rows", "selection_rows", "signals_for", "state_of"]

State = Literal["held", "gutted", "withheld"]

_TWIN_SEED = 2  # not that of training


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
    dataset: str
    sentences: list[tuple[str, bool]] = field(default_factory=list)

    def selection(self, name: str) -> Selection:
        """Return it as what a reader is trained on."""
        wrong = tuple(text for text, answers in self.sentences if not answers)
        return Selection(
            self.question, self.title, tuple(self.answers), wrong, self.dataset, "", name
        )

    def is_held_out(self, name: str) -> bool:
        """Whether training the shipped reader leaves it out."""
        return is_held_out(self.selection(name).topic, HELD_OUT)

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


def near_miss_rows(
    papers: Sequence[Path], questions: Sequence[NearMiss], reader: SentenceReader
) -> list[Row]:
    """Return the rows of near misses and their originals, grouped by the original's document."""
    home = {q.id: q.evidence[0].document for q in questions if q.evidence}
    rows = []
    with tempfile.TemporaryDirectory() as folder, _library(Path(folder), papers) as library:
        for asked, some in libraries_for(library, questions):
            for question in some:
                signals = signals_for(asked, question.question, reader)
                group = home[question.original or question.id]
                if signals:
                    rows.append(Row("near misses", group, not question.unanswerable, signals))
    return rows


def selection_rows(
    path: Path, prefix: str, *, most: int, reader: SentenceReader, held_out: bool = False
) -> list[Row]:
    """Return rows of answer-sentence selection data, each group a small document of its own.

    Of ten questions about five find their document whole, three without the sentences that answer,
    two not at all; which ones, the hash of the group says. A question whose answer another group's
    document states is left out.

    Args:
        path: gzipped JSON Lines: `question, title, sentence, label, dataset, group`.
        prefix: of the names of the datasets to take.
        most: questions to ask, chosen by the hashes of their groups.
        held_out: ask only what no trained reader has learnt from, and of each document that is
            there whole also a question with another name or number in it.
    """
    every = dict(_groups(path, prefix))
    groups = {n: g for n, g in every.items() if g.is_held_out(n)} if held_out else every
    twins = _twins(every, list(groups)) if held_out else {}
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
                for question, answerable in _questions(groups[name], name, held, twins):
                    signals = signals_for(library, question, reader)
                    if signals:
                        group = groups[name].title or name
                        rows.append(Row(prefix, group, answerable, signals))
    return rows


def _questions(
    group: _Group, name: str, held: Collection[str], twins: Mapping[str, str]
) -> Iterator[tuple[str, bool]]:
    """Yield what is asked for a group, and whether the library answers it."""
    whole = state_of(name) == "held"
    # Passages are shared between groups: what one lacks another may hold.
    if whole or not any(sentence in held for sentence in group.answers):
        yield group.question, whole
    if whole and name in twins:
        yield twins[name], False


def _twins(groups: dict[str, _Group], names: Sequence[str]) -> dict[str, str]:
    """Return the questions that can be asked with another term, by the names of their groups."""
    selections = {name: groups[name].selection(name) for name in groups}
    pool = terms_by_kind(selections.values())
    found = {}
    for name in names:
        for sentence in selections[name].right[:1]:
            swap = find_swap(selections[name], sentence, pool, seed=_TWIN_SEED)
            if swap:
                found[name] = swap.question
    return found


def state_of(group: str) -> State:
    """Return what the library holds of a group: all, all but the answer, or nothing."""
    place = int(_digest(group)[:8], 16) % 10
    return "held" if place < 5 else "gutted" if place < 8 else "withheld"


def signals_for(library: Library, question: str, reader: SentenceReader) -> Signals | None:
    """Return the signals of a question as an assistant would see them."""
    found = retrieve(library, question, k=N_HITS, leave_out=("reference",))
    evidence = reader.read(library, question, found.query_vector, found.hits)
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
                known = _Group(row["question"], row["title"] or "", row["dataset"])
                group = found.setdefault(row["group"], known)
                group.sentences.append((row["sentence"], bool(row["label"])))
    yield from found.items()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
