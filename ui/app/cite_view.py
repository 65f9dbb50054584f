"""A draft's sentences as HTML: what speaks for and against each, and whether its citations hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quoth.index.text import render
from quoth.rag.lookup.types import CheckVerdict, CitationCheck, CitedClaim, Match, Stance
from quoth.ui.app.answer_view import chip
from quoth.ui.app.markup import attributes, button, document_name, escaped, place, shown
from quoth.ui.app.transcript import Item

__all__ = ["ClaimsShown", "claim_items"]

_STANCES: dict[Stance, tuple[str, str, str]] = {
    "supports": ("✓", "good", "supports"),
    "contradicts": ("✗", "bad", "contradicts"),
    "related": ("·", "part", "related"),
}
_VERDICTS: dict[CheckVerdict, tuple[str, str, str]] = {
    "supports": ("✓", "good", "supports the sentence"),
    "contradicts": ("✗", "bad", "says otherwise"),
    "not_stated": ("?", "part", "does not state it"),
    "unknown_key": ("?", "part", "is not in the library"),
}
_LONGEST_QUOTE = 600  # characters


@dataclass(frozen=True, slots=True)
class ClaimsShown:
    """What is shown of a draft that was looked up.

    Attributes:
        references: formatted ones, by document id.
        inserted: the documents whose keys were put behind a sentence, by its place in the draft.
    """

    claims: Sequence[CitedClaim]
    references: Mapping[str, str]
    inserted: Mapping[int, frozenset[str]] = field(default_factory=dict)


def claim_items(found: ClaimsShown) -> list[Item]:
    """Return an item a sentence; sentences that need no citation are one line each."""
    return [
        Item(key=f"c{number}", role=_role(claim), html=_claim(claim, number, found))
        for number, claim in enumerate(found.claims)
    ]


def _role(claim: CitedClaim) -> str:
    return "claim skipped" if claim.skipped else "claim"


def _claim(claim: CitedClaim, number: int, found: ClaimsShown) -> str:
    words = f'<p class="sentence">{shown(claim.text)}</p>'
    if claim.skipped:
        return f'{words}<p class="where">No citation needed: {shown(claim.skipped)}</p>'
    checks = "".join(_check(check) for check in claim.checks)
    body = f'<ul class="checks" aria-label="What it cites">{checks}</ul>' if checks else ""
    inserted = found.inserted.get(number, frozenset())
    matches = "".join(
        _match(match, (number, rank), found.references, is_inserted=match.document.id in inserted)
        for rank, match in enumerate(claim.matches)
    )
    if matches:
        body += f'<ol class="matches" aria-label="What the library has">{matches}</ol>'
    elif not checks:
        body += '<p class="where">Nothing in the library speaks to this.</p>'
    return words + body


def _check(check: CitationCheck) -> str:
    sign, style, verdict = _VERDICTS[check.verdict]
    name = f" {escaped(document_name(check.document))}" if check.document else ""
    better = ", ".join(escaped(document_name(document)) for document in check.better)
    tail = f' <span class="where">Better: {better}</span>' if better else ""
    return (
        f'<li><span class="stance {style}"><span aria-hidden="true">{sign}</span> '
        f"{shown(check.citation)} {verdict}</span>{name}{tail}</li>"
    )


def _match(
    match: Match, at: tuple[int, int], references: Mapping[str, str], *, is_inserted: bool
) -> str:
    number, rank = at
    sign, style, stance = _STANCES[match.stance]
    quote = render(match.quote.text)
    cut = quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    where = place(match.quote.page, match.hit.passage.section)
    name = document_name(match.document) + (f", {where}" if where else "")
    span = (match.quote.document_id, match.quote.start, match.quote.end)
    read = chip(
        "Read", f"Read this in {document_name(match.document)}", span, name, f"c{number}-{rank}"
    )
    remarks = [f"Reports what {match.secondhand} says." if match.secondhand else ""]
    remarks += [reason[:1].upper() + reason[1:] for reason in match.reasons]
    remarks.append(f"Second opinion: {match.opinion}" if match.opinion else "")
    notes = "".join(f'<p class="where">{shown(text)}</p>' for text in remarks if text)
    reference = references.get(match.document.id)
    listed = f'<p class="listed">{escaped(reference)}</p>' if reference else ""
    key = match.document.key
    insert = button(
        f"Inserted {escaped(key)}" if is_inserted else f"Insert {escaped(key)}",
        "insert",
        class_="quiet insert",
        data_claim=number,
        data_match=rank,
        aria_disabled="true" if is_inserted else None,
    )
    return (
        f'<li><span class="stance {style}"><span aria-hidden="true">{sign}</span> {stance}</span>'
        f"<blockquote>“{escaped(cut)}”</blockquote>"
        f'<p class="where">{escaped(name)}</p>{notes}{listed}'
        f'<div class="tools"{attributes(data_key=key)}>{read}{insert if key else ""}</div></li>'
    )
