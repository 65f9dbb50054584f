from __future__ import annotations

import pytest

from quoth.index import Library, add
from quoth.index.edit import edit
from quoth.index.errors import EmbedderMismatch, UnknownDocument, UsageError
from quoth.index.types import Author
from quoth.index.upkeep import rebuild
from tests.fakes import FakeEmbedder

BELLS = "# Bells of the valley\n\nAnn B. Moe and Jo Lee\n\n## Abstract\n\nBells ring at noon.\n"


@pytest.fixture
def bells(library, write_papers):
    folder = write_papers({"bells.md": BELLS, "lamps.md": "# Lamps\n\nLamps burn oil.\n"})
    add(library, [folder])
    return folder


def of(library, file: str):
    return next(d for d in library.documents() if d.file == file)


def test_what_is_found_is_kept_with_its_provenance(library, bells):
    document = of(library, "bells.md")
    assert document.title == "Bells of the valley"
    assert document.authors == (Author("Ann B.", "Moe"), Author("Jo", "Lee"))
    assert dict(document.provenance) == {"title": "first heading", "authors": "front page"}


def test_a_correction_survives_a_changed_file_and_a_rebuild(library, bells):
    document = of(library, "bells.md")
    fields = {"title": "Chimes", "year": 2011, "keywords": ("bells",), "authors": None}
    before, after = edit(library, document.id, fields)
    assert (before.title, after.title) == ("Bells of the valley", "Chimes")
    (bells / "bells.md").write_text(BELLS + "\nThey ring again at night.\n", "utf-8")
    add(library, [bells])
    rebuild(library)
    found = of(library, "bells.md")
    assert (found.id, found.title, found.year) == (document.id, "Chimes", 2011)
    assert (found.keywords, found.authors) == (("bells",), ())
    assert dict(found.provenance) == {"title": "edited", "year": "edited", "keywords": "edited"}


def test_a_correction_can_be_taken_back(library, bells):
    document = of(library, "bells.md")
    edit(library, document.id, {"title": "Chimes", "doi": "10.5555/x"})
    _, after = edit(library, document.id, {}, reset=["title"])
    assert (after.title, after.doi) == ("Bells of the valley", "10.5555/x")


def test_words_and_vectors_follow_the_title(library, bells):
    document = of(library, "bells.md")
    found, _ = library.candidates("carillon", depth=10)
    assert not found.lexical
    edit(library, document.id, {"title": "The carillon"})
    passage = library.passages_of(document.id)[0]
    found, _ = library.candidates("carillon", depth=10)
    assert passage.id in found.lexical
    assert found.dense[passage.id] == max(found.dense.values())
    assert library.store.integrity_problems() == []


def test_other_fields_leave_the_passages_as_they_are(library, bells):
    document = of(library, "bells.md")
    before = [p.id for p in library.passages_of(document.id)]
    edit(library, document.id, {"year": 1999, "pages": "1-9"})
    assert [p.id for p in library.passages_of(document.id)] == before


def test_another_embedder_may_correct_a_year_and_no_title(library, bells):
    document = of(library, "bells.md")
    with Library.open(library.folder, lambda: FakeEmbedder(name="other")) as other:
        edit(other, document.id, {"year": 1999})
        with pytest.raises(EmbedderMismatch):
            edit(other, document.id, {"title": "Chimes"})
    assert of(library, "bells.md").title == "Bells of the valley"


def test_unknown_documents_and_fields_are_refused(library, bells):
    with pytest.raises(UnknownDocument):
        edit(library, "nothing", {"year": 1999})
    with pytest.raises(UsageError, match="publisher"):
        edit(library, of(library, "bells.md").id, {"publisher": "x"})


def test_a_bibliography_in_the_folder_comes_first(library, write_papers):
    bib = "@article{bells, title={Bells, corrected}, year={2018}}\n@article{open,\n"
    folder = write_papers({"bells.md": BELLS, "refs.bib": bib, "other.json": "{}"})
    report = add(library, [folder])
    document = of(library, "bells.md")
    assert (document.title, document.year) == ("Bells, corrected", 2018)
    assert dict(document.provenance)["title"] == "sidecar refs.bib"
    assert dict(document.provenance)["authors"] == "front page"
    assert [(p.file, p.reason[:7]) for p in report.problems] == [("refs.bib", "line 2:")]
    assert (report.n_other_files, report.failures) == (1, [])


def test_a_bibliography_that_comes_later_describes_unchanged_files(library, bells):
    edit(library, of(library, "bells.md").id, {"year": 1999})
    (bells / "refs.bib").write_text("@misc{bells, title={Chimes}, year={2018}}", "utf-8")
    report = add(library, [bells])
    document = of(library, "bells.md")
    assert (document.title, document.year) == ("Chimes", 1999)
    assert (report.described, report.n_unchanged) == (["bells.md"], 2)
    assert add(library, [bells]).described == []


def test_a_bibliography_beside_a_single_file_is_found_by_its_name(library, write_papers):
    folder = write_papers({"bells.md": BELLS, "bells.ris": "TY  - JOUR\nTI  - Chimes\nER  - \n"})
    add(library, [folder / "bells.md"])
    assert of(library, "bells.md").title == "Chimes"
