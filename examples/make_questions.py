"""Places the example questions in the texts: `python examples/make_questions.py [--check]`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from quoth.index.readers import read

__all__ = ["LIBRARY", "QUESTIONS", "QuoteError", "locate", "made_questions", "main"]

_HERE = Path(__file__).resolve().parent
_SOURCE = _HERE / "sources" / "questions.jsonl"
LIBRARY = _HERE / "library"
QUESTIONS = _HERE / "questions.jsonl"
# Left out of a comparison: hyphens, for a word may be divided at a line's end. White space too.
_HYPHENS = "-\u2010\u00ad\ufffe"
_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


class QuoteError(ValueError):
    """A quote is not in its document, or is there more than once."""


def locate(quote: str, text: str) -> tuple[int, int]:
    """Return where the quote stands in the text, as a half-open range of characters.

    White space, hyphens and the shape of quotation marks do not count.

    Raises:
        QuoteError: it does not occur exactly once.
    """
    wanted, _ = _folded(quote)
    folded, places = _folded(text)
    n_found = folded.count(wanted) if wanted else 0
    if n_found != 1:
        message = f"occurs {n_found} times, not once: {quote}"
        raise QuoteError(message)
    first = folded.index(wanted)
    return places[first], places[first + len(wanted) - 1] + 1


def made_questions(source: Path = _SOURCE, library: Path = LIBRARY) -> str:
    """Return the question set as JSON Lines, each quote an exact slice with its place.

    Raises:
        QuoteError: a quote is not found exactly once; the message names its question.
    """
    texts = {path.name: read(path.name, path.read_bytes()).text for path in library.iterdir()}
    lines = []
    for line in source.read_text("utf-8").splitlines():
        question = json.loads(line)
        for field in ("evidence", "alt_evidence"):
            if field in question:
                question[field] = [
                    _placed(entry, texts, question["id"]) for entry in question[field]
                ]
        question["unanswerable"] = question["kind"] == "unanswerable"
        lines.append(json.dumps(question, ensure_ascii=False) + "\n")
    return "".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Write the question set, or with --check compare it; the result is an exit code."""
    parser = argparse.ArgumentParser(description="Place the example questions in the texts.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args(arguments).check
    try:
        made = made_questions()
    except QuoteError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not check:
        QUESTIONS.write_text(made, "utf-8", newline="\n")
    elif made != QUESTIONS.read_text("utf-8"):
        sys.stderr.write("questions.jsonl is out of date: run python examples/make_questions.py\n")
        return 1
    return 0


def _placed(entry: dict[str, str], texts: dict[str, str], question_id: str) -> dict[str, object]:
    document = entry["document"]
    if document not in texts:
        message = f"question {question_id}: no document {document} in the library"
        raise QuoteError(message)
    text = texts[document]
    try:
        start, end = locate(entry["quote"], text)
    except QuoteError as error:
        message = f"question {question_id}, {document}: {error}"
        raise QuoteError(message) from error
    return {"document": document, "quote": text[start:end], "start": start, "end": end}


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the characters that count, and the place of each in the text."""
    places = [
        at
        for at, character in enumerate(text)
        if not character.isspace() and character not in _HYPHENS
    ]
    return "".join(text[at] for at in places).translate(_STRAIGHT), places


if __name__ == "__main__":
    sys.exit(main())
