"""Kinds of question, told by their words."""

from __future__ import annotations

import re
from typing import Literal

from quoth.rag.question.name_words import FUNCTION_WORDS, WORK

__all__ = [
    "InquiryKind",
    "asks_about_whole",
    "asks_for_library",
    "asks_for_papers",
    "has_matter",
    "kind_of_answer",
    "survey_query",
]

InquiryKind = Literal["fact", "explain", "list", "bibliographic", "about", "papers", "library"]

_EXPLAIN = re.compile(
    r"\b(?:why\b|how (?!(?:many|much|long|old|often|far|big|large|heavy|high|tall|deep|fast|wide|"
    r"small|cheap|late|early|soon|good|badly|well|close|hot|cold|likely|accurate|precise|common|rare|"
    r"strong|thick|short|expensive|effective|reliable|frequent\w*)\b)|"
    r"in (?:what|which) (?:way|sense|respect)\b|for (?:what|which) reasons?\b|"
    r"what (?:makes?|made|explains?|caused?|causes|leads? to|led|is wrong|was wrong)\b|"
    r"explain\b|describe\b|what (?:is|was|are|were) the (?:reasons?|causes?|mechanisms?)\b)",
    re.IGNORECASE,
)
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|several|main|various|different)"
_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|should|must|may|might|will|would|be)"
_NOT_PLURAL = r"(?:this|its|as|thus|plus|us|always|perhaps|sometimes|across|towards)\b"
_LIST = re.compile(
    r"\A\W*(?:please |can you |could you )?(?:name|list|enumerate|give|mention)\s|"
    rf"\b(?:which|what|the) (?:{_COUNT} )(?:[\w-]+ )?[\w-]{{2,}}[^\Ws]s\b|"
    r"\b(?:which|what) (?:sorts|kinds|types|forms|classes|categories|groups|ways)\b|"
    rf"\b(?:which|what)(?: (?!{_AUX}\b)[\w-]+){{0,3}}? (?!{_AUX}\b|{_NOT_PLURAL})"
    rf"[\w-]{{2,}}[^\Ws]s (?:{_AUX}|exist|in|on|of|for|to|at|from|with)\b|"
    rf"\bwhat (?:are|were)(?: [\w-]+){{1,4}}? (?!{_NOT_PLURAL})[\w-]{{2,}}s\b",
    re.IGNORECASE,
)
_TOPIC = (
    r"(?:discuss\w*|mention\w*|deal\w*|cover\w*|address\w*|talk\w*|tells?|says?|describ\w+|"
    r"explain\w*|report\w*|stud(?:y|ies)|examin\w+|investigat\w+|use|uses|concern\w*|contain\w*|"
    r"argu\w+|treat\w*|look\w*|focus\w*|compar\w+|consider\w*|analy[sz]e[sd]?|propos\w+|present\w*|"
    r"show|shows|cites?|writ\w+|wrote|speaks?)"
)
# Only of the library's papers, not "which study design" or "which books were burned".
_SPEAK = (
    r"(?: (?:in|of) (?:the|my|this|your) (?:library|collection|folder))?"
    rf"(?:(?: that| which)? {_TOPIC}\b| (?:is|are) (?:there )?(?:about|on|by|from)\b|"
    r" (?:about|on|by|from|with|do you have|do i have|should i read)\b|"
    rf" (?:do|does|did|has|have) .{{1,60}}?\b(?:{_TOPIC}|written|published|publish|author)\b|"
    r" (?:were|was) written by\b)"
)
_WORKS = rf"(?:of (?:the|my|these) )?(?:(?!two|three|four|five)[\w-]+ )??{WORK}"
_PAPERS = re.compile(
    rf"\W*(?:(?:(?:in|from) )?(?:which|what) {_WORKS}{_SPEAK}|"
    rf"(?:in|from) (?:which|what) {_WORKS} (?:is|are|was|were)\b|"
    rf"(?:list|show|find|give|name)(?: me)?(?: all)?(?: the| my)? {_WORKS} "
    r"(?:about|on|by|that|which|discussing|dealing|mentioning|with)\b|"
    rf"(?:is|are) there (?:an?|any|some) {_WORKS}{_SPEAK}|"
    rf"(?:do|does) (?:any|some)(?: of (?:the|my|these))? {WORK}\b|"
    r"who (?:else )?(?:writes|has written|discusses|mentions|deals with|studies|works on)\b)",
    re.IGNORECASE,
)
_FILES = r"(?:papers|articles|documents|publications|files|pdfs)"
_HELD = rf"(?:{_FILES}|studies|books|works|texts|titles)"
_OURS = r"(?:my|your|our)"
_OWN = rf"(?:the|this|{_OURS})"
_SHELF = rf"{_OWN} (?:library|collection|folder|corpus)"
_PLACE = rf"(?:in|inside|of|from) {_SHELF}"
_WE_HAVE = (
    r"(?:do (?:i|we|you) (?:have|hold|own|know)|have (?:i|we|you) (?:got|added|read)|"
    r"(?:did|can) (?:i|we|you) (?:add|search|read)|(?:i|we|you) have|"
    rf"(?:does )?{_SHELF} (?:have|has|holds?|contains?)|are (?:stored|indexed|{_PLACE}))"
)
_THERE = r"(?:are there|are available)"
_LISTING = r"(?:list|show|name|count|give)(?: me)?(?: an?| the)?(?: (?:full |complete )?list of)?"
_ALL = r"(?: all)?(?: of)?"
# All of a question, so that nothing else is asked: "how many papers are there on tides" asks more.
_BEGIN, _END = r"\W*(?:(?:and|so|please|can you|could you)\W+)*(?:", r")(?:\W+please)?\W*"
_OF_US = rf"(?:(?: that)? {_WE_HAVE}(?: {_PLACE})?|(?:(?: that)? {_THERE})? {_PLACE})"
_OUR_LIBRARY = re.compile(
    rf"{_BEGIN}(?:(?:which|what|how many)|{_LISTING}{_ALL}(?: {_OWN})?) {_HELD}{_OF_US}|"
    rf"{_LISTING}{_ALL} {_OURS} {_HELD}|(?:list|show)(?: me)? {_SHELF}|"
    rf"what(?:['’]s| is| do (?:i|we|you) have| have (?:i|we|you) (?:got|added)) {_PLACE}{_END}",
    re.IGNORECASE,
)
# Without a word of whose they are or where, "studies" are as well those that a review speaks of.
_ANY_LIBRARY = re.compile(
    rf"{_BEGIN}(?:which|what|how many) {_FILES} {_THERE}|"
    rf"{_LISTING}{_ALL}(?: the| this)? {_FILES}(?:(?: that)? {_THERE})?{_END}",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\W*(?:and|so)\b", re.IGNORECASE)
# What is left of "list Liu's papers" and "how many papers by Liu do I have" without their names.
_OF_THE_NAMED = re.compile(
    rf"\W*(?:(?:which|what|how(?: many)?) (?:{_WE_HAVE}|{_THERE})(?: {_PLACE})?|"
    rf"{_LISTING}{_ALL}(?: {_OWN})?)\W*",
    re.IGNORECASE,
)
_SURVEY_WORDS = re.compile(
    rf"\b(?:{WORK}|about|discuss\w*|mention\w*|deal\w* with|dealing|address\w*|cover\w*|talk\w*|"
    r"writ\w+|wrote|there|any|some|all|list|show|find|name|who|which|what|the|my|me|i|you|of|do|does|"
    r"did|is|are|was|were|in|on|by|from|has|have|that|else|library|collection|give|say|says|published|"
    r"publish|author)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:summar\w+|sum up|overview|gist|abstract|tl;?dr|about|deals? with|main|central|key|"
    r"argu\w+|aims?|purpose|goals?|objectives?|contribut\w+|findings?|conclu\w+|results?|thesis|"
    r"topic|subject|point|message|says?|find|claims?|question)\b",
    re.IGNORECASE,
)
_ABOUT_WORDS = re.compile(
    rf"\b(?:{WORK}|what|is|are|was|were|the|an?|of|in|on|this|that|these|do|does|did|it|its|they|"
    r"their|he|she|his|her|both|each|about|summar\w+|sum|up|overview|gist|abstract|tl;?dr|deals?|with|"
    r"main|central|key|argu\w+|aims?|purpose|goals?|objectives?|contribut\w+|findings?|conclu\w+|"
    r"results?|topic|subject|points?|message|says?|finds?|claims?|questions?|give|me|short|brief\w*|"
    r"please|tell|describe|and|for|to|from|can|could|you|research|overall)\b",
    re.IGNORECASE,
)
_LEFT = re.compile(r"\w\w|[^\x00-\x7f]")
_WORD = re.compile(r"[^\W_]+")


def has_matter(question: str) -> bool:
    """Whether a question has a word that is neither a number nor there for grammar alone."""
    words = _WORD.findall(question.casefold())
    return any(not word.isdigit() and word not in FUNCTION_WORDS for word in words)


def asks_about_whole(matter: str) -> bool:
    """Whether a question, without the words that name its documents, asks what they are about."""
    return _ABOUT.search(matter) is not None and not _LEFT.search(_ABOUT_WORDS.sub(" ", matter))


def asks_for_papers(question: str) -> bool:
    """Whether papers are asked for: "which papers discuss …", "is there an article on …"."""
    return _PAPERS.match(question) is not None


def asks_for_library(question: str, *, named: bool = False, after: str = "") -> bool:
    """Whether the papers that there are are asked for: "what papers do I have?".

    "And how many papers are there?" asks for them too, but not after a question of other matter.

    Args:
        named: the words that name whose papers are meant have been taken out of the question.
        after: the question before it; empty if it is the first.
    """
    if named:
        return _OF_THE_NAMED.fullmatch(question) is not None
    if _OUR_LIBRARY.fullmatch(question):
        return True
    if not _ANY_LIBRARY.fullmatch(question):
        return False
    return not (after and _GOES_ON.match(question)) or asks_for_library(after)


def survey_query(question: str) -> str:
    """Return what papers are asked about: the question without the words that ask for papers."""
    query = " ".join(_SURVEY_WORDS.sub(" ", question).split())
    return query if re.search(r"\w", query) else ""


def kind_of_answer(question: str) -> InquiryKind:
    """Return `explain`, `list` or `fact`."""
    if _EXPLAIN.search(question):
        return "explain"
    return "list" if _LIST.search(question) else "fact"
