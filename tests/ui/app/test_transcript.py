from __future__ import annotations

from dataclasses import replace

from lxml.html import fragment_fromstring

from quoth.rag.types import Abstention, Note, Source
from quoth.ui.app.answer_view import answer_html
from quoth.ui.app.records import Message
from quoth.ui.app.stored import Exchange, answer_to_json, exchange_of
from quoth.ui.app.transcript import Running, Stage, transcript_items, welcome_items
from tests.ui.app.answers import HOSTILE, TEXT, abstained, answer, document, hit, sentence


def tree(html: str):
    return fragment_fromstring(html, create_parent="div")


def test_a_chip_names_its_span_and_its_description_has_quote_title_year_and_page():
    shown = tree(answer_html(answer(), "a0"))
    chip = shown.xpath("//p//button[@class='cite']")[0]
    start = TEXT.index("The first")
    assert (chip.get("data-doc"), chip.get("data-start"), chip.get("data-end")) == (
        "d1",
        str(start),
        str(len(TEXT)),
    )
    assert chip.get("aria-label") == "Source 1"
    tip = shown.get_element_by_id(chip.get("aria-describedby"))
    assert tip.text == "“The first weighed 34 kilograms.” — Sea clocks (2026), p. 2"


def test_a_chip_without_a_quote_names_the_page_of_its_own_passage():
    first = answer().sources[0]
    elsewhere = replace(first, n=2, hit=replace(hit(), passage=replace(hit().passage, page=7)))
    whole = replace(answer(sentence("It was light.", quoted=False)), sources=(first, elsewhere))
    shown = tree(answer_html(whole, "a0"))
    tips = shown.xpath("//p//span[@hidden]/text()")
    assert tips == ["Sea clocks (2026), p. 2"]


def test_every_id_of_a_transcript_is_there_once():
    exchanges = [Exchange("1" * 32, "?", answer(sentence(), sentence())) for _ in range(2)]
    shown = tree("".join(item["html"] for item in transcript_items(exchanges)))
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids)) > 4
    assert {chip.get("aria-describedby") for chip in shown.xpath("//button[@class='cite']")} == set(
        ids
    )


def test_support_is_said_in_words_and_signs_not_by_colour_alone():
    own = "It was a light clock."
    expected = {
        "supported": ("✓", "Supported by the words cited"),
        "partial": ("~", "Supported in part"),
        "unsupported": ("?", "No passage supports this"),
        "contradicted": ("✗", "The words cited say otherwise"),
    }
    for label, (sign, words) in expected.items():
        shown = tree(answer_html(answer(sentence(own, label=label)), "a0"))
        mark = shown.xpath("//*[contains(@class, 'support')]")[0]
        assert (mark.text, mark.get("aria-label"), mark.get("role")) == (sign, words, "img")


def test_a_sentence_that_is_a_quotation_says_so():
    shown = tree(answer_html(answer(), "a0"))
    assert shown.xpath("//*[@role='img']/@aria-label") == ["The document’s own words"]


def test_a_line_end_before_a_sentence_begins_a_paragraph():
    whole = answer(sentence(), sentence(lead="\n- "), sentence(lead=" "))
    assert len(tree(answer_html(whole, "a0")).xpath("./p")) == 2


def test_hostile_text_is_shown_as_text_wherever_it_comes_from():
    hostile = document(title=HOSTILE)
    source = replace(answer().sources[0], hit=hit(hostile, HOSTILE))
    whole = replace(
        answer(sentence(HOSTILE, quoted=False), question=HOSTILE),
        sources=(source,),
        notes=(Note("x", HOSTILE),),
    )
    none = replace(abstained(HOSTILE), nearest=(source,), question=HOSTILE)
    for shown in (whole, none):
        exchange = Exchange("1" * 32, HOSTILE, shown, 1, HOSTILE)
        items = transcript_items([exchange], Running(HOSTILE, text=HOSTILE))
        parsed = tree("".join(item["html"] for item in items))
        assert not parsed.xpath("//img | //script | //@onerror")
        assert "<script>alert(2)</script>" in parsed.text_content()


def test_an_abstention_says_what_was_looked_for_why_what_is_near_and_what_to_try():
    whole = replace(abstained(), notes=(Note("follow_up", "searched for: vaccine at sea"),))
    card = tree(answer_html(whole, "a0")).xpath("//section[@class='abstention']")[0]
    words = card.text_content()
    assert "vaccine at sea" in words
    assert "Nothing in the library answers this." in words
    assert "Clocks drift at sea." in words
    assert "What to try" in words
    read = card.xpath(".//button[@class='cite']")[0]
    assert (read.get("data-start"), read.get("data-end")) == ("0", str(len(TEXT)))


def test_the_folder_of_an_empty_library_is_not_named_on_the_page():
    reason = Abstention("empty_library", "The library at /home/ann/lib is empty.")
    whole = replace(abstained(), abstained=reason, nearest=())
    words = tree(answer_html(whole, "a0")).text_content()
    assert "The library is empty." in words
    assert "/home/ann" not in words


def exchange(digit: str, n_replaced: int = 0) -> Exchange:
    return Exchange(digit * 32, "?", answer(), n_replaced=n_replaced)


def acts_of(items):
    return [tree(item["html"]).xpath("//button/@data-act") for item in items]


def test_every_question_is_edited_and_only_the_last_is_undone_and_retried():
    items = transcript_items([exchange("1"), exchange("2")])
    acts = acts_of(items)
    assert (acts[0], acts[2]) == (["edit"], ["edit", "undo"])
    assert tree(items[0]["html"]).xpath("//button/@data-message") == ["1" * 32]
    assert ("retry" in acts[1], "retry" in acts[3]) == (False, True)


def test_nothing_is_edited_while_an_answer_comes():
    acts = acts_of(transcript_items([exchange("1")], Running("?")))
    assert (acts[0], acts[2]) == ([], [])


def test_of_a_question_that_is_edited_what_it_replaces_is_marked_and_it_can_be_left():
    items = transcript_items([exchange(d) for d in "123"], editing="2" * 32)
    assert [item["role"] for item in items] == [
        *("question", "answer"),
        *("question leaving", "answer leaving") * 2,
    ]
    acts = acts_of(items)
    assert (acts[0], acts[2], acts[4]) == ([], ["leave_edit"], [])


def test_undoing_a_question_that_replaced_others_says_what_comes_back():
    (undo,) = tree(transcript_items([exchange("1", 2)])[0]["html"]).xpath("//*[@data-act='undo']")
    assert (undo.text, undo.get("title")) == ("Undo edit", "Brings back 2 replaced questions")


def test_a_long_question_and_what_was_looked_for_leave_the_answer_in_sight():
    long = "why " * 500
    (item, _) = transcript_items([Exchange("1" * 32, long, answer())])
    (asked,) = tree(item["html"]).xpath("//p[contains(@class, 'long')]")
    assert asked.get("tabindex") == "0"
    (item, _) = transcript_items([exchange("1")])
    assert tree(item["html"]).xpath("//p/@class") == ["asked"]
    card = tree(answer_html(replace(abstained(), question=long), "a0"))
    assert len(card.xpath("//dd")[0].text) < 400


def test_a_card_says_once_what_was_looked_for():
    notes = (Note("follow_up", "searched for: How heavy was H1?"), Note("other", "look again"))
    shown = tree(answer_html(replace(abstained(), notes=notes), "a0"))
    assert shown.xpath("//dd/text()")[0] == "How heavy was H1?"
    assert shown.xpath("//ul[@class='notes']/li/text()") == ["Look again"]


def test_a_passage_that_came_nearest_is_shown_without_its_heading():
    text = "## 3. Weights\n\nThe first weighed 34 kilograms."
    card = tree(answer_html(replace(abstained(), nearest=(Source(1, hit(text=text)),)), "a0"))
    assert card.xpath("//blockquote/text()") == ["The first weighed 34 kilograms."]


def test_the_stages_have_their_milliseconds_and_what_goes_on_has_none():
    done = tree(transcript_items([Exchange("1" * 32, "?", answer())])[1]["html"])
    assert done.xpath("//p[@class='stages']/span/text()") == [
        "searching 9 ms",
        "reading 22 ms",
        "answering < 1 ms",
    ]
    running = Running("?", (Stage("searching", 1234.0), Stage("answering")))
    item = transcript_items([], running)[1]
    assert item["role"] == "answer running"
    shown = tree(item["html"]).xpath("//p[@class='stages']/span/text()")
    assert shown == ["searching 1.2 s", "answering …"]


def test_a_thumb_opens_the_field_for_a_comment():
    without = tree(transcript_items([Exchange("1" * 32, "?", answer())])[1]["html"])
    assert not without.xpath("//form")
    rated = Exchange("1" * 32, "?", answer(), -1, "too late")
    shown = tree(transcript_items([rated])[1]["html"])
    assert shown.xpath("//form//input/@value") == ["too late"]
    pressed = shown.xpath("//button[@data-act='thumb']/@aria-pressed")
    assert pressed == ["false", "true"]


def test_an_answer_is_the_same_after_it_was_kept():
    for whole in (answer(), abstained()):
        message = Message("1" * 32, whole.question, answer_to_json(whole))
        assert exchange_of(message).answer == whole


def test_an_answer_that_cannot_be_read_any_more_is_a_note():
    kept = exchange_of(Message("1" * 32, "Why?", {"sentences": "of another kind"}))
    assert kept.question == "Why?"
    assert [note.code for note in kept.answer.notes] == ["unreadable"]


def test_an_empty_library_is_told_how_it_is_filled():
    (item,) = welcome_items(n_documents=0, questions=(), has_examples=True)
    shown = tree(item["html"])
    assert shown.xpath("//button/@data-act") == ["library", "examples"]
    (item,) = welcome_items(n_documents=2, questions=("Why <b>?",), has_examples=True)
    assert tree(item["html"]).xpath("//button[@data-act='example']/text()") == ["Why <b>?"]
