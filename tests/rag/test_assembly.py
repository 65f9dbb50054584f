"""An assistant is put together as the settings have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index import Embedder, Library
from quoth.index.errors import LibraryDamaged, ModelError
from quoth.rag import Settings, build_assistant
from quoth.rag.reading.fitted_reader import FittedReader
from quoth.rag.support.scorer import SignalJudge
from quoth.rag.support.trained_judge import TrainedJudge
from tests.fakes import FakeEmbedder


def test_an_assistant_is_built_for_the_library_of_the_settings(tmp_path: Path) -> None:
    assistant = build_assistant(Settings(library=str(tmp_path / "library")), embedder=FakeEmbedder)
    assert assistant.library.folder == tmp_path / "library"
    assert assistant.search("anything") == []


def test_an_assistant_with_an_unknown_embedder_says_so_when_it_is_needed(tmp_path: Path) -> None:
    settings = Settings(library=str(tmp_path), embedder="nobody/nothing", precision="int8")
    assistant = build_assistant(settings)
    assert assistant.library.documents() == []
    with pytest.raises(ModelError, match="precision = 'int8'"):
        assistant.search("anything")


def test_a_damaged_library_is_refused_when_the_assistant_is_built(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"not a database" * 99)
    with pytest.raises(LibraryDamaged):
        build_assistant(Settings(library=str(tmp_path)), embedder=FakeEmbedder)


def test_the_settings_say_which_reader_reads(tmp_path: Path) -> None:
    plain = build_assistant(Settings(library=str(tmp_path)), embedder=FakeEmbedder).reader
    assert plain == FittedReader(neural=True)
    own = Settings(library=str(tmp_path), neural=True, reader_model=str(tmp_path / "mine"))
    assistant = build_assistant(own, embedder=FakeEmbedder)
    assert assistant.reader == FittedReader(neural=True, model=tmp_path / "mine")


def test_trained_models_can_be_switched_off(tmp_path: Path, embedder: Embedder) -> None:
    rarity = Library.open(tmp_path, lambda: embedder).rarity
    with_model = build_assistant(Settings(library=str(tmp_path)), embedder=lambda: embedder)
    assert isinstance(with_model.make_judge(embedder, rarity), TrainedJudge)
    off = Settings(library=str(tmp_path), neural=False, reader_model=str(tmp_path / "mine"))
    without = build_assistant(off, embedder=lambda: embedder)
    assert isinstance(without.make_judge(embedder, rarity), SignalJudge)
    assert without.reader == FittedReader(neural=False, model=tmp_path / "mine")


def test_a_judge_of_ones_own_that_is_not_there_is_said(tmp_path: Path, embedder: Embedder) -> None:
    own = Settings(library=str(tmp_path), support_model=str(tmp_path / "mine"))
    assistant = build_assistant(own, embedder=lambda: embedder)
    with pytest.raises(ModelError, match="mine"):
        assistant.cite("Tides follow the moon.")
