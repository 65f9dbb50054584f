"""DOCX by mammoth: HTML with its headings, tables and notes, then rendered as HTML is."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import replace
from importlib import import_module
from typing import Any

from quoth.index.errors import EncryptedFile, ReadError, UnsupportedFormat
from quoth.index.readers.extract import Extract, Hints
from quoth.index.readers.html import render
from quoth.index.readers.titles import sane_title

__all__ = ["read_docx"]

_MAX_UNPACKED_BYTES = 500_000_000
# mammoth keeps a part's tree in memory, about forty times its size; a book has 5 MB.
_MAX_PART_BYTES = 50_000_000
_STYLES = "p[style-name='Title'] => h1.document-title:fresh"
_TITLE = re.compile(r'<h1 class="document-title">(.*?)</h1>', re.DOTALL)
_BACK_LINK = re.compile(r'\s*<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')
# What zipfile raises on bytes that are no archive, or an archive cut short or altered.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
_CORE = "docProps/core.xml"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS_WITH_MATH = re.compile(r"word/(document|footnotes|endnotes)\d*\.xml")


def read_docx(name: str, data: bytes) -> Extract:
    """Return the document's words, with text boxes, tables, notes and pictures' alt texts.

    Raises:
        ReadError: damaged, or larger than anyone writes when unpacked.
        UnsupportedFormat: a ZIP archive that holds no Word document.
    """
    core, data = _opened(name, data)
    mammoth: Any = import_module("mammoth")
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=lambda image: [mammoth.html.text(image.alt_text or "")],
        )
    # mammoth has no error of its own: a broken part is a KeyError, ValueError or ExpatError.
    except Exception as error:
        reason = f"damaged ({type(error).__name__})"
        message = f"{name} is {reason}: open it in a word processor and save it"
        raise ReadError(message) from error
    markup = _BACK_LINK.sub("", result.value)
    problems = sorted({m.message for m in result.messages if m.type == "error"})
    extract = render(name, f"<html><body>{markup}</body></html>")
    title = _core_title(core) or _styled_title(markup)
    return replace(extract, hints=Hints(title=title), problems=(*extract.problems, *problems))


def _opened(name: str, data: bytes) -> tuple[bytes, bytes]:
    """Check the archive; return its core properties, and it with formulas as words."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(name, archive)
            core = archive.read(_CORE) if _CORE in archive.namelist() else b""
            return core, _with_formulas(archive, data)
    except _DAMAGED as error:
        message = f"{name} is damaged or not a DOCX file: open it in a word processor and save it"
        raise ReadError(message) from error
    except RuntimeError as error:  # zipfile's way to ask for a password
        message = f"{name} is encrypted: remove its password and add it again"
        raise EncryptedFile(message) from error


def _check(name: str, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if not any(part.filename.startswith("word/") for part in parts):
        message = f"{name} is not a Word document: save it as .docx or PDF"
        raise UnsupportedFormat(message)
    n_bytes = sum(part.file_size for part in parts)
    markup = (".xml", ".rels")
    largest = max((p.file_size for p in parts if p.filename.endswith(markup)), default=0)
    if n_bytes > _MAX_UNPACKED_BYTES or largest > _MAX_PART_BYTES:
        size = f"{n_bytes // 1_000_000} MB"
        message = f"{name} unpacks to {size}, too large for a text: save it without its data"
        raise ReadError(message)


def _with_formulas(archive: zipfile.ZipFile, data: bytes) -> bytes:
    """Return the archive with each formula as a run of its characters, which mammoth leaves out."""
    changed = {}
    for part in archive.namelist():
        if _PARTS_WITH_MATH.fullmatch(part) and b"oMath" in (content := archive.read(part)):
            changed[part] = _formulas_as_words(content)
    if not changed:
        return data
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in archive.namelist():
            copy.writestr(part, changed.get(part) or archive.read(part))
    return target.getvalue()


def _formulas_as_words(content: bytes) -> bytes:
    etree: Any = import_module("lxml.etree")
    try:
        root = etree.fromstring(content, _parser(etree))
    except etree.XMLSyntaxError:
        return content  # mammoth says what is wrong with it
    for formula in [*root.iter(f"{_MATH}oMath")]:
        words = "".join(t.text or "" for t in formula.iter(f"{_MATH}t"))
        run = etree.Element(f"{_WORD}r")
        etree.SubElement(run, f"{_WORD}t").text = words
        run.tail = formula.tail
        parent = formula.getparent()
        if parent.tag == f"{_MATH}oMathPara":
            parent.tag = f"{_WORD}ins"  # a wrapper whose content mammoth reads
        parent.replace(formula, run)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _parser(etree: Any) -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _core_title(core: bytes) -> str | None:
    etree: Any = import_module("lxml.etree")
    try:
        root = etree.fromstring(core, _parser(etree)) if core else None
    except etree.XMLSyntaxError:
        return None
    return None if root is None else sane_title(root.findtext(_DC_TITLE))


def _styled_title(markup: str) -> str | None:
    found = _TITLE.search(markup)
    return sane_title(re.sub(r"<[^>]*>", "", found.group(1))) if found else None
