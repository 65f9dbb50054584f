"""A question while it is answered: steady looks at what there is so far, and a way to stop it."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from quoth.rag.events import Answered, Event, Retrieved, SentenceChecked, TextDelta
from quoth.rag.types import Answer, Note, Sentence, Source, Timings
from quoth.ui.app.stages import Began, Tell
from quoth.ui.app.transcript import Running, Stage

__all__ = ["Asking", "Stops", "Ticket", "paced"]

# Seconds between two looks at what was written. Each is sent to the browser and patched into the
# page; ten a second read as flowing, and leave the server's other users their turn.
TICK_S = 0.1
_TABS_KNOWN = 1000  # that have asked; what is asked of them matters while their page loads
_VERIFYING = Stage("answering and verifying")  # a sentence is checked while the next is written
_TAIL = 16  # characters by which the end of a checked sentence is found in the text as written

_Item = Event | Began | BaseException | None  # None: the stream has ended
_Queue = queue.SimpleQueue[_Item]


@dataclass(frozen=True, slots=True)
class Ticket:
    """One question that is being answered in a tab.

    Attributes:
        stop: set when the reader has read enough, or the tab was closed.
        left: set when the tab shows another conversation; the answer is finished unseen.
    """

    stop: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class Stops:
    """The questions that are being answered, by tab. Safe to use from several threads."""

    _asked: dict[str, Ticket] = field(default_factory=dict)
    _began: dict[str, None] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def asking(self, tab: str) -> Iterator[Ticket | None]:
        """Yield what `stop` and `leave` set while a tab's question is answered.

        None where the tab still shows how another one is answered.
        """
        mine = Ticket()
        self.begin(tab)
        with self._lock:
            other = self._asked.get(tab)
            is_busy = other is not None and not other.left.is_set()
            if not is_busy:
                self._asked[tab] = mine
        if is_busy:
            yield None
            return
        try:
            yield mine
        finally:
            mine.stop.set()  # whoever still answers for a closed tab stops too
            with self._lock:
                if self._asked.get(tab) is mine:
                    del self._asked[tab]

    def begin(self, tab: str) -> None:
        """Note that the reader has asked, or chosen a conversation, in a tab."""
        with self._lock:
            self._began[tab] = None
            if len(self._began) > _TABS_KNOWN:
                del self._began[next(iter(self._began))]

    def have_begun(self, tab: str) -> bool:
        """Whether the reader has done so, and a page that loads late is not to undo it."""
        with self._lock:
            return tab in self._began

    def stop(self, tab: str) -> bool:
        """Stop a tab's question; False if it has none."""
        ticket = self._of(tab)
        if ticket is not None:
            ticket.stop.set()
        return ticket is not None

    def leave(self, tab: str) -> None:
        """Finish a tab's question without showing it."""
        ticket = self._of(tab)
        if ticket is not None:
            ticket.left.set()

    def _of(self, tab: str) -> Ticket | None:
        with self._lock:
            return self._asked.get(tab)


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
