"""The library that starting up and asking are measured on, and the questions put to it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quoth.eval.bench.corpus import Corpus
from quoth.eval.bench.peers.rows import read_rows
from quoth.index.errors import UsageError
from quoth.index.library import Library

__all__ = ["N_DOCUMENTS", "Subject", "corpus_subject", "example_files", "own_subject"]

N_DOCUMENTS = 3000
_MOST_TITLES = 200


@dataclass(frozen=True, slots=True)
class Subject:
    """A library, in words and by its folder; `environment` makes `quoth` use it."""

    over: str
    library: Path
    environment: Mapping[str, str]
    questions: tuple[str, ...]
    n_documents: int
    n_passages: int


def example_files() -> Path | None:
    """Return the folder of example papers of a source checkout; an installed package has none."""
    folder = Path(__file__).resolve().parents[2] / "examples" / "library"
    return folder if folder.is_dir() else None


@contextmanager
def corpus_subject(
    corpus: Corpus, *, n: int = N_DOCUMENTS, progress: Callable[[str], None] = lambda _: None
) -> Iterator[Subject]:
    """Make a library of the first n documents; the questions are the first set's claims."""
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder:
        work = Path(folder)
        n_written = corpus.write(work / "corpus.jsonl", n)
        progress(f"startup, warm: adding {n_written:,} documents")
        chosen = corpus.sets[0]
        yield _made(
            f"the first {n_written:,} documents of {corpus.name}, {chosen.name} claims",
            work,
            work / "corpus.jsonl",
            tuple(claim.text for claim in chosen.claims),
        )


@contextmanager
def own_subject(*, progress: Callable[[str], None] = lambda _: None) -> Iterator[Subject]:
    """Take the user's own library, asked for its titles; the example papers if it is empty.

    Raises:
        UsageError: there are neither.
    """
    from quoth.rag.assembly import build_assistant

    with build_assistant().library as library:
        titles = [document.title for document in library.documents() if document.title]
        if titles:
            yield _subject(
                "your library, asked for the titles in it",
                library,
                {"QUOTH_LIBRARY": str(library.folder)},
                tuple(titles[:_MOST_TITLES]),
            )
            return
    files = example_files()
    if files is None:
        msg = (
            f"the library at {library.folder} is empty, so there is nothing to measure on. Run: "
            "quoth add PATH, or give --documents FILE.jsonl --claims FILE.jsonl"
        )
        raise UsageError(msg)
    rows = read_rows(files.parent / "questions.jsonl", "question")
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder:
        progress("startup, warm: adding the example papers")
        yield _made(
            "the example papers and their questions",
            Path(folder),
            files,
            tuple(str(row["question"]) for row in rows),
        )


def _made(over: str, work: Path, files: Path, questions: tuple[str, ...]) -> Subject:
    from quoth.index import add, load_embedder

    environment = {
        "QUOTH_LIBRARY": str(work / "library"),
        "QUOTH_CONFIG": str(work / "no-config.toml"),  # the figures are those of the defaults
    }
    with Library.open(work / "library", load_embedder) as library:
        add(library, [files])
        return _subject(over, library, environment, questions)


def _subject(
    over: str, library: Library, environment: Mapping[str, str], questions: tuple[str, ...]
) -> Subject:
    n_documents = len(library.documents())
    return Subject(over, library.folder, environment, questions, n_documents, library.n_passages)
