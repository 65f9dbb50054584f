"""How a text cites: by key, by number, by names and year."""

from __future__ import annotations

import pytest

from quoth.rag.lookup.citing_keys import latex_citations, pandoc_citations
from quoth.rag.lookup.citing_marks import named_citations, numbered_citations, raised_citations


def found(citations, text):
    return {
        text[c.start : c.end]: [w.key or w.number or (w.names, w.year) for w in c.works]
        for c in citations
    }


def test_keys_in_pandocs_markdown():
    text = (
        "A [@a2010, p. 3; see -@{http://x.y/z}], @liu2024 says; [see @x_y, pp. 1–2 [note]]; "
        "mail a@b.org, \\@no, [a link](http://x.org/@y)."
    )
    assert found(pandoc_citations(text.replace("(http://x.org/@y)", "")), text) == {
        "[@a2010, p. 3; see -@{http://x.y/z}]": ["a2010", "http://x.y/z"],
        "@liu2024": ["liu2024"],
        "[see @x_y, pp. 1–2 [note]]": ["x_y"],
    }


def test_the_full_stop_is_no_part_of_a_key():
    (citation,) = pandoc_citations("So says @liu2024.")
    assert citation.works[0].key == "liu2024"
    assert citation.is_spoken


def test_latex_natbib_and_biblatex():
    text = (
        r"\cite{a} \citep[see][p.~3]{b, c} \citet*{d} \cites(x)(y)[1]{e}[2]{f} \nocite{*} "
        "\\parencites{g}{h} \\autocite{i}\n\\Textcite{j} \\footcite{k} \\citation style"
    )
    assert found(latex_citations(text), text) == {
        r"\cite{a}": ["a"],
        r"\citep[see][p.~3]{b, c}": ["b", "c"],
        r"\citet*{d}": ["d"],
        r"\cites(x)(y)[1]{e}[2]{f}": ["e", "f"],
        r"\parencites{g}{h}": ["g", "h"],
        r"\autocite{i}": ["i"],
        r"\Textcite{j}": ["j"],
        r"\footcite{k}": ["k"],
    }
    spoken = {text[c.start : c.end] for c in latex_citations(text) if c.is_spoken}
    assert spoken == {r"\citet*{d}", r"\Textcite{j}"}


def test_numbers_and_ranges():
    text = "A [3,5–7]. B [1], [2]; see[12], end.[7] [8]–[9] C"
    assert found(numbered_citations(text), text) == {
        "[3,5–7]": [3, 5, 6, 7],
        "[1], [2]": [1, 2],
        "[12]": [12],
        "[7] [8]–[9]": [7, 8, 9],
    }


@pytest.mark.parametrize(
    "text", ["x[0] = a[2]", "in [0, 1] it is", "[4](http://a.b)", "[5]: http://a.b", "[1–300] is"]
)
def test_what_looks_like_a_number_and_is_none(text):
    assert list(numbered_citations(text)) == []


def test_names_and_years():
    text = (
        "A (Liu, 2024; Gao & Cao, 2018, p. 3). B (World Health Organization, 2020). "
        "Smith et al. (2010, 2011a,b) and van der Berg and Liu (2001); (see also de Vries et al., "
        "1999a). Zhang, Wang, and Li's (2018) view (e.g., O’Neil et al. 2003)."
    )
    assert found(named_citations(text), text) == {
        "(Liu, 2024; Gao & Cao, 2018, p. 3)": [(("Liu",), "2024"), (("Gao", "Cao"), "2018")],
        "(World Health Organization, 2020)": [(("World Health Organization",), "2020")],
        "Smith et al. (2010, 2011a,b)": [
            (("Smith",), "2010"),
            (("Smith",), "2011a"),
            (("Smith",), "2011b"),
        ],
        "van der Berg and Liu (2001)": [(("van der Berg", "Liu"), "2001")],
        "(see also de Vries et al., 1999a)": [(("de Vries",), "1999a")],
        "Zhang, Wang, and Li's (2018)": [(("Zhang", "Wang", "Li"), "2018")],
        "(e.g., O’Neil et al. 2003)": [(("O’Neil",), "2003")],
    }


@pytest.mark.parametrize("text", ["In May (2010) it", "(n = 2010)", "(in 2010)", "Figure (2010)"])
def test_a_year_in_brackets_alone_cites_nothing(text):
    assert list(named_citations(text)) == []


def test_works_without_a_year_are_cited_too():
    text = (
        "A (Liu, n.d.). B (Gao & Cao, in press; Moe, 2018). Lee (forthcoming) says, "
        "(Freedom in press) and (no date) not."
    )
    assert found(named_citations(text), text) == {
        "(Liu, n.d.)": [(("Liu",), "n.d.")],
        "(Gao & Cao, in press; Moe, 2018)": [(("Gao", "Cao"), "in press"), (("Moe",), "2018")],
        "Lee (forthcoming)": [(("Lee",), "forthcoming")],
    }


def test_raised_numbers():
    text = "Bells rang.¹ They fell,²⁻⁴ then rose ^5,6^ again^7^ there¹⁰."
    assert found(raised_citations(text), text) == {
        "¹": [1],
        "²⁻⁴": [2, 3, 4],
        "^7^": [7],
        "¹⁰": [10],
    }


@pytest.mark.parametrize(
    "text",
    [
        *(
            "10² m",
            "5 km² of it",
            "R² is",
            "H^1^ and",
            "rose⁰ up",
            "a¹b",
            "x² + y³",
            "2 kgf/cm² in",
        ),
        *("sin² θ + cos² θ", "tanh^2^ x", "log² n", "partial eta² was", "Chi² tests"),
        *("3 mol² a day", "5 GeV² of it", "10 min² of it", "2 mmol^2^ a day"),
        *(
            "mean (x − μ)² over",
            "the area (a+b)^2^ grew",
            "((x − μ)/σ)² is",
            "(x₁ - x̄)³",
            "(ΔT/T)⁶",
        ),
        *("f(x)² is", "P(A)² is", "sin(2x)² is"),
    ],
)
def test_a_power_is_no_citation(text):
    assert list(raised_citations(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        *("Growth² was", "behind the bar² he", "the admin² was", "the cosine² was", "in the log.²"),
        *("with cos²,³ as", "rang (see A and b)³ and", "a (3-D)³ model", "COVID (COVID-19)² rose"),
        *("in all (n = 12)² and", "then (2010–2015)² and", "cells (CD4+)^2^ and", "(p < 0.05)²"),
        *("rate(s)³ of", "the kind (A)² of"),
    ],
)
def test_a_raised_digit_behind_words_is_no_power(text):
    assert len(list(raised_citations(text))) == 1


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_bracket_ends_with_its_paragraph(line_end):
    text = f"A [see{line_end}@a2010]. A [stray bracket.{line_end}{line_end}As @b2011 says] so."
    assert found(pandoc_citations(text), text) == {
        f"[see{line_end}@a2010]": ["a2010"],
        "@b2011": ["b2011"],
    }
