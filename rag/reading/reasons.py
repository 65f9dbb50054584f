"""Why a question is not answered, in words for the reader."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.index.library import Library
from quoth.index.types import Hit
from quoth.rag.question.language import language_message, unread_language
from quoth.rag.reading.abstention import Answerability
from quoth.rag.types import Abstention

__all__ = ["reason_to_decline"]


def reason_to_decline(
    library: Library, asked: str, hits: Sequence[Hit], judged: Answerability
) -> Abstention | None:
    """Return why a library gives no answer; None if it may.

    Args:
        asked: in the language that was searched in.
        hits: what was found, best first.
        judged: what the sentences found say of the question.
    """
    if not hits and not library.documents():
        message = (
            f"The library at {library.folder} is empty, so there is nothing to answer from. "
            "Add papers with: quoth add PATH"
        )
        return Abstention("empty_library", message)
    reads = library.embedder.languages
    if reads and (language := unread_language(asked, hits, reads=reads)):
        name = library.embedder.identity.name
        return Abstention("language", language_message(language, embedder=name, reads=reads))
    if not judged.relevant:
        message = (
            "Nothing in the library answers this. The passages below came nearest; other words, "
            "or wider filters, may find more."
            if hits
            else "No passage of the library passes these filters or shares anything with the "
            "question."
        )
        return Abstention("nothing_relevant", message)
    if not judged.stated:
        message = (
            "The papers speak of this, but none of the passages found states "
            f"{judged.missing}. The passages below came nearest."
        )
        return Abstention("not_stated", message)
    return None
