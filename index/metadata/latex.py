"""LaTeX in the fields of a BibTeX entry."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

__all__ = ["decoded", "plain", "split_outside_braces"]

_LATEX = re.compile(r"[\\{}$~]|--|``|''")
_JOINED = re.compile(r"\}\s*#\s*[\"{\w]")  # {Tides of } # jan # {1884}
_CIRCUMFLEX = re.compile(r"\\textasciicircum(?:\{\}|\s+)?")


def split_outside_braces(text: str, separator: str) -> list[str]:
    """Split at a regular expression where no brace is open."""
    parts, depth, start, at = [], 0, 0, 0
    pattern = re.compile(separator)
    while at < len(text):
        found = pattern.match(text, at) if depth == 0 else None
        if found and found.end() > at:
            parts.append(text[start : found.start()])
            start = at = found.end()
            continue
        if text[at] == "\\":
            at += 1
        else:
            depth += (text[at] == "{") - (text[at] == "}")
        at += 1
    return [*parts, text[start:]]


def plain(value: str, macros: Mapping[str, str]) -> str:
    """Return a field without its delimiters, macros put in and parts joined."""
    parts = []
    whole = value.startswith("{") and not _JOINED.search(value)
    for part in [value] if whole else map(str.strip, split_outside_braces(value, r"\s*#\s*")):
        if len(part) > 1 and (part[0], part[-1]) in (("{", "}"), ('"', '"')):
            parts.append(part[1:-1])
        else:
            parts.append(macros.get(part.lower(), part))
    return "".join(parts)


@functools.lru_cache(maxsize=4096)
def decoded(value: str) -> str:
    """Return LaTeX as Unicode; what is nested too deeply to be read, without its braces."""
    if not _LATEX.search(value):
        return " ".join(value.split())
    value = _CIRCUMFLEX.sub("^", value)  # pylatexenc has another character for it
    try:
        text = str(_decoder().latex_to_text(value))
    except RecursionError:  # nobody's title; pylatexenc goes down a level a brace
        text = value.replace("{", "").replace("}", "")
    return " ".join(text.replace("\xa0", " ").split())


@functools.cache
def _decoder() -> Any:
    latex2text: Any = import_module("pylatexenc.latex2text")
    return latex2text.LatexNodes2Text(math_mode="verbatim", keep_comments=True)
