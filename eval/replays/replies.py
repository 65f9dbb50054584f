"""Scripted replies of a chat model, good, sloppy and lying, one sentence each, with the truth.

    python -m quoth.eval.replays.replies QUESTIONS.jsonl [--claims CLAIMS.jsonl]
        [--paraphrases PARAPHRASES.jsonl] --out REPLIES.jsonl

Good sentences are paraphrases with the right marker. Sloppy ones say the same with no marker, a
wrong one or another style of marker. A lie is a good sentence with one thing changed, a true one
under a passage that does not say it, or an invention. The same files give the same replies.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from quoth.eval.claim_set import Claim, read_claims
from quoth.eval.question_set import Question, Span, read_questions
from quoth.eval.replays.perturb_choice import pick
from quoth.eval.replays.perturb_names import Names, change_entity, exchange, swap_roles
from quoth.eval.replays.perturb_values import change_date, change_number, change_unit, change_year
from quoth.eval.replays.perturb_words import change_direction, change_negation, invent
from quoth.eval.replays.reply import SWAPPED, MarkerStyle, Reply, ReplyType, write_replies
from quoth.eval.replays.reply_sources import TrueSentence, read_paraphrases, true_sentences

__all__ = ["main", "make_replies"]

# More than the longest passage (180 words, some 1,300 characters): never both in one passage.
_FAR_CHARS = 1500


def make_replies(
    sentences: Sequence[TrueSentence],
    *,
    claims: Iterable[Claim] = (),
    questions: Iterable[Question] = (),
) -> list[Reply]:
    """Return the replies of these sentences, and of the claims that are false or unfounded.

    Args:
        sentences: true ones; all others of them are where wrong markers and evidence come from.
        questions: what the sentences answer; no names are learnt from those on references.
    """
    # a reference's capitals are those of a title
    references = {question.id for question in questions if question.kind == "reference"}
    learnt = [one for one in sentences if one.item_id not in references]
    said = [(document, one.text) for one in learnt for document in one.documents]
    read = [(span.document, span.quote) for one in learnt for span in one.evidence]
    names = Names([*said, *dict.fromkeys(read)])
    replies: list[Reply] = []
    for one in sentences:
        elsewhere = _elsewhere(one, sentences)
        replies += _honest(one, elsewhere)
        replies += _lies(one, names)
        replies += _misplaced(one, elsewhere)
    return [*replies, *_claimed(claims, sentences)]


def _honest(one: TrueSentence, elsewhere: Sequence[TrueSentence]) -> Iterator[Reply]:
    right = one.evidence
    yield _reply(one, "good", one.text, cited=right)
    yield _reply(one, "missing_marker", one.text, cited=())
    near = [other for other in elsewhere if set(other.documents) & set(one.documents)]
    other = pick(near or elsewhere, f"{one.id} wrong_marker")
    if other is not None:
        yield _reply(one, "wrong_marker", one.text, cited=other.evidence[:1])
    styles: tuple[MarkerStyle, ...] = ("comma", "lenticular", "round")
    style = pick(styles, f"{one.id} marker_style") or "comma"
    # "[1, 2]" needs two: a second passage that the sentence does not stand on does no harm
    more = other.evidence[:1] if other and style == "comma" and len(right) == 1 else ()
    yield _reply(one, "marker_style", one.text, cited=(*right, *more), style=style)


def _lies(one: TrueSentence, names: Names) -> Iterator[Reply]:
    text, beside = one.text, one.quotes
    changed: dict[ReplyType, str | None] = {
        "number": change_number(text, f"{one.id} number", beside=beside),
        "year": change_year(text, f"{one.id} year"),
        "date": change_date(text, f"{one.id} date"),
        "unit": change_unit(text, f"{one.id} unit"),
        "negation": change_negation(text, f"{one.id} negation"),
        "direction": change_direction(text, f"{one.id} direction"),
        "entity": change_entity(
            text, f"{one.id} entity", names=names, documents=one.documents, beside=beside
        ),
        "role": exchange(text, *one.swap)
        if one.swap
        else swap_roles(text, f"{one.id} role", names=names),
        "invention": invent(text, f"{one.id} invention"),
    }
    for type_, lie in changed.items():
        if lie is not None:
            yield _reply(one, type_, lie, cited=one.evidence)


def _misplaced(one: TrueSentence, elsewhere: Sequence[TrueSentence]) -> Iterator[Reply]:
    """Yield true sentences of other passages under this one's: of its document, of another."""
    near = [other for other in elsewhere if set(other.documents) & set(one.documents)]
    far = [other for other in elsewhere if not set(other.documents) & set(one.documents)]
    for name, group in (("near", near), ("far", far)):
        other = pick(group, f"{one.id} {name}")
        if other is not None:
            yield Reply(
                id=f"{one.id}-other_passage-{name}",
                question_id=one.item_id,
                type="other_passage",
                text=other.text,
                evidence=one.evidence,
                cited=one.evidence,
                should="not_supported",
                withheld=tuple(dict.fromkeys((*other.evidence, *other.also))),
            )


def _claimed(claims: Iterable[Claim], sentences: Sequence[TrueSentence]) -> Iterator[Reply]:
    """Yield the claims that their evidence contradicts, and those that nothing supports."""
    for claim in claims:
        evidence = claim.evidence
        if claim.stance in {None, "none"}:
            under = pick(sentences, claim.id)
            evidence = under.evidence if under else ()
        if claim.stance != "supports" and evidence:
            type_: ReplyType = "claim" if claim.stance == "contradicts" else "invention"
            one = TrueSentence(claim.id, claim.id, claim.claim, evidence)
            yield _reply(one, type_, claim.claim, cited=evidence)


def _elsewhere(one: TrueSentence, sentences: Sequence[TrueSentence]) -> list[TrueSentence]:
    """Return the sentences on other things, all of whose evidence lies well away."""
    own = (*one.evidence, *one.also)
    return [
        other
        for other in sentences
        if other.item_id != one.item_id
        and all(_apart(a, b) for a in own for b in (*other.evidence, *other.also))
    ]


def _apart(a: Span, b: Span) -> bool:
    return a.document != b.document or max(a.start, b.start) - min(a.end, b.end) >= _FAR_CHARS


def _reply(
    one: TrueSentence,
    type_: ReplyType,
    text: str,
    *,
    cited: tuple[Span, ...],
    style: MarkerStyle = "brackets",
) -> Reply:
    honest = type_ in {"good", "missing_marker", "wrong_marker", "marker_style"}
    return Reply(
        id=f"{one.id}-{type_}",
        question_id=one.item_id,
        type=type_,
        text=text,
        evidence=one.evidence,
        cited=cited,
        should="supported" if honest else "not_supported",
        style=style,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the replies, one JSON object a line, and print how many there are of each type."""
    parser = argparse.ArgumentParser(description="Make scripted replies with the truth beside.")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--paraphrases", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    questions = read_questions(options.questions)
    claims = read_claims(options.claims) if options.claims else []
    written = read_paraphrases(options.paraphrases) if options.paraphrases else []
    sentences = true_sentences(questions, claims=claims, paraphrases=written)
    replies = make_replies(sentences, claims=claims, questions=questions)
    write_replies(options.out, replies)
    sys.stdout.write(_report(replies))


def _report(replies: Sequence[Reply]) -> str:
    counts = Counter(reply.type for reply in replies)
    lies = [reply for reply in replies if reply.should == "not_supported"]
    swapped = sum(reply.type in SWAPPED for reply in lies)
    lines = [f"{type_:<16}{n:>5}" for type_, n in counts.items()]
    lines.append(f"{len(replies)} replies, {len(lies)} lies")
    if lies:
        lines.append(f"role, entity or other passage: {swapped / len(lies):.1%} of the lies")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
