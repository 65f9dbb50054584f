"""Bringing the word index up to the store."""

from __future__ import annotations

from pathlib import Path

from quoth.index.snapshot import WORDS_META
from quoth.index.store import Store
from quoth.index.words import WordIndex, WordState

__all__ = ["update_words"]


def update_words(store: Store, folder: Path) -> None:
    """Bring the word index up to the store's generation, and record it there.

    It is made anew if it is missing or damaged, or if passages were removed since.
    """
    state = WordState.from_json(store.meta(WORDS_META))
    generation = store.generation
    if state and state.generation == generation and WordIndex.open(folder, state):
        return
    words = WordIndex.open(folder, state) if state else None
    if words is not None and state is not None:
        fresh = list(store.words(after=state.generation))
        if len(words) + len(fresh) == store.count_passages():
            words.add(fresh)
        else:
            words = None
    if words is None:
        words = WordIndex.new(folder)
        words.add(store.words())
    # Recording it is a transaction too: the index is complete for the generation that this makes.
    store.set_meta(WORDS_META, words.state(generation + 1).to_json())
    words.discard_others()
