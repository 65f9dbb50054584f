"""Uploaded files: checked, and moved out of the folder that Gradio serves, before anything else."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from quoth.index.add_report import Failure
from quoth.index.errors import LibraryUnwritable, ReadError, UsageError
from quoth.index.metadata.sidecars import SIDECAR_SUFFIXES
from quoth.index.plan import without_name
from quoth.index.readers.dispatch import SUFFIXES, format_of
from quoth.index.text import render
from quoth.ui.app.limits import Limits

__all__ = ["Intake", "Upload", "file_name", "take_in", "upload_folder"]

_LONGEST_NAME, _LONGEST_SUFFIX = 60, 10  # characters of up to 3 bytes; a file system takes 255
_UNSAFE = re.compile(r"[/\\:*?\"<>|\x00-\x1f\x7f]+")
_TEXT_HEAD = 8192  # bytes that are looked at for a NUL, which text has not
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TAKEN = SUFFIXES | SIDECAR_SUFFIXES


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that is ready to be read: its name as shown, where it lies, and its hash."""

    file: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of the files of one upload; `n_other` are of formats that are not read."""

    files: tuple[Upload, ...]
    refused: tuple[Failure, ...]
    n_other: int = 0


def upload_folder() -> Path:
    """Return the folder that Gradio puts uploads into: GRADIO_TEMP_DIR.

    Raises:
        KeyError: the server did not set it.
    """
    return Path(os.environ["GRADIO_TEMP_DIR"]).resolve()


def take_in(paths: Sequence[str], into: Path, *, limits: Limits) -> Intake:
    """Move uploaded files to where nobody but the server reads them.

    Each lands in a folder named by its content, so that the same file uploaded again is the same
    source, and another file of the same name is another.

    Args:
        paths: what an upload component hands over; files elsewhere are refused.
        into: a folder of the library.

    Raises:
        UsageError: too many files, or too large in all; they are deleted.
        LibraryUnwritable: they cannot be moved.
    """
    folder = upload_folder()
    places = {path: _inside(path, folder) for path in paths}
    refused = [
        Failure(file_name(p), "is not an upload") for p, place in places.items() if not place
    ]
    found = [place for place in places.values() if place]
    try:
        _check_size(found, limits)
        readable = [p for p in found if p.suffix.lower() in _TAKEN or len(found) == 1]
        files = []
        for place in readable:
            try:
                files.append(_taken(place, into, limits))
            except ReadError as error:
                refused.append(Failure(file_name(place), without_name(str(error), place.name)))
    finally:
        for place in found:
            place.unlink(missing_ok=True)
    return Intake(tuple(files), tuple(refused), len(found) - len(readable))


def _inside(path: str | Path, folder: Path) -> Path | None:
    """Return the file that a path means, if it is one of the folder's own."""
    try:
        place = Path(path).resolve(strict=True)
    except (OSError, ValueError):
        return None
    return place if place.is_relative_to(folder) and place.is_file() else None


def _check_size(places: Sequence[Path], limits: Limits) -> None:
    if len(places) > limits.upload_files:
        msg = f"{len(places)} files are too many for one upload: {limits.upload_files} at most"
        raise UsageError(msg)
    if sum(place.stat().st_size for place in places) > limits.total_bytes:
        msg = f"the upload is too large: {limits.total_bytes // 1_000_000} MB at most in all"
        raise UsageError(msg)


def _taken(place: Path, into: Path, limits: Limits) -> Upload:
    """Move one file to its own folder.

    Raises:
        ReadError: it is too large, or not of a format that is read.
    """
    name = file_name(place)
    if place.stat().st_size > limits.upload_bytes:
        msg = f"is too large: {limits.upload_bytes // 1_000_000} MB at most"
        raise ReadError(msg)
    data = place.read_bytes()
    _check_content(place.name, data)
    digest = hashlib.sha256(data).hexdigest()
    target = into / digest[:12] / name
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(place, target)
    except OSError as error:
        msg = f"cannot keep {name} in the library: {error.strerror or error}"
        raise LibraryUnwritable(msg) from error
    return Upload(name, target, digest)


def _check_content(name: str, data: bytes) -> None:
    """See that the bytes are of a format that is read, whatever the name says.

    Raises:
        ReadError: they are not.
    """
    if not data:
        msg = "is empty (0 bytes): nothing to read"
        raise ReadError(msg)
    is_listing = PurePath(name).suffix.lower() in SIDECAR_SUFFIXES  # a bibliography, by its name
    kind = "text" if is_listing else format_of(name, data)
    is_text = kind in ("markdown", "text", "html") and not data.startswith(_UTF16)
    if is_text and b"\0" in data[:_TEXT_HEAD]:
        msg = "holds no text, whatever its name says"
        raise ReadError(msg)
    if kind == "pdf" and b"%PDF-" not in data[:1024]:
        msg = "is no PDF, whatever its name says"
        raise ReadError(msg)


def file_name(path: str | Path) -> str:
    """Return a file's own name, safe to show and to give to a file."""
    name = _UNSAFE.sub("_", render(Path(path).name)).strip(" .")
    suffix = PurePath(name).suffix[:_LONGEST_SUFFIX]
    return (name.removesuffix(suffix)[:_LONGEST_NAME] or "file") + suffix
