"""A benchmark's result as text: Markdown tables that also read well in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quoth.eval.bench.machine import Machine
from quoth.eval.bench.results import (
    IngestResult,
    RetrievalResult,
    Spread,
    StartupResult,
    SystemResult,
    WarmResult,
)
from quoth.eval.bench.subject import N_DOCUMENTS
from quoth.eval.bootstrap import Estimate

__all__ = ["Goal", "goals", "machine_lines", "system_table", "table"]


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure beside what was wanted of it.

    Attributes:
        here: the figure with its interval.
        reference: what others reach, measured where the goal was set; "" if unknown.
        goal: "" where none was set for data like these.
        met: None without a goal.
    """

    measure: str
    over: str
    here: str
    reference: str = ""
    goal: str = ""
    met: bool | None = None


def machine_lines(machine: Machine) -> list[str]:
    """Describe the machine in a few lines."""
    bf16 = {True: "bf16", False: "no bf16", None: "bf16 unknown"}[machine.bf16]
    ram = "" if machine.ram_gb is None else f", {machine.ram_gb:.0f} GB"
    packages = ", ".join(f"{name} {number}" for name, number in machine.packages.items())
    lines = [
        f"Machine: {machine.processor}, {machine.n_cores} cores, {bf16}{ram}",
        f"System: {machine.system}, {machine.python}",
        f"Versions: {packages}",
    ]
    if machine.load is not None:
        lines.append(f"Load before the run: {machine.load:.1f} (above 1, times are too long)")
    return lines


def goals(
    retrieval: Iterable[RetrievalResult],
    ingest: IngestResult | None,
    startup: StartupResult | None,
    warm: WarmResult | None,
) -> list[Goal]:
    """Set every figure of Quoth beside its reference and goal."""
    found = [goal for result in retrieval for goal in _retrieval_goals(result)]
    found += _ingest_goals(ingest) if ingest else ()
    found += _startup_goals(startup) if startup else ()
    found += _warm_goals(warm) if warm else ()
    return found


def system_table(result: IngestResult) -> list[str]:
    """Return the table of Quoth and its peers, and a line for each that was not measured."""
    quality = result.n_claims > 0
    heads = ["system", "documents/s", "Quoth is faster by"]
    if quality:
        heads += ["nDCG@10, all", f"nDCG@10, {result.first_claims}", "query p50", "p95"]
    heads += ["CPU s, index", "peak MB, index"] + (["query"] if quality else [])
    rows = [_system_row(s, result, quality=quality) for s in result.systems if s.failure is None]
    lines = table(heads, rows)
    lines += [f"{s.name}: {s.failure}" for s in result.systems if s.failure]
    lines += [
        f"{s.name}: " + ", ".join(f"{name} {number}" for name, number in s.versions.items())
        for s in result.systems
        if s.versions and s.failure is None
    ]
    return lines


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a Markdown table whose columns are aligned."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        return f"| {' | '.join(padded)} |"

    return [line(heads), line(["-" * width for width in widths]), *map(line, rows)]


def _system_row(system: SystemResult, result: IngestResult, *, quality: bool) -> list[str]:
    faster = result.times_faster.get(system.name)
    row = [system.name, _spread(system.documents_per_s, 1), f"{faster:.1f} ×" if faster else ""]
    if quality:
        row += [_estimate(system.ndcg_10), _estimate(system.ndcg_10_first)]
        row += [_number(system.p50_ms, 1, " ms"), _number(system.p95_ms, 1, " ms")]
    row += [_number(system.index_cpu_s, 0), _number(system.index_peak_mb, 0)]
    return row + ([_number(system.query_peak_mb, 0)] if quality else [])


def _retrieval_goals(result: RetrievalResult) -> Iterator[Goal]:
    over = f"{result.ndcg_10.n} {result.claims} claims, {result.n_documents:,} documents"
    for measure, found, least, fused in (
        ("nDCG@10", result.ndcg_10, 0.785, "trivial fusion 0.779 [0.72, 0.83]"),
        ("recall@10", result.recall_10, 0.90, "trivial fusion 0.898"),
    ):
        here = _estimate(found)
        if result.scifact_dev:
            met = found.value >= least
            yield Goal(f"search {measure}", over, here, fused, f"≥ {least:.3f}", met)
        else:
            yield Goal(f"search {measure}", over, here)


def _ingest_goals(result: IngestResult) -> Iterator[Goal]:
    quoth = result.systems[0]
    peers = {system.name: system for system in result.systems[1:] if system.failure is None}
    over = f"{result.over}, whole process"
    yield Goal("add, documents/s", over, _spread(quoth.documents_per_s, 1))
    for name, least in (("LangChain", 6.0), ("LlamaIndex", 2.5)):
        times = result.times_faster.get(name)
        if times is not None:
            speed = f"{_spread(peers[name].documents_per_s, 1)} documents/s"
            here, wanted = f"{times:.1f} ×", f"≥ {least:g} ×"
            yield Goal(f"add against {name}", over, here, speed, wanted, times >= least)
    if quoth.ndcg_10 is None or quoth.p50_ms is None:
        return
    over = f"{result.n_claims} claims, {result.over}"
    quality = _peers((name, _number(_value(s.ndcg_10), 3)) for name, s in peers.items())
    here = _estimate(quoth.ndcg_10)
    if result.scifact_dev:
        met = quoth.ndcg_10.value >= 0.84
        yield Goal("search nDCG@10", over, here, quality, "≥ 0.84", met)
    else:
        yield Goal("search nDCG@10", over, here, quality)
    times_ms = [system.p50_ms for system in peers.values() if system.p50_ms is not None]
    here = f"{quoth.p50_ms:.1f} ms (p95 {_number(quoth.p95_ms, 1)})"
    speed = _peers((name, _number(s.p50_ms, 1, " ms")) for name, s in peers.items())
    wanted = "below every peer's" if times_ms else ""
    met_all = quoth.p50_ms < min(times_ms) if times_ms else None
    yield Goal("search p50, warm", over, here, speed, wanted, met_all)


def _startup_goals(result: StartupResult) -> Iterator[Goal]:
    over = f"{result.over} ({result.n_passages:,} passages), fresh process"
    here = f"{_spread(result.ask_s, 2)} s, peak {result.ask_peak_mb:.0f} MB"
    if result.n_documents == N_DOCUMENTS:
        met = result.ask_s.median <= 1.5
        yield Goal("quoth ask", over, here, "peers 8–12 s", "≤ 1.5 s", met)
    else:
        yield Goal("quoth ask", over, here)
    helped = result.help_s
    wanted, met = "≤ 0.3 s", helped.median <= 0.3
    yield Goal("quoth --help", "fresh process", f"{_spread(helped, 2)} s", "", wanted, met)


def _warm_goals(result: WarmResult) -> Iterator[Goal]:
    over = f"{result.n_questions} questions, {result.over} ({result.n_passages:,} passages)"
    here = f"{result.p50_ms:.1f} ms (p95 {result.p95_ms:.1f})"
    peak = f"{result.peak_mb:.0f} MB"
    if result.n_documents == N_DOCUMENTS:
        yield Goal("ask p50, warm", over, here, "", "≤ 60 ms", result.p50_ms <= 60)
        met = result.peak_mb <= 600
        yield Goal("peak memory", "the same process", peak, "", "≤ 600 MB", met)
    else:
        yield Goal("ask p50, warm", over, here)
        yield Goal("peak memory", "the same process", peak)


def _peers(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {value}" for name, value in pairs)


def _value(estimate: Estimate | None) -> float | None:
    return None if estimate is None else estimate.value


def _estimate(found: Estimate | None) -> str:
    return "" if found is None else f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"


def _spread(found: Spread | None, digits: int) -> str:
    if found is None:
        return ""
    if found.n == 1:
        return f"{found.median:.{digits}f}"
    return f"{found.median:.{digits}f} ({found.low:.{digits}f} to {found.high:.{digits}f})"


def _number(value: float | None, digits: int, unit: str = "") -> str:
    return "" if value is None else f"{value:.{digits}f}{unit}"
