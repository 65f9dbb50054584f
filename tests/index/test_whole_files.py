"""A file is written whole or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from quoth.index.whole_files import write_whole


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for data in (b"long before", b"after"):
        write_whole(path, data)
    assert path.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_stays_where_the_new_file_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"before")
    (tmp_path / ".a.json.part").mkdir()
    with pytest.raises(OSError, match=r"\.part"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"


def test_nobody_else_reads_a_private_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"")
    path.chmod(0o644)
    (tmp_path / ".config.toml.part").write_bytes(b"left by a kill, for all to read")
    write_whole(path, b"key", private=True)
    assert path.read_bytes() == b"key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
