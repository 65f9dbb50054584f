"""From a file to a document and its passages: pure, and runnable in any process."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.index.embedder import EmbedInput
from quoth.index.errors import ReadError
from quoth.index.metadata import Metadata, Stated, find_metadata
from quoth.index.readers import CorpusEntry, Extract, Hints, read
from quoth.index.records import StoredText
from quoth.index.text import embed_text
from quoth.index.types import Heading, Passage

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = [
    "PASSAGE_WORDS",
    "ParsedDocument",
    "ParsedPassage",
    "Splitting",
    "parse_entries",
    "parse_file",
    "split_text",
]

PASSAGE_WORDS = (120, 180)

_LONGEST_NAME = 4  # words an author
_FRONT_HEADINGS = 4  # among which a byline may stand: title, subtitle, authors, abstract


@dataclass(frozen=True, slots=True)
class Splitting:
    """How text is cut into passages: with whose tokens, and how many of them at most.

    `tokenizer` is the embedder's, in the JSON form of the tokenizers library.
    """

    tokenizer: str
    max_tokens: int
    words: tuple[int, int] = PASSAGE_WORDS


@dataclass(frozen=True, slots=True)
class ParsedPassage:
    """A passage, its sentences (half-open, from the passage's start), and what is embedded."""

    passage: Passage
    sentences: tuple[tuple[int, int], ...]
    embed_input: EmbedInput


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """Everything about a document that can be known without a model."""

    format: str
    hints: Hints
    text: StoredText
    passages: tuple[ParsedPassage, ...]
    problems: tuple[str, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)


def parse_file(path: str, password: str | None, splitting: Splitting) -> ParsedDocument:
    """Read a file and cut it into passages.

    Raises:
        ReadError: it cannot be read; the message is one line.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        msg = f"{Path(path).name} cannot be opened: {error.strerror}"
        raise ReadError(msg) from error
    extract = read(path, data, password=password)
    suffix = Path(path).suffix.lower().lstrip(".") or "txt"
    metadata = find_metadata(extract)
    extract = replace(extract, headings=_without_names(extract, metadata))
    return replace(_parsed(extract, suffix, splitting), metadata=metadata)


def parse_entries(entries: Sequence[CorpusEntry], splitting: Splitting) -> list[ParsedDocument]:
    """Cut documents of a corpus file into passages."""
    parsed = []
    for entry in entries:
        whole = _parsed(Extract(entry.text, hints=Hints(title=entry.title)), "jsonl", splitting)
        title = Stated(entry.title, "corpus file") if entry.title else None
        parsed.append(replace(whole, metadata=Metadata(title=title)))
    return parsed


def split_text(text: StoredText, splitting: Splitting) -> tuple[ParsedPassage, ...]:
    """Cut a canonical text into passages, with what its reader said of it."""
    from quoth.index.passages import sentences_of, split_passages
    from quoth.index.sections import find_sections

    sections = find_sections(text.text, text.headings, page_starts=text.page_starts)
    passages = split_passages(
        text.text,
        sections,
        count_tokens=_counter(splitting.tokenizer),
        max_tokens=splitting.max_tokens,
        page_starts=text.page_starts,
        words=splitting.words,
    )
    return tuple(_with_sentences(passage, sentences_of(passage)) for passage in passages)


def _without_names(extract: Extract, metadata: Metadata) -> tuple[Heading, ...]:
    """Return the headings that are no author's name, which is often set as large as one."""
    authors = metadata.authors.value if metadata.authors else ()
    families = {author.family.casefold() for author in authors}

    def is_byline(heading: Heading) -> bool:
        words = extract.text[heading.start : heading.end].split()
        named = families.intersection(word.strip(",*†‡").casefold() for word in words)
        return bool(named) and len(words) <= _LONGEST_NAME * len(authors)

    return tuple(
        heading
        for at, heading in enumerate(extract.headings)
        if at >= _FRONT_HEADINGS or not is_byline(heading)
    )


def _parsed(extract: Extract, suffix: str, splitting: Splitting) -> ParsedDocument:
    text = StoredText(extract.text, extract.page_starts, extract.headings, extract.char_index)
    return ParsedDocument(
        suffix, extract.hints, text, split_text(text, splitting), extract.problems
    )


def _with_sentences(passage: Passage, spans: Sequence[tuple[int, int]]) -> ParsedPassage:
    """Join the sentences' embed texts, so that their places in the whole are known."""
    relative = tuple((start - passage.start, end - passage.start) for start, end in spans)
    parts = [embed_text(passage.text[start:end]) for start, end in relative]
    places = []
    at = 0
    for part in parts:
        places.append((at, at + len(part)))
        at += len(part) + 1
    return ParsedPassage(passage, relative, EmbedInput(" ".join(parts), tuple(places)))


@functools.lru_cache(maxsize=2)
def _counter(tokenizer_json: str) -> Callable[[Sequence[str]], list[int]]:
    from tokenizers import Tokenizer

    tokenizer: Tokenizer = Tokenizer.from_str(tokenizer_json)
    tokenizer.no_padding()
    tokenizer.no_truncation()

    def count(texts: Sequence[str]) -> list[int]:
        return [len(encoding) for encoding in tokenizer.encode_batch_fast(list(texts))]

    return count
