"""Which documents have a word anywhere but in their reference lists; kept from claim to claim."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from quoth.index.words import terms

if TYPE_CHECKING:
    from quoth.index.library import Library
    from quoth.index.snapshot import Snapshot

__all__ = ["Holders", "holders_of"]

# Passages with a word that are looked at. A word that more have is in most documents of such a
# library, and tells nothing.
_MOST_PASSAGES = 20_000
_MOST_WORDS = 10_000  # words kept; a draft of 3,000 words has about 900
_WORD = re.compile(r"\w+")
_SAID = frozenset({"front", "abstract", "body"})


@dataclass(frozen=True, slots=True)
class Holders:
    """The words of a library's documents as of one snapshot.

    Attributes:
        homes: the document of each passage that is not an entry of a reference list.
    """

    snapshot: Snapshot
    homes: Mapping[int, str]
    _known: dict[str, frozenset[str]] = field(default_factory=dict)

    def coverage(self, claim: str, documents: list[str]) -> list[float]:
        """Return the share of a claim's words that each document has, by squared rarity, in [0, 1].

        Rarity is the inverse document frequency over whole documents: log(1 + (N - n + 0.5) /
        (n + 0.5)), as `Library.rarity` counts it over passages.
        """
        total = len(self.snapshot.documents)
        words = {found[0]: word for word in _WORD.findall(claim) if (found := terms(word))}
        holders = [self._holding(term, word) for term, word in words.items()]
        counts = [len(some) for some in holders]
        weights = [math.log(1 + (total - n + 0.5) / (n + 0.5)) ** 2 for n in counts]
        whole = sum(weights) or 1.0
        return [
            sum(weight for weight, some in zip(weights, holders, strict=True) if document in some)
            / whole
            for document in documents
        ]

    def _holding(self, term: str, word: str) -> frozenset[str]:
        known = self._known.get(term)
        if known is None:
            found = self.snapshot.words.search(word, _MOST_PASSAGES)
            known = frozenset(self.homes[i] for i in found if i in self.homes)
            if len(self._known) >= _MOST_WORDS:
                self._known.clear()
            self._known[term] = known
        return known


_LAST: WeakKeyDictionary[Library, Holders] = WeakKeyDictionary()
_LOCK = threading.Lock()


def holders_of(library: Library, snapshot: Snapshot) -> Holders:
    """Return the holders of a library as of a snapshot, made anew where the library has changed."""
    with _LOCK:
        last = _LAST.get(library)
    if last is None or last.snapshot is not snapshot:
        said = library.store.passage_ids(document_ids=None, kinds=_SAID)
        last = Holders(snapshot, library.document_ids(said.tolist()))
        with _LOCK:
            _LAST[library] = last
    return last
