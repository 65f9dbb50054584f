"""Where a question becomes a grounded, cited answer.

from quoth.rag import build_assistant

answer = build_assistant().ask("When were time zones agreed?")
print(answer.text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quoth.rag.assistant import Assistant, Turn
    from quoth.rag.settings import Settings, build_assistant, load_settings
    from quoth.rag.types import Abstention, Answer, Citation, Note, Quote, Sentence, Source, Support

__all__ = [
    "Abstention",
    "Answer",
    "Assistant",
    "Citation",
    "Note",
    "Quote",
    "Sentence",
    "Settings",
    "Source",
    "Support",
    "Turn",
    "build_assistant",
    "load_settings",
]

_HOMES = {
    "assistant": ("Assistant", "Turn"),
    "settings": ("Settings", "build_assistant", "load_settings"),
    "types": (
        "Abstention",
        "Answer",
        "Citation",
        "Note",
        "Quote",
        "Sentence",
        "Source",
        "Support",
    ),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: `quoth --help` needs none of them."""
    import importlib

    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{module}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
