"""Mails that came back: what a report of them says, and what becomes of the messages."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from collector.errors import SourceUnreadable
from collector.store.database import Database
from dashboards.pages.health import _undelivered
from dashboards.wording import wording
from supplierwatch.notifying.bounces import Looked, is_due, read_bounces
from supplierwatch.notifying.delivery_reports import MOST_IDS, DeliveryReport, read_delivery_report
from supplierwatch.notifying.outbox import id_of
from supplierwatch.notifying.sent import (
    count_messages,
    count_undelivered,
    read_messages,
    remove_old,
    retry,
)
from supplierwatch.notifying.settings import BounceSettings, MessageSettings
from supplierwatch.notifying.tables import BOUNCE, MESSAGE
from supplierwatch.serving.message_jobs import deliver as deliver_job
from supplierwatch.serving.schedules import Occurrence
from supplierwatch.serving.work import Work
from supplierwatch.watch import Watch, load_watch
from tests.dovecot_server import PASSWORD, Dovecot, running_dovecot
from tests.supplierwatch.notifying.mail_server import mail_server
from tests.supplierwatch.notifying.outboxes import NOW, kept, mail, mailing, put_all, sent_at, with_messages

ID = f"{'0123456789abcdef' * 2}@city.example"
SECRET = {"BOUNCES_PASSWORD": PASSWORD}


def returned(
    message_id: str = ID, *, action: str = "failed", status: str = "5.1.1", original: str = "headers"
) -> bytes:
    """A delivery status notification as Postfix writes it (RFC 3464, 6522)."""
    body = f"Message-ID: <{message_id}>\nSubject: a secret subject\n"
    if original == "whole":
        third = f"Content-Type: message/rfc822\n\n{body}\nText of the mail.\n"
    else:
        third = f"Content-Type: text/rfc822-headers\n\n{body}"
    third = "" if original == "none" else f"--b\n{third}\n"
    return f"""From: MAILER-DAEMON@mail.city.example
To: watch@city.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
In-Reply-To: <{message_id}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that Anna does not work here any more.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.city.example
Arrival-Date: Mon, 9 Nov 2026 07:00:00 +0100

Final-Recipient: rfc822; anna@supplier.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user
{third}--b--
""".replace("\n", "\r\n").encode()


def test_of_a_forged_report_with_ids_without_end_few_are_read() -> None:
    answered = "".join(f"In-Reply-To: <{number}@city.example>\r\n" for number in range(50_000)).encode()

    found = read_delivery_report(answered + returned(original="none"))

    assert found is not None
    assert len(found.message_ids) == MOST_IDS


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with running_dovecot() as running:
        yield running


@pytest.fixture
def dovecot(server: Dovecot) -> Dovecot:
    """A mailbox of the test's own."""
    return replace(server, user=f"watch-{secrets.token_hex(4)}")


def bouncing(folder: Path, port: int, dovecot: Dovecot, **bounces: Any) -> Watch:
    """A watch that sends by the server at `port`, and to which mails come back at `dovecot`."""
    sender = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "watch@city.example"}
    known = {"host": "127.0.0.1", "port": dovecot.port, "user": dovecot.user}
    settings = {**known, "password_env": "BOUNCES_PASSWORD", "ca_file": str(dovecot.authority), **bounces}
    return with_messages(load_watch(folder), mail={**sender, "timeout": "5 s"}, bounces=settings)


def settings_of(watch: Watch) -> BounceSettings:
    found = watch.settings.messages.bounces
    assert found is not None
    return found


def deliver(dovecot: Dovecot, content: bytes) -> None:
    with dovecot.signed_in() as server:
        assert server.append("INBOX", "", "", content)[0] == "OK"


@pytest.mark.parametrize("original", ["headers", "whole", "none"])
def test_a_report_names_the_mail_that_it_returns_or_answers_and_the_code(original: str) -> None:
    assert read_delivery_report(returned(original=original)) == DeliveryReport((ID,), "5.1.1")


def test_a_code_that_is_none_is_the_failure_that_nobody_specified() -> None:
    report = read_delivery_report(returned(status="no such user anna"))
    assert report is not None
    assert report.status == "5.0.0"


def test_a_comment_behind_the_code_is_not_kept() -> None:
    report = read_delivery_report(returned(status="4.4.7 (anna was away)"))
    assert report is not None
    assert report.status == "4.4.7"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_only_a_failure_is_a_mail_that_came_back(action: str) -> None:
    assert read_delivery_report(returned(action=action)) is None


def test_another_mail_is_no_report() -> None:
    other = EmailMessage()
    other["In-Reply-To"] = f"<{ID}>"
    other.set_content("Action: failed\nStatus: 5.1.1\n")
    assert read_delivery_report(other.as_bytes()) is None


@given(st.binary(max_size=300), st.integers(0, 1200))
def test_whatever_comes_is_taken_apart_without_an_error(noise: bytes, place: int) -> None:
    whole = returned()
    read_delivery_report(noise)
    read_delivery_report(whole[:place] + noise + whole[place:])


def test_a_mail_of_very_many_parts_is_left_alone() -> None:
    assert read_delivery_report(returned() + b"\n--b\n" * 20_000) is None


def test_a_sent_mail_that_comes_back_is_shown_as_bounced_with_its_code_and_no_text(
    watch_folder: Path, dovecot: Dovecot, database: Database
) -> None:
    with mail_server() as mailbox:
        watch = bouncing(watch_folder, mailbox.port, dovecot)
        put_all(database, mail("report/2026-10/a"), mail("report/2026-10/b", "other@city.example"))
        sent_at(NOW, database, watch)
        message_id = str(mailbox.received[0]["Message-ID"]).strip("<>")
    assert is_due(database, settings_of(watch), NOW)
    deliver(dovecot, returned(message_id))
    assert read_bounces(database, watch, SECRET, NOW + 60) == Looked(mails=1, bounced=1)
    assert not is_due(database, settings_of(watch), NOW + 61)
    (bounced,) = read_messages(database, ("bounced",), 5)
    assert (bounced.key, bounced.state, bounced.problem) == (
        "report/2026-10/a",
        "bounced",
        "came back: 5.1.1",
    )
    assert count_messages(database) == {"bounced": 1, "sent": 1}
    assert count_undelivered(database, NOW) == 1
    with database.reading() as connection:
        (row,) = connection.execute(sa.select(BOUNCE)).mappings()
    assert dict(row) == {"message": 1, "status": "5.1.1", "reported_at": NOW + 60}


def test_a_mail_in_the_mailbox_is_read_once(
    watch_folder: Path, dovecot: Dovecot, sqlite_database: Database
) -> None:
    watch = bouncing(watch_folder, 2525, dovecot)
    deliver(dovecot, returned())
    assert read_bounces(sqlite_database, watch, SECRET, NOW).mails == 1
    assert read_bounces(sqlite_database, watch, SECRET, NOW).mails == 0
    deliver(dovecot, returned())
    assert read_bounces(sqlite_database, watch, SECRET, NOW).mails == 1


@pytest.mark.parametrize("state", ["waiting", "sending", "failed"])
def test_what_was_not_sent_cannot_come_back(
    state: str, watch_folder: Path, dovecot: Dovecot, sqlite_database: Database
) -> None:
    put_all(sqlite_database, mail())
    with sqlite_database.writing() as connection:
        connection.execute(sa.update(MESSAGE).values(state=state))
    deliver(dovecot, returned(f"{id_of(mail())}@city.example"))
    found = read_bounces(sqlite_database, bouncing(watch_folder, 2525, dovecot), SECRET, NOW)
    assert found == Looked(mails=1, bounced=0)


@pytest.mark.parametrize("forged", [ID, f"{'f' * 32}@city.example", "' OR 1=1 --@city.example"])
def test_a_forged_report_about_an_unknown_mail_changes_nothing(
    forged: str, watch_folder: Path, dovecot: Dovecot, sqlite_database: Database
) -> None:
    put_all(sqlite_database, mail())
    with sqlite_database.writing() as connection:
        connection.execute(sa.update(MESSAGE).values(state="sent", sent_at=NOW))
    before = kept(sqlite_database)
    deliver(dovecot, returned(forged))
    found = read_bounces(sqlite_database, bouncing(watch_folder, 2525, dovecot), SECRET, NOW)
    assert found == Looked(mails=1, bounced=0)
    assert kept(sqlite_database) == before
    assert count_messages(sqlite_database) == {"sent": 1}


def test_a_report_about_our_id_at_another_domain_changes_nothing(
    watch_folder: Path, dovecot: Dovecot, sqlite_database: Database
) -> None:
    put_all(sqlite_database, mail())
    with sqlite_database.writing() as connection:
        connection.execute(sa.update(MESSAGE).values(state="sent", sent_at=NOW))
    deliver(dovecot, returned(f"{id_of(mail())}@elsewhere.example"))
    assert read_bounces(sqlite_database, bouncing(watch_folder, 2525, dovecot), SECRET, NOW).bounced == 0


def test_a_bounced_message_can_be_tried_again_and_is_removed_with_its_bounce(
    sqlite_database: Database,
) -> None:
    put_all(sqlite_database, mail("report/a"), mail("report/b"))
    with sqlite_database.writing() as connection:
        connection.execute(sa.update(MESSAGE).values(state="sent", sent_at=NOW))
        rows = [{"message": number, "status": "5.1.1", "reported_at": NOW} for number in (1, 2)]
        connection.execute(sa.insert(BOUNCE), rows)
        assert retry(connection, "report/a", NOW)
    assert count_messages(sqlite_database) == {"waiting": 1, "bounced": 1}
    with sqlite_database.writing() as connection:
        assert remove_old(connection, NOW + 1) == 1
    assert count_messages(sqlite_database) == {"waiting": 1}


def test_a_mailbox_that_cannot_be_read_is_told_without_its_password(
    watch_folder: Path, dovecot: Dovecot, sqlite_database: Database
) -> None:
    watch = bouncing(watch_folder, 2525, dovecot)
    with pytest.raises(SourceUnreadable, match="did not let us in") as refused:
        read_bounces(sqlite_database, watch, {"BOUNCES_PASSWORD": "wrong horse"}, NOW)
    assert "wrong horse" not in str(refused.value)


def test_no_mailbox_is_read_where_none_is_named(watch_folder: Path, sqlite_database: Database) -> None:
    assert read_bounces(sqlite_database, mailing(watch_folder, 2525), {}, NOW) == Looked()


def test_the_job_that_sends_messages_tells_what_came_back_and_looks_no_oftener_than_it_is_told(
    watch_folder: Path, dovecot: Dovecot, sqlite_database: Database
) -> None:
    instant = [NOW]
    with mail_server() as mailbox:
        watch = bouncing(watch_folder, mailbox.port, dovecot, every="5 min")
        work = Work(watch, sqlite_database, SECRET, lambda: instant[0], Occurrence("now", NOW), lambda: False)
        put_all(sqlite_database, mail())
        assert deliver_job(work) == ""
        deliver(dovecot, returned(str(mailbox.received[0]["Message-ID"]).strip("<>")))
        instant[0] += 299
        assert deliver_job(work) == ""
        instant[0] += 1
        assert deliver_job(work) == "1 messages came back"


def test_a_mailbox_that_cannot_be_read_holds_up_no_message(
    watch_folder: Path, dovecot: Dovecot, sqlite_database: Database
) -> None:
    with mail_server() as mailbox:
        watch = bouncing(watch_folder, mailbox.port, dovecot)
        nobody = {"BOUNCES_PASSWORD": "wrong horse"}
        work = Work(watch, sqlite_database, nobody, lambda: NOW, Occurrence("now", NOW), lambda: False)
        put_all(sqlite_database, mail())
        assert "what came back cannot be seen" in deliver_job(work)
        assert len(mailbox.received) == 1


def test_the_page_of_data_health_tells_how_many_did_not_arrive() -> None:
    told = [block.text for block in _undelivered_of(2)]
    assert told == ["2 meddelanden från de senaste sju dagarna har inte nått sina mottagare."]
    assert _undelivered_of(0) == []
    assert _undelivered_of(None) == []


def _undelivered_of(messages: int | None) -> list[Any]:
    return list(_undelivered(wording("sv"), messages))


def test_the_settings_of_the_mailbox_go_with_those_of_the_mail_server() -> None:
    bounces = {"host": "mail.city.example", "user": "watch", "password_env": "BOUNCES_PASSWORD"}
    with pytest.raises(ValidationError, match="bounces names a mailbox but no mail is sent"):
        MessageSettings.model_validate({"bounces": bounces})
    sender = {"host": "mail.city.example", "sender": "watch@city.example"}
    settings = MessageSettings.model_validate({"mail": sender, "bounces": bounces})
    assert settings.secret_names() == ("BOUNCES_PASSWORD",)
