"""What of a draft is looked up, and as what."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quoth.rag.lookup.draft_files import draft_of_bytes
from quoth.rag.lookup.draft_latex import mask_latex
from quoth.rag.lookup.draft_masking import Masking
from quoth.rag.lookup.draft_prose import find_prose
from quoth.rag.lookup.draft_sentences import split_draft

MARKDOWN = """\
---
title: "Clocks. At sea"
bibliography: [refs.bib, more.json]
---

# Clocks at sea

The first clock weighed 34 kilograms [@sobel1995, p. 3]. It was *tested* on a voyage in 1736!
We found $x < 3. 4$ with `code. Here` in it.

- Zones were agreed upon in 1884 [3,5–7].
- Railways needed a standard time. [@a; @b]

> Tides follow the moon, as @thomson1876 found, e.g. in his book on tides.

Read [the manual](http://example.org/a_(b)) of this clock.[^1] <!-- A comment. With stops. -->

```python
print("Code is no prose. At all.")
```

    Indented code is none either.

| a | b |
|---|---|
| Cell one is long enough. | Cell two. |

Second heading
==============

[^1]: The note says that the manual is of paper.

## References

[3] Howse, D. (1980). Greenwich time. Oxford.

[5] Liu, A. (2024). Something on clocks. Journal 3(2).
"""

LATEX = r"""\documentclass{article}
\title{A draft}
\begin{document}
\section{Introduction}\label{sec:one}
The \emph{first} clock weighed 34\,kilograms~\citep[p.~3]{sobel1995,betts}. % A comment. Here
It was tested in 1736.\footnote{A note. With stops.} \textbf{Bold claims} need evidence
that spans lines, e.g.\ on page one.
\begin{itemize}
\item Zones were agreed upon in 1884 \cite{howse}.
\item Railways needed a standard time
\end{itemize}
\begin{equation} a = b. \end{equation}
The value $p < 0.05$ is not evidence, and \verb|a. B| is left alone.
\begin{table}\caption{A table. Yes.}\begin{tabular}{l} a. b \\ \end{tabular}\end{table}
Na\"ive curves have 50\% fewer knots. Is that so?
\begin{thebibliography}{9}
\bibitem{howse} D. Howse. Greenwich time. 1980.
\bibitem[Liu(2024)]{liu} A. Liu. Something on clocks. 2024.
\end{thebibliography}
\bibliography{refs,more}
\end{document}
Not typeset at all.
"""


def read(text, form="markdown"):
    draft = draft_of_bytes(text.encode(), "draft", form)
    prose = find_prose(draft)
    return draft, prose, list(split_draft(draft, prose))


def looked_up(text, form="markdown"):
    return [s.claim for s in read(text, form)[2] if s.skipped is None]


def labels(sentence):
    return [work.label for citation in sentence.citations for work in citation.works]


def test_sentences_of_markdown_without_its_markup():
    assert looked_up(MARKDOWN) == [
        "The first clock weighed 34 kilograms.",
        "It was tested on a voyage in 1736!",
        "Zones were agreed upon in 1884.",
        "Railways needed a standard time.",
        "Tides follow the moon, as they found, e.g. in his book on tides.",
        "Read the manual of this clock.",
        "The note says that the manual is of paper.",
    ]


def test_sentences_of_latex_without_its_markup():
    assert looked_up(LATEX, "latex") == [
        "The first clock weighed 34 kilograms.",
        "It was tested in 1736.",
        "Bold claims need evidence that spans lines, e.g. on page one.",
        "Zones were agreed upon in 1884.",
        "Railways needed a standard time",
        "The value $p < 0.05$ is not evidence, and is left alone.",
        "Naïve curves have 50% fewer knots.",
    ]


@pytest.mark.parametrize(("text", "form"), [(MARKDOWN, "markdown"), (LATEX, "latex")])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_sentence_is_a_slice_of_the_draft(text, form, line_end):
    draft, prose, sentences = read(text.replace("\n", line_end), form)
    assert len(prose.shape) == len(prose.plain) == len(draft.text)
    ends = [0, *(sentence.end for sentence in sentences)]
    assert all(end <= s.start < s.end for end, s in zip(ends, sentences, strict=False))
    shown = [draft.text[s.start : s.end] for s in sentences]
    assert all(words == words.strip() for words in shown)
    assert any(words.startswith("Zones were agreed upon in 1884") for words in shown)


def test_line_ends_do_not_change_what_is_read():
    assert looked_up(MARKDOWN.replace("\n", "\r\n")) == looked_up(MARKDOWN)
    assert looked_up(LATEX.replace("\n", "\r\n"), "latex") == looked_up(LATEX, "latex")


def test_each_sentence_has_its_own_citations():
    cited = {s.claim: labels(s) for s in read(MARKDOWN)[2] if s.citations}
    assert cited == {
        "The first clock weighed 34 kilograms.": ["@sobel1995"],
        "Zones were agreed upon in 1884.": ["[3]", "[5]", "[6]", "[7]"],
        "Railways needed a standard time.": ["@a", "@b"],
        "Tides follow the moon, as they found, e.g. in his book on tides.": ["@thomson1876"],
    }
    cited = {s.claim: labels(s) for s in read(LATEX, "latex")[2] if s.citations}
    assert cited == {
        "The first clock weighed 34 kilograms.": ["\\citep{sobel1995}", "\\citep{betts}"],
        "Zones were agreed upon in 1884.": ["\\cite{howse}"],
    }


def test_the_drafts_own_reference_list_is_read_and_not_looked_up():
    entries = read(MARKDOWN)[1].entries
    assert [(e.number, e.text[:14]) for e in entries] == [
        (3, "[3] Howse, D. "),
        (5, "[5] Liu, A. (2"),
    ]
    entries = read(LATEX, "latex")[1].entries
    assert [(e.key, e.number) for e in entries] == [("howse", 1), ("liu", 2)]


def test_the_bibliographies_that_a_draft_names():
    assert read(MARKDOWN)[1].bibliographies == ("refs.bib", "more.json")
    assert read(LATEX, "latex")[1].bibliographies == ("refs.bib", "more.bib")
    assert read("\\addbibresource{a.bib}\nText.", "latex")[1].bibliographies == ("a.bib",)
    listed = "---\nbibliography:\n- a.bib\n- b.bib\n---\nText.\n"
    assert read(listed)[1].bibliographies == ("a.bib", "b.bib")


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("# Clocks and their makers", "heading"),
        ("Did the clock of Harrison keep time?", "question"),
        ("Figure 3: A clock on a ship in a storm.", "caption"),
        ("In this section we describe the trials.", "about the text itself"),
        ("The rest of the paper is about clocks.", "about the text itself"),
        ("Table 2 shows the weights of the clocks.", "about the text itself"),
        ("The weights are listed in Table 2 below.", "about the text itself"),
        ("We then carefully measured the weights.", "the authors' own work"),
        ("Our results suggest a different weight.", "the authors' own work"),
        ("The aim of this study was the weight of clocks.", "the authors' own work"),
        ("Not so.", "no statement"),
        ("Clocks at sea.", "no statement"),
        ("Three main reasons.", "no statement"),
        ("As mentioned above.", "no statement"),
        ("Harrison died in 1776.", None),
        ("H1 weighed 34 kilograms.", None),
        ("Vitamin C cures scurvy.", None),
        ("Smoking causes cancer.", None),
        ("Clocks are late.", None),
        ("There are three kinds of clocks at sea:", "no statement"),
        ("See the manual of the clock for more.", "no statement"),
        ("本文介绍一种新的时钟方法及其应用。", "about the text itself"),
        ("We know that clocks lose time at sea.", None),
        ("The studies show that clocks lose time.", None),
        ("This effect is shown by many other clocks.", None),
        ("潮汐跟随月亮的引力而涨落。", None),
    ],
)
def test_why_a_sentence_needs_no_citation(sentence, reason):
    (found,) = read(sentence)[2]
    assert found.skipped == reason


def test_a_sentence_that_cites_is_looked_up_whatever_it_says():
    (found,) = read("We measured the weight of the clock as others did [@sobel1995].")[2]
    assert found.skipped is None


@pytest.mark.parametrize(
    ("written", "claim"),
    [
        ("Liu et al. (2024) found that clocks lose time.", "clocks lose time."),
        ("@liu2024 has also shown that clocks lose time.", "clocks lose time."),
        ("Liu et al. [3] argue that clocks lose time.", "clocks lose time."),
        ("Clocks lose time (see Liu, 2024; Gao & Cao, 2018).", "Clocks lose time."),
        ("Clocks lose time.[3] ", "Clocks lose time."),
        (
            "In mice, Liu (2024) found that sleep matters.",
            "In mice, they found that sleep matters.",
        ),
    ],
)
def test_who_says_it_is_no_part_of_the_claim(written, claim):
    assert looked_up(written) == [claim]


def test_a_plain_text_has_headings_tables_and_a_reference_list_too():
    text = (
        "1. Introduction\n\nTides follow the moon [1]. Machines summed their waves.\n\n"
        "2. Results\n\nname\tweight\tyear\n\nRailways brought standard time to towns.\n\n"
        "References\n\n1. Thomson, W. (1876). Tides. London.\n2. Howse, D. (1980). Time. Oxford.\n"
    )
    _, prose, sentences = read(text, "text")
    assert [s.claim for s in sentences if s.skipped is None] == [
        "Tides follow the moon.",
        "Machines summed their waves.",
        "Railways brought standard time to towns.",
    ]
    assert [s.skipped for s in sentences if s.skipped] == ["heading", "heading"]
    assert [entry.number for entry in prose.entries] == [1, 2]


def test_an_at_sign_in_plain_text_is_a_key_only_if_it_looks_like_one():
    assert read("Write to @sobel about it, who is kind.", "text")[1].citations == ()
    (citation,) = read("The clock is heavy, as @sobel1995 has it.", "text")[1].citations
    assert citation.works[0].key == "sobel1995"


LIST = "\n\n# References\n\n1. Liu, A. (2020). Bells.\n2. Moe, B. (2021). Tides.\n"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (r"Bells rang.\footnote{See \citet{a} and \cite{b}. More.} The tide rose.", "latex"),
        ("Bells rang.^[See @a and [@b, p. 3]. More.] The tide rose.", "markdown"),
    ],
)
def test_what_a_footnote_cites_counts_for_the_sentence_before_it(text, form):
    bells, tide = read(text, form)[2]
    assert (bells.claim, tide.claim) == ("Bells rang.", "The tide rose.")
    assert [label[-2:].strip("{}@") for label in labels(bells)] == ["a", "b"]
    assert not any(citation.is_spoken for citation in bells.citations)
    assert tide.citations == ()


def test_footnotes_that_are_never_closed_are_one_to_their_paragraphs_end():
    noted = r"Bells rang.\footnote{See \cite{a}. " * 20
    text = f"{noted}\n\nThe tide rose, \\textbf{{at noon}}."
    (note,) = mask_latex(text, Masking(text)).notes
    assert (note.end, [work.key for work in note.works]) == (len(noted), ["a"] * 20)
    assert [s.claim for s in read(text, "latex")[2]][1:] == ["The tide rose, at noon."]


def test_a_footnote_ends_with_its_own_brace():
    text = r"Bells rang.\footnote{Of \emph{a {deep}} tone, \{ \cite{a}.} The tide rose \cite{b}."
    bells, tide = read(text, "latex")[2]
    assert (labels(bells), labels(tide)) == ([r"\cite{a}"], [r"\cite{b}"])


def test_a_list_of_all_works_is_no_part_of_a_sentence():
    (sea,) = read(r"\nocite{*} The sea was calm that night.", "latex")[2]
    assert sea.claim == "The sea was calm that night."


def test_a_bibliography_that_is_named_twice_is_one():
    text = "\\addbibresource{a.bib}\nText.\n\\bibliography{a}"
    assert read(text, "latex")[1].bibliographies == ("a.bib",)


def test_raised_numbers_cite_where_a_numbered_list_says_what():
    text = "Bells rang in the town.¹ The tide rose at noon.^1,2^"
    assert [labels(s) for s in read(text + LIST)[2][:2]] == [["[1]"], ["[1]", "[2]"]]
    assert [s.claim for s in read(text + LIST)[2][:2]] == [
        "Bells rang in the town.",
        "The tide rose at noon.",
    ]


@pytest.mark.parametrize(
    "rest", ["", "\n\nNoon came (Liu, 2020).\n\nReferences\n\nLiu, A. (2020). Bells.\n"]
)
def test_raised_numbers_are_notes_elsewhere_and_part_sentences_too(rest):
    bells, tide = read(f"Bells rang in the town.¹ The tide rose at noon.{rest}", "text")[2][:2]
    assert (bells.claim, tide.claim) == ("Bells rang in the town.", "The tide rose at noon.")
    assert bells.citations == ()


def test_a_citation_between_two_sentences_is_the_first_ones_whole():
    draft, _, (tide, bells) = read("The tide rose at noon. (Liu, 2020) The bells rang then.")
    shown = [draft.text[s.start : s.end] for s in (tide, bells)]
    assert shown == ["The tide rose at noon. (Liu, 2020)", "The bells rang then."]
    draft, _, (_, rest) = read("The tide rose at noon. (Liu, 2020) is of it here and now.")
    assert draft.text[rest.start : rest.end] == "is of it here and now."


pieces = st.sampled_from(
    [
        *("Bells rang in the town.", " (Liu, 2020)", "¹", "^2^", "²⁻³", " [@a; @b]", " @c says"),
        *(" [3–5]", "\n\n", "\r\n", "# H\n", "^[See @x.]", "\\footnote{See \\citet{a}.}", "$x^2$"),
        *("`code", "```\n", "🙂", " (Moe, n.d.)", "| a | b |\n", "\n\nReferences\n\n1. Liu.\n"),
        *("{", "}", "[", "]", "%c\n", "<!--", "-->", "---\n", "\\begin{document}", "王说。"),
    ]
)


@given(st.lists(pieces, min_size=1, max_size=25), st.sampled_from(["markdown", "text", "latex"]))
@example(["[", "Bells rang in the town.", "\n\n", "# H\n", " @c says", "]", "| a | b |\n"], "text")
@example([" (Liu, 2020)", "Bells rang in the town.", " (Liu, 2020)", " @c says"], "text")
def test_sentences_never_overlap(parts, form):
    draft, prose, sentences = read(f"a{''.join(parts)}", form)
    assert len(prose.shape) == len(prose.plain) == len(draft.text)
    ends = [0, *(sentence.end for sentence in sentences)]
    assert all(end <= s.start < s.end for end, s in zip(ends, sentences, strict=False))
