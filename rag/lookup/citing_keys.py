r"""Citations by key: pandoc's `[@key, p. 3; @other]` and `@key`, LaTeX's \cite and its family."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoth.rag.lookup.draft_types import CitedWork, InTextCitation

__all__ = ["latex_citations", "pandoc_citations"]

# Source: pandoc's manual, "Citation syntax": a key begins with a letter, digit or _ and may have
# punctuation within; {…} lets it be anything.
_KEY = re.compile(
    r"(?<![\w@\\])-?@(?:\{(?P<braced>[^}\s]+)\}|(?P<key>\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*))"
)
_BRACKETED = re.compile(
    r"\[(?=[^\[\]]{0,2000}?(?<![\w\\])@[\w{])[^\[\]]{1,2000}(?:\[[^\[\]]*\][^\[\]]*)*\](?!\()"
)
_BLANK_LINE = re.compile(r"(?>\r\n|\n|\r)[ \t]*[\r\n]")  # ends a paragraph, and a citation with it
_LIKE_A_KEY = re.compile(r"[^\W\d_].*\d")
# natbib and biblatex: \citep, \Textcite, \parencite*, \citeauthor, \nocite's siblings; \cites apart
_CITE = re.compile(
    r"\\(?P<name>[A-Za-z]*[cC]ite(?!s\b)[A-Za-z]*)\*?\s*(?:\[[^\]]*\]\s*){0,2}\{(?P<keys>[^{}]*)\}"
)
_CITES = re.compile(
    r"\\(?P<name>[A-Za-z]*[cC]ites)\*?\s*(?:\([^)]*\)\s*){0,2}"
    r"(?P<groups>(?:(?:\[[^\]]*\]\s*){0,2}\{[^{}]*\}\s*)+)"
)
_GROUP = re.compile(r"\{([^{}]*)\}")
_NO_CITATION = frozenset({"nocite", "citestyle", "defcitealias", "citeindextrue"})


def pandoc_citations(text: str, *, markup: bool = True) -> Iterator[InTextCitation]:
    """Yield the citations in a text, in order.

    Args:
        markup: whether it is Markdown; elsewhere an @name without brackets must look like a key.
    """
    end = 0
    found_all = (found for found in _BRACKETED.finditer(text) if not _BLANK_LINE.search(found[0]))
    brackets = {found.start(): found for found in found_all}
    inside = [found.span() for found in brackets.values()]
    for start, found in brackets.items():
        works = tuple(_work(key) for key in _KEY.finditer(found[0]))
        if works:
            yield InTextCitation(start, found.end(), works)
    for found in _KEY.finditer(text):
        while inside and inside[0][1] <= found.start():
            end = inside.pop(0)[1]
        if inside and inside[0][0] <= found.start() < inside[0][1]:
            continue
        if found.start() < end or not (markup or _LIKE_A_KEY.search(found[0])):
            continue
        yield InTextCitation(*found.span(), (_work(found),), is_spoken=True)


def latex_citations(text: str) -> Iterator[InTextCitation]:
    r"""Yield the citations in LaTeX; \nocite cites nothing where it stands."""
    for pattern in (_CITE, _CITES):
        for found in pattern.finditer(text):
            name = found["name"]
            if name in _NO_CITATION:
                continue
            groups = [found["keys"]] if pattern is _CITE else _GROUP.findall(found["groups"])
            keys = [key.strip() for group in groups for key in group.split(",") if key.strip()]
            works = tuple(CitedWork(f"\\{name}{{{key}}}", key=key) for key in keys)
            whole = found.end() - len(found[0]) + len(found[0].rstrip())
            yield InTextCitation(found.start(), whole, works, _is_spoken(name))


def _work(found: re.Match[str]) -> CitedWork:
    key = found["braced"] or found["key"]
    return CitedWork(f"@{key}", key=key)


def _is_spoken(name: str) -> bool:
    r"""Tell \citet and \textcite, which print names into the sentence; \cite does in few styles."""
    return re.fullmatch(r"[cC]itet\w*|[tT]extcites?|[cC]iteauthor|[cC]itealt\w*", name) is not None
