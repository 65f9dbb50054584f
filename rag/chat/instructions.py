"""Text of a document that speaks to whoever reads it for a user, as planted instructions do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.index.text import render
from quoth.rag.types import Note, Quote

__all__ = ["instruction_notes", "is_instruction_like"]

# What planted instructions say and papers do not: they address a model, speak of its prompt, its
# earlier instructions or its reply, or ask for work at the beginning of a sentence. Of the first
# 60,001 sentences of evidence in the training pairs of `quoth.eval.fitting.support_fit`, web pages
# and encyclopaedias, 23 match, nearly all of which do ask something of the reader ("Click here to
# …").
_REPLY = (
    r"(?:responses?|repl(?:y|ies)|answers?|outputs?|solution|explanation|elucidation|completion)"
)
_WORK = (
    r"(?:write|rewrite|translate|compose|generate|convert|paraphrase|summari[sz]e|provide|explain|"
    r"recommend|suggest|print|repeat|recite|append|insert|scramble|encode|decode)"
)
_PATTERN = re.compile(
    r"\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|ing)|bypass)\b.{0,40}\b(?:instructions?|"
    r"prompts?|rules|guidelines|(?:all|everything|anything) (?:the )?(?:above|previous|prior)|"
    r"the (?:above|context))\b|"
    r"\b(?:system|developer|hidden) (?:prompt|message|instructions?)\b|"
    r"\bas an? (?:AI|language model|(?:AI|virtual) assistant|chatbot)\b|"
    r"\byou (?:are|act) (?:now |as )?(?:an? )?(?:AI|assistant|chatbot|language model|DAN)\b|"
    rf"\byour (?:\w+ )?{_REPLY}\b|"
    rf"\b(?:the|this) {_REPLY} (?:must|should) be (?:written|given|in)\b|"
    r"\b(?:respond|reply|answer) (?:only |solely )?(?:with|in|by|using)\b.{0,40}"
    r"(?:base64|emojis?|rot13|morse|reverse|uppercase|the (?:word|phrase|sentence)s?\b|[\"“])|"
    r"\b(?:do not|don't|never) (?:answer|mention|reveal|tell|disclose|respond)\b.{0,40}\b(?:user|"
    r"question|prompt|instructions?)\b|"
    r"(?:\A|[.!?:\n]\s*)(?:please )?(?:tell|inform|remind|advise|urge|convince|ask) "
    r"(?:the )?users?\b|"
    r"(?:\A|[.!?:\n]\s*)(?:please )?(?:click|download|navigate to)\b.{0,40}"
    r"(?:https?://|www\.|link|here)|"
    r"\b(?:following|below|subsequent|above) (?:block of code|code)\b|"
    r"(?:\A|[.!?:\n]\s*)(?:(?:please|kindly) |(?:can|could|would) you (?:please )?)"
    rf"(?:show|tell|give|teach|help|{_WORK})\b|"
    rf"(?:\A|[.!?:\n]\s*){_WORK} (?:an?|the|this|these|that|all|every|each|some|my|me|\w+ing)\b",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 5000  # characters looked at


def is_instruction_like(text: str) -> bool:
    """Whether words of a document read as if meant for the program that reads it."""
    return _PATTERN.search(render(text[:_LONGEST])) is not None


def instruction_notes(quotes: Sequence[Quote]) -> list[Note]:
    """Return a note for each quotation that reads like an instruction to whoever answers."""
    return [
        Note(
            "instruction_like",
            "a quoted passage reads like an instruction to a program; it is shown as what the "
            f"document says and was not followed: “{render(quote.text)[:80]}”",
        )
        for quote in dict.fromkeys(quotes)
        if is_instruction_like(quote.text)
    ]
