"""What a paper is about, in its own words: its abstract, or its conclusion where that is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.index.library import Library
from quoth.index.text import render
from quoth.index.types import Document, Passage
from quoth.rag.draft import Draft, Quoted, draft_of, hit_at
from quoth.rag.question.front_matter import shown_name
from quoth.rag.types import Abstention

__all__ = ["describe_documents"]

_MOST = 5  # sentences of one paper
_MOST_OF_SEVERAL = 2  # of each
_MOST_DOCUMENTS = 10
_ASKS_FOR_END = re.compile(r"\b(?:conclu\w+|findings?|results?)\b", re.IGNORECASE)
_END = re.compile(r"\bconclu|\bsummary\b|\bclosing\b", re.IGNORECASE)
_STOPS = (".", "!", "?", "。", "！", "？", ".”", '."')


def describe_documents(
    library: Library, documents: Sequence[Document], question: str
) -> Draft | Abstention | None:
    """Quote what each document says it is about; None where nothing can be quoted.

    Its abstract is quoted, or, where the question asks for conclusions and a section has that
    name, the beginning of this; lacking both, its first sentences. Without documents the question
    was about "this paper" where there are several.
    """
    if not documents:
        return Abstention(
            "not_stated",
            "Several papers may be meant. Name the author or the title of one, or limit the "
            "question to it: --document PART_OF_TITLE",
        )
    most = _MOST if len(documents) == 1 else _MOST_OF_SEVERAL
    quoted = []
    for document in documents[:_MOST_DOCUMENTS]:
        lead = f"{shown_name(document)}: " if len(documents) > 1 else ""
        for passage, start, end in _sentences(library, document, question)[:most]:
            hit = hit_at(document, [passage], start)
            at = passage.start
            quoted.append(Quoted(hit, start, end, passage.text[start - at : end - at], lead))
            lead = ""
    return draft_of(quoted) if quoted else None


def _sentences(
    library: Library, document: Document, question: str
) -> list[tuple[Passage, int, int]]:
    passages = library.passages_of(document.id)
    found: list[tuple[Passage, int, int]] = []
    seen = 0
    spans = library.sentences([passage.id for passage in passages])
    for passage in _telling(passages, question):
        for start, end in spans.get(passage.id, ((), None))[0]:
            shown = render(passage.text[start:end])
            begins, ends = passage.start + start, passage.start + end
            if begins >= seen and shown.endswith(_STOPS) and shown.rstrip(".") != passage.section:
                found.append((passage, begins, ends))
                seen = ends
    return found


def _telling(passages: Sequence[Passage], question: str) -> list[Passage]:
    """Return the passages that say what a paper is about, the best choice there is."""
    body = [p for p in passages if p.kind == "body"]
    abstract = [p for p in passages if p.kind == "abstract"]
    ending = [p for p in body if p.section and _END.search(p.section)]
    if _ASKS_FOR_END.search(question) and ending:
        return ending
    return abstract or body[:2] or list(passages)[:2]
