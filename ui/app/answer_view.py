"""An answer as HTML: sentences with their chips and marks, sources, notes, or an abstention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from quoth.index.text import render
from quoth.rag.types import Abstention, Answer, Note, Quote, Sentence, Source, SupportLabel
from quoth.ui.app.markup import attributes, document_name, escaped, place, shown

__all__ = ["abstention_html", "answer_html", "chip", "sentences_html"]

_SNIPPET = 320  # characters of what was not quoted: a passage, a question, a note
_TIP = 420  # characters of a quote in a tip
_HASHES = re.compile(r"^#{1,6}\s+")  # of a heading in Markdown

# What a mark looks like, its style, and what is read out.
_MARKS: dict[SupportLabel, tuple[str, str, str]] = {
    "supported": ("✓", "good", "Supported by the words cited"),
    "partial": ("~", "part", "Supported in part"),
    "unsupported": ("?", "part", "No passage supports this"),
    "contradicted": ("✗", "bad", "The words cited say otherwise"),
}
_VERBATIM = ("✓", "good", "The document’s own words")

_WHY_NOTHING = {
    "empty_library": "The library is empty.",
    "nothing_relevant": "Nothing in the library is about this.",
    "not_stated": "The papers speak of this, but do not state what was asked.",
    "unsupported": "No sentence of the answer was supported by the papers.",
    "language": "The question is in a language that your library’s search does not read.",
    "model_declined": "The chat model found no answer in the passages.",
}
_WHAT_TO_TRY = {
    "empty_library": ("Add papers in the Library tab, then ask again.",),
    "nothing_relevant": (
        "Ask in the words that a paper would use.",
        "Widen what is searched: tick more documents, or clear the years, on the left.",
    ),
    "not_stated": (
        "Read the nearest passages: the answer may follow from them.",
        "Check the name, number or year in the question.",
    ),
    "unsupported": (
        "Read the nearest passages.",
        "Ask for one fact at a time.",
    ),
    "language": ("Ask in English, or choose an embedder that reads the language.",),
    "model_declined": ("Read the nearest passages.", "Ask for one fact at a time."),
}


def answer_html(answer: Answer, key: str) -> str:
    """Return everything below an answer's question but its buttons.

    Args:
        key: tells the elements of this answer from those of the others on the page.
    """
    if answer.abstained:
        body = abstention_html(answer, answer.abstained, key)
    else:
        body = sentences_html(answer.sentences, answer.sources, key) + _sources_html(answer, key)
    said = {"follow_up"} if answer.abstained else set()  # the card has it
    return body + _notes_html([note for note in answer.notes if note.code not in said])


def sentences_html(sentences: Iterable[Sentence], sources: Sequence[Source], key: str) -> str:
    """Return sentences in paragraphs, each with its chips and its mark.

    Args:
        sources: those of the answer; may still be missing while it is written.
    """
    by_number = {source.n: source for source in sources}
    paragraphs: list[list[str]] = []
    for number, sentence in enumerate(sentences):
        if not paragraphs or "\n" in sentence.lead:
            paragraphs.append([])
        bullet = f"{escaped(sentence.lead.strip())} " if sentence.lead.strip() else ""
        lines = "<br>".join(shown(line) for line in sentence.text.splitlines())
        chips = _chips(sentence, by_number, f"{key}-{number}")
        paragraphs[-1].append(f'<span class="sentence">{bullet}{lines}{chips}</span>')
    return "".join(f"<p>{' '.join(parts)}</p>" for parts in paragraphs)


def abstention_html(answer: Answer, why: Abstention, key: str) -> str:
    """Return the card of a question that the library does not answer."""
    searched = next((n.message for n in answer.notes if n.code == "follow_up"), "")
    looked_for = searched.removeprefix("searched for: ") or answer.question
    tries = "".join(f"<li>{escaped(text)}</li>" for text in _WHAT_TO_TRY[why.reason])
    nearest = "".join(_nearest(source, f"{key}-near{source.n}") for source in answer.nearest)
    # The message for the terminal names the library's folder: that is nothing for a page.
    because = "There are no papers in it yet." if why.reason == "empty_library" else why.message
    passages = f"<h4>What came nearest</h4><ol>{nearest}</ol>" if nearest else ""
    return (
        f'<section class="abstention" aria-label="No answer">'
        f"<h3>{_WHY_NOTHING[why.reason]}</h3>"
        f"<dl><dt>Looked for</dt><dd>{_cut(looked_for)}</dd>"
        f"<dt>Why there is no answer</dt><dd>{shown(because)}</dd></dl>"
        f"{passages}<h4>What to try</h4><ul>{tries}</ul></section>"
    )


def _chips(sentence: Sentence, sources: dict[int, Source], key: str) -> str:
    numbers = dict.fromkeys(citation.n for citation in sentence.citations)
    documents = {citation.n: citation for citation in reversed(sentence.citations)}
    parts = []
    for n in numbers:
        citation = documents[n]
        own = [q for q in sentence.quotes if q.document_id == citation.document_id]
        inside = [q for q in own if citation.start <= q.start < citation.end]
        span = (inside or own)[:1]
        start, end = (span[0].start, span[0].end) if span else (citation.start, citation.end)
        source = sources.get(n)
        tip = _tip(source, span[0] if span else None)
        opened = (citation.document_id, start, end)
        parts.append(chip(str(n), f"Source {n}", opened, tip, f"{key}-{n}"))
    return f'<span class="marks">{"".join(parts)}{_mark(sentence)}</span>'


def chip(label: str, name: str, span: tuple[str, int, int], tip: str, key: str) -> str:
    """Return a button that opens a span of a document; hovering it shows the tip.

    Args:
        name: what it is called for a screen reader.
        tip: text.
        key: of the tip, on the whole page.
    """
    document, start, end = span
    values = attributes(
        class_="cite",
        data_doc=document,
        data_start=start,
        data_end=end,
        aria_label=name,
        aria_describedby=f"tip-{key}",
    )
    hint = f'<span hidden id="tip-{escaped(key)}">{escaped(tip)}</span>'
    return f'<button type="button"{values}>{label}</button>{hint}'


def _tip(source: Source | None, quote: Quote | None) -> str:
    """Return what hovering a chip shows, as text: quote, title with year, page."""
    words = render(quote.text) if quote else ""
    cut = words if len(words) <= _TIP else words[:_TIP].rsplit(" ", 1)[0] + " …"
    parts = [f"“{cut}”"] if cut else []
    if source is not None:
        page = quote.page if quote else source.hit.passage.page
        where = place(page, None)
        parts.append(document_name(source.document) + (f", {where}" if where else ""))
    return " — ".join(parts)


def _mark(sentence: Sentence) -> str:
    sign, style, words = _VERBATIM if sentence.is_quote else _MARKS[sentence.support.label]
    return (
        f'<span class="support {style}" role="img"{attributes(aria_label=words, title=words)}>'
        f"{sign}</span>"
    )


def _sources_html(answer: Answer, key: str) -> str:
    if not answer.sources:
        return ""
    items = "".join(_source(source, f"{key}-source{source.n}") for source in answer.sources)
    return f'<ol class="sources" aria-label="Sources">{items}</ol>'


def _source(source: Source, key: str) -> str:
    passage = source.hit.passage
    quote = source.quotes[0] if source.quotes else None
    start, end = (quote.start, quote.end) if quote else (passage.start, passage.end)
    page = quote.page if quote else passage.page
    opens = chip(
        str(source.n), f"Open source {source.n}", (passage.document_id, start, end),
        _tip(source, quote), key,
    )  # fmt: skip
    where = place(page, passage.section)
    tail = f' <span class="where">{escaped(where)}</span>' if where else ""
    return f"<li>{opens}<span>{escaped(document_name(source.document))}{tail}</span></li>"


def _nearest(source: Source, key: str) -> str:
    passage = source.hit.passage
    words = _HASHES.sub("", render(passage.text))
    words = words.removeprefix(render(passage.section or "")).lstrip()
    where = ", ".join(
        filter(None, (document_name(source.document), place(passage.page, passage.section)))
    )
    span = (passage.document_id, passage.start, passage.end)
    read = chip("Read", f"Read nearest passage {source.n}", span, where, key)
    return (
        f'<li><blockquote>{_cut(words)}</blockquote><span class="where">{escaped(where)}</span>'
        f"{read}</li>"
    )


def _notes_html(notes: Sequence[Note]) -> str:
    if not notes:
        return ""
    items = "".join(f"<li>{_cut(_sentence_case(note.message))}</li>" for note in notes)
    return f'<ul class="notes" aria-label="Notes">{items}</ul>'


def _cut(text: str) -> str:
    """Return the beginning of a text, escaped: a question may be as long as a page."""
    words = render(text)
    return escaped(words if len(words) <= _SNIPPET else words[:_SNIPPET].rsplit(" ", 1)[0] + " …")


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
