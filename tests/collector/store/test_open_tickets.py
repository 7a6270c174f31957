"""Tickets open at an instant, however long ago they opened, on both databases."""

from dataclasses import replace

import numpy as np
import pytest

from collector.records import FactKind
from collector.store import open_tickets
from collector.store.database import Database
from collector.store.open_tickets import read_open_before
from collector.store.read import find_ticket, read_horizon
from tests.collector.store.pages import change, save, ticket

NOBODY = np.array([], dtype=np.int64)
RESOLVED = 6


def found(database: Database, instant: int, horizon: int | None = None) -> list[str]:
    """The keys of the tickets that were open before `instant`."""
    known = read_horizon(database) if horizon is None else horizon
    tickets, changes = read_open_before(database, known, instant, NOBODY)
    assert set(changes["ticket_id"]) <= set(tickets["ticket_id"])
    keys = {find_ticket(database, key)[0].ticket_id: key for key in ("A", "B", "C", "D")[: _known(database)]}
    return [keys[number] for number in tickets["ticket_id"]]


def _known(database: Database) -> int:
    return sum(1 for key in ("A", "B", "C", "D") if find_ticket(database, key))


@pytest.fixture
def filled(database: Database) -> Database:
    """A never ended; B ended at 300; C ended at 300 and was reopened at 400; D opened at 900."""
    save(
        database,
        {
            FactKind.TICKET: [ticket("A", 100), ticket("B", 100), ticket("C", 100), ticket("D", 900)],
            FactKind.TICKET_CHANGE: [
                change("B", 300, "Löst", RESOLVED),
                change("C", 300, "Löst", RESOLVED),
                change("C", 400, "Pågår", 1),
            ],
        },
        at=1000,
    )
    return database


def test_what_never_ended_or_was_reopened_is_open(filled: Database) -> None:
    assert found(filled, 500) == ["A", "C"]


def test_what_ended_later_was_open_before(filled: Database) -> None:
    assert found(filled, 300) == ["A", "B", "C"]


def test_what_was_reopened_later_was_not_open_before(filled: Database) -> None:
    assert found(filled, 350) == ["A"]


def test_in_one_second_the_last_in_order_counts(database: Database) -> None:
    events = [change("A", 300, "Löst", RESOLVED, 1), change("A", 300, "Pågår", 1, 0)]
    save(database, {FactKind.TICKET: [ticket("A", 100)], FactKind.TICKET_CHANGE: events}, at=1000)
    assert found(database, 500) == []


def test_what_came_after_the_horizon_is_not_known(filled: Database) -> None:
    before = read_horizon(filled)
    save(filled, {FactKind.TICKET_CHANGE: [change("A", 200, "Löst", RESOLVED)]}, at=2000)
    assert found(filled, 500, before) == ["A", "C"]
    assert found(filled, 500) == ["C"]


def test_tickets_that_are_there_already_are_left_out(filled: Database) -> None:
    own = np.array([find_ticket(filled, "A")[0].ticket_id])
    tickets, _ = read_open_before(filled, read_horizon(filled), 500, own)
    assert tickets["ticket_id"].to_list() == [find_ticket(filled, "C")[0].ticket_id]


def test_many_tickets_are_read_part_by_part(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_tickets, "_AT_ONCE", 1)
    assert found(filled, 300) == ["A", "B", "C"]


def test_where_nothing_is_open_nothing_is_read(database: Database) -> None:
    tickets, changes = read_open_before(database, 0, 500, NOBODY)
    assert (len(tickets), len(changes)) == (0, 0)


def test_without_the_fast_driver_the_same_is_read(filled: Database) -> None:
    assert found(replace(filled, bulk_driver=False), 300) == ["A", "B", "C"]
