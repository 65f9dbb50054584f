"""What `quoth doctor` finds."""

from __future__ import annotations

import platform
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from quoth.index.errors import QuothError
from quoth.index.installed import installed_versions
from quoth.index.sqlite_file import way_out
from quoth.index.text import render

if TYPE_CHECKING:
    from quoth.index.library import Library

__all__ = ["CheckUp", "check_up"]

_TWICE = {"same": "the same paper as", "preprint": "a preprint of"}
_PACKAGES = (
    "quoth",
    "openvino",
    "faiss-cpu",
    "tantivy",
    "pypdfium2",
    "sentence-transformers",
    "torch",
)


@dataclass(frozen=True, slots=True)
class CheckUp:
    """The state of an installation and a library; `problems` want the user's attention."""

    packages: dict[str, str]
    machine: str
    settings_path: str
    cache: str
    library: str
    n_documents: int
    n_passages: int
    embedder: str
    unread: tuple[tuple[str, str], ...]
    partly_read: tuple[tuple[str, str], ...]
    twice: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return what `quoth doctor --json` prints."""
        names = {"unread": self.unread, "partly_read": self.partly_read, "twice": self.twice}
        listed = {
            key: [{"file": file, "reason": reason} for file, reason in pairs]
            for key, pairs in names.items()
        }
        return asdict(self) | listed

    def lines(self) -> list[str]:
        """Return it in lines for a person."""
        packages = ", ".join(f"{name} {number}" for name, number in self.packages.items())
        lines = [
            f"installed  {packages}",
            f"machine    {self.machine}",
            f"settings   {self.settings_path}",
            f"cache      {self.cache}",
            f"library    {self.library}: {self.n_documents} documents, {self.n_passages} passages",
            f"embedder   {self.embedder}",
        ]
        groups = (("unread", self.unread), ("partly", self.partly_read), ("twice", self.twice))
        for name, pairs in groups:
            lines += [f"{name:<11}{render(file)}: {render(reason)}" for file, reason in pairs]
        lines += [f"problem    {problem}" for problem in self.problems]
        return lines if self.problems else [*lines, self._verdict()]

    def _verdict(self) -> str:
        if not self.n_documents:
            return "there is nothing in the library yet. Run: quoth add PATH"
        if not self.unread:
            return "all is well"
        many = "1 file" if len(self.unread) == 1 else f"{len(self.unread)} files"
        return f"the library is whole; {many} could not be read, see above"


def check_up(library: Library) -> CheckUp:
    """Look the installation and a library over."""
    from quoth.index.duplicates import library_duplicates
    from quoth.index.folders import cache_folder
    from quoth.rag.settings import config_path

    problems: list[str] = []
    embedder = _embedder(library, problems)
    documents = library.documents()
    if documents and (damage := library.store.integrity_problems()):
        problems += [*damage, f"the library is damaged. {way_out(library.folder)}"]
    return CheckUp(
        packages=dict.fromkeys(_PACKAGES, "missing") | installed_versions(_PACKAGES),
        machine=f"{platform.system()} {platform.machine()}, Python {sys.version.split()[0]}",
        settings_path=str(config_path()),
        cache=str(cache_folder()),
        library=str(library.folder),
        n_documents=len(documents),
        n_passages=library.n_passages,
        embedder=embedder,
        unread=tuple((file, reason) for _, file, reason in library.unread()),
        twice=tuple(
            (pair.first.file, f"{_TWICE[pair.kind]} {pair.second.file} ({pair.reason})")
            for pair in (library_duplicates(library) if documents else ())
        ),
        partly_read=tuple((d.file, "; ".join(d.problems)) for d in documents if d.problems),
        problems=tuple(problems),
    )


def _embedder(library: Library, problems: list[str]) -> str:
    try:
        identity = library.embedder.identity
        library.snapshot()
    except QuothError as error:
        problems.append(str(error))
        return "not usable"
    return f"{identity.name}, {identity.precision}, {identity.dimension} dimensions"
