"""BEIR: a folder of corpus, queries and judgements; what is relevant is known by document.

    corpus.jsonl {"_id", "title", "text"}   queries.jsonl {"_id", "text"}
    qrels/test.tsv   query-id, corpus-id, score   (else dev.tsv, else train.tsv)

Source: Thakur et al. 2021, BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information
Retrieval Models.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from pydantic import BaseModel, Field

from quoth.eval.importers.ids import check_items
from quoth.eval.json_lines import complain, read_text, rows_of
from quoth.eval.runs.items import CorpusDocument, EvalSet, Item
from quoth.eval.runs.records import Gold
from quoth.index.errors import UsageError

__all__ = ["is_beir", "read_beir"]

_SPLITS = ("test", "dev", "train")


class _Row(BaseModel):
    id: str = Field(alias="_id", coerce_numbers_to_str=True)
    title: str | None = ""
    text: str


def is_beir(folder: Path) -> bool:
    """Whether a folder holds a BEIR set."""
    return (folder / "corpus.jsonl").exists() and (folder / "queries.jsonl").exists()


def read_beir(folder: Path) -> EvalSet:
    """Read a BEIR folder; the queries that are judged are asked.

    Raises:
        UsageError: a part is missing or does not read, or a query or a document of the judgements
            is not there.
    """
    split = next((s for s in _SPLITS if (folder / "qrels" / f"{s}.tsv").exists()), None)
    if split is None:
        msg = f"{folder} has no qrels/test.tsv (nor dev.tsv, train.tsv); a BEIR folder needs one"
        raise UsageError(msg)
    qrels = folder / "qrels" / f"{split}.tsv"
    documents = [row for _, row in rows_of(folder / "corpus.jsonl", _Row, name="corpus")]
    queries = {
        row.id: (line, row) for line, row in rows_of(folder / "queries.jsonl", _Row, name="queries")
    }
    relevant = _relevant(qrels, queries.keys(), {document.id for document in documents})
    items = [
        Item(id_, "question", queries[id_][1].text, queries[id_][0], gold=Gold(documents=names))
        for id_, names in relevant.items()
    ]
    sha256 = hashlib.sha256((folder / "queries.jsonl").read_bytes() + qrels.read_bytes())
    return EvalSet(
        f"{folder.name}/{split}",
        sha256.hexdigest(),
        check_items(items, folder),
        corpus=tuple(
            CorpusDocument(d.id, d.title or "", d.text or d.title or "") for d in documents
        ),
    )


def _relevant(
    path: Path, queries: Collection[str], documents: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Return the documents that are judged relevant, by query."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    problems = []
    for number, row in enumerate(csv.reader(read_text(path).splitlines(), delimiter="\t"), 1):
        if number == 1 and row and not row[-1].strip().lstrip("-").isdigit():
            continue  # the heading
        if len(row) != 3 or not row[2].strip().lstrip("-").isdigit():
            problems.append(f"line {number}: not query-id, corpus-id and score")
        elif row[0] not in queries:
            problems.append(f"line {number}: there is no query {row[0]!r}")
        elif row[1] not in documents:
            problems.append(f"line {number}: there is no document {row[1]!r}")
        elif int(row[2]) > 0:
            found[row[0]].append(row[1])
    complain(problems, f"the judgements {path} have", "lines that do not fit")
    return {query: tuple(dict.fromkeys(names)) for query, names in found.items()}
