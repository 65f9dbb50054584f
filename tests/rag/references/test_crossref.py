"""Asking Crossref, and reading what it says; the server is a real one on loopback."""

from __future__ import annotations

import socket

import pytest

from quoth.rag.references.crossref import Crossref, CrossrefError
from quoth.rag.references.crossref_cache import CrossrefCache
from quoth.rag.references.crossref_items import CrossrefWork, work_of
from tests.crossref_server import crossref_server, journal_article

DOI = "10.1234/bells"
BELLS = journal_article(DOI, "Bells of the valley")


@pytest.fixture
def server():
    with crossref_server() as known:
        known.works[DOI] = BELLS
        yield known


@pytest.fixture
def waits():
    return []


@pytest.fixture
def crossref(server, tmp_path, waits):
    cache = CrossrefCache(tmp_path / "crossref.db")
    with Crossref(server.url, cache=cache, wait=waits.append) as opened:
        yield opened


def test_a_work_is_an_item_with_its_type_and_its_publisher(crossref):
    work = crossref.work(DOI)
    assert work.item.to_json() == {
        "id": "",
        "type": "article-journal",
        "title": "Bells of the valley",
        "container-title": "Journal of Bells",
        "volume": "4",
        "page": "1-9",
        "DOI": DOI,
        "publisher": "Bell Press",
        "ISSN": "1234-5678",
        "author": [{"family": "Moe", "given": "Ann"}],
        "issued": {"date-parts": [[2017, 3]]},
    }
    assert work.retracted is None


def test_who_asks_is_said_and_an_address_only_if_one_is_given(server, crossref, tmp_path):
    crossref.work(DOI)
    assert server.agents[0].startswith("quoth/")
    assert "mailto" not in server.agents[0]
    cache = CrossrefCache(tmp_path / "other.db")
    with Crossref(server.url, mailto="me@example.org", cache=cache) as polite:
        polite.work(DOI)
    assert server.agents[-1].endswith("(mailto:me@example.org)")


def test_the_record_itself_may_name_its_retraction(server, crossref):
    update = {
        "DOI": "10.1234/NOTICE",
        "type": "retraction",
        "updated": {"date-parts": [[2021, 3, 4]]},
    }
    server.works[DOI] = BELLS | {"updated-by": [{"DOI": "10.1/c", "type": "correction"}, update]}
    said = "retraction of 2021-03-04, https://doi.org/10.1234/notice"
    assert crossref.work(DOI).retracted == said
    assert len(server.asked) == 1


def test_a_notice_that_updates_the_work_is_looked_for(server, crossref):
    server.notices[DOI] = [
        journal_article("10.1/e", "Erratum", **{"update-to": [{"DOI": DOI, "type": "erratum"}]}),
        journal_article(
            "10.1/o", "Other", **{"update-to": [{"DOI": "10.9/x", "type": "retraction"}]}
        ),
        journal_article(
            "10.1/r", "Gone", **{"update-to": [{"DOI": DOI.upper(), "type": "withdrawal"}]}
        ),
    ]
    assert crossref.work(DOI).retracted == "withdrawal, https://doi.org/10.1/r"


def test_a_correction_withdraws_nothing(server, crossref):
    server.notices[DOI] = [
        journal_article("10.1/e", "Erratum", **{"update-to": [{"DOI": DOI, "type": "correction"}]})
    ]
    assert crossref.work(DOI).retracted is None


def test_an_unknown_doi_is_no_error(crossref):
    assert crossref.work("10.1234/none") is None


def test_a_doi_with_odd_characters_is_asked_for_whole(server, crossref):
    odd = "10.1002/(sici)1097<1::aid-a#b?>3.0.co;2-a/x"
    server.works[odd] = BELLS
    assert crossref.work(odd) is not None


def test_an_answer_is_asked_for_once(server, crossref):
    crossref.work(DOI)
    n_asked = len(server.asked)
    assert crossref.work(DOI).item.year == 2017
    assert crossref.work("10.1234/none") is crossref.work("10.1234/none") is None
    assert len(server.asked) == n_asked + 1


def test_an_answer_is_asked_for_again_after_a_week_or_when_told_to(server, tmp_path):
    now = [1_000_000.0]
    cache = CrossrefCache(tmp_path / "crossref.db", now=lambda: now[0])
    with Crossref(server.url, cache=cache) as crossref:
        crossref.work(DOI)
        now[0] += 6 * 24 * 3600
        crossref.work(DOI)
        assert len(server.asked) == 2
        now[0] += 2 * 24 * 3600
        crossref.work(DOI)
        assert len(server.asked) == 4
    with Crossref(server.url, cache=cache, fresh=True) as crossref:
        crossref.work(DOI)
    assert len(server.asked) == 6


def test_a_busy_server_is_waited_for_as_it_says(server, crossref, waits):
    server.faults, server.retry_after = [429, 503], "3"
    assert crossref.work(DOI) is not None
    assert waits == [3.0, 3.0]


def test_a_server_that_asks_for_long_is_not_waited_for_so_long(server, crossref, waits):
    server.faults, server.retry_after = [429], "3600"
    crossref.work(DOI)
    assert waits == [10.0]


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ([429] * 3, r"asks to wait \(429\)"),
        ([503] * 3, "answers with 503"),
        ([403], "answers with 403"),
    ],
)
def test_a_server_that_refuses_is_said(server, crossref, faults, said):
    server.faults = faults
    with pytest.raises(CrossrefError, match=said):
        crossref.work(DOI)
    assert crossref.work(DOI) is not None  # the failure was not kept


def test_silence_is_said(server, tmp_path):
    server.faults = [0]
    cache = CrossrefCache(tmp_path / "c.db")
    with (
        Crossref(server.url, cache=cache, timeout_s=0.05) as crossref,
        pytest.raises(CrossrefError, match="did not answer in 0 s"),
    ):
        crossref.work(DOI)


def test_no_network_is_said(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    cache = CrossrefCache(tmp_path / "c.db")
    with (
        Crossref(url, cache=cache) as crossref,
        pytest.raises(CrossrefError, match=r"cannot be reached .* Are you online\?"),
    ):
        crossref.work(DOI)


@pytest.mark.parametrize("body", ["<html>Log in</html>", "[]", '{"message": 5}', "\x00\xff", "{"])
def test_what_is_no_answer_of_theirs_is_said_and_not_kept(server, crossref, body):
    server.body = body
    with pytest.raises(CrossrefError, match="no answer of its API"):
        crossref.work(DOI)
    server.body = None
    assert crossref.work(DOI) is not None


def test_a_record_with_nulls_and_gaps_is_read():
    given = CrossrefWork.model_validate(
        {
            "DOI": "10.1/X",
            "type": None,
            "title": None,
            "container-title": [None, "Bells"],
            "author": [{"name": "Bell Society"}, {"family": "Moe"}, {}, {"given": "Ann"}],
            "issued": {"date-parts": [[None]]},
            "article-number": "e12",
            "member": 5,
        }
    )
    assert work_of(given).item.to_json() == {
        "id": "",
        "type": "document",
        "container-title": "Bells",
        "number": "e12",
        "DOI": "10.1/x",
        "author": [{"literal": "Bell Society"}, {"family": "Moe"}, {"literal": "Ann"}],
    }


def test_markup_in_a_title_is_taken_out_and_a_subtitle_put_behind():
    given = CrossrefWork(title=["Bells of <i>Campanula</i> &amp; others"], subtitle=["A survey"])
    assert work_of(given).item.text("title") == "Bells of Campanula & others: A survey"
