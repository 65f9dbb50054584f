"""Documents, matches and Word files that tests of drafts are made of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quoth.index.types import Author, Document, Hit, Passage
from quoth.rag.lookup.types import Match, Stance, Wanted
from quoth.rag.types import Quote

__all__ = ["FakeLookup", "document", "match", "word_file"]

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(key: str, *, title: str | None = None, **more: object) -> Document:
    """Return a document by its key; its family name is the key's letters before the year."""
    family = key.rstrip("abcdefghijklmnopqrstuvwxyz").rstrip("0123456789") or key
    known: dict[str, object] = {
        "authors": (Author("A.", family.capitalize()),),
        "n_characters": 100,
        "key": key,
        "title": title,
    }
    facts = known | more
    return Document(f"id-{key}", f"/{key}.txt", f"{key}.txt", "0", "txt", **facts)  # type: ignore[arg-type]


def match(found: Document, stance: Stance = "supports", score: float = 0.8) -> Match:
    """Return a match in a document."""
    text = f"What {found.key} says."
    passage = Passage(1, found.id, 0, len(text), None, None, "body", text)
    hit = Hit(passage, found, 1.0, 1, 0.5, 1.0)
    return Match(stance, score, hit, Quote(found.id, 0, len(text), None, text))


@dataclass(slots=True)
class FakeLookup:
    """Finds what it was given, by claim; remembers which documents it was limited to."""

    found: Mapping[str, Sequence[Match]] = field(default_factory=dict)
    asked: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    def __call__(self, wanted: Sequence[Wanted]) -> list[tuple[Match, ...]]:
        return [self._matches(one) for one in wanted]

    def _matches(self, one: Wanted) -> tuple[Match, ...]:
        among = one.filters.among if one.filters else frozenset()
        self.asked.append((one.claim, among))
        matches = self.found.get(one.claim, ())
        return tuple(m for m in matches if not among or m.document.id in among)[: one.k]


def word_file(paragraphs: Sequence[str], *, styles: str = "") -> bytes:
    """Return a Word file whose paragraphs hold this XML: "<w:r><w:t>Words.</w:t></w:r>"."""
    body = "".join(f"<w:p>{paragraph}</w:p>" for paragraph in paragraphs)
    document_xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document_xml)
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{_WORD}">{styles}</w:styles>')
        archive.writestr("word/media/image1.png", b"\x89PNG", compress_type=zipfile.ZIP_STORED)
    return target.getvalue()
