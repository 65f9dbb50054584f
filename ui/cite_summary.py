"""What the reports of `quoth cite` have in common: counts, places, names of things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quoth.index.text import render

if TYPE_CHECKING:
    from quoth.index.types import Document
    from quoth.rag.lookup.drafts import DraftReport
    from quoth.rag.lookup.types import CitationCheck, CitedClaim, Match

__all__ = ["SIGNS", "check_words", "numbered", "place_of", "shown_matches", "shown_text", "summary"]

SIGNS = {
    "supports": "✓",
    "contradicts": "✗",
    "related": "·",
    "not_stated": "?",
    "unknown_key": "!",
}
"""The sign of each stance and verdict; the word stands beside it."""

_VERDICTS = {
    "supports": "supports this",
    "contradicts": "contradicts this",
    "not_stated": "has nothing found in it that states this",
    "unknown_key": "is not known",
}
_WITHDRAWN = "RETRACTED"
_COUNTED = {
    "supports": "supported",
    "contradicts": "contradicted",
    "not_stated": "not stated there",
    "unknown_key": "unknown",
}
_MOST_SKIPPED = 300  # characters; what has no sentence in it may go on for pages
_LINE_END = re.compile(r"\r\n|\n|\r")
_PARAGRAPH_END = re.compile(r"\n\n")


def summary(report: DraftReport) -> str:
    """Return one line on what was looked up and found."""
    looked_up = [claim for claim in report.claims if not claim.skipped]
    best = Counter(_best_stance(claim) for claim in looked_up)
    checks = Counter[str](check.verdict for claim in report.claims for check in claim.checks)
    n_skipped = len(report.claims) - len(looked_up)
    parts = [
        f"{_many(len(looked_up), 'sentence')} looked up",
        *([f"{n_skipped} skipped"] if n_skipped else []),
        f"{best['supports']} supported",
        f"{best['contradicts']} contradicted",
        f"{best['related'] + best['nothing']} without evidence",
    ]
    said = ", ".join(parts)
    if checks:
        told = [f"{n} {said_of}" for v, said_of in _COUNTED.items() if (n := checks[v])]
        said += f"; {_many(checks.total(), 'citation')} checked: {', '.join(told)}"
    return said


def _best_stance(claim: CitedClaim) -> str:
    stances = {match.stance for match in claim.matches}
    order = ("supports", "contradicts", "related")
    return next((stance for stance in order if stance in stances), "nothing")


def check_words(check: CitationCheck) -> str:
    """Return what a check found, in words."""
    said = f"{render(check.citation)} {_VERDICTS[check.verdict]}"
    if check.note:
        said = f"{render(check.citation)}: {render(check.note)}"
    elif check.document and check.document.key and check.document.key not in check.citation:
        said = f"{render(check.citation)} ({check.document.key}) {_VERDICTS[check.verdict]}"
    better = ", ".join(document.key or render(document.file) for document in check.better)
    said = f"{said}; better: {better}" if better else said
    return f"{said}; {_WITHDRAWN}" if check.document and check.document.retracted else said


def shown_text(claim: CitedClaim) -> str:
    """Return a sentence in one line; one that is only skipped not longer than can be read."""
    text = render(claim.text)
    if claim.skipped and len(text) > _MOST_SKIPPED:
        return f"{text[:_MOST_SKIPPED].rstrip()}…"
    return text


def shown_matches(claim: CitedClaim, *, every: bool) -> Sequence[Match]:
    """Return the matches to print: of what is only related, one where nothing else was found."""
    if every:
        return claim.matches
    telling = [match for match in claim.matches if match.stance != "related"]
    return telling or claim.matches[:1]


def place_of(match: Match) -> str:
    """Return where a quote stands: "liu2024: Clocks (2024), p. 3, § Trials"."""
    document, passage = match.document, match.hit.passage
    parts = [_named(document)]
    page = match.quote.page or passage.page
    parts += [f"p. {page}"] if page is not None else []
    parts += [f"§ {render(passage.section)}"] if passage.section else []
    parts += [_WITHDRAWN] if document.retracted else []
    return ", ".join(parts)


def _named(document: Document) -> str:
    name = render(document.title or document.file)
    dated = f"{name} ({document.year})" if document.year else name
    return f"{document.key}: {dated}" if document.key else dated


def numbered(report: DraftReport) -> Iterator[tuple[int, CitedClaim]]:
    """Yield each sentence with the line that it begins on, from 1; in Word, the paragraph."""
    ends = _LINE_END if report.draft.format != "docx" else _PARAGRAPH_END
    number, at = 1, 0
    for claim in report.claims:
        number += len(ends.findall(report.draft.text, at, claim.start))
        at = claim.start
        yield number, claim


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
