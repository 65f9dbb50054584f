"""The passages as a chat model is given them: numbered, fenced off, within a budget of tokens.

What stands in a document may be written to mislead: it may fake the fence, a mark `[1]`, or an
instruction. The fence is drawn anew for each request and occurs in no passage; a passage's own
`[3]` is written `{3}`, which no reply can be cited with; what a terminal obeys is removed.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quoth.index.sentences import split_sentences
from quoth.index.text import render
from quoth.rag.question.lists import show_list
from quoth.rag.types import Source

__all__ = ["Context", "build_context", "clean_passage"]

_FENCE_BYTES = 6  # 48 bits: a document cannot guess it
_MOST_DRAWS = 20
_LONGEST_FIELD = 200  # characters of a title or the name of a section
_ESCAPES = re.compile(
    # what ECMA-48 calls control sequences and strings; the rest is left of "ESC" or a lone CSI
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])"
    r"[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]"
)
_OWN_MARK = re.compile(
    r"[\[【［]((?:[^\W\d_]{1,12}[\s.:#]{0,3}|\^)?\d[\d\s,，、;；–—^-]{0,60}(?:†[^\]】］]{0,60})?)[\]】］]"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What goes into the prompt.

    Attributes:
        text: the passages' blocks, best first.
        kept: the sources whose passages are in the text, numbered as there, n from 1.
        fence: the name that opens and closes each block; no passage has it.
    """

    text: str
    kept: tuple[Source, ...]
    fence: str


def build_context(
    sources: Sequence[Source],
    *,
    budget_tokens: int,
    count_tokens: Callable[[str], int],
    draw_fence: Callable[[], str] = lambda: f"passage-{secrets.token_hex(_FENCE_BYTES)}",
) -> Context:
    """Put the best passages that fit into one text.

    A passage that is too long for what is left is passed over, and shorter ones after it are still
    taken. Where none fits whole, the best one is cut after a sentence; where not even its first
    sentence fits, nothing is kept.

    Args:
        sources: best first; their own numbers do not matter.
        budget_tokens: that the text may have, as `count_tokens` counts.
        draw_fence: drawn again while a passage contains it.

    Raises:
        ValueError: every fence drawn occurs in a passage.
    """
    words = [clean_passage(source.hit.passage.text) for source in sources]
    heads = [_head(source) for source in sources]
    fence = _fence([*words, *(line for head in heads for line in head)], draw_fence)
    blocks: list[str] = []
    kept: list[Source] = []

    def fits(block: str) -> bool:
        return count_tokens("\n\n".join([*blocks, block])) <= budget_tokens

    for source, head, text in zip(sources, heads, words, strict=True):
        n = len(kept) + 1
        block = _block(fence, n, head, text)
        if fits(block):
            blocks.append(block)
            kept.append(replace(source, n=n))
    if not kept and sources:
        for _, end in reversed(split_sentences(words[0])):
            block = _block(fence, 1, heads[0], words[0][:end])
            if fits(block):
                return Context(block, (replace(sources[0], n=1),), fence)
    return Context("\n\n".join(blocks), tuple(kept), fence)


def clean_passage(text: str) -> str:
    """Return a passage's words for a prompt: nothing invisible, no escape codes, no marks [n]."""
    return _OWN_MARK.sub(r"{\1}", show_list(_ESCAPES.sub("", text)))


def _head(source: Source) -> list[str]:
    """Return the lines that say where a passage stands; what is not known is left out."""
    document, passage = source.document, source.hit.passage
    fields = (
        ("title", document.title or document.file),
        ("year", document.year),
        ("page", passage.page),
        ("section", passage.section),
    )
    return [f"{name}: {_field(str(value))}" for name, value in fields if value]


def _field(value: str) -> str:
    return render(clean_passage(value))[:_LONGEST_FIELD].rstrip()


def _fence(texts: Sequence[str], draw: Callable[[], str]) -> str:
    everything = "\n".join(texts).casefold()
    for _ in range(_MOST_DRAWS):
        fence = draw()
        if fence and fence.casefold() not in everything:
            return fence
    msg = f"no fence was drawn in {_MOST_DRAWS} that the passages do not contain"
    raise ValueError(msg)


def _block(fence: str, n: int, head: Sequence[str], text: str) -> str:
    return "\n".join([f"<{fence} n={n}>", *head, "text:", text, f"</{fence}>"])
