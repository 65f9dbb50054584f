"""A plain table of questions, comma or tab separated, with a heading.

    question      needed
    id            else the number of the line
    answer        the acceptable answers, with | between them
    context       the text that answers it: becomes a document
    document      the document that answers it, by its name in the library
    quote         the words of `context` that answer it
    kind, language, unanswerable (yes, true or 1)

Every other column is left alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from quoth.eval.importers.ids import check_items
from quoth.eval.json_lines import complain, read_text
from quoth.eval.runs.items import CorpusDocument, EvalSet, Item
from quoth.eval.runs.records import Gold, Span
from quoth.index.errors import UsageError

__all__ = ["read_table"]

_YES = frozenset({"yes", "true", "1", "x"})


def read_table(path: Path) -> EvalSet:
    """Read a .csv or .tsv file.

    Raises:
        UsageError: it cannot be read, has no column `question`, or lines that do not fit.
    """
    text = read_text(path)
    documents: dict[str, CorpusDocument] = {}
    items, problems = [], []
    for line, cells in _rows(text, path):
        if not cells["question"]:
            problems.append(f"line {line}: no question")
            continue
        if context := cells.get("context"):
            name = _name(context)
            documents.setdefault(name, CorpusDocument(name, "", context))
            if cells.get("quote", "") not in context:
                problems.append(f"line {line}: the quote does not stand in the context")
        items.append(_item(cells, line))
    complain(problems, f"the table {path} has", "lines that do not fit")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return EvalSet(path.name, sha256, check_items(items, path), corpus=tuple(documents.values()))


def _rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row that is not empty, with the number of its last line."""
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in reader.fieldnames or ()]
        reader.fieldnames = names
        if "question" not in names:
            msg = f"the table {path} has no column 'question'; its columns: {', '.join(names)}"
            raise UsageError(msg)
        for row in reader:
            cells = {name: (row.get(name) or "").strip() for name in names}
            if any(cells.values()):
                yield reader.line_num, cells
    except csv.Error as error:
        msg = f"the table {path}, after line {reader.line_num}: {error}"
        raise UsageError(msg) from error


def _name(context: str) -> str:
    return hashlib.sha256(context.encode()).hexdigest()[:16]


def _item(cells: Mapping[str, str], line: int) -> Item:
    unanswerable = cells.get("unanswerable", "").casefold() in _YES
    spans: tuple[Span, ...] = ()
    documents = (cells["document"],) if cells.get("document") else ()
    if context := cells.get("context"):
        name = _name(context)
        documents = (name,)
        start = context.find(cells.get("quote", ""))
        end = start + len(cells["quote"]) if cells.get("quote") else len(context)
        spans = (Span(name, max(0, start), end),)
    gold = Gold(
        needs=() if unanswerable or not spans else (spans,),
        spans=() if unanswerable else spans,
        documents=() if unanswerable else documents,
        answers=()
        if unanswerable
        else tuple(part.strip() for part in cells.get("answer", "").split("|") if part.strip()),
        answerable=not unanswerable,
    )
    return Item(
        cells.get("id") or str(line),
        "question",
        cells["question"],
        line,
        kind=cells.get("kind") or ("unanswerable" if unanswerable else "lookup"),
        language=cells.get("language") or "en",
        gold=gold,
        quotes=((spans[0], cells.get("quote", "")),) if gold.spans else (),
    )
