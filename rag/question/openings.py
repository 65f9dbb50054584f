"""How questions begin in some languages: what tells the shortest of them, which no model can."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["may_open", "surely_opens"]

# An asking word with what follows it in a question, with and without its accents: no name or idiom
# that English knows begins so, but for the ship "Pourquoi-Pas?". A word by itself is one that
# English lacks.
_SURE: Mapping[str, str] = {
    "de": (
        r"warum|wieso|weshalb|woher|wohin|wieviele?|wie (?:viele?|ist|war|lange?|groß|schwer|hoch|"
        r"weit|oft|funktionierte?|hei(?:ß|ss)t)|welche[mnrs]?|wer (?:ist|war|sind|hat)|"
        r"wann (?:wurden?|wird|ist|sind|war(?:en)?|hat(?:te)?|haben|kam|fand|begann|starb)|"
        r"was (?:ist|sind|bedeutet|kostete?|hei(?:ß|ss)t)|wo (?:ist|sind|liegt|lag|steht)"
    ),
    "es": (
        r"¿.*|qué(?! será,? será)|quién(?:es)?|cuánt[oa]s?|cuándo|dónde|cómo|cuál(?:es)?|por qué|"
        r"quien(?:es)? (?:es|son|fue(?:ron)?|era|eran|hizo|invent[oó]|escribi[oó]|descubri[oó])|"
        r"cuando (?:es|fue(?:ron)?|era|se|naci[oó]|muri[oó]|empez[oó])|cuales (?:son|fueron|eran)|"
        r"cuant[oa]s? (?:es|son|cuesta|cost[oó]|pesa|pesaba|mide|hay|tiempo|años)|"
        r"donde (?:está|esta|están|es|fue)|que (?:es|son|fue|significa)|como (?:es|fue|se|funciona)"
    ),
    "fr": (
        r"où|qu['’]est|c['’]est quoi|que (?:dit|disent|signifie|veut)|pourquoi\W*\Z|"
        r"pourquoi (?!Pas\b)[^?]*\?\W{0,4}\Z|pourquoi (?:[ldn]['’]\w+|les?|la|une?|ces?|cette|est|"
        r"sont|a|ont|y|on|ne)|combien (?:d['’]\w+|de|est|sont|a|ont|y|coûtait|coûta|coûte|coute|"
        r"p[eè]se|faut)|quand (?:l['’]\w+|les?|la|est|sont|était|etait|fut|furent|a|ont)|"
        r"quel(?:le)?s? (?:est|sont|était|étaient|etait|etaient|fut|furent)|"
        r"qui (?:est|était|etait|a|ont|sont|fut)|comment (?:est|fonctionne|sont|s['’]\w+)"
    ),
    "it": (
        r"perch[éè]|cos['’]è|che cos(?:['’]è|a)|chi (?:è|era|fu|ha|sono)|"
        r"cosa (?:è|era|fu|sono|fa|ha|significa|vuol|dice|dicono)|qual[ei] (?:è|era|sono|erano)|"
        r"quando (?:è|e|era|fu|furono|sono|mor[iì]|nacque|cominciò)|dov['’](?:è|era)|"
        r"dove (?:è|si|sono)|come (?:è|si|funziona)"
    ),
    "pt": (
        r"por ?qu[eê]|quem (?:é|era|foi|foram|são|inventou|escreveu|descobriu)|"
        r"o que (?:é|são|foi|significa)|onde (?:fica|está|é)|quais (?:são|eram|foram)|"
        r"qual (?:é|foi|era)|quando (?:é|era|foi|foram|morreu|nasceu|começou)|"
        r"como (?:é|foi|se|funciona)"
    ),
}
# What names and idioms begin with too, but no other English: "Cosa Nostra", "quelle surprise". A
# question has a mark at its end, and its second word no capital.
_NAMES_TOO: Mapping[str, str] = {
    "de": r"wann",
    "es": r"cuant[oa]s?|cuando|cuales|quien(?:es)?",
    "fr": r"combien|quand|quel(?:le)?s?",
    "it": r"cosa|qual[ei]|quando",
    "pt": r"quem|quais|quando",
}
# What begins other English too: "Was he …", "chi square", "Qui tam", "Come on".
_MAYBE: Mapping[str, str] = {
    "de": r"wer|was|wo|wie|wann",
    "es": r"que|como|donde|cuanto",
    "fr": r"qui|que|quand|comment|combien|ou",
    "it": r"chi|che|dove|come|quant[oaie]",
    "pt": r"que|como|onde|quant[oa]s?|qual",
}
_MARK = re.compile(r"\?\W{0,4}\Z")
_BEFORE = re.compile(r"[^\w¿]+")


def surely_opens(question: str) -> frozenset[str]:
    """Return the languages in which a question begins so, one or more; empty if no question does.

    Known are German, Spanish, French, Italian and Portuguese. Of many words, a model of languages
    knows better: an English sentence may quote a question at its beginning.
    """
    sure = _opening(question, _SURE_PATTERNS)
    return sure | _opening(question, _NAMES_TOO_PATTERNS) if _MARK.search(question) else sure


def may_open(question: str) -> frozenset[str]:
    """Return the languages in which a question may begin so, as a name may too.

    Empty without a question mark, for a name that is looked for has none: "Que sera sera".
    """
    return _opening(question, _MAYBE_PATTERNS) if _MARK.search(question) else frozenset()


def _compiled(openings: Mapping[str, str], then: str = r"(?!\w)") -> Mapping[str, re.Pattern[str]]:
    return {language: re.compile(rf"(?:{words}){then}") for language, words in openings.items()}


_SURE_PATTERNS, _MAYBE_PATTERNS = _compiled(_SURE), _compiled(_MAYBE)
_NAMES_TOO_PATTERNS = _compiled(_NAMES_TOO, r" [a-zß-ÿ]")


def _opening(question: str, patterns: Mapping[str, re.Pattern[str]]) -> frozenset[str]:
    # But for the first letter, capitals are those of a name: "WHO", "WER" (a rate), "Chi Ha".
    start = _BEFORE.match(question)
    begun = question[start.end() :] if start else question
    begun = begun[:1].lower() + begun[1:]
    return frozenset(code for code, pattern in patterns.items() if pattern.match(begun))
