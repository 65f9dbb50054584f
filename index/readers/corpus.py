"""Corpus files: JSON Lines, one document a line."""

from __future__ import annotations

import json
from dataclasses import dataclass

from quoth.index.readers.extract import CorpusEntry
from quoth.index.readers.titles import utf8_safe

__all__ = ["Corpus", "read_corpus"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a corpus file, and one line for each line that is none."""

    entries: tuple[CorpusEntry, ...]
    problems: tuple[str, ...] = ()


def read_corpus(data: bytes, name: str) -> Corpus:
    """Read `{"id" or "_id", "title"?, "text"}` lines; a bad line costs only itself.

    Of documents with the same id the first is kept.
    """
    entries: dict[str, CorpusEntry] = {}
    problems = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            entry = _entry(line)
        except _BadLineError as error:
            problems.append(f"{name}, line {number}: {error}")
            continue
        if entry.id in entries:
            reason = f'the id "{entry.id}" has been used before: the first one is kept'
            problems.append(f"{name}, line {number}: {reason}")
        else:
            entries[entry.id] = entry
    return Corpus(tuple(entries.values()), tuple(problems))


class _BadLineError(ValueError):
    """Why a line is not a document."""


def _entry(line: bytes) -> CorpusEntry:
    try:
        row = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        reason = "not UTF-8" if isinstance(error, UnicodeDecodeError) else "not JSON"
        raise _BadLineError(reason) from error
    if not isinstance(row, dict):
        message = 'not an object with "id" and "text"'
        raise _BadLineError(message)
    key = row.get("id", row.get("_id"))
    if isinstance(key, bool) or not isinstance(key, str | int) or not str(key).strip():
        message = 'no "id": give each document one, a string or a number'
        raise _BadLineError(message)
    text, title = row.get("text"), row.get("title")
    if not isinstance(text, str) or not text.strip():
        message = 'no "text": give the document\'s words as a string'
        raise _BadLineError(message)
    if title is not None and not isinstance(title, str):
        message = '"title" is not a string'
        raise _BadLineError(message)
    clean = " ".join(utf8_safe(title or "").split())
    return CorpusEntry(utf8_safe(str(key)), clean or None, utf8_safe(text))
