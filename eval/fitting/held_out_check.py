"""What support models are worth on the pairs that the shipped recipe holds out.

    python -m quoth.eval.fitting.held_out_check ROWS.jsonl.gz FOLDER…

Each folder is one that `quoth train support --shippable` wrote, whatever its other options: all are
held against the same pairs. The shipped model's figures are those of `rag/trained/support`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from quoth.eval.train.options import TrainOptions
from quoth.eval.train.support_figures import support_estimates
from quoth.eval.train.support_recipe import held_out_pairs
from quoth.rag.trained.pair_model import PairModel

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line a folder and figure, with its 95 % bootstrap interval."""
    parser = argparse.ArgumentParser(prog="python -m quoth.eval.fitting.held_out_check")
    parser.add_argument("rows", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    held = held_out_pairs(TrainOptions((options.rows,), options.folders[0], shippable=True))
    texts = [(pair.text_a, pair.text_b) for pair in held]
    for folder in options.folders:
        scores = PairModel.load(folder, "support").scores(texts)
        for name, one in support_estimates(held, scores).items():
            print(
                f"{folder}  {name:<40}{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]  n = {one.n}"
            )


if __name__ == "__main__":
    main()
