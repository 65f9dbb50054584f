"""The one place where an assistant is put together, as the settings have it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from quoth.index.embedder import Embedder, load_embedder
from quoth.index.library import Library
from quoth.rag.assistant import Assistant
from quoth.rag.reading.fitted_reader import FittedReader
from quoth.rag.settings import Settings, load_settings
from quoth.rag.support.trained_judge import support_judge

__all__ = ["build_assistant"]


def build_assistant(
    settings: Settings | None = None, *, embedder: Callable[[], Embedder] | None = None
) -> Assistant:
    """Put an assistant together.

    Args:
        settings: `load_settings()` by default.
        embedder: makes another embedder than the settings name, for tests.

    Raises:
        LibraryTooNew, LibraryDamaged: the library cannot be opened.
        UsageError, ModelError: the chat model's name or package cannot be used.
    """
    settings = settings or load_settings()
    load = embedder or partial(load_embedder, settings.embedder, precision=settings.precision)
    library = Library.open(settings.library_folder(), load)
    reads, judges = map(_folder, (settings.reader_model, settings.support_model))
    assistant = Assistant(
        library,
        reader=FittedReader(neural=settings.neural, model=reads),
        make_judge=partial(support_judge, neural=settings.neural, model=judges),
    )
    return _with_chat_model(assistant, settings) if settings.llm else assistant


def _folder(written: str) -> Path | None:
    return Path(written).expanduser() if written else None


def _with_chat_model(assistant: Assistant, settings: Settings) -> Assistant:
    from quoth.rag.chat.chain import ChatAnswerer
    from quoth.rag.chat.endpoint import endpoint_of
    from quoth.rag.chat.failures import ChatModelError
    from quoth.rag.chat.model import context_tokens, load_chat_model, token_counter
    from quoth.rag.chat.rewriting import Rewriter
    from quoth.rag.chat.unavailable import UnavailableAnswerer
    from quoth.rag.lookup.second_opinion import SecondOpinion

    endpoint = endpoint_of(settings)
    try:
        model = load_chat_model(endpoint)
    except ChatModelError as error:  # no key, or no such model on this machine
        return replace(assistant, answerer=UnavailableAnswerer(error))
    prompts = settings.prompts_folder()
    answerer = ChatAnswerer(
        assistant.library,
        model,
        endpoint,
        window_tokens=context_tokens(model, endpoint),
        count_tokens=token_counter(model),
        prompts=prompts,
        strict=settings.strict,
        repair=settings.repair,
        make_judge=assistant.make_judge,
    )
    rewriter = Rewriter(model, endpoint, prompts, decompose=settings.decompose)
    opinion = SecondOpinion(model, endpoint, prompts) if settings.second_opinion else None
    return replace(assistant, answerer=answerer, rewriter=rewriter, second_opinion=opinion)
