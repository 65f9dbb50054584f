"""Questions of documents as wholes: what they state of themselves, cite, and are about."""

from __future__ import annotations

from quoth.index.library import Library
from quoth.index.types import Filters
from quoth.rag.draft import Draft
from quoth.rag.question.asked import Asked
from quoth.rag.question.inventory import list_library
from quoth.rag.question.kinds import has_matter
from quoth.rag.question.overview import describe_documents
from quoth.rag.question.survey import list_documents, survey
from quoth.rag.question.works import answer_about_works
from quoth.rag.reading.reader import SentenceReader
from quoth.rag.reading.relevance import is_relevant
from quoth.rag.types import Abstention

__all__ = ["look_up"]

_ASK_MORE = (
    "The question has no word to look for. Ask more: name what you want to know, as in "
    "'Who built the first sea clock?'"
)


def look_up(
    library: Library, reader: SentenceReader, asked: Asked, filters: Filters
) -> Draft | Abstention | None:
    """Answer what is asked of documents as wholes; None for what must be searched for."""
    inquiry, documents = asked.inquiry, asked.documents
    ids = inquiry.named
    named = [document for document in documents if document.id in ids]
    if inquiry.kind == "bibliographic":
        return answer_about_works(library, inquiry, documents, filters)
    if inquiry.kind == "about":
        return describe_documents(library, named, inquiry.text)
    if inquiry.kind == "library":
        return list_library(library, named or documents)
    if inquiry.kind != "papers":
        lacks = documents and not has_matter(inquiry.text)
        return Abstention("nothing_relevant", _ASK_MORE) if lacks else None
    if named and not inquiry.parts[0].query:
        return list_documents(library, named)
    draft, evidence = survey(library, reader, inquiry, filters)
    return draft if draft.sentences and is_relevant(evidence) else None
