"""What many tests share: embedders, the example library, and settings of their own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.fakes import FakeEmbedder, run_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quoth.index import Embedder, Library
    from quoth.rag.assistant import Assistant

os.environ["HF_HUB_OFFLINE"] = "1"  # a test that would fetch a model fails at once
os.environ["TOKENIZERS_PARALLELISM"] = "false"

settings.register_profile("quoth", deadline=None)  # a busy machine fails no test
settings.load_profile("quoth")

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"

PAPERS = {
    "chronometer.txt": "Chronometers at sea. The chronometer of Harrison lost five seconds on the "
    "way to Jamaica. It was tried again on a voyage to Barbados.",
    "tides.md": "# Tides\n\nTides follow the moon. Machines of brass wheels summed their waves.\n",
    "railways.html": "<html><head><title>Railway time</title></head><body><h1>Railway time</h1>"
    "<p>Railways brought one standard time to every town.</p></body></html>",
}


@pytest.fixture(autouse=True)
def _settings_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    monkeypatch.setenv("QUOTH_CONFIG", str(tmp_path / "no-settings" / "config.toml"))
    for name in ("QUOTH_LIBRARY", "QUOTH_LLM", "QUOTH_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The packaged embedder itself."""
    from quoth.index import load_embedder

    return load_embedder()


@pytest.fixture(scope="session")
def fake() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture(scope="session")
def example_library(
    embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """The example library, made once with the packaged embedder; tests only read it."""
    from quoth.index import Library, add

    folder = tmp_path_factory.mktemp("example")
    with Library.open(folder / "library", lambda: embedder) as library:
        add(library, [EXAMPLES / "library"])
        yield library


@pytest.fixture(scope="session")
def assistant(example_library: Library) -> Assistant:
    from quoth.rag.assistant import Assistant

    return Assistant(example_library)


@pytest.fixture
def without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse in this process: most tests are not about the workers."""
    monkeypatch.setattr("quoth.index.ingest.run_in_workers", run_here)


@pytest.fixture
def library(tmp_path: Path, fake: FakeEmbedder, without_workers: None) -> Iterator[Library]:
    """An empty library of the fake embedder."""
    from quoth.index import Library

    with Library.open(tmp_path / "library", lambda: fake) as opened:
        yield opened


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder of three short papers."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, text in PAPERS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def write_papers(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Return a function that writes files of text into a new folder."""

    def write(texts: dict[str, str]) -> Path:
        folder = tmp_path / "written"
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return folder

    return write
