"""Question sets and runs of the page's users, in a folder beside app.db; named by ids alone.

    evaluations/<hash of the user's name>/sets/<id>/   about.json, set.jsonl
    evaluations/<hash of the user's name>/runs/<id>/   about.json, set.jsonl, page.html, and what
                                                       `quoth.eval.runs.folder` says

A run has its own copy of its set, so that it can go on when the set has been deleted. `page.html`,
what the page shows of it, is written last: a run that has it is done.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from quoth.index.errors import LibraryUnwritable, QuothError, UsageError
from quoth.ui.app.evaluate_records import Plan, SetAbout, StoredRun, StoredSet, UnknownEvaluation
from quoth.ui.app.evaluate_sets import count_items, taken_set
from quoth.ui.app.records import checked_id

if TYPE_CHECKING:
    from quoth.ui.app.limits import Limits

__all__ = ["EvaluationStore"]

_ABOUT = "about.json"

_Value = TypeVar("_Value")


class EvaluationStore:
    """The folder of all users. A user's own are all that a call with the user's name reaches."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def sets(self, user: str) -> list[StoredSet]:
        """Return a user's sets, the one uploaded last first."""
        found = []
        for folder in self._folders(user, "sets"):
            with suppress(UnknownEvaluation):
                found.append(self._set(folder))
        return sorted(found, key=lambda one: (-one.about.added, one.id))

    def set(self, user: str, id_: object) -> StoredSet:
        """Return a user's set.

        Raises:
            UnknownEvaluation: the user has none of that id.
        """
        return self._set(self._folder(user, "sets", id_))

    def keep_set(self, user: str, upload: str, *, limits: Limits) -> StoredSet:
        """Move an upload to the user's sets, if it reads as one.

        The same content uploaded again is the same set.

        Raises:
            UsageError: it is no upload, too large, or does not read as a set.
            LibraryUnwritable: it cannot be kept.
        """
        name, data = taken_set(upload, limits)
        suffix = Path(name).suffix.lower()
        digest = hashlib.sha256(data + suffix.encode()).hexdigest()[:32]
        folder = self._own(user, "sets") / digest
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / f"set{suffix}"
            path.write_bytes(data)
            _write(folder / _ABOUT, SetAbout(name, count_items(path, name), time.time()))
        except OSError as error:
            msg = f"cannot keep {name} beside the library: {error.strerror or error}"
            raise LibraryUnwritable(msg) from error
        except UsageError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return self._set(folder)

    def drop_set(self, user: str, id_: object) -> None:
        """Delete a set; runs of it stay.

        Raises:
            UnknownEvaluation: the user has none of that id.
            LibraryUnwritable: it cannot be deleted.
        """
        _remove(self._folder(user, "sets", id_))

    def runs(self, user: str) -> list[StoredRun]:
        """Return a user's runs, the one begun last first."""
        found = []
        for folder in self._folders(user, "runs"):
            with suppress(UnknownEvaluation):
                found.append(self._run(folder))
        return sorted(found, key=lambda run: (-run.plan.begun, run.id))

    def run(self, user: str, id_: object) -> StoredRun:
        """Return a user's run.

        Raises:
            UnknownEvaluation: the user has none of that id.
        """
        return self._run(self._folder(user, "runs", id_))

    def new_run(self, user: str, chosen: StoredSet, plan: Plan) -> StoredRun:
        """Make the folder of a run of a set.

        Raises:
            LibraryUnwritable: it cannot be made.
        """
        folder = self._own(user, "runs") / secrets.token_hex(16)
        try:
            folder.mkdir(mode=0o700, parents=True)
            shutil.copyfile(chosen.path, folder / chosen.path.name)
            _write(folder / _ABOUT, plan)
        except OSError as error:
            msg = f"cannot keep a run beside the library: {error.strerror or error}"
            raise LibraryUnwritable(msg) from error
        return self._run(folder)

    def drop_run(self, user: str, id_: object) -> None:
        """Delete a run.

        Raises:
            UnknownEvaluation: the user has none of that id.
            LibraryUnwritable: it cannot be deleted.
        """
        _remove(self._folder(user, "runs", id_))

    def _own(self, user: str, what: str) -> Path:
        """Return a folder of a user; a name of any characters is no path."""
        return self._root / hashlib.sha256(user.encode()).hexdigest()[:32] / what

    def _folder(self, user: str, what: str, id_: object) -> Path:
        try:
            folder = self._own(user, what) / checked_id(id_ if isinstance(id_, str) else "")
        except QuothError as error:
            raise UnknownEvaluation from error
        if not folder.is_dir():
            raise UnknownEvaluation
        return folder

    def _folders(self, user: str, what: str) -> Iterator[Path]:
        yield from (path.parent for path in self._own(user, what).glob(f"*/{_ABOUT}"))

    def _set(self, folder: Path) -> StoredSet:
        return StoredSet(folder.name, _set_path(folder), _read(folder / _ABOUT, SetAbout))

    def _run(self, folder: Path) -> StoredRun:
        return StoredRun(folder.name, folder, _set_path(folder), _read(folder / _ABOUT, Plan))


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        msg = f"cannot delete what lies beside the library: {error.strerror or error}"
        raise LibraryUnwritable(msg) from error


def _set_path(folder: Path) -> Path:
    found = next(folder.glob("set.*"), None)
    if found is None:
        raise UnknownEvaluation
    return found


def _write(path: Path, value: SetAbout | Plan) -> None:
    from pydantic import TypeAdapter

    path.write_bytes(TypeAdapter(type(value)).dump_json(value))


def _read(path: Path, kind: type[_Value]) -> _Value:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise UnknownEvaluation from error
