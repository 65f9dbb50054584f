"""Ask a judge of pairs, each once: what it said is kept beside the run.

A model that judges costs time and money, and a kill must not cost them twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quoth.eval.judges.protocol import Judge, JudgeLabel, Judgement, Pair
from quoth.eval.runs.record_files import append_row, drop_partial_line, read_written

__all__ = ["JudgeMemory"]

_AT_ONCE = 32  # pairs in a call: enough for a batch, few enough that a kill costs little


@dataclass(frozen=True, slots=True)
class _Said:
    """A line of the file; the key is the hash of judge, its version, claim and evidence."""

    key: str
    label: JudgeLabel
    score: float | None = None
    reason: str = ""


@dataclass(slots=True)
class JudgeMemory:
    """A judge and what it said before; a pair without evidence is not asked: it is unsupported.

    Attributes:
        path: of the file that remembers; None remembers in this process only.
        progress: told how many pairs are judged, of how many.
    """

    judge: Judge
    path: Path | None = None
    progress: Callable[[int, int], None] = lambda _done, _total: None
    _known: dict[str, Judgement] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.path is not None and self.path.exists():
            drop_partial_line(self.path)
            for said in read_written(self.path, _Said):
                self._known[said.key] = Judgement(said.label, said.score, said.reason)

    def of(self, pairs: Sequence[Pair]) -> list[Judgement]:
        """Return a judgement a pair, in the order given.

        Raises:
            QuothError: the judge cannot work at all.
        """
        keys = [self._key(pair) for pair in pairs]
        new = {
            key: pair
            for key, pair in zip(keys, pairs, strict=True)
            if key not in self._known and _has_evidence(pair)
        }
        todo = list(new.items())
        for start in range(0, len(todo), _AT_ONCE):
            batch = todo[start : start + _AT_ONCE]
            said = self.judge.judge([pair for _, pair in batch])
            for (key, _), judgement in zip(batch, said, strict=True):
                self._remember(key, judgement)
            self.progress(min(start + _AT_ONCE, len(todo)), len(todo))
        nothing = Judgement("unsupported", 0.0, "it has no evidence")
        return [
            self._known[key] if _has_evidence(pair) else nothing
            for key, pair in zip(keys, pairs, strict=True)
        ]

    def _remember(self, key: str, said: Judgement) -> None:
        self._known[key] = said
        if self.path is not None and said.label != "unscorable":  # it may go better another time
            append_row(self.path, _Said(key, said.label, said.score, said.reason))

    def _key(self, pair: Pair) -> str:
        asked = [self.judge.name, self.judge.version, pair.claim, pair.evidence]
        what = json.dumps(asked, ensure_ascii=True)
        return hashlib.sha256(what.encode()).hexdigest()


def _has_evidence(pair: Pair) -> bool:
    return any(text.strip() for text in pair.evidence)
