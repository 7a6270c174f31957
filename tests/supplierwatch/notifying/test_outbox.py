"""The outbox: each message once, in order, whole, and never forgotten."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from collector.errors import SupplierwatchError
from collector.store.database import Database
from supplierwatch.notifying.attempts import (
    LEAST_ATTEMPTS,
    LONGEST_WAIT,
    Attempt,
    failed,
    gives_up,
    wait_after,
)
from supplierwatch.notifying.delivering import Delivered, deliver
from supplierwatch.notifying.messages import Attachment
from supplierwatch.notifying.outbox import LARGEST_ATTACHMENTS, put
from supplierwatch.notifying.queue import CLAIM_SECONDS, Wanted, claim_next, settle
from supplierwatch.notifying.sent import count_messages, count_old, read_messages, remove_old, retry
from supplierwatch.notifying.tables import MESSAGE
from tests.supplierwatch.notifying.mail_server import mail_server
from tests.supplierwatch.notifying.outboxes import NOW, kept, mail, mailing, put_all, sent_at

FOR_LONG = 10**9
WANTED = Wanted(due_by=NOW + FOR_LONG)


def test_a_message_is_put_once_whatever_it_says(database: Database) -> None:
    put_all(database, mail(subject="first"))
    put_all(database, mail(subject="second"), now=NOW + 1)
    assert [row["subject"] for row in kept(database).values()] == ["first"]


def test_a_message_that_is_rolled_back_is_not_there(database: Database) -> None:
    def put_and_fail() -> None:
        with database.writing() as connection:
            put(connection, mail(), NOW)
            raise KeyError

    with pytest.raises(KeyError):
        put_and_fail()
    assert kept(database) == {}


def test_messages_to_one_destination_go_in_their_order_and_one_that_waits_holds_up_its_stream_only(
    database: Database, watch_folder: Path
) -> None:
    keys = ("alert/1", "alert/2", "report/2026-10", "alert/3")
    with mail_server() as mailbox:
        put_all(database, *(mail(key, subject=key) for key in keys), mail("alert/4", "other@city.example"))
        mailbox.to_recipients.append("451 later")
        watch = mailing(watch_folder, mailbox.port)
        assert sent_at(NOW, database, watch) == Delivered(sent=2, postponed=1)
        assert sent_at(NOW + 3600, database, watch) == Delivered(sent=3)
    assert [str(one["Subject"]) for one in mailbox.received] == [
        "report/2026-10",
        "Ämne",
        "alert/1",
        "alert/2",
        "alert/3",
    ]


def test_a_claimed_message_is_nobody_elses_until_its_claim_lapses(database: Database) -> None:
    put_all(database, mail())
    first = claim_next(database, lambda: NOW, WANTED)
    assert first is not None
    assert claim_next(database, lambda: NOW + CLAIM_SECONDS - 1, WANTED) is None
    second = claim_next(database, lambda: NOW + CLAIM_SECONDS, WANTED)
    assert second is not None
    assert (second.message_id, second.attempts) == (first.message_id, 2)
    # The first, which was taken to be dead, has no say any more.
    assert settle(database, first, failed("late", is_final=True), NOW + CLAIM_SECONDS + 1, FOR_LONG) == ""
    assert settle(database, second, Attempt(), NOW + CLAIM_SECONDS + 2, FOR_LONG) == "sent"


def test_sending_ends_between_two_messages_where_it_is_asked_to(
    database: Database, watch_folder: Path
) -> None:
    put_all(database, mail(), mail("report/2026-11"))
    with mail_server() as mailbox:
        watch = mailing(watch_folder, mailbox.port)
        found = deliver(database, watch, {}, lambda: NOW, lambda: bool(mailbox.received))
    assert found == Delivered(sent=1)
    assert count_messages(database) == {"sent": 1, "waiting": 1}


def test_a_message_is_given_up_after_days_and_several_attempts(database: Database) -> None:
    put_all(database, mail())
    states, now = [], NOW
    for _ in range(LEAST_ATTEMPTS):
        now += FOR_LONG
        claim = claim_next(database, lambda now=now: now, Wanted(due_by=now))  # type: ignore[misc] # bound at once
        assert claim is not None
        states.append(settle(database, claim, failed("away"), now, 3600))
    assert states == [*["waiting"] * (LEAST_ATTEMPTS - 1), "failed"]
    assert read_messages(database, ("failed",), 5)[0].problem == "away"


def test_what_was_given_up_is_tried_again_when_asked_for(database: Database, watch_folder: Path) -> None:
    put_all(database, mail())
    with mail_server() as mailbox:
        mailbox.to_recipients.append("550 nobody")
        watch = mailing(watch_folder, mailbox.port)
        sent_at(NOW, database, watch)
        with database.writing() as connection:
            assert retry(connection, "report/2026-10", NOW + 1)
            assert not retry(connection, "report/none", NOW + 1)
        assert sent_at(NOW + 1, database, watch) == Delivered(sent=1)
    with database.writing() as connection:
        assert not retry(connection, "report/2026-10", NOW + 2)


def test_what_is_over_can_be_removed_and_what_waits_stays(database: Database, watch_folder: Path) -> None:
    file = Attachment("a.csv", "text/csv", b"a")
    put_all(database, mail(attachments=(file,)))
    with mail_server() as mailbox:
        sent_at(NOW, database, mailing(watch_folder, mailbox.port))
    put_all(database, mail("report/2026-11"))
    put_all(database, mail("report/2026-12"), now=NOW + 10)
    with database.writing() as connection:
        assert (count_old(connection, NOW + 1), remove_old(connection, NOW + 1)) == (1, 1)
    assert list(kept(database)) == ["report/2026-11", "report/2026-12"]


@pytest.mark.parametrize(
    "part",
    [
        {"subject": "Report\r\nBcc: all@city.example"},
        {"subject": "Report\u2028more"},
        {"destination": "a@city.example\nBcc: all@city.example"},
        {"destination": ""},
        {"key": "report\n"},
        {"subject": "a" * 301},
        {"text": "a" * 1_000_001},
        {"attachments": (Attachment("a\r\n.csv", "text/csv", b""),)},
        {"attachments": (Attachment("a.csv", "text/csv\r\nX: y", b""),)},
        {"attachments": (Attachment("a.csv", "text/csv", bytes(LARGEST_ATTACHMENTS + 1)),)},
    ],
)
def test_what_no_server_may_get_is_refused(part: dict[str, Any], sqlite_database: Database) -> None:
    with pytest.raises(SupplierwatchError, match="cannot be sent"):
        put_all(sqlite_database, replace(mail(), **part))
    assert kept(sqlite_database) == {}


def test_each_message_has_an_id_of_its_own(sqlite_database: Database) -> None:
    put_all(sqlite_database, mail("report/1"), mail("report/2"), mail("report/3", "other@city.example"))
    assert len({row["message_id"] for row in kept(sqlite_database).values()}) == 3


def test_a_mail_that_a_restored_store_puts_again_has_the_id_it_had(sqlite_database: Database) -> None:
    put_all(sqlite_database, mail())
    [before] = kept(sqlite_database).values()
    with sqlite_database.writing() as connection:
        connection.execute(sa.delete(MESSAGE))
    put_all(sqlite_database, mail(), now=NOW + 3600)
    [again] = kept(sqlite_database).values()
    assert (again["created_at"], again["message_id"]) == (NOW + 3600, before["message_id"])


@given(st.integers(1, 1000), st.text(max_size=40))
def test_the_wait_grows_to_a_limit_and_spreads_by_a_quarter(attempts: int, message_id: str) -> None:
    usual = min(LONGEST_WAIT, 30 * 2 ** (attempts - 1))
    assert usual * 3 // 4 <= wait_after(attempts, message_id) <= usual * 5 // 4 + 1
    assert wait_after(attempts, message_id) == wait_after(attempts, message_id)


def test_nothing_is_given_up_that_was_hardly_tried() -> None:
    assert not gives_up(LEAST_ATTEMPTS - 1, FOR_LONG, 3600)
    assert not gives_up(LEAST_ATTEMPTS, 3599, 3600)
    assert gives_up(LEAST_ATTEMPTS, 3600, 3600)
