"""What of a Markdown draft is prose, after pandoc's Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from quoth.rag.lookup.citing_keys import pandoc_citations
from quoth.rag.lookup.draft_masking import Masking
from quoth.rag.lookup.draft_types import InTextCitation, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["mask_markdown"]

_LINE_END = re.compile(r"\r\n|\n|\r")
_FRONT_MATTER = re.compile(
    r"\A---[ \t]*(?:\r\n|\n|\r)(.*?)(?:^|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.DOTALL
)
_BIBLIOGRAPHY = re.compile(
    r"^bibliography:[ \t]*(.*(?:(?:\r\n|\n|\r)[ \t]+\S.*|(?:\r\n|\n|\r)-.*)*)", re.MULTILINE
)
_FILE = re.compile(r"[^\s\[\],\"']+\.(?:bib|ris|json)\b", re.IGNORECASE)
_NO_PROSE = frozenset({"fence", "code_block", "html_block", "hr"})
# In this order: what stands in code is no mathematics, what stands in mathematics is no markup.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\s*\n).){1,2000}?(?<!`)\1(?!`)", re.DOTALL)
_MATH = re.compile(
    r"\$\$.{1,5000}?\$\$|(?<![\\$\w])\$(?=[^\s$])[^$\r\n]{0,400}?(?<=[^\s\\])\$(?![\d$])"
    r"|\\\(.{1,400}?\\\)|\\\[.{1,5000}?\\\]",
    re.DOTALL,
)
_ADDRESS = re.compile(
    r"<(?:https?:|mailto:)[^<>\s]+>|\bhttps?://[^\s<>()\[\]]*[^\s<>()\[\].,;:!?'\"]"
)
_IMAGE = re.compile(
    r"!\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\([^()\s]*(?:\s+\"[^\"]*\")?\)(?:\{[^{}]*\})?"
)
_TARGET = re.compile(r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_LINKED = re.compile(r"\[[^\[\]@]{1,400}\](?=\([^()\s]*[/.#:])")
_DEFINED = re.compile(r"^[ ]{0,3}\[(?!\^)[^\]\r\n]+\]:[ \t]+\S[^\r\n]*", re.MULTILINE)
_NOTE = re.compile(r"\^\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]|\[\^[^\]\s]{1,100}\]:?")
_TAG = re.compile(r"</?[A-Za-z][^<>\r\n]{0,300}>")
_ATTRIBUTES = re.compile(r"\{[#.:][^{}\r\n]{0,200}\}|^[ \t]*:{3,}[^\r\n]*", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)


def mask_markdown(
    text: str, masking: Masking
) -> tuple[list[Span], tuple[str, ...], list[InTextCitation]]:
    """Cover front matter, code, comments, tables and markup.

    Returns:
        The spans of headings, the bibliographies that the front matter names, and the inline notes
        that cite, each as one citation of the sentence that it stands behind.
    """
    front = _FRONT_MATTER.match(text)
    body_at = front.end() if front else 0
    masking.drop([(0, body_at)] if front else [])
    headings, covered = _blocks(masking.shape)
    masking.drop(covered)
    masking.drop(masking.find(_COMMENT))
    masking.hide(masking.find(_CODE))
    masking.hide(masking.find(_MATH))
    masking.drop(masking.find(_IMAGE))
    links = masking.find(_LINKED)
    masking.drop(masking.find(_TARGET))
    masking.drop(edge for a, b in links for edge in ((a, a + 1), (b - 1, b)))
    masking.closed += links
    masking.drop(masking.find(_DEFINED))
    masking.hide(masking.find(_ADDRESS))
    notes = [note for a, b in masking.find(_NOTE) for note in _note(masking.shape, a, b)]
    for pattern in (_NOTE, _TAG, _ATTRIBUTES, _QUOTED):
        masking.drop(masking.find(pattern))
    named = _BIBLIOGRAPHY.search(front[1]) if front else None
    return headings, tuple(_FILE.findall(named[1])) if named else (), notes


def _note(text: str, start: int, end: int) -> Iterator[InTextCitation]:
    works = [work for found in pandoc_citations(text[start:end]) for work in found.works]
    if works:
        yield InTextCitation(start, end, tuple(works))


def _blocks(text: str) -> tuple[list[Span], list[Span]]:
    """Return the spans of headings, and those of the blocks that are no prose, in whole lines."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    starts = [0, *(end.end() for end in _LINE_END.finditer(text)), len(text)]
    headings, covered = [], []
    for token in parser.parse(text):
        if token.type == "heading_open":
            headings.append(_span(token, starts))
        elif token.type in _NO_PROSE or token.type == "table_open":
            covered.append(_span(token, starts))
    return headings, covered


def _span(token: Token, starts: list[int]) -> Span:
    first, last = token.map or (0, 0)
    return starts[first], starts[min(last, len(starts) - 1)]
