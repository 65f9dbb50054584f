"""Which question of which tab is stopped, left and come back to."""

from __future__ import annotations

from quoth.ui.app.stops import Stops, Ticket


def ticket(conversation: str) -> Ticket:
    return Ticket(conversation, list)


def test_a_stop_reaches_the_question_of_its_own_tab_alone():
    stops, one, two = Stops(), ticket("a"), ticket("a")
    with stops.asking("one", one), stops.asking("two", two):
        assert stops.stop("one")
        assert (one.stop.is_set(), two.stop.is_set()) == (True, False)
        assert stops.turn_to("two", "") is None
        assert (one.left.is_set(), two.left.is_set()) == (False, True)
    assert not stops.stop("one")
    assert two.stop.is_set()  # nobody waits for it any more


def test_a_tab_answers_one_question_seen_and_others_unseen():
    stops, first, second, third = Stops(), ticket("a"), ticket("a"), ticket("b")
    with stops.asking("tab", first) as is_first:
        with stops.asking("tab", second) as is_second:
            assert (is_first, is_second) == (True, False)
        stops.turn_to("tab", "")
        with stops.asking("tab", third) as is_third:
            assert is_third
            assert stops.stop("tab")
            assert (first.stop.is_set(), third.stop.is_set()) == (False, True)


def test_a_conversation_that_is_come_back_to_is_seen_again():
    stops, first, second = Stops(), ticket("a"), ticket("b")
    with stops.asking("tab", first):
        stops.turn_to("tab", "")
        with stops.asking("tab", second):
            assert stops.turn_to("tab", "a") is first
            assert (first.left.is_set(), second.left.is_set()) == (False, True)
            assert stops.stop("tab", "b")
            assert (first.stop.is_set(), second.stop.is_set()) == (False, True)
    assert stops.turn_to("tab", "a") is None


def test_a_tab_that_has_gone_on_no_longer_shows_a_conversation():
    stops, asked = Stops(), ticket("a")
    assert stops.shows("tab", "a")  # nothing is known of it: as it was loaded
    with stops.asking("tab", asked):
        assert not stops.shows("tab", "a")  # but a running answer
    assert stops.shows("tab", "a")
    stops.turn_to("tab", "")
    assert not stops.shows("tab", "a")
    assert stops.shows("tab", "")
