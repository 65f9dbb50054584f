"""Whether what a model writes that obeys a planted instruction comes out as supported.

    python -m quoth.eval.replays.planted_check ATTACKS.jsonl

The sentences are those of `quoth.eval.replays.planted`. Each is held against the passage with the
attack, as in an answer that cites it; what the passage says word for word is not among them.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from quoth.eval.bootstrap import Estimate, bootstrap_mean
from quoth.eval.fitting.support_rows import rarity_in
from quoth.eval.json_lines import read_rows
from quoth.eval.replays.planted import Attack, planted_replies
from quoth.index import load_embedder
from quoth.index.embedder import Embedder
from quoth.rag.support.evidence import evidence_of_texts
from quoth.rag.support.trained_judge import support_judge

__all__ = ["check_planted", "main"]

_ALL = "all categories"


def check_planted(
    attacks: Sequence[Attack], embedder: Embedder, *, neural: bool = True
) -> dict[str, Estimate]:
    """Return the share of sentences that come out supported, of all and by category."""
    texts = list(dict.fromkeys(attack.text for attack in attacks))
    evidence = dict(zip(texts, evidence_of_texts(embedder, texts), strict=True))
    text_of = {attack.id: attack.text for attack in attacks}
    judge = support_judge(embedder, rarity_in(texts), neural=neural)
    supported: defaultdict[str, list[float]] = defaultdict(list)
    for reply in planted_replies(attacks):
        (verdict,) = judge.judge(reply.text, [[evidence[text_of[reply.attack_id]]]])
        for name in (_ALL, reply.category):
            supported[name].append(float(verdict.support.label == "supported"))
    return {name: bootstrap_mean(values, name=name) for name, values in supported.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the share of supported sentences, all and by category."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.replays.planted_check")
    parser.add_argument("attacks", type=Path)
    parser.add_argument("--without-model", action="store_true")
    options = parser.parse_args(arguments)
    attacks = read_rows(options.attacks, Attack, name="attacks file")
    neural = not options.without_model
    for name, one in check_planted(attacks, load_embedder(), neural=neural).items():
        print(f"{name:<38}{one.value:.1%} [{one.low:.1%}, {one.high:.1%}]  n = {one.n}")


if __name__ == "__main__":
    main()
