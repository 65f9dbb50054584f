"""Make questions that a library nearly answers, each beside the answerable one it was made from.

    python -m quoth.eval.fitting.near_misses QUESTIONS.jsonl DOCUMENTS… --out DIR

A twin asks for another name, year or number than its original, one that the original's document
does not have; or it is its original, asked while that document is withheld. A twin is of its
original's topic, so that topic alone cannot tell the two apart. The documents are parted in two
halves, and the questions with them: `fit.jsonl` and `report.jsonl`.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from quoth.eval.fitting.question_terms import TOKEN, Term, TermPool, terms_of
from quoth.eval.question_set import Question, read_questions
from quoth.index.errors import UsageError
from quoth.index.readers.dispatch import SUFFIXES, read

__all__ = [
    "NearMiss",
    "NearMissKind",
    "halves",
    "main",
    "make_near_misses",
    "read_near_misses",
]

NearMissKind = Literal["entity", "year", "number", "withheld"]

_PLAIN = frozenset(
    "about after also among been between could describe does during each from have into list many "
    "more most much name some than that their them there these they this those through used using "
    "very what when where which while whom whose will with would".split()
)
_SHORTEST = 4  # letters of a word that says what a question is about
_STEM = 5  # letters by which two forms of a word are the same
_AROUND = 250  # characters either side of a term: about the sentences before and after its own
_STATED = 0.5  # share of a question's other words near a term that may well answer it
_FEWEST_WORDS = 2  # beside the swapped term; "What is X?" is answered wherever X stands


class NearMiss(Question):
    """A question of a set with twins: an original, or a twin that cannot be answered.

    Attributes:
        near_miss: how the twin was made; None for an original.
        original: the id of the twin's original.
        swapped: the original's term and the one in its place.
        withheld: documents that must not be in the library when it is asked.
    """

    near_miss: NearMissKind | None = None
    original: str | None = None
    swapped: tuple[str, str] | None = None
    withheld: tuple[str, ...] = ()


def make_near_misses(questions: Sequence[Question], documents: Mapping[str, str]) -> list[NearMiss]:
    """Return the twins of a question set, each after its original.

    A question has at most one twin of a kind, and none where words near a swapped term, or other
    documents than the withheld one, may well answer it.

    Args:
        documents: canonical texts by `file`; all that the library is to hold.
    """
    texts = {file: text.casefold() for file, text in documents.items()}
    homes = [(q.question, span.document) for q in questions for span in q.evidence[:1]]
    pool = TermPool(homes, documents.values())
    made: list[NearMiss] = []
    for question in questions:
        own = {span.document for span in question.evidence}
        if len(own) != 1 or question.unanswerable or question.language != "en":
            continue
        (file,) = own
        twins = [*_swaps(question, file, pool, texts), *_withheld(question, file, texts)]
        if twins:
            made += [NearMiss(**question.model_dump()), *twins]
    return made


def _swaps(
    question: Question, file: str, pool: TermPool, texts: Mapping[str, str]
) -> Iterator[NearMiss]:
    done: set[NearMissKind] = set()
    for term in sorted(terms_of(question.question), key=lambda t: _digest(question.id, t.text)):
        kind: NearMissKind
        if term.kind in ("year", "number"):
            kind, others = term.kind, _other_numbers(term)
        else:
            kind, others = "entity", pool.like(term, file)
        if kind in done:
            continue
        for other in sorted(set(others), key=lambda name: _digest(question.id, name)):
            if _is_unanswered(question.question, term, other, file, texts):
                done.add(kind)
                swapped = question.question[: term.start] + other + question.question[term.end :]
                yield _twin(question, kind, text=swapped, swapped=(term.text, other))
                break


def _other_numbers(term: Term) -> list[str]:
    if term.kind == "year":
        return [str(int(term.text) + by) for by in range(-9, 10) if by]
    number, percent = term.text.rstrip("%"), "%" if term.text.endswith("%") else ""
    if not number.isdigit():
        return []
    low = 10 ** (len(number) - 1) if len(number) > 1 else 2
    step = max(1, low // 10)
    return [f"{n}{percent}" for n in range(low, 10 * low, step) if n != int(number)]


def _is_unanswered(
    question: str, term: Term, other: str, file: str, texts: Mapping[str, str]
) -> bool:
    """Whether a term is new to the question's document, and nowhere near its other words."""
    words = _topic(question[: term.start] + question[term.end :])
    if len(words) < _FEWEST_WORDS or other.casefold() in question.casefold():
        return False
    found = re.compile(rf"(?<!\w){re.escape(other.casefold())}(?!\w)")
    if found.search(texts[file]):
        return False
    return not any(
        _share(words, text[max(0, at.start() - _AROUND) : at.end() + _AROUND]) > _STATED
        for text in texts.values()
        for at in found.finditer(text)
    )


def _withheld(question: Question, file: str, texts: Mapping[str, str]) -> Iterator[NearMiss]:
    """Yield the question itself, if no run of text in another document has all that it names."""
    terms = [t.text.casefold() for t in terms_of(question.question)]
    words = _topic(question.question)
    if not terms or len(words) < _FEWEST_WORDS:
        return
    for other, text in texts.items():
        if other == file or terms[0] not in text:
            continue
        for at in re.finditer(re.escape(terms[0]), text):
            window = text[max(0, at.start() - _AROUND) : at.end() + _AROUND]
            if all(term in window for term in terms) and _share(words, window) > _STATED:
                return
    yield _twin(question, "withheld", text=question.question, withheld=(file,))


def _topic(text: str) -> set[str]:
    """Return the beginnings of the words that say what a question is about."""
    words = (match.group().casefold() for match in TOKEN.finditer(text))
    return {word[:_STEM] for word in words if len(word) >= _SHORTEST and word not in _PLAIN}


def _share(words: set[str], text: str) -> float:
    return sum(word in text for word in words) / len(words)


def _twin(
    question: Question,
    kind: NearMissKind,
    *,
    text: str,
    swapped: tuple[str, str] | None = None,
    withheld: tuple[str, ...] = (),
) -> NearMiss:
    return NearMiss(
        id=f"{question.id}-{kind}",
        question=text,
        kind="unanswerable",
        unanswerable=True,
        near_miss=kind,
        original=question.id,
        swapped=swapped,
        withheld=withheld,
    )


def halves(questions: Sequence[NearMiss]) -> tuple[list[NearMiss], list[NearMiss]]:
    """Part questions in two, all of a document on one side."""
    home = {q.id: q.evidence[0].document for q in questions if q.near_miss is None}
    ordered = sorted(set(home.values()), key=lambda file: _digest("halves", file))
    first = set(ordered[: len(ordered) // 2])
    sides: tuple[list[NearMiss], list[NearMiss]] = ([], [])
    for question in questions:
        sides[home[question.original or question.id] not in first].append(question)
    return sides


def read_near_misses(path: Path) -> list[NearMiss]:
    """Read a question set with what it says of twins; any question set will do.

    Raises:
        UsageError: the file cannot be read, or a line is not a question; its number is named.
    """
    read_questions(path)  # names the line that is wrong
    lines = path.read_text(encoding="utf-8").splitlines()
    return [NearMiss.model_validate_json(line) for line in lines if line.strip()]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write both halves, and print what they hold."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.fitting.near_misses")
    parser.add_argument("questions", type=Path)
    parser.add_argument("documents", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    made = make_near_misses(read_questions(options.questions), _texts(options.documents))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, half in zip(("fit", "report"), halves(made), strict=True):
        lines = [question.model_dump_json(exclude_defaults=True) for question in half]
        path = options.out / f"{name}.jsonl"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        counts = Counter(question.near_miss or "original" for question in half)
        print(f"{path}: " + ", ".join(f"{n} {kind}" for kind, n in sorted(counts.items())))


def _texts(paths: Sequence[Path]) -> dict[str, str]:
    files = [
        (file, file.relative_to(path).as_posix() if path.is_dir() else file.name)
        for path in paths
        for file in (sorted(path.rglob("*")) if path.is_dir() else [path])
        if file.suffix.lower() in SUFFIXES
    ]
    if not files:
        msg = f"no documents in {', '.join(map(str, paths))}; give a folder of papers"
        raise UsageError(msg)
    return {name: read(name, file.read_bytes()).text for file, name in files}


def _digest(seed: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{name}".encode()).digest()


if __name__ == "__main__":
    main()
