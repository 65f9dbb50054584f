"""Judges by the name that `--judge` takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from quoth.eval.judges.protocol import Judge
from quoth.index.errors import UsageError

if TYPE_CHECKING:
    from quoth.index.embedder import Embedder
    from quoth.rag.settings import Settings

__all__ = ["JUDGES", "load_judge"]

_PACKAGED = ("embedded", "signals", "overlap", "cosine")
JUDGES = (*_PACKAGED, "provider:model", "cross-encoder:PATH")
_CROSS_ENCODER = "cross-encoder:"


def load_judge(
    name: str,
    *,
    embedder: Callable[[], Embedder] | None = None,
    settings: Settings | None = None,
) -> Judge:
    """Return a judge by name, one of JUDGES.

    Args:
        embedder: for the first four; by default the packaged one. Scores of judges with different
            embedders are not to be compared.
        settings: where a chat model is asked and with what key, if they are for its provider; else
            the user's.
    Raises:
        UsageError: no such judge, or its settings are wrong.
        ModelError: its model cannot be loaded.
    """
    if name in _PACKAGED:
        return _packaged(name, embedder)
    if name.startswith(_CROSS_ENCODER):
        from quoth.eval.judges.cross_encoder import load_cross_encoder

        return load_cross_encoder(name.removeprefix(_CROSS_ENCODER))
    if ":" in name:
        return _chat(name, settings)
    msg = f"there is no judge {name!r}; there are {', '.join(JUDGES)}"
    raise UsageError(msg)


def _packaged(name: str, embedder: Callable[[], Embedder] | None) -> Judge:
    from quoth.eval.judges.embedded import CosineJudge, OverlapJudge, embedded_judge
    from quoth.eval.judges.rarity import vocabulary_rarity
    from quoth.eval.judges.version import judge_version
    from quoth.index.embedder import load_embedder

    loaded = (embedder or load_embedder)()
    if name == "overlap":
        return OverlapJudge(vocabulary_rarity(loaded), version=judge_version(loaded))
    if name == "cosine":
        return CosineJudge(loaded)
    return embedded_judge(loaded, neural=name == "embedded")


def _chat(name: str, settings: Settings | None) -> Judge:
    from quoth.eval.judges.chat import load_chat_judge
    from quoth.rag.chat.endpoint import endpoint_of
    from quoth.rag.settings import load_settings

    same_server = settings is not None and _provider(settings.llm) == _provider(name)
    chosen = settings if settings and same_server else load_settings(llm=name)
    return load_chat_judge(endpoint_of(chosen, name), prompts=chosen.prompts_folder())


def _provider(llm: str) -> str:
    return llm.partition(":")[0]
