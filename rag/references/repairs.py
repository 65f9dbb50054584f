"""What no style file gets right, mended in the formatted reference.

Each rule is held by an example in tests/rag/references.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["UNLABELLED", "repaired"]

UNLABELLED = "\N{WORD JOINER}"
"""Begins words that stand where pages would; the style's label before them is taken away."""


def repaired(html: str, style: str) -> str:
    """Return a formatted reference with what its style file cannot do right."""
    for pattern, replacement in _REPAIRS.get(style, ()):
        html = pattern.sub(replacement, html)
    return html


# "pp. article e1205": the label is the style's, the words are those of `normalised`
_NO_PAGE = (re.compile(r"\bpp?\. (?=article )"), "")

# citeproc sets no comma between one name and "et al.": "Moe, A., et al.", "Moe A, et al.". A title
# may stand first as well, so that only a name with its initials is taken for one.
_INVERTED = r"[^(),]+, (?:[^\W\d_]{1,2}\.[ -]?)+(?:, (?:[JS]r\.|I+))?"
_PLAIN = r"[^.,:/]*\w [A-ZÀ-ÖØ-Þ-]{1,5}(?: [JS]r)?"
_ONE_AND_OTHERS = (
    re.compile(rf"(\A|In: |//)({_PLAIN})\.? et al(?:\.(?= )|(?=, editors))"),
    r"\1\2, et al.",
)

_Repairs = tuple[tuple[re.Pattern[str], str], ...]
_REPAIRS: Mapping[str, _Repairs] = MappingProxyType(
    {
        "apa": (
            # a comma between digits is taken for one between numbers: "Patent Nos. US 381,968"
            (re.compile(r"\bNos\. (?=(?:[A-Z]{2} ?)?\d{1,3}(?:,\d{3})+\))"), "No. "),
            # the style says it before a bare number, `normalised` before every other
            (re.compile(r"\bNo\. (?=No\. )"), ""),
            (re.compile(rf"\A({_INVERTED}) et al\. (?=\()"), r"\1, et al. "),
        ),
        # of a version, whose year stands before the title; of a title it is in italics or quotes
        "chicago-author-date": (
            (re.compile(r"(?<=\. )Released\. (?=https?://)|(?<=\.) Released\.\Z"), ""),
        ),
        "china-national-standard-gb-t-7714-2015-numeric": (
            _ONE_AND_OTHERS,
            (re.compile(r"(\A|//)([\u3400-\u9fff]+) 等\. "), r"\1\2, 等. "),
        ),
        "harvard-cite-them-right": (_NO_PAGE,),
        "ieee": (
            (re.compile(rf"\bpp?\. {UNLABELLED}"), ""),
            # the style asks for days of two digits: "Feb. 09, 2024", "May 04, 2020"
            (re.compile(r"\b([A-Z][a-z]{2,3}\.?) 0(?=\d, \d{4})"), r"\1 "),
            # the date stands before an article's number
            (re.compile(r", (Art\. no\. [^,]+), ([^,.]*\d{4})(?=[,.])"), r", \2, \1"),
            # the address is a sentence of its own, the patent's year ends one
            (re.compile(r"(?<=\w), (?=\[Online\])"), ". "),
            (re.compile(r"(?<=n\.d\.), (?=\[Online\])"), " "),
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
            _ONE_AND_OTHERS,
            (re.compile(r"(?<=\d)–(?=\w)"), "-"),
            (re.compile(r"\b([JS]r)\.(?=[,.] )"), r"\1"),
        ),
    }
)
