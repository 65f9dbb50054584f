"""True sentences said otherwise: shortened, turned round, with other words. Pure: the key decides.

Each change is one that a sentence survives: it says the same, or less. They are for training.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from quoth.eval.replays.perturb_choice import pick

__all__ = [
    "activate",
    "drop_aside",
    "drop_opening",
    "first_clause",
    "paraphrased",
    "respell_numbers",
    "turn_round",
    "use_other_words",
]

_ASIDE = re.compile(r"\s*\([^()]*\)|,\s(?:which|who|where|whose)\s[^,.;]*(?=,|\.)(?:,(?=\s))?")
_OPENING = re.compile(
    r"\A(?:However|Moreover|Furthermore|In addition|Additionally|Also|Thus|Therefore|Hence|"
    r"Overall|Finally|Indeed|In fact|For example|For instance|As a result|Consequently|"
    r"Interestingly|Notably|Similarly|In contrast|On the other hand|In general|Generally|"
    r"At the same time|Meanwhile|In particular|Specifically), (?P<rest>\w)"
)
_TIME = re.compile(
    r"\A(?P<when>(?:In|On|During|By|Since|After|Before|Until|At|From) [^,.;:]{3,40}), "
    r"(?P<rest>[^.;:?!]{15,})(?P<end>[.]?)\Z"
)
_LAST = re.compile(
    r"\A(?P<rest>[^.;:?!,]{20,}) (?P<when>(?:in|since|during|on) (?:[A-Z]\w+ )?(?:\d{1,2}, )?"
    r"(?:1[5-9]|20)\d\d)(?P<end>[.]?)\Z"
)
_CLAUSE = re.compile(r"(?:;| –| —|, (?:and|but|while|whereas|although|so|with|including|such as)) ")
_CONDITIONAL = re.compile(
    r"\b(?:if|unless|whether|neither|either|both|between|not only|only|rather|could|would)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\A(?P<what>(?:The |A |An |[A-Z])[\w’' -]{2,40}?) (?:was|were) (?P<verb>[a-z]+(?:ed|ught|ilt))"
    r" by (?P<who>(?:the |a |an |[A-Z])[\w’' -]{2,40}?)(?P<rest>(?: (?:in|on|at|from|during) "
    r"[\w’', -]+)?)(?P<end>[.]?)\Z"
)
_DIGITS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_SPELLED = re.compile(rf"\b(?:{'|'.join(_DIGITS[2:])})\b(?! (?:of|another))")
_DIGIT = re.compile(r"(?<![\w.,:/$£€-])(?:[2-9]|1[0-2])(?![\w.,:/%-])(?= [a-z])")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_ROUND = re.compile(r"(?<![\d,.$£€])(?P<n>\d{1,3}),?000(?P<more>,?000)?(?![\d,.])")
_WORDS = """
use/employ uses/employs used/employed about/approximately around/roughly approximately/about
show/demonstrate shows/demonstrates showed/demonstrated because/since large/big big/large
began/started begins/starts begin/start starts/begins started/began help/aid helps/aids
helped/assisted buy/purchase bought/purchased allows/lets enables/allows enable/allow
also/additionally many/numerous several/various often/frequently frequently/often usually/typically
typically/usually obtain/get obtained/got requires/needs require/need required/needed
important/significant children/kids movie/film film/movie people/persons create/make
creates/makes created/made found/discovered known/recognized near/close_to whole/entire
entire/whole main/principal primary/main currently/now annually/yearly assist/help
constructed/built built/constructed commonly/often nearly/almost almost/nearly fast/quick
difficult/hard provides/gives provide/give provided/gave contains/holds attempt/try attempted/tried
ended/finished authors/writers researchers/scientists scientists/researchers study/investigation
studies/investigations physicians/doctors doctors/physicians illness/disease disease/illness
car/automobile prior_to/before in_order_to/to such_as/like as_well_as/and due_to/because_of
because_of/owing_to a_number_of/several the_majority_of/most more_than/over located/situated
per_cent/percent percent/% consists_of/comprises made_up_of/composed_of is_able_to/can
reported/stated stated/said described/presented evaluate/assess evaluated/assessed method/approach
methods/approaches approach/method improves/enhances improved/enhanced results/findings
""".split()
_OTHER = {a.replace("_", " "): b.replace("_", " ") for a, b in (w.split("/") for w in _WORDS)}
_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_OTHER, key=len, reverse=True))})\b")
_KEEP_FIRST = frozenset("I".split())


def paraphrased(text: str, *, key: str) -> str:
    """Return the text with up to three of the changes; as it is where none applies."""
    changes: list[Callable[[str], str]] = [
        drop_opening,
        drop_aside,
        first_clause,
        turn_round,
        activate,
        respell_numbers,
        use_other_words,
    ]
    for change in changes:
        if pick((True, True, False), f"{key} {change.__name__}"):
            text = change(text)
    return text


def drop_aside(text: str) -> str:
    """Leave out what stands in brackets, and a relative clause between commas."""
    made = _ASIDE.sub("", text).strip()
    return made if len(made.split()) >= 5 else text


def drop_opening(text: str) -> str:
    """Leave out a word that ties a sentence to the one before."""
    match = _OPENING.match(text)
    return _upper(text[match.start("rest") :]) if match else text


def first_clause(text: str) -> str:
    """Keep what stands before a semicolon, or before a comma with a conjunction."""
    if _CONDITIONAL.search(text):
        return text
    match = _CLAUSE.search(text)
    if match is None or len(text[: match.start()].split()) < 6:
        return text
    return text[: match.start()].rstrip() + "."


def turn_round(text: str) -> str:
    """Move a time from the beginning to the end of a sentence, or a year the other way."""
    match = _TIME.match(text)
    if match and not match["when"].startswith(("After ", "Before ")):
        rest = match["rest"].rstrip(",")
        return f"{_upper(rest)} {_lower(match['when'])}{match['end']}"
    match = _LAST.match(text)
    if match:
        return f"{_upper(match['when'])}, {_lower_start(match['rest'])}{match['end']}"
    return text


def activate(text: str) -> str:
    """Say actively what is said passively, where the verb's two forms are one word."""
    match = _PASSIVE.match(text)
    if match is None:
        return text
    what = _lower_start(match["what"])
    return f"{_upper(match['who'])} {match['verb']} {what}{match['rest']}{match['end']}"


def respell_numbers(text: str) -> str:
    """Write small numbers in words, or in digits, and large ones without or with words."""
    made = _SPELLED.sub(lambda m: str(_DIGITS.index(m[0])), text)
    if made == text:
        made = _DIGIT.sub(lambda m: _DIGITS[int(m[0])], text)
    made = _ROUND.sub(lambda m: f"{m['n']} {'million' if m['more'] else 'thousand'}", made)
    return _THOUSANDS.sub(lambda m: m[0].replace(",", ""), made)


def use_other_words(text: str) -> str:
    """Replace words by others for the same."""
    return _WORD.sub(lambda m: _OTHER[m[0]], text).replace(" %", "%")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _lower_start(text: str) -> str:
    """Write an article or pronoun small; a name keeps its capital."""
    first = text.split(" ", 1)[0]
    small = "The A An It He She They We This These Those There His Her Its Their".split()
    return _lower(text) if first in small else text
