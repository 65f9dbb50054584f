"""A chat model of Hugging Face's on this machine, run by transformers: no server, no network.

LangChain's own package for it, langchain-huggingface 1.x, cannot be installed beside the
huggingface-hub that sentence-transformers needs.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel, ModelProfile
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from quoth.rag.chat.endpoint import Endpoint
from quoth.rag.chat.failures import ChatModelError

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForLLMRun
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

__all__ = ["ChatTransformers", "load_transformers_chat"]

_ROLES = {"system": "system", "human": "user", "ai": "assistant"}


@dataclass(frozen=True, slots=True)
class _Loaded:
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase


@dataclass(slots=True)
class _Run:
    """One generation in a thread of its own, and how it went."""

    halt: threading.Event = field(default_factory=threading.Event)
    stopped: bool = False  # at one of the texts that end a reply
    n_tokens: int = 0
    error: Exception | None = None


class ChatTransformers(BaseChatModel):
    """A causal language model with a chat template; greedy, so that answers repeat.

    Attributes:
        model: a folder in transformers' format, or the hub's name of a model fetched before.
        max_tokens: of a reply.
        stop: texts that end a reply; they are left out of it.
    """

    model: str
    max_tokens: int = 1024
    stop: list[str] | None = None
    _loaded: _Loaded | None = PrivateAttr(default=None)
    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "huggingface-transformers"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": self.model, "max_tokens": self.max_tokens}

    def get_token_ids(self, text: str) -> list[int]:
        """Return the ids of a text's tokens, without marks."""
        return list(self._load().tokenizer.encode(text, add_special_tokens=False))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        loaded = self._load()
        inputs = _prompt(loaded.tokenizer, messages)
        run = _Run()
        pieces = _generated(loaded, inputs, run, max_tokens=self.max_tokens)
        with closing(pieces):
            for text in _until(pieces, [*(stop or ()), *(self.stop or ())], run):
                chunk = ChatGenerationChunk(message=AIMessageChunk(content=text))
                if run_manager:
                    run_manager.on_llm_new_token(text, chunk=chunk)
                yield chunk
        full = run.n_tokens >= self.max_tokens and not run.stopped
        yield _last_chunk(self.model, run, int(inputs["input_ids"].shape[1]), full=full)

    def _load(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self.model)
            return self._loaded


def load_transformers_chat(endpoint: Endpoint) -> ChatTransformers:
    """Return the model that an endpoint names; its weights are loaded when it is first asked.

    Raises:
        ChatModelError: there is no such model on this machine.
    """
    from transformers import AutoConfig

    try:
        config = AutoConfig.from_pretrained(endpoint.model, local_files_only=True)
    except (OSError, ValueError) as error:
        raise _not_there(endpoint.model) from error
    window = getattr(config.get_text_config(), "max_position_embeddings", None)
    profile = ModelProfile(max_input_tokens=int(window)) if window else None
    return ChatTransformers(model=endpoint.model, profile=profile)


def _not_there(path: str) -> ChatModelError:
    msg = (
        f"there is no Hugging Face model at {path} on this machine. Set llm to huggingface: and "
        "its folder (config.json, model.safetensors, tokenizer.json), or fetch it: hf download"
    )
    return ChatModelError(msg, kind="unknown_model")


def _load(path: str) -> _Loaded:
    """Load weights and tokenizer; only safetensors, which cannot hold code."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
        model = AutoModelForCausalLM.from_pretrained(
            path, local_files_only=True, use_safetensors=True, dtype="auto"
        )
    except (OSError, ValueError) as error:
        raise _not_there(path) from error
    if not tokenizer.chat_template:
        msg = f"the model at {path} has no chat template. Set llm to its instruct or chat version"
        raise ChatModelError(msg, kind="unknown_model")
    return _Loaded(model.eval(), tokenizer)


def _prompt(tokenizer: PreTrainedTokenizerBase, messages: Sequence[BaseMessage]) -> Any:
    """Return the model's inputs, shape (1, tokens): its template filled, a reply begun."""
    turns = [{"role": _ROLES[message.type], "content": message.text} for message in messages]
    return tokenizer.apply_chat_template(
        turns, add_generation_prompt=True, return_tensors="pt", return_dict=True
    )


def _generated(
    loaded: _Loaded, inputs: Any, run: _Run, *, max_tokens: int
) -> Generator[str, None, None]:
    """Yield what the model writes while it writes; closing the iterator stops it."""
    from transformers import TextIteratorStreamer

    streamer = TextIteratorStreamer(loaded.tokenizer, skip_prompt=True, skip_special_tokens=True)

    def halted(ids: Any, _scores: Any, **_kwargs: Any) -> Any:
        return ids.new_full((ids.shape[0],), run.halt.is_set()).bool()

    def work() -> None:
        try:
            made = loaded.model.generate(
                **inputs,
                streamer=streamer,
                stopping_criteria=[halted],
                max_new_tokens=max_tokens,
                do_sample=False,
                pad_token_id=loaded.tokenizer.pad_token_id or loaded.tokenizer.eos_token_id,
            )
            run.n_tokens = int(made.shape[1] - inputs["input_ids"].shape[1])
        except Exception as error:  # noqa: BLE001  raised again in the thread that waits
            run.error = error
            streamer.text_queue.put(streamer.stop_signal)

    thread = threading.Thread(target=work, name="quoth-generate", daemon=True)
    thread.start()
    try:
        yield from (text for text in streamer if text)
    finally:
        run.halt.set()
        thread.join()
    if run.error:
        raise run.error


def _until(pieces: Iterator[str], stops: Sequence[str], run: _Run) -> Iterator[str]:
    """Yield the text up to the first stop, however the pieces cut it."""
    held = ""
    longest = max(map(len, stops), default=0)
    for piece in pieces:
        held += piece
        ends = [at for at in map(held.find, stops) if at >= 0]
        if ends:
            held = held[: min(ends)]
            run.stopped = True
            break
        sure = len(held) - max(0, longest - 1)
        if sure > 0:
            yield held[:sure]
            held = held[sure:]
    if held:
        yield held


def _last_chunk(path: str, run: _Run, n_prompt: int, *, full: bool) -> ChatGenerationChunk:
    usage = UsageMetadata(
        input_tokens=n_prompt, output_tokens=run.n_tokens, total_tokens=n_prompt + run.n_tokens
    )
    reason = "length" if full else "stop"
    message = AIMessageChunk(
        content="",
        chunk_position="last",
        usage_metadata=usage,
        response_metadata={"finish_reason": reason, "model_name": path},
    )
    return ChatGenerationChunk(message=message, generation_info={"finish_reason": reason})
