"""What `quoth cite --json` prints: the documented shape, from the types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from quoth.rag.lookup.drafts import DraftReport
from quoth.rag.lookup.types import CitationCheck, CitedClaim, Match
from quoth.ui.jsons import document_json

__all__ = ["report_json"]

Json = dict[str, Any]


def report_json(report: DraftReport, references: Mapping[str, str]) -> Json:
    """Return the report of a draft.

    Args:
        references: formatted ones, by document id.
    """
    return {
        "claims": [_claim(claim, references) for claim in report.claims],
        "notes": [asdict(note) for note in report.notes],
    }


def _claim(claim: CitedClaim, references: Mapping[str, str]) -> Json:
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "skipped": claim.skipped,
        "matches": [_match(match, references) for match in claim.matches],
        "checks": [_check(check, references) for check in claim.checks],
    }


def _match(match: Match, references: Mapping[str, str]) -> Json:
    quote = match.quote
    return {
        "stance": match.stance,
        "score": round(match.score, 4),
        "document": document_json(match.document, references),
        "page": quote.page if quote.page is not None else match.hit.passage.page,
        "section": match.hit.passage.section,
        "quote": {"start": quote.start, "end": quote.end, "text": quote.text},
        "secondhand": match.secondhand,
        "reasons": list(match.reasons),
        "opinion": match.opinion or None,
        "reference": references.get(match.document.id) or None,
        "key": match.document.key or None,
        "retracted": match.document.retracted,
    }


def _check(check: CitationCheck, references: Mapping[str, str]) -> Json:
    return {
        "citation": check.citation,
        "document": document_json(check.document, references) if check.document else None,
        "verdict": check.verdict,
        "better": [document.key or document.file for document in check.better],
        "note": check.note or None,
        "retracted": check.document.retracted if check.document else None,
    }
