from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from quoth.index import Library, load_embedder

ASK_KEYS = {
    "prompts",
    "question", "answer", "abstained", "confidence", "sentences", "sources", "nearest", "notes",
    "model", "timings",
}  # fmt: skip
SOURCE_KEYS = {"n", "document", "page", "section", "start", "end", "text", "quotes", "score"}
DOCUMENT_KEYS = {"id", "file", "title", "authors", "year", "doi", "reference"}


def test_an_answer_shows_its_sources_with_title_page_section_and_the_quoted_words(examples):
    ran = examples("ask", "How much did Harrison's first sea clock weigh?")
    assert ran.code == 0
    answer, sources = ran.out.split("\nSources\n")
    assert "weighed about 34 kilograms. [1]" in answer
    assert "[1] The Longitude Problem and Harrison's Sea Clocks (2026), p. 1" in sources
    assert "§ 3. Four timekeepers" in sources
    assert "“His first sea clock, now called H1," in sources


def test_the_json_of_an_answer_has_the_documented_shape(examples):
    ran = examples("ask", "--json", "How much did Harrison's first sea clock weigh?")
    answer = ran.json
    assert set(answer) == ASK_KEYS
    assert answer["abstained"] is None
    assert answer["nearest"] == []
    sentence = answer["sentences"][0]
    assert set(sentence) == {"text", "citations", "quotes", "support"}
    assert sentence["citations"] == [1]
    assert set(sentence["quotes"][0]) == {"n", "start", "end", "text"}
    assert sentence["support"] == {"label": "supported", "score": 1.0}
    assert set(answer["sources"][0]) == SOURCE_KEYS
    assert set(answer["sources"][0]["document"]) == DOCUMENT_KEYS
    assert 0 <= answer["confidence"] <= 1
    stages = {"retrieve_ms", "read_ms", "answer_ms", "verify_ms", "total_ms"}
    assert set(answer["timings"]) == stages


def test_every_quote_of_an_answer_slices_out_of_the_canonical_text(examples, example_library):
    with Library.open(example_library, load_embedder) as library:
        for question in ("Which global satellite systems are there?", "Who was Delambre?"):
            answer = examples("ask", "--json", question).json
            for source in answer["sources"]:
                text = library.text(source["document"]["id"]).text
                assert text[source["start"] : source["end"]] == source["text"]
                for quote in source["quotes"]:
                    assert text[quote["start"] : quote["end"]] == quote["text"]


def test_a_question_about_something_else_exits_3_and_shows_the_nearest_passages(examples):
    ran = examples("ask", "Which vaccine protects against measles?")
    assert ran.code == 3
    assert ran.out.startswith("Nothing in the library answers this.")
    assert "Nearest passages" in ran.out
    told = examples("ask", "--json", "Which vaccine protects against measles?").json
    assert told["abstained"]["reason"] == "nothing_relevant"
    assert told["sentences"] == []
    assert len(told["nearest"]) == 3


def test_sources_alone_of_no_answer_leave_the_reason_on_stderr(examples):
    ran = examples("ask", "Who painted the Mona Lisa?", "--format", "bibtex")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("quoth: Nothing in the library answers this.")
    assert ran.err.count("\n") == 1


def test_an_empty_library_exits_3_and_names_the_command_that_fills_it(quoth):
    for words in (("ask", "why?"), ("search", "why"), ("ls",), ("rebuild",)):
        ran = quoth(*words)
        assert ran.code == 3, words
        assert "quoth add PATH" in ran.out + ran.err


def test_a_filter_that_lets_nothing_through_is_an_abstention(examples):
    ran = examples("ask", "How much did H1 weigh?", "--document", "no such file")
    assert ran.code == 3


def test_a_document_filter_keeps_to_that_document(examples):
    ran = examples("search", "Greenwich meridian", "--document", "railway", "--json")
    files = {hit["document"]["file"] for hit in ran.json["hits"]}
    assert files == {"railway-time-zones.html"}


def test_a_kind_filter_finds_entries_of_reference_lists(examples):
    hits = examples("search", "Sobel longitude genius", "--kind", "reference", "--json").json[
        "hits"
    ]
    assert "Sobel" in hits[0]["text"]


def test_search_gives_k_hits_with_ranks_and_both_scores(examples):
    hits = examples("search", "quartz clocks drift", "-k", 4, "--json").json["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2, 3, 4]
    assert all({"score", "dense_score", "lexical_score"} <= set(hit) for hit in hits)
    assert hits[0]["score"] >= hits[-1]["score"]


def test_a_history_file_completes_a_follow_up(examples, tmp_path):
    history = tmp_path / "history.json"
    turns = [{"role": "user", "content": "Who finished the first sea clock, H1?"}]
    history.write_text(json.dumps(turns), encoding="utf-8")
    ran = examples("ask", "How heavy was it?", "--history", history, "--json")
    assert ran.json["notes"][0]["code"] == "follow_up"
    assert "34 kilograms" in ran.json["answer"]


@pytest.mark.parametrize("text", ["{", '{"role": "user"}', '[{"role": "robot", "content": ""}]'])
def test_a_history_file_of_another_shape_is_one_line_and_exit_2(examples, tmp_path, text):
    history = tmp_path / "history.json"
    history.write_text(text, encoding="utf-8")
    ran = examples("ask", "why?", "--history", history)
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "JSON array" in ran.err


def test_chat_answers_in_a_loop_and_remembers(examples, monkeypatch):
    said = "How much did Harrison's first sea clock weigh?\n\nWhen was it finished?\n/new\n/quit\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    ran = examples("chat")
    assert ran.code == 0
    assert "34 kilograms" in ran.out
    assert "1735" in ran.out


def test_escape_sequences_of_a_document_do_not_reach_the_terminal(quoth, tmp_path):
    evil = "The \x1b[31mred\x1b[0m kettle\u202e boils at [bold]eighty[/bold] degrees in Lhasa.\n"
    (tmp_path / "evil.txt").write_text("# Kettles\n\n" + evil * 3, encoding="utf-8")
    quoth("add", tmp_path / "evil.txt")
    ran = quoth("ask", "At how many degrees does the kettle boil in Lhasa?")
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert "[bold]eighty[/bold]" in ran.out


def test_an_empty_question_is_refused(quoth):
    for words in (("ask", "  "), ("search", "")):
        ran = quoth(*words)
        assert ran.code == 2
        assert ran.err.count("\n") == 1


def test_a_very_long_question_with_query_syntax_is_only_words(examples):
    ran = examples("search", 'AND OR "(*[' * 500 + " H1 clock", "--json")
    assert ran.code == 0
    assert ran.json["hits"]
    assert Path(ran.json["hits"][0]["document"]["file"]).suffix
