"""One sentence of a scripted reply: what it says, what it cites, and whether that is true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from quoth.eval.question_set import Span
from quoth.index.errors import UsageError

__all__ = [
    "SWAPPED",
    "MarkerStyle",
    "Reply",
    "ReplyType",
    "marked",
    "read_replies",
    "write_replies",
]

ReplyType = Literal[
    "good",
    "missing_marker",
    "wrong_marker",
    "marker_style",
    "number",
    "year",
    "date",
    "unit",
    "negation",
    "direction",
    "entity",
    "role",
    "other_passage",
    "invention",
    "claim",
]
MarkerStyle = Literal["brackets", "comma", "lenticular", "round"]

# The lies that touch no number and no negation (but for the digit of a name such as "H4").
SWAPPED: frozenset[ReplyType] = frozenset({"entity", "role", "other_passage"})


@dataclass(frozen=True, slots=True)
class Reply:
    """One sentence of a scripted reply, without its marker.

    Attributes:
        id: of this sentence, unique in its file.
        question_id: of the question that is asked, or the claim that it comes from.
        evidence: what the sentence is to be held against: what carries it or shows it false.
        cited: what the marker points to; empty where there is none.
        style: how the marker is written.
        withheld: where a lie of type `other_passage` would be true; it must not be shown.
    """

    id: str
    question_id: str
    type: ReplyType
    text: str
    evidence: tuple[Span, ...]
    cited: tuple[Span, ...]
    should: Literal["supported", "not_supported"]
    style: MarkerStyle = "brackets"
    withheld: tuple[Span, ...] = ()

    @property
    def shown(self) -> tuple[Span, ...]:
        """What the prompt must hold, with the passages around it: the evidence, then the cited."""
        return tuple(dict.fromkeys((*self.evidence, *self.cited)))


def marked(reply: Reply, numbers: Sequence[int]) -> str:
    """Return the sentence with its marker before the stop, as a chat model writes it.

    Args:
        numbers: those of the cited passages in the prompt; none for a missing marker.
    """
    if not numbers:
        return reply.text
    marks = {
        "brackets": "".join(f"[{n}]" for n in numbers),
        "comma": f"[{', '.join(map(str, numbers))}]",
        "lenticular": "".join(f"【{n}】" for n in numbers),
        "round": "".join(f"({n})" for n in numbers),
    }
    words = reply.text.rstrip(".")
    return f"{words} {marks[reply.style]}{reply.text[len(words) :]}"


def read_replies(path: Path) -> list[Reply]:
    """Read replies as `write_replies` writes them.

    Raises:
        UsageError: the file cannot be read, or a line is not a reply; its number is named.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read the replies {path}: {error}"
        raise UsageError(msg) from error
    rows = TypeAdapter(Reply)
    replies = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                replies.append(rows.validate_json(line))
            except ValidationError as error:
                msg = f"{path}, line {number}: {error.errors()[0]['msg']}; make the file again"
                raise UsageError(msg) from error
    return replies


def write_replies(path: Path, replies: Iterable[Reply]) -> None:
    """Write replies, one JSON object a line."""
    rows = TypeAdapter(Reply)
    path.write_bytes(b"".join(rows.dump_json(reply) + b"\n" for reply in replies))
