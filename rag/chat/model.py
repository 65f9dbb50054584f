"""Load the chat model that a setting names, through LangChain; know how much it reads."""

from __future__ import annotations

import math
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from quoth.index.errors import ModelError
from quoth.rag.chat.endpoint import Endpoint
from quoth.rag.chat.failures import failure

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["DEFAULT_CONTEXT_TOKENS", "context_tokens", "load_chat_model", "token_counter"]

# Where neither the settings nor LangChain's table of models know the window. Ollama gives every
# model 4k on a machine with less than 24 GiB of VRAM, and drops the start of a longer prompt
# without a word. Source: Ollama's documentation, "Context length".
DEFAULT_CONTEXT_TOKENS = 4096

# The prose of examples/library has 4.2 to 4.8 bytes to a token of the packaged embedder, whose
# vocabulary is as small as any chat model's; numbers and formulas have fewer. A Chinese character
# is 3 bytes, and a token or less.
_BYTES_PER_TOKEN = 3


def load_chat_model(endpoint: Endpoint) -> BaseChatModel:
    """Return a chat model; nothing is asked of it yet.

    Its own retries are off: `quoth.rag.chat.reply` retries for every provider alike.

    Raises:
        ModelError: its package is not installed, or does not take what is set.
        ChatModelError: it needs a key and there is none; no such model on this machine.
    """
    provider = endpoint.provider
    _check_installed(endpoint)
    if not provider.langchain_name:
        from quoth.rag.chat.transformers_model import load_transformers_chat

        return load_transformers_chat(endpoint)
    has_key = bool(endpoint.api_key.get_secret_value())
    if provider.key_variables and not has_key and not endpoint.base_url:
        raise failure(endpoint, "no_key")
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(
            endpoint.model, model_provider=provider.langchain_name, **_options(endpoint)
        )
    except Exception as error:  # noqa: BLE001  every provider checks its options in its own way
        words = endpoint.redact(f"{type(error).__name__}: {error}".splitlines()[0])
        msg = f"{provider.package} does not take {endpoint.name} at {endpoint.place}: {words}"
        raise ModelError(msg) from None  # the options, and so the key, are in the original
    return model


def context_tokens(model: BaseChatModel, endpoint: Endpoint) -> int:
    """Return how many tokens the model reads and writes together.

    What the user states, else what LangChain's profile of the model says, else
    DEFAULT_CONTEXT_TOKENS: a server of the user's own does not tell.
    """
    if endpoint.context_tokens:
        return endpoint.context_tokens
    profile = model.profile or {}
    return profile.get("max_input_tokens") or DEFAULT_CONTEXT_TOKENS


def token_counter(model: BaseChatModel) -> Callable[[str], int]:
    """Return a function that counts a text's tokens, offline.

    A model that runs here counts with its own tokenizer. LangChain's count of any other would
    fetch tiktoken's or GPT-2's tables from the network first: it is estimated, rather too high.
    """
    from quoth.rag.chat.transformers_model import ChatTransformers

    return model.get_num_tokens if isinstance(model, ChatTransformers) else _estimate


def _estimate(text: str) -> int:
    return math.ceil(len(text.encode()) / _BYTES_PER_TOKEN)


def _check_installed(endpoint: Endpoint) -> None:
    provider = endpoint.provider
    needed = (provider.module, *(("langchain",) if provider.langchain_name else ()))
    if any(find_spec(module) is None for module in needed):
        msg = (
            f"provider {provider.name} needs {provider.package}. "
            f"Run: pip install 'quoth[{provider.name}]'"
        )
        raise ModelError(msg)


def _options(endpoint: Endpoint) -> dict[str, Any]:
    """Return the provider's own names for what is set.

    A server of the user's own answers at temperature 0: the same question, the same answer. Some
    models of OpenAI and Anthropic refuse the option.
    """
    own_server = {"base_url": endpoint.base_url, "temperature": 0} if endpoint.base_url else {}
    name, timeout_s = endpoint.provider.name, endpoint.timeout_s
    if name == "ollama":  # it knows no keys; its window is what the request asks for
        window = {"num_ctx": endpoint.context_tokens} if endpoint.context_tokens else {}
        return {"client_kwargs": {"timeout": timeout_s}, "temperature": 0, **own_server, **window}
    return {
        # The clients insist on a key; servers on this machine ask for none and take any.
        "api_key": endpoint.api_key.get_secret_value() or "none",
        "timeout": math.ceil(timeout_s) if name == "mistral" else timeout_s,  # whole seconds there
        "max_retries": 1 if name == "google" else 0,  # Google counts the first try
        **own_server,
    }
