"""Which documents a claim may cite, and which passage of each is shown."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from quoth.index import Filters, Library, add
from quoth.index.library import Candidates
from quoth.index.types import Document
from quoth.rag.lookup.holders import holders_of
from quoth.rag.lookup.ranking import (
    RANK_FEATURES,
    Found,
    documents_with_features,
    find_documents,
    passages_for,
    rank_features,
)

Write = Callable[[dict[str, str]], Path]

CLAIM = "steel springs weaken in the heat"
SPRINGS = "Steel springs weaken in the heat. "
ENTRIES = (
    "\n\nReferences\n\n"
    "[1] Cole, A. (1862). Steel springs weaken in the heat. Harbour Press, London.\n"
    "[2] Airy, G. (1850). On lunar distances and their tables. Royal Press, London.\n"
)


def files(library: Library, ids: tuple[str, ...]) -> list[str]:
    names = {document.id: document.file for document in library.documents()}
    return [names[i] for i in ids]


def filler(n: int, word: str) -> str:
    return " ".join(f"The {word} of number {i} stood in the yard by the river." for i in range(n))


def test_the_document_that_says_it_comes_first(library: Library, papers: Path) -> None:
    add(library, [papers])
    found = find_documents(library, "Machines of brass wheels summed the waves of the tides.")
    assert files(library, found.order)[0] == "tides.md"


def test_an_empty_library_has_no_documents(library: Library) -> None:
    assert find_documents(library, CLAIM).order == ()
    assert passages_for(library, CLAIM, k=5) == []


def test_a_filter_that_nothing_passes_leaves_no_documents(library: Library, papers: Path) -> None:
    add(library, [papers])
    assert passages_for(library, CLAIM, k=5, filters=Filters(author="Nobody")) == []


def test_entries_of_a_reference_list_do_not_count(library: Library, write_papers: Write) -> None:
    texts = {"own.txt": SPRINGS + filler(4, "mill"), "citing.txt": filler(4, "barge") + ENTRIES}
    add(library, [write_papers(texts)])
    found = passages_for(library, CLAIM, k=10)
    assert {one.hit.passage.kind for one in found} == {"body"}
    assert found[0].hit.document.file == "own.txt"
    snapshot = library.snapshot()
    assert snapshot is not None
    coverage = holders_of(library, snapshot).coverage("weaken", [d.id for d in library.documents()])
    assert coverage == [0.0, 1.0]  # citing.txt has the word only in an entry


def test_each_document_comes_once_before_any_comes_twice(
    library: Library, write_papers: Write
) -> None:
    long = "\n\n".join(SPRINGS + filler(14, word) for word in ("mill", "barge", "kiln"))
    add(library, [write_papers({"long.txt": long, "short.txt": "Springs of water rise here."})])
    found = passages_for(library, CLAIM, k=4)
    assert [one.hit.document.file for one in found[:2]] == ["long.txt", "short.txt"]
    assert [one.hit.document.file for one in found[2:]] == ["long.txt", "long.txt"]
    assert [one.hit.rank for one in found] == [1, 2, 3, 4]
    assert len({one.hit.passage.id for one in found}) == 4


def test_no_more_than_k_passages_come(library: Library, papers: Path) -> None:
    add(library, [papers])
    assert len(passages_for(library, "chronometers and tides", k=1)) == 1


def test_the_passage_of_a_document_is_the_one_with_the_nearest_sentence(
    library: Library, write_papers: Write
) -> None:
    aim = "The aim was to test whether steel springs weaken in the heat. "
    finding = "We found that steel springs weaken in the heat. "
    text = aim + filler(16, "mill") + "\n\n" + finding + filler(16, "barge")
    add(library, [write_papers({"springs.txt": text})])
    assert finding.strip() in passages_for(library, CLAIM, k=1)[0].hit.passage.text


def test_features_have_mean_0_and_deviation_1_and_a_constant_one_is_0() -> None:
    documents = {
        name: Document(name, name, name, "", "txt", n_passages=n)
        for name, n in (("a", 1), ("b", 8))
    }
    candidates = Candidates({1: 0.9, 2: 0.4, 3: 0.4}, {1: 4.0, 2: 3.0, 3: 2.0}, 0.0, documents)
    found = Found(
        ("a", "b"), {"a": (1,), "b": (2, 3)}, {1: 0.8, 2: 0.6, 3: 0.5}, candidates, np.zeros(2)
    )
    rows = rank_features(found, [0.5, 0.5])
    by_name = dict(zip(RANK_FEATURES, zip(*rows, strict=True), strict=True))
    assert by_name["fused"] == pytest.approx((1.0, -1.0))
    assert by_name["words"] == pytest.approx((-1.0, 1.0))  # 4 against 3 + 2
    assert by_name["meaning"] == pytest.approx((1.0, -1.0))
    assert by_name["coverage"] == pytest.approx((0.0, 0.0))
    assert by_name["length"] == pytest.approx((-1.0, 1.0))


def test_rare_words_count_more_in_the_coverage(library: Library, papers: Path) -> None:
    add(library, [papers])
    snapshot = library.snapshot()
    assert snapshot is not None
    holders = holders_of(library, snapshot)
    ids = {document.file: document.id for document in library.documents()}
    order = [ids["chronometer.txt"], ids["tides.md"], ids["railways.html"]]
    of_chronometer, of_tides, of_railways = holders.coverage("Jamaica to", order)
    assert of_chronometer == pytest.approx(1.0)
    assert of_tides == 0.0
    assert 0.0 < of_railways < 0.5  # "to" is in two of three documents


def test_a_change_of_the_library_is_seen(library: Library, write_papers: Write) -> None:
    add(library, [write_papers({"a.txt": "Tides follow the moon every day of the month."})])
    assert len(find_documents(library, CLAIM).order) == 1
    add(library, [write_papers({"b.txt": SPRINGS})])
    assert files(library, find_documents(library, CLAIM).order)[0] == "b.txt"


def test_a_library_that_is_closed_is_let_go(library: Library, papers: Path) -> None:
    from quoth.rag.lookup import holders

    add(library, [papers])
    documents_with_features(library, CLAIM)
    assert library in holders._LAST
    n_kept = len(holders._LAST)
    other = Library.open(library.folder, lambda: library.embedder)
    documents_with_features(other, CLAIM)
    assert len(holders._LAST) == n_kept + 1
    other.close()
    del other
    gc.collect()
    assert len(holders._LAST) == n_kept
