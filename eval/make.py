"""A question set drafted from the user's own library, for a person to edit.

With a chat model: questions that it writes from passages. Without one: sentences with a gap, and
questions about titles. Every line says how it was drafted, and that nobody has checked it.

    {"id", "question", "kind", "answers", "evidence", "unanswerable", "drafted", "checked": false}
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from quoth.eval.make_gaps import gap_of
from quoth.eval.make_titles import title_questions
from quoth.eval.make_types import Draft, DraftedSpan, Writer
from quoth.eval.replays.perturb_choice import pick
from quoth.index.errors import UsageError
from quoth.index.library import Library
from quoth.index.sentences import split_sentences
from quoth.index.types import Document, Passage

__all__ = ["draft_questions", "write_drafts"]

_TITLE_SHARE = 4  # without a model, every so manyth question is about a title


def draft_questions(library: Library, n: int, *, writer: Writer | None = None) -> Iterator[Draft]:
    """Yield up to n drafts, from all documents in turn; the same library gives the same drafts.

    Args:
        writer: a chat model; None drafts gaps and questions about titles.
    Raises:
        UsageError: the library is empty.
    """
    documents = [document for document in library.documents() if document.has_text]
    if not documents:
        msg = f"the library at {library.folder} is empty. Run: quoth add PATH"
        raise UsageError(msg)
    makers = [_drafts_of(library, document, writer) for document in documents]
    titles = iter(() if writer else title_questions(library, documents))
    made = 0
    while makers and made < n:
        for maker in list(makers):
            if made == n:
                return
            about_title = made % _TITLE_SHARE == _TITLE_SHARE - 1
            draft = next(titles, None) if about_title else None
            draft = draft or next(maker, None)
            if draft is None:
                makers.remove(maker)
                continue
            made += 1
            yield draft


def _drafts_of(library: Library, document: Document, writer: Writer | None) -> Iterator[Draft]:
    """Yield the drafts of one document, a passage each, from places spread over it."""
    passages = [p for p in library.passages_of(document.id) if p.kind in ("abstract", "body")]
    left = list(passages)
    while left:
        passage = pick(left, f"{document.file} {len(left)}")
        if passage is None:
            return
        left.remove(passage)
        draft = writer(document, passage) if writer else _cloze(document, passage)
        if draft is not None:
            yield draft


def _cloze(document: Document, passage: Passage) -> Draft | None:
    """Return a sentence of a passage with a gap where it has a number or a name."""
    spans = [
        (passage.start + start, passage.start + end, sentence)
        for start, end in split_sentences(passage.text)
        if (sentence := passage.text[start:end]) and gap_of(sentence) is not None
    ]
    chosen = pick(spans, f"{document.file} {passage.start}")
    if chosen is None:
        return None
    start, end, sentence = chosen
    gap = gap_of(sentence)
    if gap is None:
        return None
    span = DraftedSpan(document.file, sentence, start, end)
    return Draft(f"What belongs in the gap? {gap.text}", (gap.answer,), "cloze", (span,))


def write_drafts(path: Path, drafts: Sequence[Draft]) -> None:
    """Write drafts as a question set, which `quoth eval run` reads once a person has edited it.

    Raises:
        UsageError: the file is there already, or cannot be written.
    """
    rows = [
        {
            "id": f"draft{number:03}",
            "question": draft.question,
            "kind": draft.kind,
            "answers": draft.answers,
            "evidence": [
                {"document": s.document, "quote": s.quote, "start": s.start, "end": s.end}
                for s in draft.evidence
            ],
            "unanswerable": False,
            "drafted": draft.how,
            "checked": False,
        }
        for number, draft in enumerate(drafts, 1)
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    try:
        with path.open("x", encoding="utf-8", newline="") as file:  # what a person edited is kept
            file.write(lines)
    except FileExistsError as error:
        msg = f"{path} is there already; give another --out"
        raise UsageError(msg) from error
    except OSError as error:
        msg = f"cannot write {path}: {error.strerror}"
        raise UsageError(msg) from error
