"""A ticket that is not known whole is never measured from the half that was understood."""

from collections.abc import Iterator
from typing import Any

import pytest

from collector.collect import collect
from collector.connectors.normalising import normalise_page
from collector.connectors.rows import CHANGE_PART, NEW, OLD, TICKET_PART, UPDATED_AT, frame_of, joined_rows
from collector.identifiers import content_hash
from collector.mapping import mapping_hash, read_mapping
from collector.mapping.tickets import AT, FIELD, OPENED_AT, ORDER, TICKET
from collector.records import FactKind, TicketState
from collector.source import Normalised, Page
from collector.store.database import Database
from collector.store.health import read_source_health
from collector.store.read import read_facts, read_horizon
from tests.collector.connectors.helpers import statuses
from tests.collector.sources.helpers import instant
from tests.collector.store.pages import clock

MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "state", "priority": "priority"},
    "statuses": {"New": "active", "Done": "resolved"},
    "columns": {"service": "service"},
    "values": {"service": {"Mail": "T1"}, "priority": {"low": "3", "high": "1"}},
    "unlisted": "quarantine",
    "identifier_prefix": "desk-",
}
OPENED = "2026-10-05T08:00:00Z"
OPENED_AT_INSTANT = instant("2026-10-05T08:00:00+00:00")
DONE = ("2026-10-05T09:00:00Z", "state", "New", "Done")
REOPENED = ("2026-10-05T10:00:00Z", "state", "Done", "New")
UNREADABLE = ("five past nine", "state", "New", "Done")
IN_QUARANTINE = "a change of this ticket is in quarantine"


def page(key: str, *changes: tuple[str, str, str, str], service: str = "Mail", opened: str = OPENED) -> Page:
    present = {"state": "New", "priority": "low", **{field: new for _, field, _, new in changes}}
    ticket = {TICKET: key, OPENED_AT: opened, UPDATED_AT: changes[-1][0], "service": service, **present}
    told = {
        TICKET: [key for _ in changes],
        AT: [at for at, *_ in changes],
        ORDER: [str(number) for number, _ in enumerate(changes, start=1)],
        FIELD: [field for _, field, *_ in changes],
        OLD: [old for *_, old, _ in changes],
        NEW: [new for *_, new in changes],
    }
    rows = joined_rows(
        [frame_of(TICKET_PART, {name: [text] for name, text in ticket.items()}), frame_of(CHANGE_PART, told)]
    )
    return Page("desk", rows, key, content_hash(rows.to_csv().encode()), fetched_at=OPENED_AT_INSTANT)


def normalised(found: Page) -> Normalised:
    return normalise_page(found, read_mapping(MAPPING), "desk")


def test_where_a_change_cannot_be_read_every_status_of_the_ticket_is_unmapped() -> None:
    found = normalised(page("1", DONE, ("2026-10-05T09:30:00Z", "state", "Done", "New"), UNREADABLE))
    assert len(found.rejects) == 1
    assert statuses([found], "desk-1") == [
        (OPENED_AT_INSTANT, f"New ({IN_QUARANTINE})", 0),
        (OPENED_AT_INSTANT + 3600, f"Done ({IN_QUARANTINE})", 0),
        (OPENED_AT_INSTANT + 5400, f"New ({IN_QUARANTINE})", 0),
    ]


def test_a_priority_that_the_mapping_does_not_list_stops_the_ticket_too() -> None:
    found = normalised(page("1", DONE, ("2026-10-05T09:30:00Z", "priority", "low", "urgent")))
    assert [state for *_, state in statuses([found], "desk-1")] == [0, 0]


def test_a_ticket_that_is_known_whole_is_not_touched_by_another_of_its_page() -> None:
    broken, whole = page("1", UNREADABLE), page("2", DONE)
    rows = joined_rows([broken.rows.drop(columns=[]), whole.rows])
    found = normalised(Page("desk", rows, "", ""))
    assert [(word, state) for _, word, state in statuses([found], "desk-2")] == [("New", 1), ("Done", 6)]
    assert {state for *_, state in statuses([found], "desk-1")} == {0}


class Pages:
    """A source that gives `pages` one after another."""

    name = system = "desk"
    fingerprint = mapping_hash(read_mapping(MAPPING))

    def __init__(self, *pages: Page) -> None:
        self._pages = pages

    def fetch(self, cursor: str | None) -> Iterator[Page]:  # noqa: ARG002 - all of them, each time
        yield from self._pages

    def normalise(self, page: Page) -> Normalised:
        return normalised(page)


@pytest.mark.parametrize("broken", [{"service": "Telex"}, {"opened": "this morning"}])
def test_a_ticket_none_of_whose_rows_can_be_read_is_no_longer_what_it_was(
    database: Database, broken: dict[str, str]
) -> None:
    was, now = page("1", DONE), page("1", DONE, REOPENED, **broken)
    collect(Pages(was, now), database, clock(1_800_000_000))
    horizon = read_horizon(database)
    changes = read_facts(database, FactKind.TICKET_CHANGE, horizon)
    assert set(changes["state"].dropna()) == {int(TicketState.UNMAPPED)}
    assert set(changes["field"]) == {"status"}
    (health,) = read_source_health(database, horizon)
    assert dict(health.unmapped) == {IN_QUARANTINE: 1}
    # Once it is understood, nothing is left of it.
    collect(Pages(page("1", DONE, REOPENED)), database, clock(1_800_000_100))
    (health,) = read_source_health(database, read_horizon(database))
    assert dict(health.unmapped) == {}


def test_a_change_of_a_ticket_that_the_page_does_not_hold_stops_nothing() -> None:
    rows = page("1", DONE).rows
    found = normalised(Page("desk", rows[rows["#part"] == CHANGE_PART], "", ""))
    assert len(found.rejects) == 1
    assert len(found.facts[FactKind.TICKET_CHANGE]) == 0
