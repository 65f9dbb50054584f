"""Asking Crossref about works: only when the user says so, and each question once a week.

What is sent is a DOI, or a title with its first author; with an address to write to if one is set.
Source: https://www.crossref.org/documentation/retrieve-metadata/rest-api/
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar
from urllib.parse import quote, urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from quoth.index.errors import QuothError
from quoth.rag.references.crossref_cache import CrossrefCache
from quoth.rag.references.crossref_items import CrossrefWork, Work, retraction_of, work_of

if TYPE_CHECKING:
    import httpx

__all__ = ["CROSSREF_URL", "Crossref", "CrossrefError"]

CROSSREF_URL = "https://api.crossref.org"

_TRIES = 3
_LONGEST_WAIT_S = 10.0  # a server that asks for more is left alone
_BUSY = frozenset({429, 500, 502, 503, 504})
_ROWS = 5  # works that a title may be among

_Message = TypeVar("_Message")
_Model = TypeVar("_Model", bound=BaseModel)


class CrossrefError(QuothError):
    """Crossref cannot be reached, or does not answer as it should."""


class _Answer(BaseModel, Generic[_Message]):
    model_config = ConfigDict(extra="ignore")

    message: _Message


class _Works(BaseModel):
    model_config = ConfigDict(extra="ignore")

    items: list[CrossrefWork] = Field(default=[])


@dataclass(slots=True)
class Crossref:
    """Crossref's REST API, or a server that speaks as it does.

    Attributes:
        mailto: an address that Crossref may write to; "" sends none.
        fresh: ask again what was answered before.
        wait: sleeps for seconds.
    """

    base_url: str = CROSSREF_URL
    mailto: str = ""
    cache: CrossrefCache = field(default_factory=CrossrefCache)
    fresh: bool = False
    wait: Callable[[float], None] = time.sleep
    timeout_s: float = 20.0
    _client: httpx.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def work(self, doi: str) -> Work | None:
        """Return the work of a DOI, with the notice that withdrew it; None if there is none.

        Raises:
            CrossrefError: no answer, or none that can be read.
        """
        answer = self._get(_Answer[CrossrefWork], f"/works/{quote(doi, safe='')}", {})
        if answer is None:
            return None
        found = work_of(answer.message)
        return found if found.retracted else Work(found.item, self._withdrawn(doi))

    def works(self, title: str, family: str) -> list[Work]:
        """Return works whose title and author come near, best first; the same error."""
        words = f"{title} {family}".strip()
        query = {"query.bibliographic": words, "rows": str(_ROWS)}
        answer = self._get(_Answer[_Works], "/works", query)
        return [work_of(given) for given in answer.message.items] if answer else []

    def _withdrawn(self, doi: str) -> str | None:
        """Return what the notices say that name a DOI as the work they update."""
        query = {"filter": f"updates:{doi}", "rows": "20"}
        answer = self._get(_Answer[_Works], "/works", query)
        said = (
            retraction_of(update, notice.doi)
            for notice in (answer.message.items if answer else ())
            for update in notice.update_to
            if update.doi.lower() == doi.lower()
        )
        return next((words for words in said if words), None)

    def _get(self, model: type[_Model], path: str, query: Mapping[str, str]) -> _Model | None:
        """Return an answer; None for "not found"."""
        address = f"{self.base_url.rstrip('/')}{path}" + (f"?{urlencode(query)}" if query else "")
        known = None if self.fresh else self.cache.read(address)
        status, body = known or self._ask(address)
        answer = _parsed(model, body) if status == 200 else None
        if known is None:  # only now: what is no answer of theirs is not kept
            self.cache.write(address, status, body)
        return answer

    def _ask(self, address: str) -> tuple[int, str]:
        for attempt in range(1, _TRIES + 1):
            status, headers, body = self._send(address)
            if status in (200, 404):
                return status, body
            if status not in _BUSY or attempt == _TRIES:
                break
            self.wait(_wait_s(headers, attempt))
        reason = "asks to wait (429)" if status == 429 else f"answers with {status}"
        msg = f"Crossref at {self.base_url} {reason}. Try again later"
        raise CrossrefError(msg)

    def _send(self, address: str) -> tuple[int, Mapping[str, str], str]:
        import httpx

        if self._client is None:
            headers = {"User-Agent": _user_agent(self.mailto)}
            self._client = httpx.Client(
                headers=headers, timeout=self.timeout_s, follow_redirects=True
            )
        try:
            answer = self._client.get(address)
        except httpx.TimeoutException as error:
            msg = (
                f"Crossref at {self.base_url} did not answer in {self.timeout_s:.0f} s. Try "
                "again later"
            )
            raise CrossrefError(msg) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            msg = f"Crossref at {self.base_url} cannot be reached ({error}). Are you online?"
            raise CrossrefError(msg) from error
        return answer.status_code, answer.headers, answer.text


def _user_agent(mailto: str) -> str:
    from importlib.metadata import version

    return f"quoth/{version('quoth')}" + (f" (mailto:{mailto})" if mailto else "")


def _wait_s(headers: Mapping[str, str], attempt: int) -> float:
    """Return how long to wait: as the server says, or longer each time."""
    said = headers.get("Retry-After", "")
    return min(float(said) if said.isdigit() else float(2**attempt), _LONGEST_WAIT_S)


def _parsed(model: type[_Model], body: str) -> _Model:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        msg = (
            "what came from Crossref is no answer of its API (a page to log in to a network?). "
            "Try again later"
        )
        raise CrossrefError(msg) from error
