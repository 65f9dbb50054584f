"""Authors are found as people type them, and words that are names by chance are not."""

from __future__ import annotations

import pytest

from quoth.rag.question.author_names import NamedAuthors, NameIndex
from quoth.rag.question.name_forms import name_keys
from quoth.rag.question.name_words import fold_name
from tests.rag.documents import document

NAMES = NameIndex(
    [
        document("liu", "Learning to read the weather", "Ziqi|Liu"),
        document("bian", "Noise in small clocks", "Xue|Bian", "Ziqi|Liu", year=2020),
        document("obrien", "Gears", "Siobhan|O’Brien"),
        document("berg", "Water levels", "Jan|van der Berg"),
        document("garcia", "Longitude", "Ana|García-Molina", year=None),
        document("nguyen", None, "Văn|Nguyễn"),
        document("li", "Lithium cells", "Zi-Qi|Li"),
        document("will", "Brass", "Tom|Will"),
        document("may", "Days", "Ann|May", year=2020),
        document("he", "Residual layers", "Kai|He", year=2016),
        document("who", "Safe water", "|World Health Organization"),
        document("harris", "Bells", "J. R.|Harris"),
        document("eve", "Stars", "Eve|Brown"),
        document("zoe", "Dwarf planets", "Zoe|Brown"),
        document("oils", "Oils and greases", "Bob|Harrison"),
        document("quill", "Harrison's sea clocks", "Nora|Quillby"),
    ]
)


def found(question: str) -> list[tuple[str, list[str]]]:
    return [(question[n.start : n.end], sorted(n.documents)) for n in NAMES.find(question)]


def only(question: str) -> NamedAuthors:
    (named,) = NAMES.find(question)
    return named


@pytest.mark.parametrize(
    ("question", "words", "documents"),
    [
        ("What did O'Brien count?", "O'Brien", ["obrien"]),
        ("What did O’Brien count?", "O’Brien", ["obrien"]),
        ("Is van der Berg right?", "van der Berg", ["berg"]),
        ("Is Berg right?", "Berg", ["berg"]),
        ("Is García-Molina right?", "García-Molina", ["garcia"]),
        ("Is Garci\u0301a-Molina right?", "Garci\u0301a-Molina", ["garcia"]),
        ("Is Garcia Molina right?", "Garcia Molina", ["garcia"]),
        ("Is Nguyen right?", "Nguyen", ["nguyen"]),
        ("Is Li Ziqi right?", "Li Ziqi", ["li"]),
        ("Is Z. Liu right?", "Z. Liu", ["liu"]),
        ("Is Professor Liu right?", "Professor Liu", ["liu"]),
        ("Is Dr. Liu right?", "Dr. Liu", ["liu"]),
        ("What Does Liu Say?", "Liu", ["liu"]),
        ("IS IT SO, ACCORDING TO LIU?", "LIU", ["liu"]),
        ("what does liu say", "liu", ["liu"]),
        ("is liu's paper right?", "liu's", ["liu"]),
        ("is Harris' paper right?", "Harris'", ["harris"]),
        ("is Harris’s paper right?", "Harris’s", ["harris"]),
        ("Is the World Health Organization right?", "World Health Organization", ["who"]),
        ("Is Brown right?", "Brown", ["eve", "zoe"]),
        ("Is Eve Brown right?", "Eve Brown", ["eve"]),
        ("What did He et al. (2016) add?", "He et al. (2016)", ["he"]),
        ("What did May (2020) add?", "May (2020)", ["may"]),
    ],
)
def test_an_author_is_found_as_people_type_the_name(
    question: str, words: str, documents: list[str]
) -> None:
    assert found(question) == [(words, documents)]


@pytest.mark.parametrize(
    "question",
    [
        "Will the tide turn?",
        "Will it be so? May it rain?",
        "In May 2020 it rained.",
        "Did he add a layer?",
        "How do brown dwarfs form?",
        "Is Li Wei right?",
        "Is the Brown Institute right?",
        "Is Marie Brown right?",
        "by long may clocks be kept, by brown boxes?",
        "What did Liu (1999) find?",
        "",
        "?!",
        "🕰️🌊",
        "张伟说了什么？",
    ],
)
def test_words_that_are_names_by_chance_are_not_found(question: str) -> None:
    assert found(question) == []


def test_authors_who_wrote_together_are_named_as_one() -> None:
    named = only("What do Bian and Liu (2020) say?")
    assert (named.documents, named.is_citation) == ({"bian"}, True)


def test_authors_who_did_not_write_together_are_named_one_by_one() -> None:
    assert found("Do Liu and Berg agree?") == [("Liu", ["liu"]), ("Berg", ["berg"])]
    assert [words for words, _ in found("do they differ, by liu and berg?")] == ["liu", "berg"]


def test_one_author_means_what_that_author_wrote_first_and_the_rest_is_told_too() -> None:
    named = only("Is Liu right?")
    assert (named.documents, named.also, named.is_citation) == ({"liu"}, {"bian"}, False)


def test_a_year_chooses_among_an_authors_papers() -> None:
    assert only("What did Liu (2020) find?").documents == {"bian"}
    assert only("What did García-Molina (1999) find?").documents == {"garcia"}  # states no year


def test_a_name_in_the_title_of_somebody_elses_paper_is_a_topic() -> None:
    assert only("Is Harrison right?").is_topic
    assert not only("Is Liu right?").is_topic


def test_a_family_name_goes_by_itself_and_without_its_particles() -> None:
    assert name_keys("van der Berg") == {"van der berg", "berg"}
    assert name_keys("al-Khalili") == {"al khalili", "khalili"}
    assert name_keys("De") == {"de"}
    assert name_keys("?") == set()


def test_a_name_is_folded_to_what_a_plain_keyboard_types() -> None:
    assert fold_name("Sørensen-Łódź") == "sorensen lodz"
