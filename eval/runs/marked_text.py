"""Any system's answer → its sentences, each with the numbers of its marks."""

from __future__ import annotations

from quoth.index.sentences import split_sentences
from quoth.rag.chat.markers import MarkerReader
from quoth.rag.chat.reply_sentences import SentenceReader

__all__ = ["read_marked"]

_MOST_SOURCES = 999  # marks have three digits; one without a source must be seen too


def read_marked(answer: str, *, marks: bool = True) -> list[tuple[str, tuple[int, ...]]]:
    """Return an answer's sentences without marks, and the numbers that each cites, each once.

    Headings and code claim nothing and are left out. The forms of marks are those of
    `quoth.rag.chat.marker_syntax`.

    Args:
        marks: whether [n] is a mark; else it is text.
    """
    if not marks:
        return [(" ".join(answer[a:b].split()), ()) for a, b in split_sentences(answer)]
    markers, sentences = MarkerReader(_MOST_SOURCES), SentenceReader()
    pieces = [*markers.feed(answer), *markers.close()]
    found = [finished for piece in pieces for finished in sentences.feed(piece)]
    return [(s.text, s.cited) for s in (*found, *sentences.close()) if s.kind == "claim"]
