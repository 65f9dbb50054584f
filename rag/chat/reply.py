"""Ask a chat model and get its text, piece by piece; what transient failures cost is waiting."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from quoth.rag.chat.endpoint import Endpoint
from quoth.rag.chat.failures import ChatModelError, failure, translate

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from tenacity import RetryCallState

__all__ = ["reply", "stream_reply"]

log = logging.getLogger(__name__)

# As openai-python does it (`_constants.py`): two further tries, first after half a second; but a
# server that asks for a longer wait is reported at once: someone sits in front of the answer.
_TRIES = 3
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 20.0

# What the last piece of a whole reply carries: OpenAI and those like it, Google, Mistral and Groq;
# Anthropic; Ollama.
_ENDS = ("finish_reason", "stop_reason", "done_reason")
# What they say of a reply that was cut at the most tokens that the model may write.
_AT_LIMIT = frozenset(("length", "max_tokens", "model_length"))


def stream_reply(
    model: BaseChatModel,
    messages: Sequence[BaseMessage],
    endpoint: Endpoint,
    *,
    at_limit: Callable[[], None] = lambda: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[str]:
    """Yield the text of a reply as it comes; no piece is empty.

    A rate limit or a server's error is tried again, as long as nothing has come. Closing the
    iterator ends the request. `at_limit` is called after a reply that its server cut short.

    Raises:
        ChatModelError: after what was yielded so far.
    """
    from tenacity import Retrying, retry_if_exception, stop_after_attempt

    retrying = Retrying(
        retry=retry_if_exception(_passes),
        stop=stop_after_attempt(_TRIES),
        wait=_wait_s,
        sleep=sleep,
        reraise=True,
    )
    first, rest = retrying(_begin, model, messages, endpoint)
    yield first.text
    end = _end(first)
    try:
        for piece in rest:
            end = end or _end(piece)
            if piece.text:
                yield piece.text
    except Exception as error:  # noqa: BLE001  every provider raises its own
        # Not chained: a provider's text, and its request, may hold the key.
        raise translate(error, endpoint, streamed=True) from None
    if not end:
        raise failure(endpoint, "cut_stream")
    if end in _AT_LIMIT:
        at_limit()


def reply(
    model: BaseChatModel,
    messages: Sequence[BaseMessage],
    endpoint: Endpoint,
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> str:
    """Return the whole text of a reply.

    Raises:
        ChatModelError: there is none, or not all of it.
    """
    return "".join(stream_reply(model, messages, endpoint, sleep=sleep))


def _begin(
    model: BaseChatModel, messages: Sequence[BaseMessage], endpoint: Endpoint
) -> tuple[AIMessageChunk, Iterator[AIMessageChunk]]:
    """Return the first piece that has text, and an iterator over the others."""
    from langsmith import tracing_context

    whole = False
    try:
        pieces = iter(model.stream(list(messages)))
        # LANGSMITH_TRACING in the environment is meant for other programs: what is in the user's
        # papers goes to the model that they named and nowhere else. It is read at the first piece.
        with tracing_context(enabled=False):
            for piece in pieces:
                whole = whole or bool(_end(piece))
                if piece.text:
                    return piece, pieces
    except Exception as error:  # noqa: BLE001  every provider raises its own
        raise translate(error, endpoint) from None
    raise failure(endpoint, "malformed_reply" if whole else "cut_stream", "an empty reply")


def _end(piece: AIMessageChunk) -> str:
    """Return why the model itself says that it ended; LangChain ends every stream, but empty."""
    said = next(filter(None, (piece.response_metadata.get(name) for name in _ENDS)), "")
    return str(said).casefold() or ("stop" if piece.text and piece.chunk_position == "last" else "")


def _passes(error: BaseException) -> bool:
    """Whether a failure may be gone at the next try."""
    if not isinstance(error, ChatModelError):
        return False
    return error.kind in {"rate_limited", "server_error"} and (
        error.retry_after_s is None or error.retry_after_s <= _LONGEST_WAIT_S
    )


def _wait_s(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after_s if isinstance(error, ChatModelError) else None
    wait = _FIRST_WAIT_S * 2 ** (state.attempt_number - 1) if asked is None else asked
    log.info("trying the chat model again in %.1f s", wait)
    return wait
