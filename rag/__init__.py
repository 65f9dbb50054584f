"""Where a question becomes a grounded, cited answer.

from quoth.rag import build_assistant

answer = build_assistant().ask("When were time zones agreed?")
print(answer.text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.index.lazy import names_on_demand

if TYPE_CHECKING:
    from quoth.rag.assembly import build_assistant
    from quoth.rag.assistant import Assistant, Turn
    from quoth.rag.settings import Settings, load_settings
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

__getattr__ = names_on_demand(
    __name__,
    {
        "assembly": ("build_assistant",),
        "assistant": ("Assistant", "Turn"),
        "settings": ("Settings", "load_settings"),
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
    },
)
