from __future__ import annotations

import sqlite3
import stat
import threading

import pytest

from quoth.index.errors import LibraryDamaged, LibraryTooNew, LibraryUnwritable
from quoth.index.types import Filters
from quoth.ui.app.database import AppDatabase
from quoth.ui.app.records import UnknownRecord, filters_from_json, filters_json
from quoth.ui.app.sessions import Sessions
from quoth.ui.app.tags import Tags

ANSWER = {"answer": "Tides follow the moon. [1]", "sources": [{"n": 1}]}


@pytest.fixture
def database(tmp_path):
    opened = AppDatabase(tmp_path / "library" / "app.db")
    yield opened
    opened.close()


def test_a_conversation_keeps_its_messages_in_order(database):
    made = database.new_conversation("ada", "  Tides  and\nmoons ")
    filters = Filters(year=(2010, None), among=frozenset({"d1"}), kinds=frozenset({"body"}))
    first = database.append("ada", made.id, "What do tides follow?", ANSWER, filters=filters)
    database.append("ada", made.id, "And why?", {"answer": "…"})
    assert made.title == "Tides and moons"
    messages = database.messages("ada", made.id)
    assert [m.question for m in messages] == ["What do tides follow?", "And why?"]
    assert messages[0] == first
    assert messages[0].answer == ANSWER
    assert messages[0].filters == filters
    assert database.conversations("ada")[0].n_messages == 2


def test_the_conversation_last_written_to_comes_first(database):
    old = database.new_conversation("ada", "old")
    new = database.new_conversation("ada", "new")
    assert [c.id for c in database.conversations("ada")] == [new.id, old.id]
    database.append("ada", old.id, "?", {})
    assert [c.id for c in database.conversations("ada")] == [old.id, new.id]


def test_the_last_message_can_be_dropped_and_an_answer_replaced(database):
    made = database.new_conversation("ada", "t")
    assert database.drop_last("ada", made.id) is None
    kept = database.append("ada", made.id, "one", ANSWER)
    dropped = database.append("ada", made.id, "two", ANSWER)
    assert database.drop_last("ada", made.id) == dropped
    database.replace_answer("ada", kept.id, {"answer": "other"})
    assert [dict(m.answer) for m in database.messages("ada", made.id)] == [{"answer": "other"}]


def shown(database, conversation):
    return [message.question for message in database.messages("ada", conversation.id)]


def test_what_a_message_replaces_is_hidden_until_it_is_dropped(database):
    made = database.new_conversation("ada", "t")
    one, two, _three = (database.append("ada", made.id, q, ANSWER) for q in ("1", "2", "3"))
    other = database.append("ada", made.id, "other", ANSWER)
    database.replace_from("ada", made.id, two.id, instead=other.id)
    assert shown(database, made) == ["1", "other"]
    assert database.conversations("ada")[0].n_messages == 2
    again = database.append("ada", made.id, "again", ANSWER)
    database.replace_from("ada", made.id, one.id, instead=again.id)
    assert shown(database, made) == ["again"]
    assert database.drop_last("ada", made.id).n_replaced == 2
    assert database.drop_last("ada", made.id).n_replaced == 2
    assert shown(database, made) == ["1", "2", "3"]


def test_a_message_that_is_not_shown_replaces_nothing_and_is_not_replaced(database):
    made = database.new_conversation("ada", "t")
    one, two = (database.append("ada", made.id, q, ANSWER) for q in ("1", "2"))
    database.replace_from("ada", made.id, "0" * 32, instead=two.id)
    database.replace_from("ada", made.id, one.id, instead=one.id)
    assert shown(database, made) == ["1", "2"]


def test_a_forgotten_message_leaves_what_it_replaced_to_another(database):
    made = database.new_conversation("ada", "t")
    one, two = (database.append("ada", made.id, q, ANSWER) for q in ("1", "2"))
    database.replace_from("ada", made.id, one.id, instead=two.id)
    three = database.append("ada", made.id, "3", ANSWER)
    database.forget("ada", two.id, instead=three.id)
    assert shown(database, made) == ["3"]
    database.drop_last("ada", made.id)
    assert shown(database, made) == ["1"]


def test_a_file_of_format_1_is_taken_over(tmp_path):
    path = tmp_path / "app.db"
    first = AppDatabase(path)
    made = first.new_conversation("ada", "t")
    first.append("ada", made.id, "1", ANSWER)
    first.close()
    with sqlite3.connect(path) as connection:
        connection.executescript("DROP VIEW shown; DROP TABLE replaced; PRAGMA user_version = 1;")
    connection.close()
    again = AppDatabase(path)
    assert shown(again, made) == ["1"]
    two = again.append("ada", made.id, "2", ANSWER)
    again.replace_from("ada", made.id, again.messages("ada", made.id)[0].id, instead=two.id)
    assert shown(again, made) == ["2"]
    again.close()


def test_feedback_is_kept_changed_and_taken_back(database):
    made = database.new_conversation("ada", "t")
    message = database.append("ada", made.id, "?", ANSWER)
    database.give_feedback("ada", message.id, -1, " wrong page ")
    assert [(m.value, m.comment) for m in database.messages("ada", made.id)] == [(-1, "wrong page")]
    database.give_feedback("ada", message.id, 1)
    assert [(m.value, m.comment) for m in database.messages("ada", made.id)] == [(1, "")]
    database.give_feedback("ada", message.id, None)
    assert [m.value for m in database.messages("ada", made.id)] == [None]


def test_a_deleted_conversation_takes_its_messages_along(database, tmp_path):
    made = database.new_conversation("ada", "t")
    message = database.append("ada", made.id, "?", ANSWER)
    database.give_feedback("ada", message.id, 1)
    other = database.append("ada", made.id, "!", ANSWER)
    database.replace_from("ada", made.id, message.id, instead=other.id)
    database.delete("ada", made.id)
    assert database.conversations("ada") == []
    for table in ("messages", "feedback", "replaced"):
        assert database.file.rows(f"SELECT count(*) FROM {table}") == [(0,)]


CALLS = {
    "read": lambda db, user, c, m: db.messages(user, c),
    "find": lambda db, user, c, m: db.conversation(user, c),
    "rename": lambda db, user, c, m: db.rename(user, c, "mine"),
    "delete": lambda db, user, c, m: db.delete(user, c),
    "append": lambda db, user, c, m: db.append(user, c, "?", {}),
    "drop": lambda db, user, c, m: db.drop_last(user, c),
    "replace_from": lambda db, user, c, m: db.replace_from(user, c, m, instead=m),
    "forget": lambda db, user, c, m: db.forget(user, m, instead=m),
    "replace": lambda db, user, c, m: db.replace_answer(user, m, {}),
    "feedback": lambda db, user, c, m: db.give_feedback(user, m, 1),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_another_users_records_cannot_be_told_from_none(database, call):
    made = database.new_conversation("ada", "private")
    message = database.append("ada", made.id, "?", ANSWER)
    with pytest.raises(UnknownRecord):
        call(database, "eve", made.id, message.id)
    assert database.conversations("eve") == []
    assert database.conversations("ada")[0].title == "private"
    assert database.messages("ada", made.id) == [message]


@pytest.mark.parametrize(
    "wrong", ["", "x", "0" * 31, "g" * 32, "0" * 32, "' OR 1=1 --", None, 7, ["0" * 32]]
)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_an_id_that_is_none_is_refused(database, call, wrong):
    with pytest.raises(UnknownRecord, match="Reload the page"):
        call(database, "ada", wrong, wrong)


def test_what_is_written_is_there_when_the_file_is_opened_again(tmp_path):
    path = tmp_path / "app.db"
    first = AppDatabase(path)
    made = first.new_conversation("ada", "t")
    first.append("ada", made.id, "Größe?", {"answer": "日本"})
    first.close()
    again = AppDatabase(path)
    assert [dict(m.answer) for m in again.messages("ada", made.id)] == [{"answer": "日本"}]
    again.close()


def test_only_the_owner_can_read_the_file(database):
    path = database.file.path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_many_threads_write_at_once_and_nothing_is_lost(database):
    made = database.new_conversation("ada", "t")
    threads = [
        threading.Thread(
            target=lambda n=n: [database.append("ada", made.id, f"{n}", {}) for _ in range(10)]
        )
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(database.messages("ada", made.id)) == 80


def test_a_failed_transaction_leaves_nothing(database):
    made = database.new_conversation("ada", "t")

    def fail():
        with database.file.transaction():
            database.append("ada", made.id, "?", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert database.messages("ada", made.id) == []


def test_a_file_that_is_another_programs_is_refused(tmp_path):
    path = tmp_path / "app.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()
    with pytest.raises(LibraryDamaged, match="Move it away"):
        AppDatabase(path)


def test_a_file_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "app.db"
    AppDatabase(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LibraryTooNew, match="Upgrade Quoth"):
        AppDatabase(path)


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryUnwritable):
        AppDatabase(tmp_path / "file" / "app.db")


def test_filters_come_back_as_they_were():
    for filters in (
        Filters(),
        Filters(author="Liu", document="tides"),
        Filters(year=(None, 2020), among=frozenset({"a", "b"}), kinds=frozenset({"front"})),
    ):
        assert filters_from_json(filters_json(filters)) == filters


def test_tags_are_each_users_own(database):
    tags = Tags(database.file)
    assert tags.put("ada", "d1", ["  to  read ", "sea", "sea", " "]) == ("sea", "to read")
    tags.put("eve", "d1", ["mine"])
    assert tags.all("ada") == {"d1": ("sea", "to read")}
    tags.put("ada", "d1", [])
    assert tags.all("ada") == {}
    assert tags.all("eve") == {"d1": ("mine",)}
    tags.forget("d1")
    assert tags.all("eve") == {}


def test_a_session_is_known_by_its_token_until_it_ends(database):
    sessions = Sessions(database.file)
    token = sessions.begin("ada")
    assert sessions.user_of(token) == "ada"
    assert sessions.user_of(token[:-1]) is None
    assert sessions.user_of("\ud800") is None
    sessions.end(token)
    assert sessions.user_of(token) is None


def test_a_session_that_is_too_old_is_over(database):
    assert (
        Sessions(database.file, lasts_s=0).user_of(Sessions(database.file, lasts_s=0).begin("a"))
        is None
    )


def test_no_token_lies_in_the_file(database):
    token = Sessions(database.file).begin("ada")
    assert all(token not in str(row) for row in database.file.rows("SELECT * FROM sessions"))
