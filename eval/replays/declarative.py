"""A question and its answer → one declarative sentence, by rule, where the rule is safe.

The rules turn no verb and move no auxiliary: they fill the place that the question leaves open. A
question that would need more has no sentence; None says so.
"""

from __future__ import annotations

import re

__all__ = ["declare"]

_HAS = r"(?:is|are|was|were|has|have|had)"
_MAY = r"(?:can|could|will|would|must|may|might|should)"
_IRREGULAR = "built|cast|found|held|kept|led|lost|made|met|paid|put|run|sent|set|sold|told|won"
_DONE = rf"(?:been\s)?(?:[a-z]+(?:ed|en|wn|ught)|{_IRREGULAR})\b"
_PASSIVE = rf"(?:{_HAS}\s{_DONE}|{_MAY}\s[a-z]+)"
_WHO = re.compile(rf"(?:Who|What|Which)\s(?P<rest>(?:{_PASSIVE}|{_HAS}\s(?:a|an|another)\b).+)\?")
_WHO_ACTS = re.compile(r"Who\s(?P<rest>[a-z]+(?:ed|[^s\W]s)\s.+)\?")
# A verb in -s has a noun without -s before it, and no auxiliary after it: else it is a plural.
_WHICH = re.compile(
    r"(?:Which|What|How many)\s(?:"
    rf"(?P<noun>(?:[\w'’-]+\s){{1,6}}?)(?P<rest>{_PASSIVE}\s.+)"
    rf"|(?P<one>(?:[\w'’-]*[^\Ws]\s){{1,3}}?)(?P<acts>(?:[a-z]+ed\s(?=(?:an?|the|its|their)\s)|[a-z]+[^s\W]s\s)(?!{_HAS}\b|{_MAY}\b).+))\?"
)
_NAME_THEM = re.compile(r"(?:Name|List|Give)\s(?P<noun>the\s.+)\.")
_WHAT_IS = re.compile(r"(?:What|Who)\s(?P<verb>is|are|was|were)\s(?P<noun>the\s.+)\?")
# A second question, or one whose open place is not where it begins.
_MORE = re.compile(
    r"[,;]\s(?:and|or|but)\s(?:how|why|when|what|who|where)|\bdo(?:es)?\b|\bdid\b|\?."
)
_CLAUSE = re.compile(
    r"(?:it|they|he|she|the|a|an|there|what|because)\b.*?\s(?:is|are|was|were|has|have|had|can|"
    r"could|will|must|gives?|causes?|downplays?|helps?|spans?|offers?|ages?|depends?|differs?|"
    r"enhances?|[a-z]+(?:ed|ises|izes))\b.*",
    re.IGNORECASE,
)
_FINITE = re.compile(rf"\b(?:{_HAS}|{_MAY})\b")  # in an answer that ought to be a phrase
_MIN_CLAUSE = 6  # words; a shorter answer is a phrase, whatever verb it may seem to have


def declare(question: str, answer: str) -> str | None:
    """Return what question and answer say together, as a sentence; None when no rule fits."""
    asked, said = question.strip(), answer.strip().rstrip(".")
    if not said or re.search(r":|[.?!]\s", said) or not asked[:1].isupper() or not asked.isascii():
        return None
    if _is_clause(said):
        return _sentence(said)
    if ";" in said or _MORE.search(asked) or _FINITE.search(said):
        return None
    filled = _filled(asked, said)
    return _sentence(filled) if filled else None


def _filled(asked: str, said: str) -> str | None:
    """Return the words of the question with the answer in its open place."""
    if match := _NAME_THEM.fullmatch(asked):
        return f"{match['noun']} are {said}" if " and " in said else None
    if match := _WHAT_IS.fullmatch(asked):
        return f"{match['noun']} {match['verb']} {said}"
    if match := _WHO.fullmatch(asked) or _WHO_ACTS.fullmatch(asked):
        return f"{said} {match['rest']}"
    if match := _WHICH.fullmatch(asked):
        noun = match["noun"] or match["one"] if asked.startswith("How many") else ""
        return f"{said} {noun}{match['rest'] or match['acts']}"
    return None


def _is_clause(answer: str) -> bool:
    return len(answer.split()) >= _MIN_CLAUSE and _CLAUSE.fullmatch(answer) is not None


def _sentence(words: str) -> str:
    words = re.sub(r"\Abecause\s", "", " ".join(words.split()), flags=re.IGNORECASE)
    return f"{words[0].upper()}{words[1:]}."
