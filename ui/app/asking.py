"""A question while it is answered: steady looks at what there is so far."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from quoth.rag.events import Answered, Event, Retrieved, SentenceChecked, TextDelta
from quoth.rag.types import Answer, Note, Sentence, Source, Timings
from quoth.ui.app.stages import Began, Tell
from quoth.ui.app.transcript import Running, Stage

__all__ = ["Asking", "paced"]

# Seconds between two looks at what was written. Each is sent to the browser and patched into the
# page; ten a second read as flowing, and leave the server's other users their turn.
TICK_S = 0.1
_VERIFYING = Stage("answering and verifying")  # a sentence is checked while the next is written
_TAIL = 16  # characters by which the end of a checked sentence is found in the text as written

_Item = Event | Began | BaseException | None  # None: the stream has ended
_Queue = queue.SimpleQueue[_Item]


@dataclass(slots=True)
class Asking:
    """What is known of an answer so far.

    Attributes:
        answer: once it is whole.
    """

    question: str
    answer: Answer | None = None
    _stages: list[Stage] = field(default_factory=lambda: [Stage("searching")])
    _sentences: list[Sentence] = field(default_factory=list)
    _text: str = ""
    _found: Retrieved | None = None

    def take(self, event: Event | Began) -> None:
        """Add what happened."""
        match event:
            case Began("reading", after_ms):
                if self._found is None and len(self._stages) == 1:  # else it reads on
                    self._stages = [Stage("searching", after_ms), Stage("reading")]
            case Began():
                self._stages[-1] = _VERIFYING
            case Retrieved():
                self._found = event
                done = (("searching", event.retrieve_ms), ("reading", event.read_ms))
                self._stages = [Stage(name, ms) for name, ms in done if ms > 0]
                self._stages.append(Stage("answering"))
            case TextDelta(text):
                self._text += text
            case SentenceChecked(sentence):
                self._stages[-1] = _VERIFYING
                self._sentences.append(sentence)
                self._text = _after(self._text, sentence)
            case Answered(answer):
                self.answer = answer

    @property
    def running(self) -> Running:
        """What the transcript shows now."""
        return Running(self.question, tuple(self._stages), tuple(self._sentences), self._text)

    def stopped(self, reason: Note) -> Answer:
        """Return what there is as an answer: sentences that were checked, and a note."""
        if self.answer is not None:
            return self.answer
        found = self._found or Retrieved(())
        return replace(
            Answer(self.question, tuple(self._sentences), self._sources(found), notes=(reason,)),
            timings=Timings(retrieve_ms=found.retrieve_ms, read_ms=found.read_ms),
        )

    def _sources(self, found: Retrieved) -> tuple[Source, ...]:
        cited = {c.n: c for sentence in self._sentences for c in sentence.citations}
        sources = []
        for n, citation in sorted(cited.items()):
            hit = next(
                (
                    hit
                    for hit in found.hits
                    if hit.passage.document_id == citation.document_id
                    and hit.passage.start <= citation.start < hit.passage.end
                ),
                None,
            )
            quotes = dict.fromkeys(
                quote
                for sentence in self._sentences
                for quote in sentence.quotes
                if hit is not None and quote.document_id == hit.passage.document_id
            )
            if hit is not None:
                sources.append(Source(n, hit, tuple(quotes)))
        return tuple(sources)


def paced(
    stream: Callable[[Tell], Iterator[Event]], stop: threading.Event, *, tick_s: float = TICK_S
) -> Iterator[list[Event | Began]]:
    """Yield what happened since the last time, at most once a tick and at least once.

    The events are made in a thread, so that a chat model that is silent can be left. Once `stop` is
    set nothing more comes, and the thread ends with its next event.

    Args:
        stream: makes the events; what it tells meanwhile comes between them.

    Raises:
        whatever the stream raises.
    """
    done: _Queue = queue.SimpleQueue()
    threading.Thread(target=_produce, args=(stream, stop, done), daemon=True).start()
    while not stop.is_set():
        batch, ended = _collect(done, tick_s)
        error = next((item for item in batch if isinstance(item, BaseException)), None)
        yield [item for item in batch if item is not None and not isinstance(item, BaseException)]
        if error is not None:
            raise error
        if ended:
            return


def _produce(
    stream: Callable[[Tell], Iterator[Event]], stop: threading.Event, done: _Queue
) -> None:
    try:
        for event in stream(done.put):
            if stop.is_set():
                break
            done.put(event)
    except BaseException as error:  # noqa: BLE001  raised again where the events are awaited
        done.put(error)
    else:
        done.put(None)


def _collect(done: _Queue, tick_s: float) -> tuple[list[_Item], bool]:
    """Return what comes within a tick, and whether it is the end, which is not waited for."""
    until = time.monotonic() + tick_s
    batch: list[_Item] = []
    while (left := until - time.monotonic()) > 0:
        try:
            batch.append(done.get(timeout=left))
        except queue.Empty:
            break
        if batch[-1] is None or isinstance(batch[-1], BaseException):
            return batch, True
    return batch, False


def _after(text: str, sentence: Sentence) -> str:
    """Return what of the text was written after a sentence: two words confirm where it ends."""
    tail = sentence.text[-_TAIL:]
    at = text.rfind(tail)
    return text[at + len(tail) :] if at >= 0 else ""
