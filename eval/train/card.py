"""The model card: what a model was trained on and how, what it is worth, and where it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from quoth.eval.bootstrap import Estimate
from quoth.eval.train.pairs import Pair
from quoth.eval.train.recipe import Recipe
from quoth.eval.train.training import Trained
from quoth.rag.trained.model_facts import ModelFacts

__all__ = ["OWN_ROWS", "CardParts", "model_card"]

OWN_ROWS = "Trained on the rows above; other fields are untried."
"""The limit of a model whose rows are its user's own."""


@dataclass(frozen=True, slots=True)
class CardParts:
    """What a model card says.

    Attributes:
        about: a paragraph: what the model is given, and what it gives.
        estimates: figures on the pairs held out, by the weights' precision and their own name.
        limits: sentences.
        command: that makes the model again.
    """

    about: str
    recipe: Recipe
    facts: ModelFacts
    trained: Trained
    pairs: Sequence[Pair]
    estimates: Mapping[str, Mapping[str, Estimate]]
    limits: Sequence[str]
    command: str
    notes: Sequence[str] = field(default=())


def model_card(parts: CardParts) -> str:
    """Write the card, Markdown."""
    sections = [
        f"# {parts.recipe.task}",
        parts.about,
        "## Data\n\n" + _data(parts.pairs),
        "## Recipe\n\n" + _recipe(parts),
        "## Figures\n\n" + _figures(parts.estimates),
        "## Limits\n\n" + "\n".join(f"- {limit}" for limit in parts.limits),
    ]
    return "\n\n".join(sections) + "\n"


def _data(pairs: Sequence[Pair]) -> str:
    """Return a table with a row for each dataset, licence and way that its pairs were made."""
    counted = Counter((p.dataset, p.licence, p.made or "as it is") for p in pairs)
    lines = ["| dataset | licence | pairs made | pairs |", "| --- | --- | --- | --- |"]
    for (dataset, licence, made), n in sorted(counted.items()):
        lines.append(f"| {dataset} | {licence or 'not stated'} | {made} | {n:,} |")
    lines.append(f"| all | | | {len(pairs):,} |")
    return "\n".join(lines)


def _recipe(parts: CardParts) -> str:
    recipe, trained = parts.recipe, parts.trained
    base = recipe.base or "all-MiniLM-L6-v2 (the packaged embedder), Apache-2.0"
    lines = [
        f"- made by: `{parts.command}`",
        f"- base: {base}; the words' vectors frozen, a linear head, no dropout",
        *(
            f"- {f.name}: {getattr(recipe, f.name)}"
            for f in fields(recipe)
            if f.name not in ("task", "base", "save_steps")
        ),
        f"- steps: {trained.steps:,}; tokens, padding included: {trained.tokens:,}",
        f"- wall time: {trained.seconds / 60:.0f} minutes",
        *(f"- SHA-256 of {name}: `{value}`" for name, value in parts.facts.sha256.items()),
        *(f"- {note}" for note in parts.notes),
    ]
    return "\n".join(lines)


def _figures(estimates: Mapping[str, Mapping[str, Estimate]]) -> str:
    if not any(estimates.values()):
        return "No pairs were held out."
    lines = [
        "On the pairs held out, whole documents at a time; [ ] is the 95 % bootstrap interval.",
        "",
        "| figure | weights | value | n |",
        "| --- | --- | --- | --- |",
    ]
    for weights, found in estimates.items():
        for name, e in found.items():
            lines.append(
                f"| {name} | {weights} | {e.value:.3f} [{e.low:.3f}, {e.high:.3f}] | {e.n} |"
            )
    return "\n".join(lines)
