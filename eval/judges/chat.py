"""A chat model as judge, any provider's: it is asked for one word of four, in JSON, and no more.

It fails closed. A reply without a verdict, with two, with another word, or that breaks off is
`unscorable`, never supported; so is evidence that is longer than the model reads.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from quoth.eval.judges.protocol import JudgeLabel, Judgement, Pair
from quoth.prompts import Message, Prompt
from quoth.rag.chat.context import clean_passage
from quoth.rag.chat.endpoint import Endpoint
from quoth.rag.chat.failures import ChatModelError, FailureKind
from quoth.rag.chat.prompting import ask_once, load_checked_prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["ChatJudge", "load_chat_judge", "read_verdict"]

_REPLY_TOKENS = 256  # kept free: the object has about 40, some models think before it
_NO_VERDICT = "the model gave no verdict"
_OBJECT = re.compile(r"\{[^{}]*\}")
_LABELS: dict[str, JudgeLabel] = {
    "SUPPORTED": "supported",
    "PARTIAL": "partial",
    "CONTRADICTED": "contradicted",
    "NOT_STATED": "unsupported",
}
_SCORES = {"supported": 1.0, "partial": 0.5, "unsupported": 0.0, "contradicted": 0.0}

# What goes wrong with every pair alike, and is of no use to go on with.
_HOPELESS: frozenset[FailureKind] = frozenset(
    ("no_key", "wrong_key", "unknown_model", "no_credit", "rate_limited", "server_down")
)
_MOST_IN_A_ROW = 5  # other failures, before they are taken to be the model's and not the pairs'


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    verdict: Literal["SUPPORTED", "PARTIAL", "CONTRADICTED", "NOT_STATED"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChatJudge:
    """Asks a chat model of each pair; see `Judge`.

    Attributes:
        prompt: `judge.md`, or the user's own.
        window_tokens: what the model reads and writes together.
        count_tokens: of a text.
    """

    model: BaseChatModel
    endpoint: Endpoint
    prompt: Prompt
    window_tokens: int
    count_tokens: Callable[[str], int]

    @property
    def name(self) -> str:
        return f"{self.endpoint.name} (prompt {self.version[:8]})"

    @property
    def version(self) -> str:
        return self.prompt.sha256

    def judge(self, pairs: Sequence[Pair]) -> list[Judgement]:
        found: list[Judgement] = []
        failed = 0
        for pair in pairs:
            try:
                found.append(self._judge(pair))
                failed = 0
            except ChatModelError as error:
                failed += 1
                if error.kind in _HOPELESS or failed >= _MOST_IN_A_ROW:
                    raise
                found.append(Judgement("unscorable", None, str(error)))
        return found

    def _judge(self, pair: Pair) -> Judgement:
        if not any(text.strip() for text in pair.evidence):
            return Judgement("unsupported", 0.0, "there is no evidence")
        messages = self._messages(pair)
        n_tokens = sum(self.count_tokens(message.content) for message in messages)
        if n_tokens > self.window_tokens - _REPLY_TOKENS:
            reason = f"the evidence is longer than the model reads ({self.window_tokens} tokens)"
            return Judgement("unscorable", None, reason)
        return read_verdict(ask_once(self.model, messages, self.endpoint))

    def _messages(self, pair: Pair) -> tuple[Message, ...]:
        """Fill the prompt; the fence is a hash of what it encloses, which no text can hold."""
        texts = [clean_passage(text) for text in pair.evidence]
        digest = hashlib.sha256("\n".join([pair.claim, *texts]).encode()).hexdigest()
        fence = f"passage-{digest[:12]}"
        blocks = [f"<{fence} n={n}>\n{text}\n</{fence}>" for n, text in enumerate(texts, 1)]
        claim = " ".join(clean_passage(pair.claim).split())
        return self.prompt.fill(fence=fence, passages="\n\n".join(blocks), claim=claim)


def read_verdict(reply: str) -> Judgement:
    """Return the verdict of a reply that holds exactly one, in a JSON object.

    What stands around the object, such as a code fence, does not count.
    """
    verdicts = [one for text in _OBJECT.findall(reply) if (one := _parsed(text))]
    if len({one.verdict for one in verdicts}) != 1:
        return Judgement("unscorable", None, "two verdicts" if verdicts else _NO_VERDICT)
    label = _LABELS[verdicts[0].verdict]
    return Judgement(label, _SCORES[label], " ".join(verdicts[0].reason.split()))


def load_chat_judge(endpoint: Endpoint, *, prompts: Path | None = None) -> ChatJudge:
    """Return a judge that asks a chat model; nothing is asked of it yet.

    Args:
        prompts: a folder whose `judge.md` replaces the one shipped.
    Raises:
        UsageError: the user's own prompt cannot be used.
        ModelError: the model's package is not installed, or does not take what is set; no key.
    """
    from quoth.rag.chat.model import context_tokens, load_chat_model, token_counter

    model = load_chat_model(endpoint)
    return ChatJudge(
        model,
        endpoint,
        load_checked_prompt("judge", prompts),
        window_tokens=context_tokens(model, endpoint),
        count_tokens=token_counter(model),
    )


def _parsed(text: str) -> _Reply | None:
    """Return an object that is a verdict; anything else is none."""
    try:
        return _Reply.model_validate_json(text)
    except ValidationError:
        return None
