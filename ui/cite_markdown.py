"""The report of `quoth cite` as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from quoth.index.text import render
from quoth.ui.cite_summary import (
    SIGNS,
    check_words,
    numbered,
    place_of,
    shown_matches,
    shown_text,
    summary,
)

if TYPE_CHECKING:
    from quoth.rag.lookup.drafts import DraftReport
    from quoth.rag.lookup.types import CitedClaim, Match

__all__ = ["report_markdown"]

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def report_markdown(report: DraftReport, references: Mapping[str, str]) -> str:
    """Return the report of a draft.

    Args:
        references: formatted ones in Markdown, by document id.
    """
    return "\n".join(_lines(report, references)) + "\n"


def _lines(report: DraftReport, references: Mapping[str, str]) -> Iterator[str]:
    from quoth.rag.references import in_order

    yield f"# Citations for {_plain(report.draft.name)}"
    yield ""
    yield f"{summary(report)}."
    for note in report.notes:
        yield ""
        yield _plain(note.message)
    where = "Paragraph" if report.draft.format == "docx" else "Line"
    claims = list(numbered(report))
    for number, claim in claims:
        if not claim.skipped:
            yield from ("", f"## {where} {number}", "")
            yield from _claim(claim, every=len(claims) == 1)
    if any(claim.skipped for _, claim in claims):
        yield from ("", "## Skipped", "")
    for number, claim in claims:
        if claim.skipped:
            yield f"- {where.lower()} {number}, {claim.skipped}: {_plain(shown_text(claim))}"
            for check in claim.checks:
                yield f"  {SIGNS[check.verdict]} cited {_plain(check_words(check))}"
    lines = in_order(line for line in references.values() if line)
    if lines:
        yield from ("", "## References", "")
    for reference in lines:
        yield f"- {' '.join(reference.split())}"


def _claim(claim: CitedClaim, *, every: bool) -> Iterator[str]:
    yield f"> {_plain(claim.text)}"
    yield ""
    for check in claim.checks:
        yield f"- {SIGNS[check.verdict]} cited {_plain(check_words(check))}"
    for match in shown_matches(claim, every=every):
        yield from _match(match)
    if not claim.matches and not claim.checks:
        yield "- nothing found"


def _match(match: Match) -> Iterator[str]:
    where = f"**{match.stance}** {match.score:.2f}, {_plain(place_of(match))}"
    yield f"- {SIGNS[match.stance]} {where}"
    yield f"  “{_plain(match.quote.text)}”"
    if match.reasons and match.stance == "contradicts":
        yield f"  because: {_plain('; '.join(match.reasons))}"
    if match.secondhand:
        yield f"  cited there from: {_plain(match.secondhand)}"
    if match.opinion:
        yield f"  second opinion: {_plain(match.opinion)}"


def _plain(text: str) -> str:
    """Return words that Markdown shows as they are."""
    return _MARKUP.sub(r"\\\1", render(text))
