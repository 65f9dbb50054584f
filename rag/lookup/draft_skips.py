"""Which sentences of a draft need no citation, and why.

Rules of form: what a sentence says of its own text or of its authors' own work is no claim that
another's paper could carry. A sentence that cites is never taken for one of these.
"""

from __future__ import annotations

import re

from quoth.index.text import CJK

__all__ = ["SKIPS", "skip_reason"]

HEADING = "heading"
QUESTION = "question"
CAPTION = "caption"
ABOUT_TEXT = "about the text itself"
OWN_WORK = "the authors' own work"
NO_STATEMENT = "no statement"

SKIPS = (HEADING, QUESTION, CAPTION, ABOUT_TEXT, OWN_WORK, NO_STATEMENT)
"""The reasons."""

_FEWEST_WORDS = 4
_FEWEST_CITING = 3  # "Clocks lose time [3]" states something, "See also [3]" does not
_FEWEST_CJK = 6
_WORD = re.compile(r"[^\W\d_]{2,}")
_CJK = re.compile(f"[{CJK}]")
_ASKED = re.compile(r"[?？][\"'”’»)\]*_]*\s*\Z")


def _any(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


_PART = _any(
    "paper article study work thesis dissertation chapter section subsection report review essay"
    " survey appendix manuscript paragraph book note"
)
_ITEM = (
    r"(?:Fig(?:ure|\.)?s?|Tables?|Tab\.|Sections?|Sect?\.|Chapters?|Appendi(?:x|ces)|Equations?|"
    r"Eqs?\.|Listings?|Algorithms?|Box)"
)
_NUMBERED = rf"{_ITEM}\s*[A-Z]?\d+(?:\.\d+)*"
_SHOWN = _any(
    "shown seen described discussed given listed summari[sz]ed presented illustrated reported"
    " explained defined detailed outlined depicted"
)
_SHOWS = _any(
    "shows? presents? lists? gives? illustrates? summari[sz]es? describes? reports? compares?"
    " depicts? displays? concludes? introduces? contains? reviews? discusses?"
)
_PLACED = _any("present next following previous last")
_POINTS = re.compile(r"[:：]\s*\Z|\A\W*(?:see|cf\.|compare|recall|note) (?!that\b)", re.IGNORECASE)
_CAPTION = re.compile(rf"\A\W*{_NUMBERED}[.:|]\s", re.IGNORECASE)
_ABOUT_TEXT = re.compile(
    rf"\b(?:in|throughout|within) (?:this|the {_PLACED}) {_PART}\b"
    rf"|\b(?:rest|remainder|structure|outline) of (?:this|the|our) {_PART}\b"
    rf"|\A\W*(?:this|the {_PLACED}) {_PART} (?:\w+ly )?"
    r"(?:\w+s|was|will)\b"
    rf"|\b(?:as|is|are|was|were|be) (?:\w+ )?{_SHOWN} (?:\w+ )?(?:in|by|below|above)"
    rf" (?:the )?(?:{_ITEM}|next|following|previous)"
    rf"|\A\W*{_NUMBERED} (?:\w+ly )?{_SHOWS}\b"
    rf"|\((?:see )?{_NUMBERED}\w?\)\W*\Z"
    r"|本文|本节|本章|本研究",
    re.IGNORECASE,
)
_DOES = _any(
    "propose present introduce describe show demonstrate find found report conduct perform"
    " collect analy[sz]e measure train evaluate develop implement use apply applie investigate"
    " study examine studie recruit argue hypothesi[sz]e aim compare test conclude observe"
    " obtain consider assume define discuss review summari[sz]e focus extend build built"
    " contribute address select explore choose chose ask interview compute calculate estimate"
    " thank hope plan believe release include exclude adopt design set ran run draw drew give"
    " gave outline turn begin began follow prove derive offer provide suggest note employ fit"
    " fitted simulate survey sample code record combine construct create formulate generate"
    " validate verify verifie identify identifie"
)
_HELPING = _any(
    "have had will shall can could would also then first further thus therefore next finally now do"
    r" did not here only briefly \w+ly are were am was"
)
_OUR = _any(
    "results? findings? methods? approach models? data experiments? analys[ie]s contributions?"
    " study work paper system code hypothes[ie]s aims? goals? sample participants evidence"
    " framework algorithm implementation observations? estimates? survey interviews? focus thanks"
    " questions? objectives?"
)
_AIM = _any("aims? goals? purpose objectives? contributions? scope")
_OWN_WORK = re.compile(
    rf"\b(?:we|I)(?: {_HELPING}){{0,3}} {_DOES}(?:s|d|ed|led|ned|ted)?\b"
    rf"|\A\W*(?:\w+(?:ly)?,? )?(?:our|my) (?:\w+ ){{0,2}}{_OUR}\b"
    rf"|\b{_AIM} of (?:this|our) {_PART}\b"
    rf"|\A\W*(?:the )?authors? {_any('thanks? declares? acknowledges? contributed')}\b"
    rf"|\A\W*this {_PART} was {_any('supported funded approved conducted')}\b"
    r"|\A\W*(?:informed consent|ethical approval|data (?:are|is) available)\b"
    rf"|我们{_any('提出 采用 发现 使用 分析 研究 设计 收集 比较 介绍')}",
    re.IGNORECASE,
)


# A sentence of few words with a verb that has a subject states something: "Harrison died in 1776."
_VERB = _any(
    "is are was were has have had does did can could will would may might must became began broke"
    " brought built came fell fed felt found gave grew held kept knew led left lost made meant met"
    " ran rose said saw sank sent shot showed sold spent spoke stood struck swam taught thought"
    r" told took went won wore wrote \w{2,}ed"
)
_SHORT = re.compile(
    r"\A\W*(?!(?:as|if|in|not|of|see|so|than|that|thus|when|where|which|who|with)\b)"
    rf"\w[^.!?]*\s(?:{_VERB}\b|(?-i:[a-z]+[a-rt-z]s)\s+\w)[^.!?]*[.!][\"'”’)\]*_]*\s*\Z",
    re.IGNORECASE,
)

_FORMS = (
    (_CAPTION, CAPTION),
    (_ABOUT_TEXT, ABOUT_TEXT),
    (_OWN_WORK, OWN_WORK),
    (_POINTS, NO_STATEMENT),
)


def skip_reason(words: str, *, cites: bool = False) -> str | None:
    """Return why a sentence needs no citation, one of `SKIPS`; None where it may need one.

    Args:
        words: the sentence without markup, on one line.
        cites: it has a citation, so that whatever it states is looked up.
    """
    if _ASKED.search(words):
        return QUESTION
    if cites:
        points = _is_fragment(words, _FEWEST_CITING) or _POINTS.match(words)
        return NO_STATEMENT if points and not _CJK.search(words) else None
    if _is_fragment(words, _FEWEST_WORDS) and len(_CJK.findall(words)) < _FEWEST_CJK:
        return NO_STATEMENT
    return next((reason for form, reason in _FORMS if form.search(words)), None)


def _is_fragment(words: str, fewest: int) -> bool:
    return len(_WORD.findall(words)) < fewest and not _SHORT.match(words)
