"""Documents that are one paper: the same twice, or a preprint and what was published of it."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from quoth.index.types import Document

if TYPE_CHECKING:
    from quoth.index.library import Library

__all__ = ["Duplicate", "find_duplicates", "library_duplicates"]

_SHINGLE = 8  # words
_SKETCH = 64  # smallest hashes of a text's shingles that are kept
_SAMPLE = 20_000  # characters of a text that are looked at
# Of the 64 smallest hashes of both texts together, the share that both have; two drafts of one
# paper have most of their sentences in common, two papers of one author next to none.
_SAME_TEXT = 0.5
_ALIKE_TITLES = 0.9  # difflib's ratio of letters and digits
_MIN_TITLE = 15  # letters; "Introduction" is the title of many
_MAX_SHARING = 20  # documents with one shingle: boilerplate, as a licence
_PREPRINT_DOI = re.compile(
    r"10\.(?:48550|1101|21203|31234|31219|31235|26434|20944|2139|5281|31222|36227|22541|33774)/"
)
_PREPRINT = re.compile(
    r"arxiv|preprint|biorxiv|medrxiv|ssrn|working paper|osf\.io|psyarxiv", re.IGNORECASE
)
_STAMP = re.compile(r"arxiv:\d{4}\.\d{4,5}|\bpreprint\b|biorxiv|medrxiv", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two documents of one paper; of a preprint and its publication the preprint comes first."""

    first: Document
    second: Document
    kind: Literal["same", "preprint"]
    reason: str


def library_duplicates(library: Library) -> list[Duplicate]:
    """Return the pairs of a library, in order of file name."""
    return find_duplicates(library.documents(), lambda document: library.text(document.id).text)


def find_duplicates(
    documents: Sequence[Document], text_of: Callable[[Document], str]
) -> list[Duplicate]:
    """Return the pairs of documents that are one paper, with the reason.

    Time grows with the number of documents, not its square: only documents that share a DOI, the
    beginning of a title or parts of their text are compared.

    Args:
        text_of: returns a document's canonical text.
    """
    texts = {document.id: text_of(document)[:_SAMPLE] for document in documents}
    sketches = {document.id: _sketch(texts[document.id]) for document in documents}
    found = []
    for first, second in _candidates(documents, sketches):
        shared = _shared(sketches[first.id], sketches[second.id])
        reason = _reason(first, second, shared)
        if reason:
            found.append(_pair(first, second, texts, reason))
    return sorted(found, key=lambda pair: (pair.first.file, pair.second.file))


def _candidates(
    documents: Sequence[Document], sketches: dict[str, tuple[int, ...]]
) -> Iterator[tuple[Document, Document]]:
    groups: dict[object, list[Document]] = defaultdict(list)
    for document in documents:
        if document.doi:
            groups["doi", _bare(document.doi)].append(document)
        title = _folded(document.title or "")
        if len(title) >= _MIN_TITLE:
            groups["title", title[:_MIN_TITLE]].append(document)
            groups["end", title[-_MIN_TITLE:]].append(document)
        if document.sha256:
            groups["file", document.sha256].append(document)
        for shingle in sketches[document.id][:16]:
            groups["text", shingle].append(document)
    seen = set()
    for key, group in groups.items():
        is_text = isinstance(key, tuple) and key[0] == "text"
        if len(group) < 2 or (is_text and len(group) > _MAX_SHARING):
            continue
        for first, second in combinations(group, 2):
            pair = (first.id, second.id)
            if first.id != second.id and pair not in seen:
                seen.add(pair)
                yield first, second


def _reason(first: Document, second: Document, shared: float) -> str | None:
    if first.sha256 and first.sha256 == second.sha256:
        return "the same file"
    if first.doi and second.doi and _bare(first.doi) == _bare(second.doi):
        return f"the same DOI {first.doi}"
    alike = _titles_alike(first, second)
    if alike and _same_families(first, second):
        return "the same title and authors"
    # several entries of a collection may share their text's head; one paper has one title
    titled = first.title is not None and second.title is not None
    if shared >= _SAME_TEXT and (alike or not titled):
        return f"{shared:.0%} of their text is the same"
    if shared >= 0.9:
        return f"{shared:.0%} of their text is the same"
    return None


def _pair(first: Document, second: Document, texts: dict[str, str], reason: str) -> Duplicate:
    preprints = [_is_preprint(document, texts[document.id]) for document in (first, second)]
    if preprints == [False, True]:
        first, second = second, first
    if preprints[0] != preprints[1]:
        return Duplicate(first, second, "preprint", reason)
    return Duplicate(first, second, "same", reason)


def _is_preprint(document: Document, text: str) -> bool:
    if document.doi and _PREPRINT_DOI.match(document.doi):
        return True
    if document.venue:
        return _PREPRINT.search(document.venue) is not None
    head = f"{document.file} {text[:1500]}"
    return _STAMP.search(head) is not None


def _titles_alike(first: Document, second: Document) -> bool:
    one, other = _folded(first.title or ""), _folded(second.title or "")
    if min(len(one), len(other)) < _MIN_TITLE:
        return False
    return (
        one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE_TITLES
    )


def _same_families(first: Document, second: Document) -> bool:
    """Tell whether the shorter list of authors has most of its families in the other."""
    one, other = ({_folded(a.family) for a in d.authors} for d in (first, second))
    if not one or not other:
        return False
    return len(one & other) >= max(1, 0.6 * min(len(one), len(other)))


def _bare(doi: str) -> str:
    """Return a DOI without a version: 10.21203/rs.3.rs-1/v2."""
    return re.sub(r"(?:/|\.)v\d+$", "", doi.lower())


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _sketch(text: str) -> tuple[int, ...]:
    """Return the smallest hashes of the text's runs of words, ascending.

    Source: Broder 1997, "On the resemblance and containment of documents", section 3.
    """
    words = re.findall(r"\w+", text.casefold())
    runs = (" ".join(words[i : i + _SHINGLE]) for i in range(max(0, len(words) - _SHINGLE + 1)))
    return tuple(sorted(set(_hashes(runs)))[:_SKETCH])


def _hashes(runs: Iterable[str]) -> Iterator[int]:
    return (zlib.crc32(run.encode()) for run in runs)


def _shared(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    if len(one) < 8 or len(other) < 8:
        return 0.0
    union = sorted({*one, *other})[:_SKETCH]
    return len({*union} & {*one} & {*other}) / len(union)
