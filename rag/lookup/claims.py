"""Claim → passages: what in the library supports a sentence, contradicts it, or is about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from quoth.index.sentences import split_sentences
from quoth.index.text import embed_text, word_text
from quoth.rag.lookup.quotes import choose_sentences
from quoth.rag.lookup.ranking import Ranked, passages_for
from quoth.rag.lookup.secondhand import cited_work, find_mark
from quoth.rag.lookup.stance import stance_of
from quoth.rag.lookup.types import CitedClaim, Match, MatchReader, Wanted
from quoth.rag.question.language import unread_language
from quoth.rag.support.evidence import EvidencePassage
from quoth.rag.support.scorer import SupportJudge, Verdict, judge_each
from quoth.rag.support.trained_judge import support_judge
from quoth.rag.types import Quote

if TYPE_CHECKING:
    from quoth.index.library import Library
    from quoth.index.types import Filters

__all__ = ["DEFAULT_K", "bare_claim", "cite_sentences", "look_up", "look_up_each"]

DEFAULT_K = 5
# Marks of citations say nothing that a passage could say: "[3, 5–7]", "[REF]", "[@liu2024]".
_MARK = re.compile(r"\s?\[(?:\d[\d,;\s–-]*|[A-Z]{3,12}|[^\[\]]{0,80}@[^\[\]]{1,200})\]")

_WORD = re.compile(r"[^\W_]+")
_ENDS = (".", "!", "。", "！")


def cite_sentences(  # noqa: PLR0913  two of them are for those who put parts together
    library: Library,
    text: str,
    *,
    k: int = DEFAULT_K,
    filters: Filters | None = None,
    judge: SupportJudge | None = None,
    second_opinion: MatchReader | None = None,
) -> tuple[CitedClaim, ...]:
    """Look up every sentence of a text that the embedder can read; see `look_up`.

    Args:
        second_opinion: says beside each of the first matches what a chat model makes of it.
    """
    judge = judge or support_judge(library.embedder, library.rarity)
    claims = []
    for start, end in split_sentences(text):
        claim = text[start:end]
        matches = look_up(library, claim, k=k, filters=filters, judge=judge)
        hits = [match.hit for match in matches]
        language = unread_language(claim, hits, reads=library.embedder.languages)
        if language:
            reason = f"in {language}, which the embedder does not read"
            claims.append(CitedClaim(claim, start, end, skipped=reason))
            continue
        if second_opinion:
            matches = second_opinion.on(bare_claim(claim), matches)
        claims.append(CitedClaim(claim, start, end, matches=matches))
    return tuple(claims)


def look_up(
    library: Library,
    claim: str,
    *,
    k: int = DEFAULT_K,
    filters: Filters | None = None,
    judge: SupportJudge | None = None,
) -> tuple[Match, ...]:
    """Return up to k passages that speak to a claim, best first, one a document first.

    The judge reads the words that are quoted, so that a stance is theirs; the rest of the passage
    is there for the names that they leave out.

    Args:
        claim: one sentence.
        judge: says how far the quoted words carry it; `support_judge` by default.

    Raises:
        EmbedderMismatch: the library was made by another embedder.
    """
    (matches,) = look_up_each(library, [Wanted(claim, k, filters)], judge=judge)
    return matches


def look_up_each(
    library: Library, wanted: Sequence[Wanted], *, judge: SupportJudge | None = None
) -> list[tuple[Match, ...]]:
    """Return what `look_up` returns for each claim; their quotes are judged in one batch.

    Args and raises as `look_up`. What is held in memory grows with the claims: give a few.
    """
    asked = []
    for one in wanted:
        claim = bare_claim(one.claim)
        says = _WORD.search(claim)
        found = passages_for(library, claim, k=one.k, filters=one.filters) if says else []
        asked.append((claim, found, [_narrowed(ranked) for ranked in found]))
    judge = judge or support_judge(library.embedder, library.rarity)
    told = [(claim, quoted) for claim, _, quoted in asked if quoted]
    verdicts = iter(judge_each(judge, [(claim, [[one] for one in of]) for claim, of in told]))
    return [
        tuple(
            _match(library, claim, ranked, evidence, verdict)
            for ranked, evidence, verdict in zip(
                found, quoted, next(verdicts) if quoted else (), strict=True
            )
        )
        for claim, found, quoted in asked
    ]


def bare_claim(claim: str) -> str:
    """Return a claim as it is compared with passages: `embed_text`, without marks of citations."""
    return embed_text(_MARK.sub("", claim))


def _narrowed(ranked: Ranked) -> EvidencePassage:
    """Return a passage with nothing but the sentences to quote; the others become its context."""
    passage = ranked.evidence
    chosen = choose_sentences(passage, ranked.scores)
    around = (text for at, text in enumerate(passage.texts) if at not in chosen)
    return replace(
        passage,
        spans=passage.spans[chosen.start : chosen.stop],
        texts=passage.texts[chosen.start : chosen.stop],
        vectors=passage.vectors[chosen.start : chosen.stop],
        context=" ".join([passage.context, *around]),
    )


def _match(
    library: Library, claim: str, ranked: Ranked, evidence: EvidencePassage, verdict: Verdict
) -> Match:
    stance, score = stance_of(verdict)
    if _only_names(claim):
        stance, score = "related", verdict.nearness
    passage = ranked.hit.passage
    start, end = evidence.spans[0][0], evidence.spans[-1][1]
    words = passage.text[start - passage.start : end - passage.start]
    page = library.page_of(passage.document_id, start)
    quote = Quote(passage.document_id, start, end, page, words)
    secondhand = _cited_by(library, ranked, evidence, verdict)
    return Match(stance, score, ranked.hit, quote, secondhand, verdict.reasons)


def _only_names(claim: str) -> bool:
    """Whether it is a word, or two that are no sentence: that states nothing to be supported."""
    n_words = len(_WORD.findall(word_text(claim)))
    return n_words < 2 or (n_words == 2 and not claim.rstrip().endswith(_ENDS))


def _cited_by(
    library: Library, ranked: Ranked, evidence: EvidencePassage, verdict: Verdict
) -> str | None:
    """Return the work that the sentence which carries the claim cites for it."""
    passage = ranked.hit.passage
    carrying = verdict.places[0][1] if verdict.places else 0
    start, end = (at - passage.start for at in evidence.spans[carrying])
    mark = find_mark(passage.text, start, end)
    if mark is None:
        return None
    passages = library.passages_of(passage.document_id)
    return cited_work(mark, [entry for entry in passages if entry.kind == "reference"])
