"""Processes killed while they find out and tell: what is followed and what was told never part."""

import multiprocessing
import random
import time
from collections import Counter
from itertools import pairwise
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
import sqlalchemy as sa

from collector.store.database import Database
from supplierwatch.notifying.delivering import deliver
from supplierwatch.notifying.tables import ALERT_STATE, ALERT_TOLD, MESSAGE
from supplierwatch.serving.tables import LEASE
from tests.evaluator.october import evaluate, save_october
from tests.prove.figures import tell
from tests.supplierwatch.notifying.mail_server import Mailbox, mail_server
from tests.supplierwatch.notifying.notifying_process import REPEATED, SETTINGS, fast_clock, restless, run
from tests.supplierwatch.notifying.outboxes import kept
from tests.supplierwatch.notifying.test_killed_delivery import SEED, let_claims_lapse
from tests.supplierwatch.notifying.watches import DESK, MANAGER
from tests.supplierwatch.watches import replace_text

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.supplierwatch.notifying.notifying_process"])

Tellings = dict[tuple[str, str], list[tuple[int, str]]]


@pytest.fixture
def told_of(database: Database, watch_folder: Path) -> tuple[Path, Database]:
    """A watch whose store, on each kind of database in turn, holds a month with misses."""
    save_october(database)
    evaluate(database)
    settings, address = (
        watch_folder / "supplierwatch.yaml",
        database.url.render_as_string(hide_password=False),
    )
    replace_text(settings, '"sqlite:///store.db"', f'"{address}"')
    settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    return watch_folder, database


def tellings_of(database: Database) -> tuple[dict[str, int | None], Tellings]:
    """When each matter was told last by its state, and when, why and to whom by the outbox."""
    columns = (ALERT_TOLD.c.alert, MESSAGE.c.destination, MESSAGE.c.created_at, ALERT_TOLD.c.event)
    query = (
        sa.select(*columns).join(MESSAGE, MESSAGE.c.number == ALERT_TOLD.c.message).order_by(MESSAGE.c.number)
    )
    found: Tellings = {}
    # What writes is held up, so that both are of one moment.
    with database.writing() as connection:
        states = {row.key: row.told_at for row in connection.execute(sa.select(ALERT_STATE))}
        for alert, destination, created_at, event in connection.execute(query):
            found.setdefault((alert, destination), []).append((created_at, event))
    return states, found


def check_states_and_tellings_agree(database: Database) -> None:
    """Check that all that counts as told is in the outbox, and the other way round."""
    states, found = tellings_of(database)
    for alert, told_at in states.items():
        told = [at for (key, _), times in found.items() if key == alert for at, _ in times]
        assert told_at == max(told, default=None)


def last_looked(database: Database) -> int:
    """When somebody last found out what is so."""
    with database.reading() as connection:
        return int(connection.execute(sa.select(sa.func.max(ALERT_STATE.c.last_seen_at))).scalar() or 0)


def wait_for_work(database: Database) -> None:
    """Wait until somebody found out what is so once more."""
    before, until = last_looked(database), time.monotonic() + 60
    while last_looked(database) == before and time.monotonic() < until:
        time.sleep(0.02)


def kill(process: ForkServerProcess, database: Database) -> None:
    """Kill a process, and let the time pass for which it had the jobs."""
    process.kill()
    process.join()
    its_own = LEASE.c.holder.contains(f"/{process.pid}/")
    with database.noting() as connection:
        connection.execute(sa.update(LEASE).where(its_own).values(until=0))


def kill_again_and_again(folder: Path, database: Database, mailbox: Mailbox, kills: int, twins: int) -> None:
    """Kill one of `twins` at random moments and put another in its place; then send what is left."""
    chance, begun = random.Random(SEED), time.time()  # noqa: S311 - moments, not secrets
    mailbox.seconds_a_mail = 0.01
    processes: list[ForkServerProcess] = []
    for number in range(kills + twins):
        processes.append(PROCESSES.Process(target=run, args=(folder, mailbox.port, begun), daemon=True))
        processes[-1].start()
        if number >= twins:
            wait_for_work(database)
            time.sleep(chance.uniform(0, 0.4))
            kill(processes[number - twins], database)
            check_states_and_tellings_agree(database)
    until = time.monotonic() + 60
    while not any(MANAGER in key for key in tellings_of(database)[1]) and time.monotonic() < until:
        time.sleep(0.2)
    for process in processes[kills:]:
        kill(process, database)
    let_claims_lapse(database)
    mailbox.seconds_a_mail = 0
    clock = fast_clock(begun)
    deliver(database, restless(folder, mailbox.port), {}, lambda: clock() + 3600)


@pytest.mark.parametrize(
    ("kills", "twins"),
    [(2, 1), pytest.param(30, 1, marks=pytest.mark.prove), pytest.param(30, 2, marks=pytest.mark.prove)],
)
def test_one_that_is_killed_while_it_notifies_forgets_nothing_and_tells_nothing_twice(
    told_of: tuple[Path, Database], kills: int, twins: int
) -> None:
    folder, database = told_of
    with mail_server() as mailbox:
        kill_again_and_again(folder, database, mailbox, kills, twins)
    messages = kept(database)
    assert {row["state"] for row in messages.values()} == {"sent"}
    assert set(mailbox.ids()) == {f"<{row['message_id']}@city.example>" for row in messages.values()}
    repeats = sum(times - 1 for times in Counter(mailbox.ids()).values())
    assert repeats <= kills + twins
    states, found = tellings_of(database)
    assert {alert for alert, _ in found} == set(states) != set()
    for (_, destination), times in found.items():
        events = [event for _, event in times]
        assert events[0] == {DESK: "raised", MANAGER: "escalated"}[destination]
        assert set(events[1:]) <= {"repeated"}
        assert all(later - at >= REPEATED for (at, _), (later, _) in pairwise(times))
    named = f"kills of one of {twins}, {database.dialect}"
    tell(named, kills=kills, messages=len(messages), repeated_under_the_same_id=repeats)
