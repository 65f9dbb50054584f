"""A draft of an answer: quoted spans become cited sentences and numbered sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from quoth.index.types import Document, Hit, Passage
from quoth.rag.question.lists import show_list
from quoth.rag.types import Abstention, Citation, Note, Quote, Sentence, Source, Support

__all__ = ["Draft", "Quoted", "draft_of", "hit_at", "join_drafts"]


@dataclass(frozen=True, slots=True)
class Draft:
    """The sentences of an answer and the passages that they cite, n from 1.

    Attributes:
        abstained: why nothing was written.
        prompts: those that were sent to a chat model, name and SHA-256.
        verify_ms: what checking the sentences took.
    """

    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]
    notes: tuple[Note, ...] = ()
    abstained: Abstention | None = None
    prompts: tuple[tuple[str, str], ...] = ()
    verify_ms: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document, and the passage that they are cited from.

    Attributes:
        words: the exact slice `text[start:end]`.
        lead: what is said before the quoted words, such as the title of their paper.
    """

    hit: Hit
    start: int
    end: int
    words: str
    lead: str = ""


def draft_of(quoted: Sequence[Quoted]) -> Draft:
    """Make one cited sentence of each; passages are numbered as they come."""
    numbers: dict[int, int] = {}
    hits: dict[int, Hit] = {}
    quotes: dict[int, list[Quote]] = {}
    sentences = []
    for item in quoted:
        passage = item.hit.passage
        n = numbers.setdefault(passage.id, len(numbers) + 1)
        hits[n] = item.hit
        quote = Quote(passage.document_id, item.start, item.end, passage.page, item.words)
        quotes.setdefault(n, []).append(quote)
        citation = Citation(n, passage.document_id, item.start, item.end)
        text = f"{item.lead}{show_list(item.words)}"
        sentences.append(Sentence(text, (citation,), (quote,), Support("supported", 1.0)))
    sources = tuple(Source(n, hits[n], tuple(quotes[n])) for n in sorted(hits))
    return Draft(tuple(sentences), sources)


def join_drafts(drafts: Iterable[Draft]) -> Draft:
    """Put drafts one after the other; what several say comes once, a passage keeps one number."""
    said: dict[object, Sentence] = {}
    sources: dict[int, Source] = {}  # by passage
    joined = list(drafts)
    for draft in joined:
        given = {source.n: source for source in draft.sources}
        for sentence in draft.sentences:
            key = sentence.quotes or sentence.text
            if key in said:
                continue
            numbers = {
                n: _cite(sources, given[n], sentence.quotes)
                for n in dict.fromkeys(citation.n for citation in sentence.citations)
            }
            citations = tuple(replace(c, n=numbers[c.n]) for c in sentence.citations)
            said[key] = replace(sentence, citations=citations)
    return Draft(
        tuple(said.values()),
        tuple(sources.values()),
        tuple(note for draft in joined for note in draft.notes),
        next((draft.abstained for draft in joined if draft.abstained), None) if not said else None,
        tuple(dict.fromkeys(prompt for draft in joined for prompt in draft.prompts)),
    )


def _cite(sources: dict[int, Source], given: Source, quotes: Sequence[Quote]) -> int:
    """Take a source in, with those of the quotes that are its own; return its number."""
    passage_id = given.hit.passage.id
    source = sources.get(passage_id) or Source(len(sources) + 1, given.hit)
    own = (quote for quote in quotes if quote in given.quotes)
    sources[passage_id] = replace(source, quotes=tuple(dict.fromkeys((*source.quotes, *own))))
    return source.n


def hit_at(document: Document, passages: Sequence[Passage], start: int) -> Hit:
    """Return the passage that holds a character, or the nearest before it, as a hit.

    Args:
        passages: the document's, in order, at least one.
    """
    before = [passage for passage in passages if passage.start <= start]
    return Hit((before or passages)[-1 if before else 0], document, 1.0, 1, None, None)
