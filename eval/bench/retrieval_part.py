"""nDCG@10 and recall@10 of the cited documents among all, by `Assistant.search`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from quoth.eval.bench.corpus import Corpus, read_corpus_files
from quoth.eval.bench.peers.protocol import PASSAGES_PER_DOCUMENT
from quoth.eval.bench.results import RetrievalResult
from quoth.eval.retrieval import document_ranking, score_rankings
from quoth.index.errors import UsageError

__all__ = ["measure_retrieval", "scifact_retrieval"]

_K = 10


def scifact_retrieval(
    documents: Path, claims: Path, *, folder: Path | None = None
) -> RetrievalResult:
    """Measure one claim set over a corpus file.

    Args:
        folder: a library to make, or to use again; else a temporary one.
    Raises:
        UsageError: a file cannot be read, no claim cites anything, or ir-measures is missing.
    """
    return measure_retrieval(read_corpus_files(documents, [claims]), folder=folder)[0]


def measure_retrieval(
    corpus: Corpus,
    *,
    folder: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[RetrievalResult, ...]:
    """Measure every claim set over the whole corpus with the default settings; see above."""
    from quoth.index import add
    from quoth.rag.assembly import build_assistant
    from quoth.rag.settings import Settings

    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as work:
        # The file's name is part of each document's identity: the same name finds them unchanged.
        file = Path(work) / "corpus.jsonl" if folder is None else folder / "corpus.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        n_documents = corpus.write(file)
        assistant = build_assistant(Settings(library=str(folder or Path(work) / "library")))
        progress(f"retrieval: adding {n_documents:,} documents")
        add(assistant.library, [file])

        def search(text: str) -> Sequence[str]:
            hits = assistant.search(text, k=_K * PASSAGES_PER_DOCUMENT)
            return document_ranking(hits)

        with assistant.library:
            return tuple(
                _measure_set(corpus, at, n_documents, search, progress)
                for at in range(len(corpus.sets))
            )


def _measure_set(
    corpus: Corpus,
    at: int,
    n_documents: int,
    search: Callable[[str], Sequence[str]],
    progress: Callable[[str], None],
) -> RetrievalResult:
    chosen = corpus.sets[at]
    asked = [claim for claim in chosen.claims if claim.cited]
    if not asked:
        msg = f"no claim of {chosen.name} cites a document; there is nothing to look for"
        raise UsageError(msg)
    progress(f"retrieval: searching for {len(asked):,} claims of {chosen.name}")
    scores = score_rankings(
        {claim.id: search(claim.text) for claim in asked},
        {claim.id: dict.fromkeys(claim.cited, 1) for claim in asked},
        measures=("nDCG@10", "recall@10"),
    )
    return RetrievalResult(
        claims=chosen.name,
        n_documents=n_documents,
        n_left_out=len(chosen.claims) - len(asked),
        ndcg_10=scores.estimate("nDCG@10"),
        recall_10=scores.estimate("recall@10"),
        values={measure: dict(values) for measure, values in scores.values.items()},
        scifact_dev=corpus.is_scifact_dev(chosen),
    )
