r"""What of a LaTeX draft is prose: between \begin{document} and \end{document}, without markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quoth.rag.lookup.citing_keys import latex_citations
from quoth.rag.lookup.draft_masking import Masking
from quoth.rag.lookup.draft_types import InTextCitation, ReferenceEntry, Span

__all__ = ["LatexParts", "mask_latex", "mask_styles"]

_BEGIN = re.compile(r"\\begin\{document\}")
_END = re.compile(r"\\end\{document\}")
_VERBATIM = re.compile(
    r"\\begin\{(verbatim|Verbatim|lstlisting|minted|alltt|comment)(\*?)\}.*?(?:\\end\{\1\2\}|\Z)",
    re.DOTALL,
)
_VERB = re.compile(r"\\(?:verb|lstinline)\*?([^A-Za-z\s*{])[^\r\n]*?\1")
_COMMENT = re.compile(r"(?:(?<!\\)|(?<=[^\\]\\\\))%[^\r\n]*")  # "\%" is a percent sign
_MATH = re.compile(
    r"(?<!\\)\$\$.*?(?<!\\)\$\$|(?<!\\)\$(?:[^$\\]|\\.){1,1000}\$|\\\(.*?\\\)", re.DOTALL
)
_DISPLAY = re.compile(
    r"(?<!\\)\\\[.*?\\\]|\\begin\{(equation|align|gather|multline|eqnarray|displaymath|math|flalign"
    r"|alignat)(\*?)\}.*?(?:\\end\{\1\2\}|\Z)",
    re.DOTALL,
)
_FLOAT = re.compile(
    r"\\begin\{(figure|table|tabular|tabularx|longtable|tikzpicture|algorithm|algorithmic|wrapfigure"
    r"|sidewaystable|tcolorbox|thebibliography|titlepage)(\*?)\}.*?(?:\\end\{\1\2\}|\Z)",
    re.DOTALL,
)
_ITEM = re.compile(
    r"\\bibitem\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}(.*?)(?=\\bibitem\b|\\end\{thebibliography\}|\Z)",
    re.DOTALL,
)
_SECTION = re.compile(
    r"\\(?:part|chapter|(?:sub){0,2}section|(?:sub)?paragraph|title)\*?\s*(?:\[[^\]]*\])?\s*(?=\{)"
)
_BIBLIOGRAPHY = re.compile(r"\\(?:bibliography|addbibresource)\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}")
# commands whose arguments are no prose, and those whose arguments stand beside it
_SILENT = re.compile(
    r"\\(?:label|(?:auto|page|name|c|C|eq|v)?ref|includegraphics|input|include|usepackage|vspace|hspace"
    r"|bibliographystyle|bibliography|addbibresource|setlength|newcommand|renewcommand|url|href"
    r"|author|date|affiliation|email|thanks|keywords|graphicspath|setcounter|pagestyle"
    r"|thispagestyle|hypersetup|nocite|footnotetext|footnote|caption|marginpar|todo|index)\*?"
    r"\s*(?:\[[^\]]*\]\s*)*(?=\{)"
)
_FOOTNOTE = re.compile(r"\\foot(?:note|notetext)\s*(?:\[[^\]]*\]\s*)?(?=\{)")
_PARTING = re.compile(
    r"\\(?:begin|end)\s*\{[^{}]*\}(?:\[[^\]]*\])?|\\item\b(?:\s*\[[^\]]*\])?|\\par\b|\\\\(?:\[[^\]]*\])?"
    r"|\\(?:maketitle|newpage|clearpage|tableofcontents|appendix|noindent|centering|printbibliography)\b"
)
_STYLED = re.compile(r"\\[A-Za-z]+\*?\s*\{|\{\\[a-z]+\b")
_BRACE = re.compile(r"\\.|[{}]|\n\s*\n", re.DOTALL)
_LONGEST_GROUP = 4_000  # characters; a longer one was never closed


@dataclass(frozen=True, slots=True)
class LatexParts:
    """What a LaTeX draft has beside its prose.

    Attributes:
        bibliographies: files that it names.
        entries: of `thebibliography`.
        notes: the footnotes that cite, each as one citation.
    """

    headings: tuple[Span, ...]
    bibliographies: tuple[str, ...]
    entries: tuple[ReferenceEntry, ...]
    notes: tuple[InTextCitation, ...]


def mask_latex(text: str, masking: Masking) -> LatexParts:
    r"""Cover preamble, comments, mathematics, floats and commands.

    Citations are left to be found; they are commands too. Those of a footnote belong to the
    sentence that it stands behind.
    """
    masking.drop(masking.find(_VERBATIM))
    masking.hide(masking.find(_VERB))
    masking.drop(masking.find(_COMMENT))
    bibliographies = tuple(dict.fromkeys(_bibliographies(masking.shape)))
    entries = tuple(_entries(masking.shape))
    begin, end = _BEGIN.search(masking.shape), _END.search(masking.shape)
    masking.drop([(0, begin.end())] if begin else [])
    masking.drop([(end.start(), len(text))] if end else [])
    masking.part(masking.find(_FLOAT))
    masking.drop(masking.find(_DISPLAY))
    masking.hide(masking.find(_MATH))
    ends = _group_ends(masking.shape)
    headings = _with_groups(masking.find(_SECTION), ends)
    footnotes = _outermost(_with_groups(masking.find(_FOOTNOTE), ends))
    notes = tuple(note for a, b in footnotes for note in _note(masking.shape, a, b))
    # the last argument goes with the command, but \footnote's stop is not its sentence's
    masking.drop(_with_groups(masking.find(_SILENT), ends))
    masking.part(masking.find(_PARTING))
    return LatexParts(tuple(headings), bibliographies, entries, notes)


def mask_styles(masking: Masking) -> None:
    r"""Make words of the commands that are left, as \emph{, once citations are known."""
    masking.mark(masking.find(_STYLED))


def _note(text: str, start: int, end: int) -> Iterator[InTextCitation]:
    works = [work for found in latex_citations(text[start:end]) for work in found.works]
    if works:
        yield InTextCitation(start, end, tuple(works))


def _group_ends(text: str) -> Mapping[int, int]:
    """Return where the group of each opening brace ends; of one never closed, its paragraph.

    Read once for all of them: a draft may have thousands that are never closed.
    """
    ends: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACE.finditer(text):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            ends[opened.pop()] = found.end()
        elif found[0][0] == "\n":
            ends |= dict.fromkeys(opened, found.start())
            opened.clear()
    ends |= dict.fromkeys(opened, len(text))
    return {at: min(end, at + _LONGEST_GROUP) for at, end in ends.items()}


def _with_groups(commands: Sequence[Span], ends: Mapping[int, int]) -> list[Span]:
    """Return the spans of commands with the groups that begin where they end."""
    return [(start, ends.get(brace, brace + 1)) for start, brace in commands]


def _outermost(spans: Sequence[Span]) -> list[Span]:
    """Return spans without those that begin within one before."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _bibliographies(text: str) -> Iterator[str]:
    for found in _BIBLIOGRAPHY.finditer(text):
        for name in found[1].split(","):
            if name.strip():
                yield name.strip() if "." in name else f"{name.strip()}.bib"


def _entries(text: str) -> Iterator[ReferenceEntry]:
    for number, found in enumerate(_ITEM.finditer(text), 1):
        yield ReferenceEntry(" ".join(found[2].split()), number, found[1].strip())
