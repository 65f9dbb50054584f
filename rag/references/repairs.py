"""What no style file gets right, mended in the formatted reference.

Each rule is held by an example in tests/rag/references.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["repaired"]


def repaired(html: str, style: str) -> str:
    """Return a formatted reference with what its style file cannot do right."""
    for pattern, replacement in _REPAIRS.get(style, ()):
        html = pattern.sub(replacement, html)
    return html


# "pp. article e1205": the label is the style's, the words are those of `normalised`
_NO_PAGE = (re.compile(r"\bpp?\. (?=article )"), "")

_Repairs = tuple[tuple[re.Pattern[str], str], ...]
_REPAIRS: Mapping[str, _Repairs] = MappingProxyType(
    {
        "apa": (
            # a comma between digits is taken for one between numbers: "Patent Nos. US 381,968"
            (re.compile(r"\bNos\. (?=(?:[A-Z]{2} ?)?\d{1,3}(?:,\d{3})+\))"), "No. "),
            # the style says it before a bare number, `normalised` before every other
            (re.compile(r"\bNo\. (?=No\. )"), ""),
        ),
        # of a version, whose year stands before the title
        "chicago-author-date": ((re.compile(r"(?<=\. )Released\. "), ""),),
        "harvard-cite-them-right": (_NO_PAGE,),
        "ieee": (
            # the style asks for days of two digits: "Feb. 09, 2024", "May 04, 2020"
            (re.compile(r"\b([A-Z][a-z]{2,3}\.?) 0(?=\d, \d{4})"), r"\1 "),
            # the date stands before an article's number
            (re.compile(r", (Art\. no\. [^,]+), ([^,.]*\d{4})(?=[,.])"), r", \2, \1"),
            # the address is a sentence of its own, the patent's year ends one
            (re.compile(r"(?<=\w), (?=\[Online\])"), ". "),
            (re.compile(r"(?<=\d), (\d{4})\Z"), r", \1."),
            # a conference paper's DOI follows a comma
            (re.compile(r"(?<=\d)\. doi: "), ", doi: "),
        ),
        "modern-language-association": (
            _NO_PAGE,
            # behind a full stop
            (re.compile(r"(?<=\. )vol\. (?=\d)"), "Vol. "),
            (re.compile(r"(?<=\. )no\. (?=\d)"), "No. "),
        ),
        "nlm-citation-sequence": (
            # pandoc sets the label before the editors, and without a space
            (re.compile(r"\A, (editors?)(.*?)\. "), r"\2, \1. "),
            (re.compile(r"In, (editors?)(.*?)\. "), r"In: \2, \1. "),
            (re.compile(r"(?<=\d)–(?=\w)"), "-"),
            (re.compile(r"\b([JS]r)\.(?=[,.] )"), r"\1"),
        ),
    }
)
