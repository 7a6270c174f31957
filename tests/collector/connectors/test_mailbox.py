"""Files that come by mail, from a real mail server on 127.0.0.1."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from collector.collect import collect
from collector.connectors.mailbox.attachments import is_wanted, matching_sender, read_mail
from collector.errors import SourceUnreadable
from collector.store.database import Database
from collector.store.received import Received, read_received
from collector.store.runs import RunOutcome
from tests.collector.connectors.helpers import NOW, World, connector_of, fetched
from tests.dovecot_server import PASSWORD, Dovecot, running_dovecot

MAPPING: dict[str, Any] = {
    "type": "event_log",
    "columns": {"ticket": "number", "at": "time", "status": "state"},
    "statuses": {"New": "active", "Solved": "resolved"},
    "time_zone": "Europe/Stockholm",
}
LINES = "number,time,state\nINC1,2026-10-05 08:00:00,New\nINC1,2026-10-05 09:00:00,Solved\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with running_dovecot() as running:
        yield running


@pytest.fixture
def dovecot(server: Dovecot) -> Dovecot:
    """A mailbox of the test's own."""
    return replace(server, user=f"watch-{secrets.token_hex(4)}")


def mail(*files: tuple[str, str], sender: str = "reports@supplier.example") -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"Reports <{sender}>"
    message["To"] = "watch@city.example"
    message["Subject"] = "Deliveries for Anna Andersson"
    message.set_content("Dear Anna, my number is 070.")
    for name, content in files:
        message.add_attachment(content.encode(), maintype="text", subtype="csv", filename=name)
    return message


def options(dovecot: Dovecot, **more: Any) -> dict[str, Any]:
    return {
        "type": "mailbox",
        "host": "127.0.0.1",
        "port": dovecot.port,
        "user": dovecot.user,
        "password_env": "MAIL_PASSWORD",
        "certificate_authority": str(dovecot.authority),
        "senders": ["@supplier.example"],
        "files": ["tickets-*.csv"],
        **more,
    }


def world() -> World:
    return World(NOW, {"MAIL_PASSWORD": PASSWORD})


def run(database: Database, dovecot: Dovecot, **more: Any) -> Any:
    return collect(connector_of(options(dovecot, **more), MAPPING, world()), database, lambda: NOW)


def received(database: Database) -> list[Received]:
    return read_received(database, "tickets")


def test_a_mailed_file_is_collected_once_and_noted_with_sender_time_and_rows(
    dovecot: Dovecot, database: Database
) -> None:
    dovecot.deliver(mail(("tickets-2026-10.csv", LINES)), NOW - 3600)
    first = run(database, dovecot)
    assert (first.outcome, first.rows, first.new) == (RunOutcome.COMPLETE, 2, 3)
    again = run(database, dovecot)
    assert (again.outcome, again.rows, again.new) == (RunOutcome.COMPLETE, 0, 0)
    (file,) = received(database)
    assert (file.file, file.sender, file.way.value) == (
        "mail/tickets-2026-10.csv",
        "@supplier.example",
        "mailbox",
    )
    assert (file.received_at, file.size, file.rows, file.rejects) == (NOW - 3600, len(LINES), 2, 0)


def test_a_mail_of_another_sender_or_with_other_files_is_left_and_told(
    dovecot: Dovecot, database: Database
) -> None:
    dovecot.deliver(mail(("tickets-1.csv", LINES), sender="someone@elsewhere.example"))
    dovecot.deliver(mail(("holiday.csv", LINES)))
    found = run(database, dovecot)
    assert (found.outcome, found.rows) == (RunOutcome.COMPLETE, 0)
    assert [warning.found for warning in found.warnings] == [
        "mail 1 of INBOX was left alone: its sender is not among `senders`",
        "mail 2 of INBOX was left alone: no file in it has a name that `files` takes",
    ]
    assert received(database) == []


def test_a_damaged_file_is_noted_as_refused_and_the_next_mail_goes_on(
    dovecot: Dovecot, database: Database
) -> None:
    dovecot.deliver(mail(("tickets-1.csv", "number,time\nINC1,2026-10-05 08:00:00\n")))
    dovecot.deliver(mail(("tickets-2.csv", LINES)))
    found = run(database, dovecot)
    assert (found.outcome, found.rows) == (RunOutcome.COMPLETE, 2)
    refused, taken = received(database)
    assert (refused.file, refused.rows) == ("mail/tickets-1.csv", 0)
    assert refused.refused.startswith(
        "mail/tickets-1.csv:1: column 'state' is missing; allowed: number, time."
    )
    assert (taken.file, taken.refused, taken.rows) == ("mail/tickets-2.csv", "", 2)


def test_a_mail_moves_away_only_after_its_files_are_saved(dovecot: Dovecot, database: Database) -> None:
    dovecot.create("Done")
    dovecot.deliver(mail(("tickets-1.csv", LINES), ("tickets-2.csv", LINES.replace("INC1", "INC2"))))
    connector = connector_of(options(dovecot, done_folder="Done"), MAPPING, world())
    pages = connector.fetch(None)
    next(pages)
    next(pages)
    assert (dovecot.count("INBOX"), dovecot.count("Done")) == (1, 0)
    pages.close()  # type: ignore[attr-defined]  # a generator
    assert run(database, dovecot, done_folder="Done").new == 6
    assert (dovecot.count("INBOX"), dovecot.count("Done")) == (0, 1)


def test_the_same_content_under_another_name_is_told_as_a_double_and_counts_once(
    dovecot: Dovecot, database: Database
) -> None:
    dovecot.deliver(mail(("tickets-1.csv", LINES)), NOW - 200)
    dovecot.deliver(mail(("tickets-1b.csv", LINES)), NOW - 100)
    found = run(database, dovecot)
    assert (found.new, found.unchanged) == (3, 3)
    assert [(one.file, one.doubles) for one in received(database)] == [
        ("mail/tickets-1.csv", ""),
        ("mail/tickets-1b.csv", "mail/tickets-1.csv"),
    ]


def test_nothing_of_the_mail_or_of_columns_not_mapped_is_in_the_pages(dovecot: Dovecot) -> None:
    lines = "number,time,state,caller\nINC1,2026-10-05 08:00:00,New,Anna Andersson\n"
    dovecot.deliver(mail(("tickets-1.csv", lines)))
    pages = fetched(connector_of(options(dovecot), MAPPING, world()))
    text = "".join(page.rows.to_csv() + repr(page.delivery) + page.cursor for page in pages)
    assert "INC1" in text
    assert "Anna" not in text
    assert "070" not in text


def test_a_server_whose_certificate_is_not_trusted_is_not_signed_in_to(dovecot: Dovecot) -> None:
    connector = connector_of({**options(dovecot), "certificate_authority": None}, MAPPING, world())
    with pytest.raises(SourceUnreadable, match="its certificate is not trusted"):
        list(connector.fetch(None))


def test_a_wrong_password_is_told_without_it(dovecot: Dovecot) -> None:
    wrong = World(NOW, {"MAIL_PASSWORD": "the-wrong-secret"})
    with pytest.raises(SourceUnreadable, match="did not let us in") as raised:
        list(connector_of(options(dovecot), MAPPING, wrong).fetch(None))
    assert "the-wrong-secret" not in str(raised.value)
    assert raised.value.__context__ is None or "the-wrong-secret" not in str(raised.value.__context__)


def test_a_mailbox_whose_numbers_begin_anew_is_read_again_without_doubles(
    dovecot: Dovecot, database: Database
) -> None:
    dovecot.deliver(mail(("tickets-1.csv", LINES)))
    run(database, dovecot)
    cursor = fetched(connector_of(options(dovecot), MAPPING, world()))[-1].cursor
    renumbered = cursor.replace('"uid":"1"', '"uid":"7"').replace('"validity":"', '"validity":"9')
    pages = fetched(connector_of(options(dovecot), MAPPING, world()), renumbered)
    assert [len(page.rows) for page in pages] == [2, 0, 0]
    assert len(received(database)) == 1


@pytest.mark.parametrize(
    ("sender", "allowed", "entry"),
    [
        ("a@supplier.example", ["@supplier.example"], "@supplier.example"),
        ("a@evil-supplier.example", ["@supplier.example"], None),
        ("a@supplier.example.evil", ["@supplier.example"], None),
        ("a@supplier.example", ["b@supplier.example"], None),
        ("a@supplier.example", ["A@Supplier.example"], "A@Supplier.example"),
    ],
)
def test_a_sender_is_let_in_by_address_or_by_the_whole_domain(
    sender: str, allowed: list[str], entry: str | None
) -> None:
    assert matching_sender(sender, allowed) == entry


@pytest.mark.parametrize("name", ["../../etc/tickets-1.csv", "C:\\x\\tickets-1.csv", "/tickets-1.csv"])
def test_the_name_of_a_file_never_leads_out_of_its_folder(name: str) -> None:
    found = read_mail(mail((name, LINES)).as_bytes())
    assert found is not None
    assert [one.name for one in found.attachments] == ["tickets-1.csv"]
    assert Path(found.attachments[0].name).name == found.attachments[0].name


def test_a_name_of_dots_is_a_plain_file() -> None:
    found = read_mail(mail(("..", LINES)).as_bytes())
    assert found is not None
    assert [one.name for one in found.attachments] == ["file"]


def test_file_names_are_compared_whatever_their_case() -> None:
    assert is_wanted("Tickets-2026.CSV", ["tickets-*.csv"])
    assert not is_wanted("xtickets-2026.csv", ["tickets-*.csv"])
