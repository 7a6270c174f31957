"""From results in the store to the messages people get: what is raised, told, acknowledged, and over."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from collector.errors import SupplierwatchError
from collector.store.database import Database, open_database
from evaluator.decisions.alert_terms import AlertTerms, Kind
from supplierwatch.notifying.acknowledging import acknowledge
from supplierwatch.notifying.alert_store import read_states
from supplierwatch.notifying.alerting import is_quiet, notify, see
from supplierwatch.notifying.delivering import Delivered
from supplierwatch.notifying.sent import read_tellings
from supplierwatch.notifying.states import AlertState
from supplierwatch.notifying.tables import BOUNCE, MESSAGE
from supplierwatch.watch import Watch
from tests.evaluator.october import NOW, agreed, contract_content, evaluate, instant, save_october
from tests.supplierwatch.notifying.mail_server import free_port, mail_server
from tests.supplierwatch.notifying.outboxes import sent_at
from tests.supplierwatch.notifying.watches import DESK, MANAGER, telling

MINUTE, HOUR = 60, 3600
LOST = "breach/2026-10/availability/T3/"


@pytest.fixture
def october_anywhere(database: Database) -> Database:
    """A store with October, in which the supplier missed its targets, on each kind of database in turn."""
    save_october(database)
    evaluate(database)
    return database


@pytest.fixture(scope="module")
def october_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, made once."""
    path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("october")))
    with open_database(f"sqlite:///{path}") as database:
        save_october(database)
        evaluate(database)
    return path


@pytest.fixture
def october(october_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A copy of it."""
    with open_database(f"sqlite:///{shutil.copy(october_file, tmp_path)}") as database:
        yield database


def states_of(database: Database) -> dict[str, AlertState]:
    with database.reading() as connection:
        return {one.key: one for one in read_states(connection)}


def messages_of(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as connection:
        columns = (MESSAGE.c.destination, MESSAGE.c.subject, MESSAGE.c.text)
        return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(MESSAGE.c.number))]


def without_misses(watch: Watch) -> Watch:
    """Return a watch of which nobody is told of a miss, as if there was none."""
    terms = AlertTerms(off=(Kind.BREACH,))
    return replace(watch, settings=watch.settings.model_copy(update={"alerts": terms}))


def test_a_miss_is_raised_told_and_arrives(october: Database, watch_folder: Path) -> None:
    with mail_server() as mailbox:
        watch = telling(watch_folder, mailbox.port)
        assert notify(october, watch, NOW) == 0
        assert notify(october, watch, NOW + 2 * MINUTE) == 1
        assert sent_at(NOW + 3 * MINUTE, october, watch) == Delivered(sent=1)
    [mail] = mailbox.received
    assert mail["To"] == DESK
    subject = "New: P2 P2, Servicedesk: the target is missed in October 2026 (and 3 more)"
    # A long line of the head is folded after its name.
    assert mail["Subject"].strip() == subject
    text = mail.get_content()
    assert "Value: 98.92%; target: 99%" in text
    assert f"Key: {LOST}" in text
    assert "Last day: 2027-01-31 (16 days left)" in text


def test_what_was_told_is_recorded_with_whom_and_when(october_anywhere: Database, watch_folder: Path) -> None:
    with mail_server() as mailbox:
        watch = telling(watch_folder, mailbox.port)
        for now in (NOW, NOW + 2 * MINUTE, NOW + 2 * HOUR):
            notify(october_anywhere, watch, now)
            sent_at(now + 1, october_anywhere, watch)
    found = [
        (one.destination, one.event, one.state, one.sent_at) for one in read_tellings(october_anywhere, LOST)
    ]
    assert found == [
        (DESK, "raised", "sent", NOW + 2 * MINUTE + 1),
        (MANAGER, "escalated", "sent", NOW + 2 * HOUR + 1),
    ]


def test_notifying_again_at_once_tells_nothing(october: Database, watch_folder: Path) -> None:
    watch = telling(watch_folder)
    assert [notify(october, watch, NOW + wait * MINUTE) for wait in (0, 2, 2, 2, 7, 12)] == [0, 1, 0, 0, 0, 0]


def test_the_end_is_told_to_those_who_knew(october_anywhere: Database, watch_folder: Path) -> None:
    watch = telling(watch_folder)
    notify(october_anywhere, watch, NOW)
    notify(october_anywhere, watch, NOW + 2 * MINUTE)
    assert notify(october_anywhere, without_misses(watch), NOW + 5 * MINUTE) == 0
    assert notify(october_anywhere, without_misses(watch), NOW + 15 * MINUTE) == 1
    destination, subject, text = messages_of(october_anywhere)[-1]
    assert (destination, subject.partition(":")[0]) == (DESK, "No longer so")
    assert "acknowledge" not in text
    assert LOST not in states_of(october_anywhere)


def test_the_end_of_what_never_arrived_is_not_told(october: Database, watch_folder: Path) -> None:
    with mail_server() as mailbox:
        mailbox.to_recipients.append("550 nobody here")
        watch = telling(watch_folder, mailbox.port)
        notify(october, watch, NOW)
        notify(october, watch, NOW + 2 * MINUTE)
        assert sent_at(NOW + 3 * MINUTE, october, watch) == Delivered(failed=1)
    assert notify(october, without_misses(watch), NOW + 15 * MINUTE) == 0


def test_stale_results_are_told_once_and_end_nothing(october: Database, watch_folder: Path) -> None:
    watch = telling(watch_folder)
    notify(october, watch, NOW)
    notify(october, watch, NOW + 2 * MINUTE)
    late = NOW + 27 * HOUR
    for wait in range(0, 50, 5):
        notify(october, without_misses(watch), late + wait * MINUTE)
    told = [(destination, subject) for destination, subject, _ in messages_of(october)[1:]]
    assert [one for one in told if "Results are old" in one[1]] == [(DESK, "New: Results are old")]
    assert [subject for _, subject in told if subject.startswith("No longer so")] == []
    assert LOST in states_of(october)


def test_a_database_that_is_away_says_so_and_is_told_nothing(october: Database, watch_folder: Path) -> None:
    watch = telling(watch_folder)
    notify(october, watch, NOW)
    notify(october, watch, NOW + 2 * MINUTE)
    before = states_of(october)
    away = f"postgresql+psycopg://watch@127.0.0.1:{free_port()}/watch"
    with open_database(away) as gone, pytest.raises(SupplierwatchError, match="cannot be opened"):
        notify(gone, watch, NOW + 7 * MINUTE)
    assert notify(october, watch, NOW + 12 * MINUTE) == 0
    assert states_of(october).keys() == before.keys()


def test_acknowledged_by_a_role_it_is_told_no_more(october_anywhere: Database, watch_folder: Path) -> None:
    watch = telling(watch_folder)
    notify(october_anywhere, watch, NOW)
    notify(october_anywhere, watch, NOW + 2 * MINUTE)
    with october_anywhere.writing() as connection:
        for key in states_of(october_anywhere):
            assert acknowledge(connection, key, "contract manager", NOW + 3 * MINUTE)
        assert not acknowledge(connection, "breach/none", "contract manager", NOW)
    assert notify(october_anywhere, watch, NOW + 25 * HOUR) == 0
    assert states_of(october_anywhere)[LOST].acknowledged_by == "contract manager"


def test_who_acknowledged_first_stays(october: Database, watch_folder: Path) -> None:
    notify(october, telling(watch_folder), NOW)
    with october.writing() as connection:
        acknowledge(connection, LOST, "contract manager", NOW + 1)
        assert acknowledge(connection, LOST, "somebody else", NOW + 2)
    assert states_of(october)[LOST].acknowledged_by == "contract manager"


def test_hours_of_the_contract_say_when_it_is_quiet(watch_folder: Path) -> None:
    content = contract_content()
    day = {"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "08:00", "closes": "17:00"}
    label = {"sv": "Kontorstid", "en": "Office hours"}
    content["service_hours"]["office"] = {"label": label, "holidays": None, "openings": [day]}
    watch = replace(telling(watch_folder, hours="office"), versions=agreed(content))
    # Clocks were set back on Sunday the 25th: hours are those of the wall.
    times = [
        "2026-10-23 16:59",
        "2026-10-23 17:00",
        "2026-10-25 12:00",
        "2026-10-26 07:59",
        "2026-10-26 08:00",
    ]
    assert [is_quiet(watch, instant(time)) for time in times] == [False, True, True, True, False]


def test_hours_that_the_contract_has_not_are_refused(watch_folder: Path) -> None:
    with pytest.raises(SupplierwatchError, match=r"'night', which are no service hours.*: always_open"):
        is_quiet(telling(watch_folder, hours="night"), NOW)


def test_a_message_that_came_back_is_an_alert_of_its_own_told_once_however_many_follow(
    october: Database, watch_folder: Path
) -> None:
    def undelivered(now: int) -> list[int]:
        signals = see(october, watch, now).signals
        return [int(one.value or 0) for one in signals if one.kind is Kind.MESSAGE_UNDELIVERED]

    def came_back(message: int) -> None:
        with october.writing() as connection:
            row = {"message": message, "status": "5.1.1", "reported_at": NOW}
            connection.execute(sa.insert(BOUNCE).values(row))

    with mail_server() as mailbox:
        watch = telling(watch_folder, mailbox.port)
        for now in (NOW, NOW + 2 * MINUTE):
            notify(october, watch, now)
        sent_at(NOW + 3 * MINUTE, october, watch)
        assert undelivered(NOW + 4 * MINUTE) == []
        came_back(1)
        assert undelivered(NOW + 4 * MINUTE) == [1]
        assert [one.state for one in read_tellings(october, LOST)] == ["bounced"]
        for minute in (10, 20):
            notify(october, watch, NOW + minute * MINUTE)
        sent_at(NOW + 21 * MINUTE, october, watch)
        assert len(mailbox.received) == 2
        assert "Messages did not reach their recipients" in str(mailbox.received[1]["Subject"])
        came_back(2)
        assert undelivered(NOW + 30 * MINUTE) == [2]
        # It is known already: the second one that came back makes no third.
        assert notify(october, watch, NOW + 40 * MINUTE) == 0
    assert undelivered(NOW + 8 * 24 * HOUR) == []
