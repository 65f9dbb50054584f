"""The marks [n] of a reply: read while it comes in, and written again.

    stream = MarkerStream(n_passages=5)
    for delta in model.stream(messages):
        for event in stream.feed(delta):
            ...
    events = stream.close()

Pure: text in, events out. How the reply was cut into deltas changes no sentence and no character.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quoth.rag.chat.declining import NOT_IN_PASSAGES, DeclineReader
from quoth.rag.chat.markers import MarkerReader, Piece
from quoth.rag.chat.reply_sentences import FinishedSentence, SentenceReader
from quoth.rag.types import Note, TextDelta

__all__ = [
    "NOT_IN_PASSAGES",
    "Event",
    "FinishedReply",
    "FinishedSentence",
    "MarkerStream",
    "TextDelta",
    "insert_markers",
    "read_reply",
]

_MOST_NAMED = 3  # numbers written out in a note


@dataclass(frozen=True, slots=True)
class FinishedReply:
    """The whole reply.

    Attributes:
        text: what was shown: the deltas, joined.
        notes: one `marker_without_passage` for each mark that was removed, or in part.
        declined: the model said that the passages do not answer; then there is no text.
    """

    text: str
    sentences: tuple[FinishedSentence, ...]
    notes: tuple[Note, ...] = ()
    declined: bool = False


Event = TextDelta | FinishedSentence | FinishedReply


class MarkerStream:
    """Turns a chat model's deltas into text to show and finished sentences.

    Args:
        n_passages: how many the model was given; their numbers begin at 1.
    """

    def __init__(self, n_passages: int) -> None:
        self._n_passages = n_passages
        self._opening = DeclineReader()
        self._markers = MarkerReader(n_passages)
        self._reader = SentenceReader()
        self._text: list[str] = []
        self._sentences: list[FinishedSentence] = []
        self._notes: list[Note] = []

    def feed(self, delta: str) -> list[Event]:
        """Return what the delta decides: at most one `TextDelta`, then finished sentences."""
        return list(self._take(self._markers.feed(self._opening.feed(delta))))

    def close(self) -> list[Event]:
        """Return the rest, and the `FinishedReply` last.

        Where the stream broke off, the last sentence that this returns may be half of one.
        """
        pieces = self._markers.feed(self._opening.close()) + self._markers.close()
        events = self._take(pieces)
        left = self._reader.close()
        self._sentences += left
        whole = FinishedReply(
            "".join(self._text),
            tuple(self._sentences),
            tuple(self._notes),
            self._opening.state == "declined",
        )
        return [*events, *left, whole]

    def _take(self, pieces: Sequence[Piece]) -> list[Event]:
        text = "".join(piece.text for piece in pieces)
        found = [sentence for piece in pieces for sentence in self._reader.feed(piece)]
        self._text.append(text)
        self._sentences += found
        self._notes += [self._removed(piece.unknown) for piece in pieces if piece.unknown]
        return [*([TextDelta(text)] if text else []), *found]

    def _removed(self, unknown: Sequence[int]) -> Note:
        numbers = ", ".join(map(str, unknown))
        if len(unknown) > _MOST_NAMED:
            numbers = f"{unknown[0]}, …, {unknown[-1]}"
        message = (
            f"the model cited [{numbers}], but was given {self._n_passages} passages; "
            "the mark was removed"
        )
        return Note("marker_without_passage", message)


def read_reply(text: str, n_passages: int) -> FinishedReply:
    """Return a whole reply, read as `MarkerStream` reads it in pieces."""
    stream = MarkerStream(n_passages)
    events = [*stream.feed(text), *stream.close()]
    return next(event for event in events if isinstance(event, FinishedReply))


def insert_markers(sentences: Iterable[FinishedSentence]) -> str:
    """Return the sentences as one text, laid out as they came, their marks after each."""
    return "".join(
        sentence.lead
        + sentence.text
        + "".join(f" [{n}]" if i == 0 else f"[{n}]" for i, n in enumerate(sentence.cited))
        for sentence in sentences
    )
