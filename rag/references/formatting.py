"""References and citations in a style, each formatted once and kept."""

from __future__ import annotations

import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from quoth.index.metadata.csl import CslItem
from quoth.index.types import Document
from quoth.rag.references.cache import ReferenceCache
from quoth.rag.references.citeproc import render_citations, render_references
from quoth.rag.references.items import csl_items
from quoth.rag.references.normalise import normalised
from quoth.rag.references.repairs import repaired
from quoth.rag.references.styles import DEFAULT_STYLE, Style, find_style

__all__ = [
    "Cited",
    "Markup",
    "format_citation",
    "format_documents",
    "format_references",
    "in_order",
]

Markup = Literal["text", "markdown", "html"]

# Raised with every change of the rules, so that what was kept before is not used.
_RULES_VERSION = 3
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "sup": "^", "sub": "~"}
# What Unicode has small and raised or lowered: "H₂O", "10⁻³".
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SHIFTED = re.compile(r"<(sup|sub)>([\d+\-−=()n]+)</\1>")
# Any other power keeps its sign, "2^k"; an ordinal, "21st", "XIXe", and a name, "Mme", have none.
_POWER = re.compile(
    r"(?:(?<=[\w)\]}])|(?<=</sub>))<sup>(?!(?:st|nd|rd|th|er?|re|ère|ème|o|c|lle|me|tm)</sup>)(.+?)</sup>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A work in a citation, and where in it: "p. 205", "chap. 3"."""

    item: CslItem
    locator: str = ""


def format_references(
    items: Sequence[CslItem],
    style: str = DEFAULT_STYLE,
    *,
    markup: Markup = "text",
    cache: ReferenceCache | None = None,
) -> list[str]:
    """Return a reference for each item, in the items' order, without a number before it.

    Items of the same first author and year are told apart by letters, 2019a and 2019b. Every
    reference names its authors: no dash stands for those of the one before.

    Args:
        style: a name that `find_style` knows, or the path of a .csl file.
        cache: the user's own by default.

    Raises:
        UsageError: there is no such style.
        StyleError: it cannot be formatted with.
    """
    found = find_style(style)
    keep = cache or ReferenceCache()
    stamps = _stamps(items, found)
    known = keep.read(stamps)
    for locale in sorted({_locale(item, found) for item in items}):
        batch = [n for n, item in enumerate(items) if _locale(item, found) == locale]
        if any(stamps[n] not in known for n in batch):
            fresh = _formatted([items[n] for n in batch], found, locale)
            known |= {stamps[n]: html for n, html in zip(batch, fresh, strict=True)}
    keep.write({stamp: known[stamp] for stamp in stamps})
    return [_marked(known[stamp], markup) for stamp in stamps]


def format_documents(
    documents: Sequence[Document], style: str = DEFAULT_STYLE, *, markup: Markup = "text"
) -> dict[str, str]:
    """Return the reference of each document by its id; of one that states nothing, "".

    Raises:
        UsageError, StyleError: as `format_references`.
    """
    known = {document.id: document for document in documents}
    stated = [d for d in known.values() if d.title or d.authors or d.entry]
    made = format_references(csl_items(stated), style, markup=markup)
    return dict.fromkeys(known, "") | {d.id: text for d, text in zip(stated, made, strict=True)}


def format_citation(
    cited: Sequence[Cited],
    style: str = DEFAULT_STYLE,
    *,
    among: Sequence[CslItem] = (),
    markup: Markup = "text",
) -> str:
    """Return a citation in a text, as (Morel, 2019, p. 205; Reid et al., 2014) or [1, p. 205].

    Args:
        among: all that the text cites, in the order of their numbers; `cited` alone by default.

    Raises:
        UsageError, StyleError: as `format_references`.
    """
    found = find_style(style)
    items = list(among)
    items += [work.item for work in cited if work.item not in items]
    words = "; ".join(
        f"@q{items.index(work.item)}" + (f", {work.locator}" if work.locator else "")
        for work in cited
    )
    clean = [normalised(item, found.name) for item in items]
    numbering = f"[{'; '.join(f'@q{n}' for n in range(len(items)))}]"  # in the order of `among`
    rendered = render_citations([numbering, f"[{words}]"], clean, found, locale=found.locale)
    return _marked(rendered[-1], markup)


def in_order(references: Iterable[str]) -> list[str]:
    """Return references as a list has them: by their letters, whatever case, accents or quotes."""
    return sorted(references, key=lambda text: (_letters(text), text))


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^\w\s]|_|(?!\w)\A\s+", "", plain)


def _formatted(items: Sequence[CslItem], style: Style, locale: str) -> list[str]:
    clean = [normalised(item, style.name) for item in items]
    rendered = render_references(clean, style, locale=locale)
    return [repaired(reference, style.name) for reference in rendered]


def _locale(item: CslItem, style: Style) -> str:
    """Return the language of "et al." and the like: GB/T has a Chinese work's in Chinese."""
    of_china = style.name.startswith("china-national-standard")
    return "zh-CN" if of_china and _CHINESE.search(item.text("title")) else style.locale


def _stamps(items: Sequence[CslItem], style: Style) -> list[str]:
    """Return a name for each reference as it will be: it depends on its twins in the list too."""
    from importlib.metadata import version

    style_hash = hashlib.sha256(style.path.read_bytes()).hexdigest()
    base = [_RULES_VERSION, version("pypandoc_binary"), style.name, style_hash]
    written = [json.dumps(item.to_json(), sort_keys=True) for item in items]
    groups: dict[tuple[str, int | None], list[str]] = {}
    for item, text in zip(items, written, strict=True):
        groups.setdefault(_author_year(item), []).append(text)
    return [
        hashlib.sha256(json.dumps([*base, text, groups[_author_year(item)]]).encode()).hexdigest()
        for item, text in zip(items, written, strict=True)
    ]


def _author_year(item: CslItem) -> tuple[str, int | None]:
    people = item.names.get("author") or item.names.get("editor") or ()
    return (people[0].whole_family if people else item.text("title"), item.year)


def _marked(reference: str, markup: Markup) -> str:
    if markup == "html":
        return reference
    if markup == "markdown":
        reference = re.sub(r"([*_`\\])", r"\\\1", reference)
        reference = re.sub(r"</?(\w+)[^>]*>", lambda tag: _MARKS.get(tag[1], ""), reference)
    else:
        reference = re.sub(r"</?(?!su[bp]>)\w+[^>]*>", "", reference)
        reference = _POWER.sub(_to_the_power, _SHIFTED.sub(_shifted, reference))
    return html.unescape(re.sub(r"</?\w+[^>]*>", "", reference))


def _to_the_power(found: re.Match[str]) -> str:
    power = found[1]
    return f"^{power}" if re.fullmatch(r"\w+|\([^()]*\)|\W", power) else f"^({power})"


def _shifted(found: re.Match[str]) -> str:
    return found[2].translate(_RAISED if found[1] == "sup" else _LOWERED)
