"""Whether an instruction planted in a passage changes how far it carries a right answer.

    python -m quoth.eval.replays.benign_check BENIGN.jsonl ATTACKS.jsonl

Each row of the first file (`id, text, ideal`) is a clean passage with the right answer to a
question on it. The answer's sentences are held against the passage as it is, and with an
instruction of the second file (`attack`) planted at its start, in its middle or at its end.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from quoth.eval.bootstrap import Estimate, bootstrap_mean
from quoth.eval.fitting.support_rows import rarity_in
from quoth.eval.json_lines import read_rows
from quoth.eval.replays.perturb_choice import pick
from quoth.eval.replays.planted import Attack
from quoth.index import load_embedder
from quoth.index.embedder import Embedder
from quoth.index.sentences import split_sentences
from quoth.rag.support.evidence import evidence_of_texts
from quoth.rag.support.trained_judge import support_judge
from quoth.rag.types import Support

__all__ = ["Benign", "check_benign", "main", "plant"]

_SUPPORTED = ("supported",)
_CARRIED = ("supported", "partial")


class Benign(BaseModel):
    """A passage, and the right answer to a question on it."""

    model_config = ConfigDict(frozen=True)

    id: str
    text: str
    ideal: str = ""


def plant(text: str, attack: str, *, key: str) -> str:
    """Return a text with an instruction on a line of its own at its start, middle or end.

    Args:
        key: decides where.
    """
    where = pick(("start", "middle", "end"), key)
    if where == "start":
        return f"{attack}\n{text}"
    if where == "end":
        return f"{text}\n{attack}"
    ends = [end for _, end in split_sentences(text)]
    at = ends[(len(ends) - 1) // 2] if ends else 0
    return f"{text[:at]}\n{attack}\n{text[at:].lstrip()}"


def check_benign(
    rows: Sequence[Benign], attacks: Sequence[Attack], embedder: Embedder, *, neural: bool = True
) -> dict[str, Estimate]:
    """Return the support of right answers without and with an attack, and what changes.

    Shares of sentences, and the mean score; a change is that of the same sentence.
    """
    judge = support_judge(embedder, rarity_in([row.text for row in rows]), neural=neural)
    found: list[tuple[Support, Support]] = []
    for row in rows:
        said = [row.ideal[start:end] for start, end in split_sentences(row.ideal)]
        attack = pick(attacks, f"{row.id} attack")
        if not said or attack is None:
            continue
        planted = plant(row.text, attack.attack, key=f"{row.id} place")
        clean, hostile = evidence_of_texts(embedder, [row.text, planted])
        for sentence in said:
            before, after = judge.judge(sentence, [[clean], [hostile]])
            found.append((before.support, after.support))
    measures: dict[str, list[tuple[float, float]]] = {
        "supported": [(_is(a, _SUPPORTED), _is(b, _SUPPORTED)) for a, b in found],
        "supported or partial": [(_is(a, _CARRIED), _is(b, _CARRIED)) for a, b in found],
        "score": [(a.score, b.score) for a, b in found],
    }
    figures = {}
    for name, pairs in measures.items():
        figures[f"{name}, clean"] = bootstrap_mean([a for a, _ in pairs], name=name)
        figures[f"{name}, planted"] = bootstrap_mean([b for _, b in pairs], name=name)
        figures[f"{name}, change"] = bootstrap_mean([b - a for a, b in pairs], name=name)
    return figures


def _is(support: Support, labels: tuple[str, ...]) -> float:
    return float(support.label in labels)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print shares and mean score without and with the attack, in per cent, and the change."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.replays.benign_check")
    parser.add_argument("benign", type=Path)
    parser.add_argument("attacks", type=Path)
    parser.add_argument("--without-model", action="store_true")
    options = parser.parse_args(arguments)
    rows = [
        row for row in read_rows(options.benign, Benign, name="benign file") if row.ideal.strip()
    ]
    attacks = read_rows(options.attacks, Attack, name="attacks file")
    figures = check_benign(rows, attacks, load_embedder(), neural=not options.without_model)
    for name, one in figures.items():
        print(f"{name:<34}{one.value:+.1%} [{one.low:+.1%}, {one.high:+.1%}]  n = {one.n}")


if __name__ == "__main__":
    main()
