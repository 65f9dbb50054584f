"""pandoc's citeproc, run as a separate process: JSON in, HTML out.

Source: https://pandoc.org/MANUAL.html, "Citations".
"""

from __future__ import annotations

import functools
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoth.index.errors import QuothError
from quoth.index.metadata.csl import CslItem
from quoth.rag.references.styles import Style

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["StyleError", "render_citations", "render_references"]

# 1000 references in APA take 5 s on two cores: time quoth export --style apa
_TIMEOUT_S = 120.0
_DASHES = re.compile(rb"""\ssubsequent-author-substitute(?:-rule)?=(["']).*?\1""")


class StyleError(QuothError):
    """pandoc cannot format with a style, or cannot be run."""


def render_references(items: Sequence[CslItem], style: Style, *, locale: str) -> list[str]:
    """Return each item as HTML in the style's bibliography, in the items' own order.

    A number or label before a reference is left out: it belongs to a list, not to the reference.

    Raises:
        StyleError: the style file is not whole, or pandoc does not run.
    """
    numbered = _numbered(items)
    html = _pandoc(_json(numbered), style, locale, "--from", "csljson")
    entries = {
        entry.get("id", "").removeprefix("ref-"): entry
        for entry in _tree(html).xpath("//div[starts-with(@id, 'ref-')]")
    }
    return [_reference(entries.get(item.key)) for item in numbered]


def render_citations(
    citations: Sequence[str], items: Sequence[CslItem], style: Style, *, locale: str
) -> list[str]:
    """Return citations in a text as HTML.

    Args:
        citations: pandoc's Markdown, with the items' places from 0 as keys: "[@q0; @q2, p. 205]".
        items: all that the text cites; those of one author and year are told apart by letters.

    Raises:
        StyleError: as `render_references`.
    """
    with tempfile.TemporaryDirectory(prefix="quoth-") as folder:
        bibliography = Path(folder) / "items.json"
        bibliography.write_text(_json(_numbered(items)), encoding="utf-8")
        options = ("--from", "markdown", "--bibliography", str(bibliography))
        html = _pandoc("\n\n".join(citations), style, locale, *options)
    cited = _tree(html).xpath("/html/body//p/span[contains(@class, 'citation')]")
    if any(citation.xpath(".//a[contains(@class, 'footnote-ref')]") for citation in cited):
        msg = f"{style.path.name} puts citations into footnotes. Give a style with them in the text"
        raise StyleError(msg)
    return [_inner(citation) for citation in cited]


def _numbered(items: Sequence[CslItem]) -> list[CslItem]:
    """Give items keys that cannot be misread: a user's may hold anything."""
    return [replace(item, key=f"q{number}") for number, item in enumerate(items)]


def _json(items: Sequence[CslItem]) -> str:
    return json.dumps([item.to_json() for item in items], ensure_ascii=False)


def _pandoc(text: str, style: Style, locale: str, *options: str) -> str:
    command = [_program(), "--citeproc", "--to", "html", "--wrap=none", *options]
    command += ["--metadata", f"lang={locale}", "--csl"]
    try:
        with _without_dashes(style.path) as path:
            done = subprocess.run(  # noqa: S603  (our own command; the data goes in by stdin)
                [*command, str(path)],
                input=text.encode(),
                capture_output=True,
                timeout=_TIMEOUT_S,
                check=False,
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"pandoc does not run ({error}). Try: pip install --force-reinstall pypandoc_binary"
        raise StyleError(msg) from error
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        msg = f"references cannot be formatted with {style.path.name}: {' '.join(lines)}"
        raise StyleError(msg)
    return done.stdout.decode()


@contextmanager
def _without_dashes(path: Path) -> Iterator[Path]:
    """Yield the style as it is, or a copy that sets no dash for the author of the line before.

    A reference stands alone here: in a report, beside a passage.
    """
    style = path.read_bytes()
    plain = _DASHES.sub(b"", style)
    if plain == style:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="quoth-") as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(plain)
        yield copy


@functools.cache
def _program() -> str:
    pypandoc: Any = import_module("pypandoc")
    return str(pypandoc.get_pandoc_path())


def _tree(html: str) -> HtmlElement:
    from lxml.html import document_fromstring

    return document_fromstring(f"<html><head></head><body>{html}</body></html>")


def _reference(entry: HtmlElement | None) -> str:
    if entry is None:
        return ""
    for label in entry.xpath("./div[contains(@class, 'csl-left-margin')]"):
        label.drop_tree()
    right = entry.xpath("./div[contains(@class, 'csl-right-inline')]")
    return _inner(right[0] if right else entry)


def _inner(element: HtmlElement) -> str:
    """Return what an element holds, in one line; of tags only italics, bold and raised letters."""
    from lxml import etree
    from lxml.html import tostring

    etree.strip_tags(element, "a", "span", "div", "p")
    html = str(tostring(element, encoding="unicode", with_tail=False))
    return " ".join(html[html.index(">") + 1 : html.rindex("<")].split())
