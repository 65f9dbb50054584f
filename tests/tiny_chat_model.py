"""A chat model of a few thousand seeded weights, in Hugging Face's format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["save_tiny_chat_model"]

_MARKS = ["<unk>", "<end>", "<system>", "<user>", "<assistant>"]
_WORDS = (
    "the tide follows moon and sun a clock of brass lost five seconds at sea every town kept its "
    "own time before railways hi hello you are not in passages . , ?"
).split()
_TEMPLATE = (
    "{% for message in messages %}<{{ message['role'] }}> {{ message['content'] }} <end> "
    "{% endfor %}{% if add_generation_prompt %}<assistant> {% endif %}"
)


def save_tiny_chat_model(folder: Path, *, template: str | None = _TEMPLATE) -> Path:
    """Write a Llama of one layer and a tokenizer of words; what it says is noise, but repeats."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    vocabulary = {word: i for i, word in enumerate([*_MARKS, *_WORDS])}
    tokenizer: Any = Tokenizer(WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="<unk>",
        eos_token="<end>",
        additional_special_tokens=_MARKS[2:],
    )
    fast.chat_template = template
    torch.manual_seed(11)
    config = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=512,
        bos_token_id=None,
        eos_token_id=vocabulary["<end>"],
        pad_token_id=vocabulary["<end>"],
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder
