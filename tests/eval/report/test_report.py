"""Reports of a run: what they say, that text stays text, and that nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from quoth.eval.report.content import report_content
from quoth.eval.report.html import to_html
from quoth.eval.report.items import item_views, worst
from quoth.eval.report.markdown import plain, to_markdown
from quoth.eval.report.writing import write_report
from quoth.eval.runs.folder import open_run
from quoth.index.errors import UsageError
from tests.eval.report.a_run import make_run, saved

HOSTILE = (
    "</title></script><script>alert(1)</script><img src=x onerror=alert(2)> "
    "[x](javascript:alert(3)) ![y](https://evil.example/y.png) | cell ** `code` "
    "<javascript:alert(4)> &lt;b&gt; {{ 7 * 7 }} $x$ https://evil.example www.evil.example "
    "\x1b[31mred\u202e"
)


class _Tags(HTMLParser):
    """Collects what a browser would take for elements, and what they point to."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.pointers: set[str] = set()
        self.ids: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("href", "src", "xlink:href", "action", "srcset", "data"):
                self.pointers.add(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def tags_of(page: str) -> _Tags:
    found = _Tags()
    found.feed(page)
    return found


def page_of(tmp_path: Path, **changed: str) -> str:
    return to_html(report_content(make_run(tmp_path, **changed)))


def test_a_report_is_written_from_what_a_runs_folder_holds(tmp_path: Path) -> None:
    folder = saved(make_run(tmp_path / "run"))
    html, markdown = write_report(open_run(folder))
    assert (html.name, markdown.name) == ("report.html", "report.md")
    assert html.read_text("utf-8") == to_html(report_content(make_run(folder)))
    assert sorted(path.suffix for path in folder.glob(".*")) == []  # nothing half written is left


def test_the_same_run_is_written_the_same(tmp_path: Path) -> None:
    assert page_of(tmp_path) == page_of(tmp_path)


def test_a_folder_that_cannot_be_written_costs_one_line(tmp_path: Path) -> None:
    run = make_run(tmp_path / "none")
    with pytest.raises(UsageError, match=r"cannot write .*report\.html: No such file"):
        write_report(run)


def test_the_summary_has_value_interval_and_n(tmp_path: Path) -> None:
    content = report_content(make_run(tmp_path))
    assert [(f.title, f.value, f.interval, f.estimate.n) for f in content.headline] == [
        ("a gold answer occurs in the answer", "0.333", "[0.000, 1.000]", 3),
        ("recall at 5, passages", "0.500", "[0.250, 0.750]", 2),
    ]
    for text in (to_html(content), to_markdown(content)):
        for words in ("0.333", "[0.250, 0.750]", "answerable, yet declined", "lower is better"):
            assert words in text


def test_every_outcome_and_label_is_counted(tmp_path: Path) -> None:
    text = to_markdown(report_content(make_run(tmp_path)))
    assert "3 items: 2 answered, 1 abstained, 0 empty, 0 error" in text
    assert "2 sentences, as the judge has them: 1 supported, 1 contradicted" in text


def test_a_judge_that_is_the_verifier_is_said_not_to_be_independent(tmp_path: Path) -> None:
    run = make_run(tmp_path, judge="embedded")
    said = replace(run.scores, remarks=("judge = verifier: not independent", "absent: stance"))
    same = report_content(replace(run, scores=said))
    assert same.remarks == ("absent: stance",)  # once is enough
    assert same.independence.startswith("judge = verifier: not independent")
    assert same.independence in to_html(same)
    other = report_content(make_run(tmp_path, judge="overlap"))
    assert other.independence == "Judge: overlap, independent of what made or filtered the answers."
    none = report_content(make_run(tmp_path, judge=""))
    assert none.independence.startswith("No judge was asked")


def test_kinds_are_broken_down_where_there_are_several(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    table = report_content(run).kinds
    assert table is not None
    assert [kind for kind, _ in table.rows] == ["explain", "lookup"]
    assert table.rows[1][1][0] is not None
    assert table.rows[1][1][0].value == "0.500"
    one = replace(run.scores, by_kind={"lookup": run.scores.by_kind["lookup"]})
    assert report_content(replace(run, scores=one)).kinds is None


def test_the_worst_items_come_first_and_perfect_ones_not_at_all(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    assert [view.id for view in worst(item_views(run), 9)] == ["t2", "t3"]
    failed = replace(run.records[2], error="the server was down")
    items = (*run.scores.items[:2], replace(run.scores.items[2], outcome="error"))
    broken = replace(
        run,
        records=(*run.records[:2], failed),
        scores=replace(run.scores, items=items),
    )
    views = worst(item_views(broken), 1)
    assert [view.id for view in views] == ["t3"]
    assert views[0].answer == "error: the server was down"


def test_an_item_is_worse_the_more_it_has_of_what_should_be_low(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    items = tuple(
        replace(scored, values={"false_refusals": value})
        for scored, value in zip(run.scores.items, (0.0, 0.0, 1.0), strict=True)
    )
    scores = replace(run.scores, headline=("false_refusals",), items=items)
    assert [view.quality for view in item_views(replace(run, scores=scores))] == [1.0, 1.0, 0.0]


def test_an_item_shows_gold_answer_evidence_and_a_verdict_a_sentence(tmp_path: Path) -> None:
    good, bad, refused = item_views(make_run(tmp_path))
    assert good.gold == ("answer: ten", "evidence: tides.md, characters 10 to 42")
    (sentence,) = good.sentences
    assert (sentence.label, sentence.score, sentence.own) == ("supported", 0.97, "supported")
    assert sentence.sources[0].text.startswith("The machine summed ten waves")
    assert sentence.quotes == ("summed ten waves",)
    assert bad.sentences[0].label == "contradicted"
    assert [(one.n, one.label) for one in bad.sentences[0].citations] == [(7, "unknown")]
    assert refused.answer == "no answer (nothing_relevant): Nothing relevant was found."
    assert good.values == (("a gold answer occurs in the answer", "1.000"),)
    page = page_of(tmp_path)
    for words in ("contradicted", "0.04", "[7] unknown", "Légé", "nothing_relevant"):
        assert words in page


def test_an_item_that_was_not_judged_says_so(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    unjudged = replace(run, verdicts=tuple(replace(v, sentences=()) for v in run.verdicts))
    assert item_views(unjudged)[0].sentences[0].label is None
    assert "not judged" in to_html(report_content(unjudged))


def test_a_quote_that_is_the_whole_sentence_is_not_shown_twice(tmp_path: Path) -> None:
    page = page_of(tmp_path, said="It was made of brass.")
    assert "<blockquote>It was made of brass.</blockquote>" not in page
    run = make_run(tmp_path)
    sentence = replace(run.records[1].sentences[0], text="It was of brass, and heavy.")
    longer = replace(run.records[1], sentences=(sentence,))
    shown = to_html(report_content(replace(run, records=(run.records[0], longer, run.records[2]))))
    assert "<blockquote>The machine summed ten waves.</blockquote>" in shown


def test_a_plot_is_drawn_for_what_there_is_and_has_its_table(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    names = [plot.name for plot in report_content(run).plots]
    assert names == ["recall", "risk", "reliability", "latency"]
    recall = report_content(run).plots[0]
    assert recall.columns == ("k", "document", "passage")
    assert recall.rows == (("1", "0.500", "0.250"), ("5", "1.000", "0.500"))
    bare = replace(run.scores, recall_curve={}, risk_coverage=(), reliability=())
    assert report_content(replace(run, scores=bare, latency={})).plots == ()


def test_plots_take_their_colours_from_the_page_and_keep_their_words(tmp_path: Path) -> None:
    for plot in report_content(make_run(tmp_path)).plots:
        assert "currentColor" in plot.svg
        assert "var(--series-1)" in plot.svg
        assert "#0101" not in plot.svg
        assert "<text" in plot.svg
        assert "http" not in re.sub(r'xmlns(:xlink)?="[^"]*"', "", plot.svg)


def test_a_stage_or_level_of_a_foreign_file_is_text_in_a_plot(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    foreign = replace(run, latency={f"<script>{HOSTILE}": run.latency["total_ms"]})
    assert "script" not in tags_of(to_html(report_content(foreign))).elements


def test_hostile_text_stays_text_in_the_page(tmp_path: Path) -> None:
    found = tags_of(page_of(tmp_path, said=HOSTILE))
    assert found.elements.isdisjoint({"script", "img", "iframe", "object", "form", "b"})
    assert not any(name.startswith("on") for name in found.attributes)
    assert all(pointer.startswith(("#", "data:,")) for pointer in found.pointers)
    words = " ".join(found.words)
    assert "<script>alert(1)</script>" in words
    assert "{{ 7 * 7 }}" in words
    assert "\x1b" not in words
    assert "\u202e" not in words


def test_hostile_text_stays_text_in_markdown(tmp_path: Path) -> None:
    from markdown_it import MarkdownIt

    text = to_markdown(report_content(make_run(tmp_path, said=HOSTILE)))
    reader = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    found = tags_of(reader.render(text))
    assert found.elements.isdisjoint({"script", "img", "a", "b"})
    assert found.pointers == set()
    assert "<script>alert(1)</script>" in " ".join(found.words)
    assert "`code`" in " ".join(found.words)
    assert not re.search(r"(?<!\\):(?=//)|www\.", text)  # what GitHub makes a link of by itself


@pytest.mark.parametrize("text", ["a | b", "*a* _b_ `c` [d](e) <f> ~g~ \\h", "&amp; $x$ @y"])
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    from markdown_it import MarkdownIt

    shown = tags_of(MarkdownIt("gfm-like", {"linkify": False}).render(plain(text)))
    assert "".join(shown.words).strip() == text


def test_no_two_elements_share_an_id_and_every_link_leads_to_one(tmp_path: Path) -> None:
    found = tags_of(page_of(tmp_path))
    assert len(found.ids) == len(set(found.ids))
    inside = {pointer[1:] for pointer in found.pointers if pointer.startswith("#")}
    assert inside <= set(found.ids)


def test_the_setup_is_told_without_times(tmp_path: Path) -> None:
    facts = dict(report_content(make_run(tmp_path)).facts)
    assert facts["library"] == "2 documents, 14 passages, sha256 cdcdcdcdcdcd"
    assert facts["prompt answer"] == "sha256 efefefefefef"
    assert facts["verifier"] == "embedded"
