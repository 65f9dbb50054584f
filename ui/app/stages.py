"""When the stages of an answer begin, told by those who do the work.

The events of an answer say what has been done; the page shows what is being done. Reader and judge
are seams of the assistant: here each says that it was called, and does its work.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from quoth.rag.chat.chain import ChatAnswerer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from quoth.index.embedder import Embedder
    from quoth.index.library import Library
    from quoth.index.types import Hit
    from quoth.rag.assistant import Assistant
    from quoth.rag.reading.reader import Evidence, SentenceReader
    from quoth.rag.support.evidence import EvidencePassage, Rarity
    from quoth.rag.support.scorer import SupportJudge, Verdict
    from quoth.rag.support.trained_judge import JudgeMaker

__all__ = ["Began", "Tell", "telling"]


_Stage = Literal["reading", "verifying"]
_Note = Callable[[_Stage], None]


@dataclass(frozen=True, slots=True)
class Began:
    """A stage has begun; `after_ms` counts from when the question was asked."""

    stage: _Stage
    after_ms: float


Tell = Callable[[Began], None]


def telling(assistant: Assistant, tell: Tell) -> Assistant:
    """Return an assistant for one question that tells when its reading and its verifying begin.

    Each is told every time that it begins: a chat model's sentences are verified one by one.
    """
    asked_s = time.perf_counter()

    def note(stage: _Stage) -> None:
        tell(Began(stage, 1e3 * (time.perf_counter() - asked_s)))

    answerer = assistant.answerer
    if isinstance(answerer, ChatAnswerer):
        judge = answerer.judge and _TellingJudge(answerer.judge, note)
        maker = _TellingMaker(answerer.make_judge, note)
        answerer = replace(answerer, judge=judge, make_judge=maker)
    return replace(assistant, reader=_TellingReader(assistant.reader, note), answerer=answerer)


@dataclass(frozen=True, slots=True)
class _TellingReader:
    """A `SentenceReader`."""

    reader: SentenceReader
    note: _Note

    def read(
        self, library: Library, question: str, vector: NDArray[np.float32], hits: Sequence[Hit]
    ) -> list[Evidence]:
        self.note("reading")
        return self.reader.read(library, question, vector, hits)


@dataclass(frozen=True, slots=True)
class _TellingJudge:
    """A `SupportJudge`."""

    inner: SupportJudge
    note: _Note

    def judge(self, claim: str, groups: Sequence[Sequence[EvidencePassage]]) -> list[Verdict]:
        self.note("verifying")
        return self.inner.judge(claim, groups)


@dataclass(frozen=True, slots=True)
class _TellingMaker:
    """A `JudgeMaker`."""

    make: JudgeMaker
    note: _Note

    def __call__(
        self, embedder: Embedder, rarity: Rarity, *, most: int | None = None
    ) -> SupportJudge:
        return _TellingJudge(self.make(embedder, rarity, most=most), self.note)
