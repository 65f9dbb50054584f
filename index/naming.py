"""Which document the words of a command name."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path

from quoth.index.errors import UnknownDocument
from quoth.index.types import Document

__all__ = ["named_document"]

_SHORTEST_ID = 6  # characters; a shorter start of an id is more likely a part of a title


def named_document(documents: Sequence[Document], reference: str, *, folder: Path) -> Document:
    """Return the one document that an id, a file, a citation key or a part of them names.

    Args:
        folder: the library's, for the message.

    Raises:
        UnknownDocument: none, or several; the message names what comes near.
    """
    tests: tuple[Callable[[Document], bool], ...] = (
        lambda d: reference in (d.id, d.file, d.path),
        lambda d: reference == d.key,
        lambda d: Path(d.file).name == reference,
        lambda d: Path(d.file).stem == reference,
        lambda d: len(reference) >= _SHORTEST_ID and d.id.startswith(reference),
        lambda d: reference.casefold() in f"{d.file}\n{d.title or ''}".casefold(),
    )
    for test in tests:
        found = [document for document in documents if test(document)]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"{document.file} ({document.id[:8]})" for document in found[:5])
            msg = f"{reference!r} names {len(found)} documents: {names}. Give the id"
            raise UnknownDocument(msg)
    near = difflib.get_close_matches(reference, [d.file for d in documents], n=3, cutoff=0.4)
    hint = f" Near: {', '.join(near)}." if near else ""
    msg = f"no document {reference!r} in the library at {folder}.{hint} See: quoth ls"
    raise UnknownDocument(msg)
