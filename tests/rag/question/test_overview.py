"""What papers are about, in their own words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from quoth.index import Library, add
from quoth.rag.assistant import Assistant
from quoth.rag.draft import Draft
from quoth.rag.question.overview import describe_documents
from quoth.rag.types import Abstention

WITH_ENDING = """# Bells

Ann Moe

## Abstract

This paper weighs bells. It finds them heavy.

## Weights

The largest weighs nine tons. Nobody rings it.

## Conclusion

Bells are heavier than they look. They should hang low.
"""
WITHOUT = "Rain fell on the town for a week. The bridge broke on Sunday. Nobody was hurt by it."


def described(library: Library, question: str) -> list[str]:
    draft = describe_documents(library, library.documents(), question)
    assert isinstance(draft, Draft)
    return [sentence.text for sentence in draft.sentences]


def test_the_abstract_is_quoted(
    library: Library, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    add(library, [write_papers({"bells.md": WITH_ENDING})])
    assert described(library, "What is it about?") == [
        "This paper weighs bells.",
        "It finds them heavy.",
    ]


def test_the_conclusion_is_quoted_where_it_is_asked_for(
    library: Library, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    add(library, [write_papers({"bells.md": WITH_ENDING})])
    assert described(library, "What does it conclude?") == [
        "Bells are heavier than they look.",
        "They should hang low.",
    ]


def test_without_an_abstract_the_first_sentences_are_quoted(
    library: Library, write_papers: Callable[[dict[str, str]], Path]
) -> None:
    add(library, [write_papers({"rain.txt": WITHOUT})])
    assert described(library, "What is it about?")[0] == "Rain fell on the town for a week."


def test_several_papers_are_quoted_briefly_each_under_its_title(assistant: Assistant) -> None:
    answer = assistant.ask("What are Nora Quillby's papers about?")
    assert len(answer.sentences) == 4
    assert len({source.document.id for source in answer.sources}) == 2
    assert {source.hit.passage.kind for source in answer.sources} == {"abstract"}
    leads = [s.text.partition(": ")[0] for s in answer.sentences if ": " in s.text]
    assert leads == ["The Longitude Problem and Harrison's Sea Clocks", "Brass for Brain"]


def test_this_paper_among_several_is_asked_back(assistant: Assistant, library: Library) -> None:
    answer = assistant.ask("What is this paper about?")
    assert answer.abstained is not None
    assert answer.abstained.reason == "not_stated"
    assert "--document" in answer.abstained.message
    assert isinstance(describe_documents(library, [], "?"), Abstention)


def test_every_sentence_is_an_exact_slice(assistant: Assistant, example_library: Library) -> None:
    answer = assistant.ask("Summarise the quartz article.")
    assert answer.sentences
    for sentence in answer.sentences:
        for quote in sentence.quotes:
            text = example_library.text(quote.document_id).text
            assert text[quote.start : quote.end] == quote.text
