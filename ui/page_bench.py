"""How long a reader of the page waits, in a real browser over a real server.

figures = measure_page(subject)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from quoth.eval.bench.report import Goal, table
from quoth.eval.bench.results import Spread
from quoth.ui.page_visits import (
    PageFailed,
    ask_all,
    chromium,
    first_paint,
    open_browser,
    serve_page,
)

if TYPE_CHECKING:
    from pathlib import Path

    from quoth.eval.bench.subject import Subject

__all__ = ["PageFigures", "bench_page", "measure_page"]

_PAINTS = 5
_ASKED = 12  # questions; those that get no quoted answer count for nothing


@dataclass(frozen=True, slots=True)
class PageFigures:
    """What a reader waits for, in ms.

    Attributes:
        paint_ms: first contentful paint of a browser with an empty cache.
        token_ms: from the click on Ask to the first sentence of a quoted answer.
        source_ms: from the click on [n] to the quoted words.
        n_declined: questions that got no answer; they are not in `token_ms`.
    """

    over: str
    n_passages: int
    paint_ms: Spread
    token_ms: Spread
    source_ms: Spread
    n_declined: int

    def to_json(self) -> dict[str, Any]:
        """Return what `quoth bench --ui --json` prints."""
        return asdict(self) | {"figures": [asdict(goal) for goal in self._goals()]}

    def to_text(self) -> str:
        """Return a table of the figures beside their goals."""
        heads = ("measure", "over", "here", "goal", "met")
        rows = [
            [g.measure, g.over, g.here, g.goal, "yes" if g.met else "no"] for g in self._goals()
        ]
        return "\n".join(table(heads, rows))

    def _goals(self) -> list[Goal]:
        over = f"{self.over} ({self.n_passages:,} passages)"
        return [
            _goal("first contentful paint", f"{self.paint_ms.n} visits", self.paint_ms, 2000),
            _goal("first words of a quoted answer", over, self.token_ms, 300),
            _goal("opening a source", f"{self.source_ms.n} sources", self.source_ms, 300),
        ]


def bench_page(
    documents: Path | None,
    claims: Sequence[Path],
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> PageFigures:
    """Measure the page over a corpus and the example papers, or over the user's own library.

    Raises:
        UsageError, PageFailed: as `measure_page`; a file that cannot be read.
    """
    from quoth.eval.bench.corpus import read_corpus_files
    from quoth.eval.bench.subject import corpus_subject, own_subject

    if documents is None:
        with own_subject(progress=progress) as subject:
            return measure_page(subject, progress=progress)
    corpus = read_corpus_files(documents, claims)
    with corpus_subject(corpus, progress=progress) as subject:
        return measure_page(_with_papers(subject), progress=progress)


def measure_page(
    subject: Subject, *, progress: Callable[[str], None] = lambda _: None
) -> PageFigures:
    """Serve a library and visit its page.

    Raises:
        UsageError: there is no Chromium, or the package playwright is missing.
        PageFailed: the server did not start, or no question was answered.
    """
    path = chromium()
    with serve_page(subject.environment) as url, open_browser(path) as browser:
        progress(f"page: {_PAINTS} first visits")
        paints = [first_paint(browser, url) for _ in range(_PAINTS + 1)][1:]
        progress(f"page: asking {_ASKED} questions and opening their sources")
        waits = ask_all(browser, url, subject.questions[: _ASKED + 1])
    if not waits.token_ms:
        msg = "no question got a quoted answer, so that there is nothing to measure"
        raise PageFailed(msg)
    return PageFigures(
        over=subject.over,
        n_passages=subject.n_passages,
        paint_ms=Spread.of(paints),
        token_ms=Spread.of(waits.token_ms),
        source_ms=Spread.of(waits.source_ms),
        n_declined=waits.n_declined,
    )


def _with_papers(subject: Subject) -> Subject:
    """Add the example papers, so that some of the sources are pages of a PDF."""
    from quoth.eval.bench.peers.rows import read_rows
    from quoth.eval.bench.subject import example_files
    from quoth.index import Library, add, load_embedder

    files = example_files()
    if files is None:
        return subject
    with Library.open(subject.library, load_embedder) as library:
        add(library, [files])
        n_passages = library.n_passages
    rows = read_rows(files.parent / "questions.jsonl", "question", "evidence")
    paged = [
        str(row["question"])
        for row in rows
        if any(str(one["document"]).endswith(".pdf") for one in row["evidence"])
    ]
    turns = zip(paged, subject.questions, strict=False)
    return replace(
        subject,
        over=f"{subject.over}, and the example papers",
        questions=tuple(question for turn in turns for question in turn),
        n_passages=n_passages,
    )


def _goal(measure: str, over: str, found: Spread, most_ms: float) -> Goal:
    here = f"{found.median:.0f} ms ({found.low:.0f} to {found.high:.0f})"
    return Goal(measure, over, here, "", f"≤ {most_ms:.0f} ms", found.median <= most_ms)
