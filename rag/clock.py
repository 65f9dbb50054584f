"""How long each stage of an answer took."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from quoth.rag.types import Timings

__all__ = ["Clock"]


@dataclass(slots=True)
class Clock:
    """Milliseconds since the last lap, by what was done; names are those of `Timings`."""

    began: float = field(default_factory=time.perf_counter)
    last: float = field(default_factory=time.perf_counter)
    laps: dict[str, float] = field(default_factory=dict)

    def lap(self, name: str) -> float:
        """End a stage; return what it took."""
        now = time.perf_counter()
        took, self.last = 1e3 * (now - self.last), now
        self.laps[name] = took
        return took

    def move(self, took_ms: float, *, out_of: str, into: str) -> None:
        """Count a part of one stage as another."""
        self.laps[out_of] = max(0.0, self.laps.get(out_of, 0.0) - took_ms)
        self.laps[into] = self.laps.get(into, 0.0) + took_ms

    def timings(self) -> Timings:
        """Return all stages, and the time from the beginning to the last of them."""
        return Timings(**self.laps, total_ms=1e3 * (self.last - self.began))
