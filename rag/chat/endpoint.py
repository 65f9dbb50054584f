"""Which chat models a setting can name, what each needs, and where it is asked."""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

from quoth.index.errors import UsageError

if TYPE_CHECKING:
    from quoth.rag.settings import Settings

__all__ = ["PROVIDERS", "Endpoint", "Provider", "endpoint_of", "find_endpoint"]

# What providers' keys look like, for those that a reply quotes and that are not ours to know.
_KEY = re.compile(r"\b(?:sk|pk|gsk|hf|lsv2)[-_][\w*.-]{6,}|\bAIza[\w-]{10,}|\bBearer\s+\S+")
_NO_KEY = SecretStr("")
_SHORTEST_SECRET = 4  # characters; a shorter "key" of a local server is a word like any other


@dataclass(frozen=True, slots=True)
class Provider:
    """One kind of chat model; its name is also the extra that installs it.

    Attributes:
        name: as in the setting llm = "name:model".
        package: the distribution that LangChain talks to it with.
        langchain_name: what `init_chat_model` calls it.
        key_variables: the environment variables that its own server's key is read from; none
            means that it needs no key.
    """

    name: str
    package: str
    langchain_name: str
    key_variables: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """What is imported of its package."""
        return self.package.replace("-", "_")


PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider("anthropic", "langchain-anthropic", "anthropic", ("ANTHROPIC_API_KEY",)),
        Provider(
            "google",
            "langchain-google-genai",
            "google_genai",
            ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        ),
        Provider("groq", "langchain-groq", "groq", ("GROQ_API_KEY",)),
        # langchain-huggingface 1.x needs huggingface-hub < 2, sentence-transformers' a later one;
        # quoth.rag.chat.transformers_model runs the model itself.
        Provider("huggingface", "langchain-core", ""),
        Provider("mistral", "langchain-mistralai", "mistralai", ("MISTRAL_API_KEY",)),
        Provider("ollama", "langchain-ollama", "ollama"),
        Provider("openai", "langchain-openai", "openai", ("OPENAI_API_KEY",)),
    )
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A chat model, where it is asked, and how.

    Attributes:
        base_url: of a server of the user's own; empty for the provider's.
        api_key: empty where none is needed.
        timeout_s: longest silence, not the whole reply's time.
        context_tokens: the window that the user states; None to look it up.
    """

    provider: Provider
    model: str
    base_url: str = ""
    api_key: SecretStr = _NO_KEY
    timeout_s: float = 60.0
    context_tokens: int | None = None

    @property
    def name(self) -> str:
        """The setting that names it."""
        return f"{self.provider.name}:{self.model}"

    @property
    def place(self) -> str:
        """Where it is asked, in words, without a password of the URL's."""
        if not self.base_url:
            return "this machine" if not self.provider.langchain_name else self.provider.name
        url = urlsplit(self.base_url)
        return urlunsplit((url.scheme, url.netloc.rpartition("@")[2], url.path, "", ""))

    def redact(self, text: str) -> str:
        """Return the text without the key, and without what looks like one."""
        secrets = [self.api_key.get_secret_value(), urlsplit(self.base_url).password or ""]
        for secret in secrets:
            if len(secret) >= _SHORTEST_SECRET:
                text = text.replace(secret, "***")
        return _KEY.sub("***", text)


def find_endpoint(
    llm: str,
    *,
    base_url: str = "",
    api_key: SecretStr | None = None,
    timeout_s: float = 60.0,
    context_tokens: int | None = None,
) -> Endpoint:
    """Return the chat model that settings name.

    Without `api_key` the provider's environment variable is read, but only for the provider's own
    server: its key is not sent to a `base_url`.

    Args:
        llm: "provider:model".

    Raises:
        UsageError: no provider, an unknown one, or no web address.
    """
    name, colon, model = llm.partition(":")
    if not colon or not model:
        msg = (
            f"llm = {llm!r} does not name a provider and a model. Write provider:model, for "
            f"example ollama:llama3.2 (providers: {', '.join(PROVIDERS)})"
        )
        raise UsageError(msg)
    provider = PROVIDERS.get(name) or _by_langchain_name(name)
    if provider is None:
        near = difflib.get_close_matches(name, PROVIDERS, n=3, cutoff=0.5) or list(PROVIDERS)
        msg = (
            f"there is no provider {name!r} (near: {', '.join(near)}). A server that speaks "
            f"OpenAI's language is openai:{model} with base_url"
        )
        raise UsageError(msg)
    if base_url and (urlsplit(base_url).scheme not in {"http", "https"} or "//" not in base_url):
        msg = "base_url must begin with http:// or https://, for example http://127.0.0.1:8080/v1"
        raise UsageError(msg)
    key = api_key or (_NO_KEY if base_url else SecretStr(_from_environment(provider)))
    return Endpoint(provider, model, base_url, key, timeout_s, context_tokens)


def endpoint_of(settings: Settings, llm: str = "") -> Endpoint:
    """Return the settings' chat model, or another that is asked in the same way.

    Args:
        llm: "provider:model"; `settings.llm` if empty.

    Raises:
        UsageError: as `find_endpoint`.
    """
    return find_endpoint(
        llm or settings.llm,
        base_url=settings.base_url,
        api_key=settings.api_key,
        timeout_s=settings.timeout_s,
        context_tokens=settings.context_tokens,
    )


def _by_langchain_name(name: str) -> Provider | None:
    return next((p for p in PROVIDERS.values() if p.langchain_name == name), None)


def _from_environment(provider: Provider) -> str:
    return next(filter(None, map(os.environ.get, provider.key_variables)), "")
