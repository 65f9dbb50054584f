"""How questions begin in some languages: what tells the shortest of them, which no model can."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["may_open", "surely_opens"]

# What no English question or search begins with, with and without its accents.
_SURE: Mapping[str, str] = {
    "de": (
        r"warum|wieso|weshalb|woher|wohin|wieviele?|wie (?:viele?|ist|war|lange?|groß|schwer|hoch|"
        r"weit|oft|funktionierte?|hei(?:ß|ss)t)|welche[mnrs]?|wann \w+|wer (?:ist|war|sind|hat)|"
        r"was (?:ist|sind|bedeutet|kostete?|hei(?:ß|ss)t)|wo (?:ist|sind|liegt|lag|steht)"
    ),
    "es": (
        r"¿.*|qué|quién(?:es)?|cuánt[oa]s?|cuándo|dónde|cómo|cuál(?:es)?|por qué|quien(?:es)? \w+|"
        r"cuant[oa]s? \w+|cuando \w+|cuales \w+|donde (?:está|esta|están|es|fue)|"
        r"que (?:es|son|fue|significa)|como (?:es|fue|se|funciona)"
    ),
    "fr": (
        r"pourquoi|combien \w+|où|quand \w+|quel(?:le)?s? \w+|qu['’]est|c['’]est quoi|"
        r"qui (?:est|était|etait|a|ont|sont|fut)|que (?:dit|disent|signifie|veut)|"
        r"comment (?:est|fonctionne|sont|s['’])"
    ),
    "it": (
        r"perch[éè]|cos['’]è|cosa \w+|che cos\w+|chi (?:è|era|fu|ha|sono)|qual[ei] \w+|"
        r"quando \w+|dov['’](?:è|era)|dove (?:è|si|sono)|come (?:è|si|funziona)"
    ),
    "pt": (
        r"por ?qu[eê]|quem \w+|o que (?:é|são|foi|significa)|onde (?:fica|está|é)|quais \w+|"
        r"qual (?:é|foi|era)|quando \w+|como (?:é|foi|se|funciona)"
    ),
}
# What begins names and English words too: "wer reduction", "Qui tam", "chi square", "Was he …".
_MAYBE: Mapping[str, str] = {
    "de": r"wer|was|wo|wie|wann",
    "es": r"que|como|donde|cuanto",
    "fr": r"qui|que|quand|comment|combien|ou",
    "it": r"chi|che|dove|come|quant[oaie]",
    "pt": r"que|como|onde|quant[oa]s?|qual",
}


def surely_opens(question: str) -> frozenset[str]:
    """Return the languages in which a question begins so, one or more; empty if no question does.

    Known are German, Spanish, French, Italian and Portuguese.
    """
    return _opening(question, _SURE_PATTERNS)


def may_open(question: str) -> frozenset[str]:
    """Return the languages in which a question may begin with this word, as a name may too."""
    return _opening(question, _MAYBE_PATTERNS)


def _compiled(openings: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    # "WHO" and "WER" (a rate of errors) are names, whatever the case of the rest
    return {
        language: re.compile(rf"[^\w¿]*(?!(?-i:[A-Z]{{2,}}\b))(?:{words})(?!\w)", re.IGNORECASE)
        for language, words in openings.items()
    }


_SURE_PATTERNS, _MAYBE_PATTERNS = _compiled(_SURE), _compiled(_MAYBE)


def _opening(question: str, patterns: Mapping[str, re.Pattern[str]]) -> frozenset[str]:
    return frozenset(code for code, pattern in patterns.items() if pattern.match(question))
