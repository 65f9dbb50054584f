"""What the chat models report of their work while an item is asked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from quoth.eval.runs.records import Usage

__all__ = ["counted_usage"]


@contextmanager
def counted_usage() -> Iterator[Callable[[], Usage | None]]:
    """Count tokens of every LangChain model that is asked inside; None where none reports any."""
    if "langchain_core" not in sys.modules:  # no chat model is in use: do not load it for nothing
        yield lambda: None
        return
    from langchain_core.callbacks import get_usage_metadata_callback

    with get_usage_metadata_callback() as callback:

        def total() -> Usage | None:
            reported = list(callback.usage_metadata.values())
            if not reported:
                return None
            read = sum(one["input_tokens"] for one in reported)
            return Usage(read, sum(one["output_tokens"] for one in reported))

        yield total
