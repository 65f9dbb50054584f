import json
from pathlib import Path

import pytest

from quoth.eval.bench import ingest_part
from quoth.eval.bench.corpus import read_corpus_files
from quoth.eval.bench.ingest_part import measure_ingest
from quoth.eval.bench.machine import Machine
from quoth.eval.bench.peers import PeerInfo
from quoth.eval.bench.report import goals, system_table, table
from quoth.eval.bench.results import (
    IngestResult,
    RetrievalResult,
    Spread,
    StartupResult,
    SystemResult,
    WarmResult,
    percentile,
)
from quoth.eval.bench.run import BenchOptions, BenchReport, run_bench
from quoth.eval.bench.subject import own_subject
from quoth.eval.bootstrap import Estimate
from quoth.index.errors import UsageError

DOCUMENTS = [
    ("bread", "Yeast and dough", "Yeast eats the sugar of the flour. The gas makes dough rise."),
    ("tides", "The moon and the sea", "The moon pulls the sea, and the tide rises twice a day."),
    ("bees", "The dance of the bee", "A bee dances to show the others where the flowers are."),
    ("rust", "Iron in wet air", "Iron takes up oxygen from wet air and turns into brown rust."),
    ("salt", "Salt in the soup", "Salt lowers the freezing point of water by some degrees."),
]
CLAIMS = [
    ("c1", "Bees tell each other where flowers grow.", ["bees"]),
    ("c2", "The gas from yeast lifts the dough.", ["bread"]),
    ("c3", "The moon causes the tides.", ["tides"]),
]
MACHINE = Machine(
    "a processor", 2, bf16=True, ram_gb=8.0, system="s", python="p", packages={}, load=0.1
)


@pytest.fixture
def corpus(tmp_path: Path) -> tuple[Path, Path]:
    documents, claims = tmp_path / "documents.jsonl", tmp_path / "dev.jsonl"
    lines = [json.dumps({"id": i, "title": title, "text": text}) for i, title, text in DOCUMENTS]
    documents.write_text("\n".join(lines), encoding="utf-8")
    lines = [json.dumps({"id": i, "claim": claim, "cited": cited}) for i, claim, cited in CLAIMS]
    claims.write_text("\n".join(lines), encoding="utf-8")
    return documents, claims


def test_a_small_corpus_is_measured_from_end_to_end(corpus: tuple[Path, Path]) -> None:
    documents, claims = corpus
    steps: list[str] = []
    parts = frozenset({"retrieval", "warm"})
    report = run_bench(BenchOptions(documents, (claims,), parts), steps.append)
    (retrieval,) = report.retrieval
    assert retrieval.recall_10 == Estimate(1.0, 1.0, 1.0, 3)
    assert retrieval.values["nDCG@10"] == {"c1": 1.0, "c2": 1.0, "c3": 1.0}
    assert not retrieval.scifact_dev
    assert report.warm is not None
    assert (report.warm.n_documents, report.warm.n_questions) == (5, 3)
    assert 0 < report.warm.p50_ms <= report.warm.p95_ms
    assert report.warm.peak_mb > 50
    assert report.startup is None
    assert report.ingest is None
    assert [step.split(":")[0] for step in steps] == [
        "startup, warm",
        "warm",
        "retrieval",
        "retrieval",
    ]
    assert "| search recall@10 | 3 dev claims, 5 documents" in report.to_text()
    written = json.loads(json.dumps(report.to_json()))
    assert written["retrieval"][0]["ndcg_10"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 3}
    assert {figure["measure"] for figure in written["figures"]} >= {"ask p50, warm", "peak memory"}


def test_a_peer_that_is_not_installed_is_listed_beside_quoth(
    corpus: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, claims = corpus
    absent = PeerInfo("Nobody", "quoth.none", ("no-such-distribution-of-quoth",))
    monkeypatch.setattr(ingest_part, "PEERS", (absent,))
    result = measure_ingest(read_corpus_files(documents, [claims]))
    quoth, nobody = result.systems
    assert (result.n_documents, result.n_claims) == (5, 3)
    assert quoth.ndcg_10 == quoth.ndcg_10_first == Estimate(1.0, 1.0, 1.0, 3)
    assert quoth.documents_per_s is not None
    assert quoth.documents_per_s.n == 1
    assert nobody.failure is not None
    assert "no-such-distribution-of-quoth" in nobody.failure
    assert result.times_faster == {}
    assert any(line.startswith("Nobody: not installed") for line in system_table(result))


def test_without_a_corpus_the_users_own_library_is_asked_for_its_titles(
    corpus: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quoth.index import add
    from quoth.rag.assembly import build_assistant

    monkeypatch.setenv("QUOTH_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("QUOTH_CONFIG", str(tmp_path / "no-config.toml"))
    add(build_assistant().library, [corpus[0]])
    with own_subject() as subject:
        assert subject.library == tmp_path / "library"
        assert set(subject.questions) == {title for _, title, _ in DOCUMENTS}
        assert (subject.n_documents, subject.n_passages) == (5, 5)
    report = run_bench(BenchOptions(parts=frozenset({"retrieval"})))
    assert report.retrieval == ()
    assert "--documents" in report.notes[0]


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(UsageError, match="'speed'"):
        run_bench(BenchOptions(parts=frozenset({"speed"})))


def test_claims_without_documents_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--documents"):
        run_bench(BenchOptions(claims=(tmp_path / "claims.jsonl",)))


def test_documents_without_claims_are_refused(corpus: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError, match="--claims"):
        run_bench(BenchOptions(documents=corpus[0]))


def test_an_empty_claim_file_is_refused(corpus: tuple[Path, Path], tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"empty\.jsonl is empty"):
        read_corpus_files(corpus[0], [empty])


def test_a_claim_in_two_sets_is_asked_once(corpus: tuple[Path, Path]) -> None:
    documents, claims = corpus
    both = read_corpus_files(documents, [claims, claims])
    assert [claim.id for claim in both.claims] == ["c1", "c2", "c3"]


def measured(name: str, speed: float, ndcg: float, p50_ms: float) -> SystemResult:
    estimate = Estimate(ndcg, ndcg - 0.02, ndcg + 0.02, 774)
    return SystemResult(
        name,
        {"a": "1"},
        Spread.of([speed]),
        30.0,
        estimate,
        estimate,
        p50_ms,
        2 * p50_ms,
        500.0,
        400.0,
    )


def test_figures_stand_beside_their_goals_and_say_which_are_met() -> None:
    retrieval = RetrievalResult(
        "dev", 5183, 0, Estimate(0.79, 0.73, 0.84, 142), Estimate(0.89, 0.8, 0.9, 142), {}, True
    )
    systems = (
        measured("Quoth", 90, 0.85, 6.0),
        measured("LangChain", 10, 0.80, 8.7),
        measured("LlamaIndex", 45, 0.78, 11.1),
        SystemResult("txtai", {}, failure="not installed: txtai"),
    )
    ingest = IngestResult(
        "1,000 documents", 1000, 774, "dev", systems, {"LangChain": 9.0, "LlamaIndex": 2.0}, True
    )
    startup = StartupResult(
        "3,000", 3000, 5000, Spread.of([1.2, 1.0, 1.9, 1.1, 1.3]), 300.0, Spread.of([0.31] * 10)
    )
    warm = WarmResult("3,000", 3000, 5000, 142, 20, 61.0, 80.0, 550.0)
    met = {goal.measure: goal.met for goal in goals([retrieval], ingest, startup, warm)}
    assert met == {
        "search nDCG@10": True,
        "search recall@10": False,
        "add, documents/s": None,
        "add against LangChain": True,
        "add against LlamaIndex": False,
        "search p50, warm": True,
        "quoth ask": True,
        "quoth --help": False,
        "ask p50, warm": False,
        "peak memory": True,
    }
    text = BenchReport(MACHINE, (retrieval,), ingest, startup, warm).to_text()
    assert "1.20 (1.00 to 1.90) s" in text
    assert "txtai: not installed: txtai" in text
    assert "LangChain 0.800, LlamaIndex 0.780" in text


def test_data_of_the_users_own_get_figures_without_goals() -> None:
    estimate = Estimate(0.5, 0.4, 0.6, 30)
    retrieval = RetrievalResult("mine", 200, 0, estimate, estimate, {}, scifact_dev=False)
    warm = WarmResult("mine", 200, 900, 30, 2, 61.0, 80.0, 700.0)
    assert {(g.goal, g.met) for g in goals([retrieval], None, None, warm)} == {("", None)}


def test_the_columns_of_a_table_are_aligned() -> None:
    assert table(["a", "bb"], [["long", "x"], ["", "≥ 1"]]) == [
        "| a    | bb  |",
        "| ---- | --- |",
        "| long | x   |",
        "|      | ≥ 1 |",
    ]


def test_a_spread_is_the_median_with_the_extremes() -> None:
    assert Spread.of([3.0, 1.0, 2.0, 10.0]) == Spread(2.5, 1.0, 10.0, 4)
    assert percentile([1.0, 2.0, 3.0, 4.0, 5.0], 0.5) == 3.0
    assert percentile([0.0, 10.0], 0.95) == pytest.approx(9.5)
