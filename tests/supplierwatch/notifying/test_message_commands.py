"""The commands `alerts` and `messages`: what people see and do of them."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from collector.store.database import open_database
from evaluator.core.alerts.signals import Signal
from evaluator.decisions.alert_terms import Kind, Severity
from supplierwatch.__main__ import main
from supplierwatch.notifying.alert_store import record_told, save_states
from supplierwatch.notifying.outbox import put
from supplierwatch.notifying.states import TellingRules
from supplierwatch.notifying.telling import Moment, step
from tests.supplierwatch.notifying.mail_server import free_port, mail_server
from tests.supplierwatch.notifying.outboxes import NOW, mail, put_all

SILENT = Signal(Kind.SOURCE_SILENT, Severity.PAGE, subject="tickets")
DESK = "desk@city.example"


@pytest.fixture
def folder(watch_folder: Path, sqlite_template: Path) -> Path:
    """A watch with tables, in which the desk was told of a source that fell silent."""
    shutil.copy(sqlite_template, watch_folder / "store.db")
    found = step([SILENT], [], Moment(NOW), TellingRules({Severity.PAGE: ((DESK,),)}, group_wait=0))
    with (
        open_database(f"sqlite:///{watch_folder / 'store.db'}") as database,
        database.writing() as connection,
    ):
        save_states(connection, found.states)
        number = put(connection, mail("alert/1", DESK, subject="Tyst [red]källa[/]"), 1)
        record_told(connection, number, found.notices[0])
    return watch_folder


def with_mail(folder: Path, port: int) -> Path:
    with (folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"messages: {{mail: {{host: 127.0.0.1, port: {port}, security: none, sender: w@city.example}}}}\n"
        )
    return folder


def told(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """Run a command that writes JSON, and return what it wrote."""
    capsys.readouterr()
    assert main(["--watch", str(folder), *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_raised_matter_is_listed_with_who_was_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [found] = told(folder, capsys, "alerts", "list")["alerts"]
    assert (found["summary"], found["raised_at"]) == ("Källan tickets är tyst", "2027-01-15T08:00:00Z")
    [telling] = found["told"]
    assert (telling["destination"], telling["event"], telling["state"]) == (DESK, "raised", "waiting")


def test_the_list_of_alerts_is_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--watch", str(folder), "alerts", "list"]) == 0
    shown = capsys.readouterr().out
    assert "Källan tickets är tyst" in shown
    assert SILENT.key in shown


def test_a_matter_is_acknowledged_by_its_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--watch", str(folder), "alerts", "acknowledge", SILENT.key, "--role", "operator"]
    assert main(arguments) == 0
    [found] = told(folder, capsys, "alerts", "list")["alerts"]
    assert found["acknowledged_by"] == "operator"


def test_a_key_of_nothing_is_not_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--watch", str(folder), "alerts", "acknowledge", "breach/none", "--role", "operator"]
    assert main(arguments) == 4
    assert "See `supplierwatch alerts list`" in capsys.readouterr().err


def test_a_test_message_is_sent_at_once_and_says_what_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with mail_server() as mailbox:
        with_mail(folder, mailbox.port)
        assert main(["--watch", str(folder), "alerts", "test", DESK]) == 0
    [found] = mailbox.received
    assert (found["To"], found["Subject"].partition(":")[0]) == (DESK, "Prov av meddelanden")
    assert "sent a test message" in capsys.readouterr().err


def test_a_test_message_that_fails_says_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_mail(folder, free_port())
    assert main(["--watch", str(folder), "alerts", "test", DESK]) == 1
    assert "Connection refused" in capsys.readouterr().err


def test_a_test_to_an_unknown_service_names_those_there_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--watch", str(folder), "alerts", "test", "teams"]) == 2
    assert "allowed: a mail address" in capsys.readouterr().err


def test_messages_are_listed_newest_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_database(f"sqlite:///{folder / 'store.db'}") as database:
        put_all(database, mail("report/2026-10"))
    found = told(folder, capsys, "messages", "list")["messages"]
    assert [one["key"] for one in found] == ["report/2026-10", "alert/1"]
    assert told(folder, capsys, "messages", "list", "--failed") == {"messages": []}


def test_what_a_message_says_does_not_style_the_table(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--watch", str(folder), "messages", "list"]) == 0
    assert "[red]" in capsys.readouterr().out


def test_what_could_not_be_sent_ends_with_1_and_is_retried_when_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with mail_server() as mailbox:
        mailbox.to_recipients.append("550 nobody here")
        with_mail(folder, mailbox.port)
        assert main(["--watch", str(folder), "messages", "send"]) == 1
        [found] = told(folder, capsys, "messages", "list", "--failed")["messages"]
        assert "nobody here" in found["problem"]
        assert main(["--watch", str(folder), "messages", "retry", "alert/1"]) == 0
        assert main(["--watch", str(folder), "messages", "send"]) == 0
    assert len(mailbox.received) == 1


def test_a_message_that_was_sent_cannot_be_retried(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--watch", str(folder), "messages", "retry", "report/none"]) == 4
    assert "See `supplierwatch messages list`" in capsys.readouterr().err


def test_messages_are_kept_as_long_as_the_settings_say(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with mail_server() as mailbox:
        with_mail(folder, mailbox.port)
        main(["--watch", str(folder), "messages", "send"])
    with (folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write("retention: {message: 1 year}\n")
    [found] = told(folder, capsys, "retain", "--dry-run")["kinds"]
    assert (found["kind"], found["rows"]) == ("message", 1)
    [found] = told(folder, capsys, "retain")["kinds"]
    assert found["rows"] == 1
    assert told(folder, capsys, "messages", "list") == {"messages": []}
