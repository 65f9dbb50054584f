"""The documents of a library by the names that a set has for them, and whether its gold fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from quoth.eval.json_lines import complain
from quoth.eval.runs.items import Item
from quoth.index.library import Library
from quoth.index.types import Document

__all__ = ["SetNames", "check_gold", "fitting_items", "names_of", "set_names"]


class SetNames:
    """Names a library's documents as a set does: by file, or by the file's last part."""

    def __init__(self, documents: Sequence[Document], wanted: Iterable[str]) -> None:
        """Match names.

        Args:
            wanted: every name that the set uses.
        """
        files = {document.file: document for document in documents}
        last = [PurePosixPath(document.file).name for document in documents]
        once = {name for name, n in Counter(last).items() if n == 1}
        by_last = {n: d for n, d in zip(last, documents, strict=True) if n in once}
        self._documents: dict[str, Document] = {}
        for name in wanted:
            found = files.get(name) or by_last.get(PurePosixPath(name).name)
            if found is not None:
                self._documents[name] = found
        self._names = {document.id: name for name, document in self._documents.items()}

    def find(self, name: str) -> Document | None:
        """Return the document that the set calls so."""
        return self._documents.get(name)

    def name(self, document: Document) -> str:
        """Return what the set calls a document; its file where the set never does."""
        return self._names.get(document.id, document.file)


def names_of(item: Item) -> list[str]:
    """Return the documents that an item's gold names, each once."""
    spans = [span.document for group in item.gold.needs for span in group]
    return list(dict.fromkeys((*item.gold.documents, *spans)))


def set_names(library: Library, items: Iterable[Item]) -> SetNames:
    """Match a library's documents with the names that items use."""
    return SetNames(library.documents(), (name for item in items for name in names_of(item)))


def check_gold(library: Library, names: SetNames, items: Sequence[Item]) -> dict[str, str]:
    """Return what is wrong with items' gold in this library, by item id; a line each.

    A document that the library does not have, an offset beyond its text, a quote that is not what
    stands at its offsets.
    """
    texts: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for item in items:
        missing = [name for name in names_of(item) if names.find(name) is None]
        if missing:
            wrong[item.id] = f"line {item.line}: the library has no document {missing[0]!r}"
            continue
        for span, quote in item.quotes:
            document = names.find(span.document)
            if document is None:
                continue
            if document.id not in texts:
                texts[document.id] = library.text(document.id).text
            stands = texts[document.id][span.start : span.end]
            if not 0 <= span.start < span.end or (quote and stands != quote):
                place = f"{span.document}[{span.start}:{span.end}]"
                wrong[item.id] = f"line {item.line}: {place} is not the quote {quote[:40]!r}"
                break
    return wrong


def fitting_items(
    library: Library, names: SetNames, items: Sequence[Item], *, set_name: str, leave_out: bool
) -> tuple[Item, ...]:
    """Return the items whose gold fits the library.

    Args:
        leave_out: leave out the others instead of complaining.
    Raises:
        UsageError: some do not fit, or none is left.
    """
    wrong = check_gold(library, names, items)
    kept = tuple(item for item in items if item.id not in wrong)
    if not leave_out or not kept:
        where = f"the set {set_name} does not fit the library at {library.folder}: it has"
        hint = "Give another --library, or --papers; --leave-out asks the other items"
        complain(wrong.values(), where, "items that do not stand on its documents", hint=hint)
    return kept
