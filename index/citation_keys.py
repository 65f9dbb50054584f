"""Citation keys: short names of documents to put into a text, as liu2024cultural.

A key is made once and stored: it does not change when more is known of its document, or when
documents come or go. The key of an imported entry is kept.
"""

from __future__ import annotations

import itertools
import re
import string
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePath

from quoth.index.errors import UsageError
from quoth.index.types import Document

__all__ = ["DEFAULT_PATTERN", "check_pattern", "citation_keys", "make_key", "usable_key"]

DEFAULT_PATTERN = "{family}{year}{word}"
_FIELDS = ("family", "year", "word")
_SKIPPED = frozenset(
    "a an and are as at by can do does for from how in is it its of on or the to was what when"
    " where which who why with das dem den der des die ein eine und im von zur les des une un le"
    " la et du el los las y de del il lo gli".split()
)
# what Unicode's own decomposition leaves as it is
_FOLDED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)


def check_pattern(pattern: str) -> str:
    """Return a pattern for keys as it is.

    Raises:
        UsageError: it is not made of {family}, {year}, {word} and letters, digits, - _ : . +
    """
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        parts = []
    names = [name for _, name, _, _ in parts if name is not None]
    plain = "".join(text for text, _, _, _ in parts)
    if not names or any(n not in _FIELDS for n in names) or not re.fullmatch(r"[\w:.+-]*", plain):
        msg = (
            f"citation_key {pattern!r}: put it together from {{family}}, {{year}} and {{word}}, "
            f'with - _ : . or + between them; by default it is "{DEFAULT_PATTERN}"'
        )
        raise UsageError(msg)
    return pattern


def citation_keys(
    documents: Iterable[Document], *, pattern: str = DEFAULT_PATTERN
) -> dict[str, str]:
    """Return the key of each document by its id: the stored one, its entry's, or a new one.

    Keys are told apart without regard to case, as BibTeX does.
    """
    from quoth.index.metadata.csl import CslItem  # 0.1 s; whoever reads a pattern needs none

    known = list(documents)
    keys = {document.id: document.key for document in known if document.key}
    taken = {key.casefold() for key in keys.values()}
    for document in known:
        if not document.key:
            wanted = CslItem.from_text(document.entry).key if document.entry else ""
            key = usable_key(wanted, taken) or _free(make_key(document, pattern=pattern), taken)
            keys[document.id] = key
            taken.add(key.casefold())
    return keys


def usable_key(wanted: str, taken: Collection[str]) -> str:
    """Return the key of an imported entry, with a letter more where it is taken; "" for none.

    A number alone is some program's own, and no key.

    Args:
        taken: folded keys of the others.
    """
    key = re.sub(r"[\s{}(),\"'%#~\\=]", "", wanted)
    return _free(key, taken) if re.search(r"[^\W\d_]", key) else ""


def make_key(document: Document, *, pattern: str = DEFAULT_PATTERN) -> str:
    """Return what a document's key is made of: not yet a key that nothing else has.

    Where there are no authors the title's first word stands for the family name; where there is no
    title either, the file's name.
    """
    words = [word for word in _words(document.title or "") if word not in _SKIPPED]
    family = "".join(_words(document.authors[0].family)) if document.authors else ""
    if not family and "{family}" in pattern:
        stem = "".join(_words(PurePath(document.file).stem))
        family, words = (words[0], words[1:]) if words else (stem or "document", [])
    year = str(document.year) if document.year else ""
    key = pattern.format(family=family, year=year, word=words[0] if words else "")
    return key.strip("-_:.+") or "document"


def _words(text: str) -> list[str]:
    """Return the words of a text in ASCII letters and digits; others have no letter in ASCII."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDED))
    plain = re.sub(r"['’ʼ-]", "", folded.encode("ascii", "ignore").decode())
    return re.findall(r"[a-z0-9]+", plain)


def _free(key: str, taken: Collection[str]) -> str:
    return next(k for k in itertools.chain([key], _lettered(key)) if k.casefold() not in taken)


def _lettered(key: str) -> Iterator[str]:
    """Yield keya to keyz, then keyaa and so on."""
    for length in itertools.count(1):
        for letters in itertools.product(string.ascii_lowercase, repeat=length):
            yield key + "".join(letters)
