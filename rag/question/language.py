"""Whether the embedder reads the language that a question is in.

A wrong refusal costs more than a question let through: a question is refused only when its script
or its words make it sure, and when no passage found by its words is in its language either.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from quoth.index.types import Hit
from quoth.rag.question.openings import may_open, surely_opens

__all__ = ["language_message", "language_name", "unread_language"]

# What a question is told apart among: fewer languages, fewer mistakes. Latin is left out, since
# the names of species are Latin and their questions are not.
_NAMES: Mapping[str, str] = {
    "am": "Amharic", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "ta": "Tamil",
    "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

# Refused where the chance that the embedder reads the question is at most this. Of 6,698 English
# training questions (Natural Questions, COVID-QA, PubMedQA, ARES) 0 are refused, and 151 of 152 in
# ten other languages, such as those of the tests; at 0.05: 1 and 151; at 0.001: 0 and 141.
_CHANCE = 0.01
_LIKELY = 0.05  # a question's language may be any of this chance: Spanish or Portuguese
_FEWEST_WORDS = 4  # fewer, in Latin script, are a name as often as a question
_FEWEST_OPENED = 2  # words, the first of them one that asks in another language
# So many times likelier than what is read. Of 1,507,145 runs of two and three words of English
# texts (SciFact's abstracts, CLAP NQ's paragraphs) 6 are told then, each of them Spanish, and with
# a question mark put behind them 14, 4 of them wrongly ("was zero?"); of the first words of the
# training questions above none.
_TIMES = 19
# The same of more words that begin as no English does. Of 105 questions in five languages, such as
# those of the tests, 0 are missed, at 9 it is 2, at 19 it is 4. Of 2,910 of those beginnings with
# three to nine words of the texts above put behind them, 369 are told, at 1 it is 770.
_TIMES_OPENED = 4
_LONGEST = 1000  # characters looked at; more change nothing

# Words of English that no other of these languages has, but for "of" (Dutch for "or"); WHO is an
# organisation in all of them. With one of them the model of languages (0.8 s to load) is not asked,
# nor misled by a foreign name or title.
_ENGLISH = re.compile(
    r"\b(?!(?-i:WHO)\b)(?:the|what|which|who|whose|how|why|where|when|does|did|with|this|that|"
    r"from|their|and|between|about|should|of)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile('"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»')
_WORD = re.compile(r"[^\W\d_]{2,}")
# By the first word of Unicode's names of letters.
_EAST_ASIAN = {"HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh"}


def unread_language(
    question: str, hits: Sequence[Hit], *, reads: frozenset[str] | None
) -> str | None:
    """Return the name of a question's language if nothing here reads it, else None.

    A library in the question's language is searched by words, whatever the embedder reads: hits
    that share a word with the question and are in its language speak against refusing it.

    Args:
        hits: what was found for it.
        reads: the embedder's `languages`; None reads every question.
    """
    chances = _chances(question, reads) if reads else {}
    if not chances:
        return None
    likely = {language for language, chance in chances.items() if chance >= _LIKELY}
    if any(hit.lexical_score and _best(_language_of(hit.passage.text)) in likely for hit in hits):
        return None
    return _NAMES[_best(chances)]


def language_message(language: str, *, embedder: str, reads: frozenset[str]) -> str:
    """Return what to tell whoever asked in a language that the embedder does not read.

    Args:
        language: as `unread_language` names it.
        embedder: its name.
        reads: its languages.
    """
    names = ", ".join(sorted(_NAMES.get(code, code) for code in reads))
    return (
        f"The question seems to be in {language}, and the embedder {embedder} reads {names} only. "
        "For questions in other languages set a multilingual embedder: "
        "quoth config set embedder BAAI/bge-m3 (or another), then: quoth rebuild. Or set a chat "
        "model, which translates them: quoth config set llm PROVIDER:MODEL"
    )


def language_name(reads: frozenset[str] | None) -> str:
    """Return the language to put questions in for an embedder: English where it reads that."""
    codes = sorted(reads or {"en"}, key=lambda code: (code != "en", code))
    return _NAMES.get(codes[0], codes[0])


def _chances(question: str, reads: frozenset[str]) -> dict[str, float]:
    """Return the chance of each language of a question that is surely none of those read."""
    text = " ".join(_QUOTED.sub(" ", unicodedata.normalize("NFKC", question)).split())
    if _script(text) == "LATIN":
        if "en" in reads and _ENGLISH.search(text):
            return {}
        few = len(_WORD.findall(text)) < _FEWEST_WORDS
        if opened := surely_opens(text):
            told = not opened & reads and (few or _is_likelier(opened, text, reads, _TIMES_OPENED))
            return _among(opened, text) if told else {}
        if few:
            return _of_a_few_words(text, reads)
    chances = _language_of(text, reads)
    if sum(chances.get(language, 0.0) for language in reads) > _CHANCE:
        return {}
    return {code: chance for code, chance in chances.items() if code in _NAMES.keys() - reads}


def _of_a_few_words(text: str, reads: frozenset[str]) -> dict[str, float]:
    """Return the chances of the languages that the first word is an asking word of."""
    opened = may_open(text) - reads
    if not opened or len(text.split()) < _FEWEST_OPENED:
        return {}
    return _among(opened, text) if _is_likelier(opened, text, reads, _TIMES) else {}


def _is_likelier(opened: frozenset[str], text: str, reads: frozenset[str], times: float) -> bool:
    """Whether a text is so many times likelier in the languages it begins in than in those read."""
    chances = _language_of(text, reads)
    foreign = sum(chances.get(language, 0.0) for language in opened)
    return foreign > times * sum(chances.get(language, 0.0) for language in reads)


def _among(languages: frozenset[str], text: str) -> dict[str, float]:
    """Return the chance of each of the languages of which a text is in one; they sum to 1."""
    if len(languages) == 1:
        return dict.fromkeys(languages, 1.0)
    chances = _language_of(text, languages)
    total = sum(chances.get(language, 0.0) for language in languages)
    if not total:
        return dict.fromkeys(languages, 1 / len(languages))
    return {language: chances.get(language, 0.0) / total for language in languages}


def _script(text: str) -> str:
    """Return the first word of Unicode's name for most of a text's letters; LATIN without any.

    Greek letters do not count: they stand in formulas and in names of substances.
    """
    names = (unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha())
    counts = Counter(name for name in names if name != "GREEK")
    return counts.most_common(1)[0][0] if counts else "LATIN"


def _language_of(text: str, also: frozenset[str] = frozenset()) -> dict[str, float]:
    """Return the chance of each language, those named above and `also`; they sum to 1.

    Empty for a text that is surely in none of them.
    """
    text = unicodedata.normalize("NFKC", text[:_LONGEST])
    script = _script(text)
    if script in _EAST_ASIAN:  # Japanese has Han characters too, often more of them than kana
        kana = any("\u3041" <= letter <= "\u30fa" for letter in text)
        return {"ja" if kana else _EAST_ASIAN[script]: 1.0}
    ranked = _identifier().rank(text)
    kept = {code: float(chance) for code, chance in ranked if code in _NAMES or code in also}
    total = sum(kept.values())
    if total < _CHANCE:
        return {}
    return {code: chance / total for code, chance in kept.items()}


def _best(chances: Mapping[str, float]) -> str:
    return max(chances, key=lambda code: chances[code], default="")


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
