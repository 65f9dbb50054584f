"""Why a chat model did not answer: every provider's exceptions as one error.

The exceptions of openai, anthropic, google, groq, mistral, ollama and of the HTTP clients below
them are told apart by what they carry: a status, the names of their classes, the server's words.
None of these packages is imported.

`ChatModelError.kind`:

no_key            none was given
wrong_key         401, 403: the key was refused
unknown_model     404: no model of that name, or no server at that path
rate_limited      429: asked too often
no_credit         402, or a 429 that says so: waiting does not help
server_down       no connection, or closed before the reply began
timed_out         connected, then silence
server_error      5xx
context_too_long  more text than the model reads
refused           another 4xx
malformed_reply   what came is not a chat model's reply
cut_stream        the reply broke off
failed            anything else that the provider's package raised
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Literal

from quoth.index.errors import ModelError
from quoth.index.text import render
from quoth.rag.chat.endpoint import Endpoint

__all__ = ["ChatModelError", "FailureKind", "failure", "translate"]

FailureKind = Literal[
    "no_key",
    "wrong_key",
    "unknown_model",
    "rate_limited",
    "no_credit",
    "server_down",
    "timed_out",
    "server_error",
    "context_too_long",
    "refused",
    "malformed_reply",
    "cut_stream",
    "failed",
]

_DEEPEST = 8  # causes of causes that are looked at
_LONGEST_DETAIL = 200  # characters of the server's own words

# What each kind says; {name}: the model, {place}: its server, {key}: how to give a key.
_MESSAGES: dict[FailureKind, str] = {
    "no_key": "{name} needs a key. Set {key}",
    "wrong_key": "{place} refused the key for {name}. Set a valid one: {key}",
    "unknown_model": "{place} knows no {name}. Set llm to a model that it has; a base_url often "
    "ends in /v1",
    "rate_limited": "{place} will not be asked so often for {name}. Wait, or set another llm",
    "no_credit": "{place} has no credit left for {name}. Add some, or set another llm",
    "server_down": "no answer from {place} for {name}. Start the server, or set base_url",
    "timed_out": "{name} at {place} was silent for {timeout_s:g} s. Set a longer timeout_s, or "
    "another llm",
    "server_error": "{place} failed while {name} answered. Try again later, or set another llm",
    "context_too_long": "the prompt is longer than {name} can read. Set context_tokens to its "
    "window, or less",
    "refused": "{place} did not take the request for {name}. Set another llm or base_url",
    "malformed_reply": "{place} did not send a chat model's reply for {name}. Set base_url to a "
    "server that {provider} talks to",
    "cut_stream": "the reply of {name} at {place} broke off. Ask again, or set another llm",
    "failed": "{name} at {place} failed. Set another llm",
}

# Where the server's own words help; of a refused key they may quote the key.
_WITH_DETAIL = frozenset(
    (
        "unknown_model",
        "rate_limited",
        "no_credit",
        "server_error",
        "context_too_long",
        "refused",
        "failed",
    )
)

_ERROR_STATUS = re.compile(r"[45]\d\d")  # llama.cpp gives it as a string
_TOO_LONG = re.compile(
    r"context.{0,20}(?:length|window|size|limit)|maximum context|too many tokens|"
    r"prompt is too long|exceeds?.{0,40}(?:tokens|context)",
    re.IGNORECASE,
)
_NO_SUCH_MODEL = re.compile(
    r"model.{0,80}(?:not found|not exist|not available|not supported)|unknown model", re.IGNORECASE
)
_NO_CREDIT = re.compile(r"insufficient.quota|exceeded your current quota|billing", re.IGNORECASE)
_BAD_KEY = re.compile(r"api.?key.{0,20}(?:not valid|invalid|incorrect)", re.IGNORECASE)

# Kinds by the names of classes, the first that fits; httpx, httpcore, requests, urllib and the
# standard library use the same words.
_BY_NAME: tuple[tuple[FailureKind, re.Pattern[str]], ...] = (
    ("context_too_long", re.compile(r"ContextOverflow")),
    ("timed_out", re.compile(r"Timeout|TimedOut|DeadlineExceeded")),
    ("cut_stream", re.compile(r"RemoteProtocol|^ReadError|IncompleteRead|ChunkedEncoding|Reset")),
    ("server_down", re.compile(r"Connect|gaierror")),
    ("malformed_reply", re.compile(r"Decode|Validation|^(?:Type|Key|Index|Attribute|Value)Error")),
)


class ChatModelError(ModelError):
    """A chat model did not answer; `kind` is for programs, the text for the reader.

    Attributes:
        retry_after_s: how long the server asks to wait; None when it does not say.
    """

    def __init__(
        self, message: str, *, kind: FailureKind, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.retry_after_s = retry_after_s


def failure(
    endpoint: Endpoint, kind: FailureKind, detail: str = "", *, retry_after_s: float | None = None
) -> ChatModelError:
    """Return the error of one kind: one line, without a key.

    Args:
        detail: the server's own words, from anyone: made one line and short.
    """
    message = _MESSAGES[kind].format(
        name=endpoint.name,
        place=endpoint.place,
        provider=endpoint.provider.name,
        timeout_s=endpoint.timeout_s,
        key=_where_a_key_goes(endpoint),
    )
    words = render(endpoint.redact(detail))[:_LONGEST_DETAIL]
    text = f"{message} (it says: {words})" if words else message
    return ChatModelError(text, kind=kind, retry_after_s=retry_after_s)


def translate(error: Exception, endpoint: Endpoint, *, streamed: bool = False) -> ChatModelError:
    """Return what an exception of a provider's package means.

    Args:
        streamed: part of the reply had come.
    """
    if isinstance(error, ChatModelError):
        return error
    chain = tuple(_causes(error))
    status = next((s for s in map(_status, chain) if s), None)
    words = _words(error)
    kind = _kind_by_status(status, words) if status else _kind_by_name(chain, words)
    if kind == "cut_stream" and not streamed:
        kind = "server_down"
    wait = next((w for w in map(_retry_after_s, chain) if w is not None), None)
    return failure(endpoint, kind, words if kind in _WITH_DETAIL else "", retry_after_s=wait)


def _where_a_key_goes(endpoint: Endpoint) -> str:
    variables = endpoint.provider.key_variables
    if endpoint.base_url or not variables:
        return "api_key in the settings"
    return f"the environment variable {variables[0]}, or api_key in the settings"


def _causes(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    for _ in range(_DEEPEST):
        if current is None:
            return
        yield current
        current = current.__cause__ or current.__context__


def _kind_by_status(status: int, words: str) -> FailureKind:
    if status in {400, 413, 422} or status >= 500:
        if _TOO_LONG.search(words):
            return "context_too_long"
        if status < 500 and _BAD_KEY.search(words):  # Google's answer to a wrong key
            return "wrong_key"
        if status < 500 and _NO_SUCH_MODEL.search(words):
            return "unknown_model"
    if status == 429 and _NO_CREDIT.search(words):
        return "no_credit"
    known: dict[int, FailureKind] = {
        401: "wrong_key",
        402: "no_credit",
        403: "wrong_key",
        404: "unknown_model",
        408: "timed_out",
        429: "rate_limited",
    }
    return known.get(status, "server_error" if status >= 500 else "refused")


def _kind_by_name(chain: tuple[BaseException, ...], words: str) -> FailureKind:
    names = [cls.__name__ for error in chain for cls in type(error).__mro__]
    for kind, pattern in _BY_NAME:
        if any(pattern.search(name) for name in names):
            return kind
    return "context_too_long" if _TOO_LONG.search(words) else "failed"


def _status(error: BaseException) -> int | None:
    """Return the HTTP status that an exception carries under one of its usual names."""
    holders = (error, getattr(error, "response", None))
    for holder in holders:
        for name in ("status_code", "http_status", "code", "status"):
            value = str(getattr(holder, name, ""))
            if _ERROR_STATUS.fullmatch(value):
                return int(value)
    return None


def _retry_after_s(error: BaseException) -> float | None:
    """Return the seconds of a Retry-After header; a date is not understood."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def _words(error: BaseException) -> str:
    """Return what the server said, out of the JSON of OpenAI, Anthropic and Google."""
    body = getattr(error, "body", None)
    if isinstance(body, dict):
        inner = body.get("error", body)
        said = inner.get("message") if isinstance(inner, dict) else inner
        return said if isinstance(said, str) else json.dumps(body)
    return str(error)
