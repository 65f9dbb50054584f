from __future__ import annotations

import random

from quoth.index.duplicates import find_duplicates
from quoth.index.types import Author, Document

WORDS = "bell rope tower valley noon tongue metal wheel frame clapper sound stroke peal".split()


def text(seed: int, n: int = 400) -> str:
    drawn = random.Random(seed)
    return " ".join(drawn.choice(WORDS) + str(drawn.randrange(40)) for _ in range(n))


def document(name: str, **facts) -> Document:
    return Document(id=name, path=f"/{name}", file=name, sha256=name, format="pdf", **facts)


def pairs(texts: dict[str, str], *documents: Document) -> list[tuple[str, str, str, str]]:
    found = find_duplicates(documents, lambda d: texts.get(d.id, ""))
    return [(p.first.id, p.second.id, p.kind, p.reason) for p in found]


def test_the_same_doi_is_one_paper_whatever_its_case_or_version():
    one, two = document("a", doi="10.5555/X"), document("b", doi="10.5555/x/v2")
    assert pairs({}, one, two) == [("a", "b", "same", "the same DOI 10.5555/X")]


def test_the_same_title_needs_the_same_authors():
    title = "A long history of the valley bells"
    moe, lee = (Author("Ann", "Moe"),), (Author("Jo", "Lee"),)
    one = document("a", title=title, authors=moe)
    assert pairs({}, one, document("b", title=f"{title}.", authors=moe))
    assert not pairs({}, one, document("b", title=title, authors=lee))


def test_a_preprint_comes_before_what_was_published_of_it():
    moe = (Author("Ann", "Moe"),)
    title = "A long history of the valley bells"
    paper = document("a", title=title, authors=moe, venue="Bell Notes", doi="10.5555/x")
    early = document("b", title=title, authors=moe)
    texts = {"b": "arXiv:2203.01234v2 [cs.CL] 8 Mar 2022 words"}
    assert pairs(texts, paper, early) == [("b", "a", "preprint", "the same title and authors")]


def test_nearly_the_same_text_is_told_without_titles():
    texts = {"a": text(1), "b": text(1) + " and a closing note", "c": text(2)}
    found = pairs(texts, *(document(name) for name in texts))
    assert [(first, second) for first, second, _, _ in found] == [("a", "b")]


def test_a_thousand_documents_are_compared_without_each_meeting_each():
    texts = {f"d{i}": text(i, 60) for i in range(1000)}
    assert pairs(texts, *(document(name) for name in texts)) == []
