"""Whether quotes are the papers' own words, and whether they are the words that answer."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.eval.question_set import is_hit as overlaps
from quoth.eval.runs.records import Span

__all__ = ["evidence_recall", "is_hit", "quote_exactness"]


def is_hit(span: Span, golds: Sequence[Span]) -> bool:
    """Whether a span shares more than half of the shorter one with one of these, same document."""
    return overlaps(span.document, span.start, span.end, golds)


def evidence_recall(spans: Sequence[Span], needs: Sequence[Sequence[Span]]) -> float:
    """Return the share of what an answer must stand on that its spans hit.

    Args:
        spans: what the answer quotes, or cites where it quotes nothing.
        needs: at least one group of spans, of each of which one must be hit.
    """
    return sum(any(is_hit(span, group) for span in spans) for group in needs) / len(needs)


def quote_exactness(exact: Sequence[bool]) -> float:
    """Return the share of quotes that are exact slices of what they quote.

    Args:
        exact: of each quote that can be held against a text, at least one.
    """
    return sum(exact) / len(exact)
