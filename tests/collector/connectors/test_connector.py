"""What all connectors do, shown by one that has its changes in a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import pytest

from collector.connectors.connector import Chunk, Connector, Evidence, Setting, Span
from collector.connectors.options import ConnectorOptions, Sweeping
from collector.connectors.position import Position
from collector.connectors.rows import (
    CHANGE_PART,
    NEW,
    OLD,
    PART,
    TICKET_PART,
    UPDATED_AT,
    frame_of,
    joined_rows,
)
from collector.errors import ProblemsFound, SupplierwatchError
from collector.instants import format_instant
from collector.mapping import read_mapping
from collector.mapping.tickets import AT, FIELD, OPENED_AT, ORDER, TICKET
from collector.records import FactKind
from collector.source import Page
from tests.collector.connectors.helpers import World, statuses
from tests.collector.sources.helpers import instant

MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "state", "agent": "assigned_to"},
    "statuses": {"New": "active", "On hold": "waiting_user", "Done": "resolved"},
    "persons": ["assigned_to"],
}
NOW = instant("2026-11-02T12:00:00+00:00")
DAY = 86_400


@dataclass(frozen=True)
class Told:
    """A ticket of the system in the test: key, opening, statuses as (instant, old, new)."""

    key: str
    opened_at: int
    changes: tuple[tuple[int, str, str], ...]
    now: str

    @property
    def updated_at(self) -> int:
        return max([self.opened_at, *(at for at, _, _ in self.changes)])


class ListOptions(ConnectorOptions):
    type: Literal["list"] = "list"


class ListConnector(Connector[ListOptions]):
    options_type: ClassVar[type[ConnectorOptions]] = ListOptions
    mapping_types = ("ticket_history",)
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "this test"

    tickets: tuple[Told, ...] = ()
    spans: list[Span]

    def read(self, span: Span) -> Iterator[Chunk]:
        self.spans.append(span)
        until = span.until if span.until is not None else NOW + DAY
        found = [one for one in self.tickets if span.since <= one.updated_at < until]
        for one in sorted(found, key=lambda ticket: ticket.updated_at):
            yield Chunk(_rows(one), one.updated_at, one.key, "list")

    def existing(self, span: Span) -> Iterator[list[str]]:
        yield [one.key for one in self.tickets if span.since <= one.opened_at < (span.until or NOW)]


def _rows(one: Told) -> Any:
    ticket = frame_of(
        TICKET_PART,
        {
            TICKET: [one.key],
            OPENED_AT: [format_instant(one.opened_at)],
            UPDATED_AT: [format_instant(one.updated_at)],
            "state": [one.now],
            "assigned_to": ["Anna Andersson"],
            "short_description": ["My phone number is 070"],
        },
    )
    changes = frame_of(
        CHANGE_PART,
        {
            TICKET: [one.key for _ in one.changes],
            AT: [format_instant(at) for at, _, _ in one.changes],
            ORDER: [str(number) for number in range(1, len(one.changes) + 1)],
            FIELD: ["state" for _ in one.changes],
            OLD: [old for _, old, _ in one.changes],
            NEW: [new for _, _, new in one.changes],
        },
    )
    return joined_rows([ticket, changes])


def _connector(*tickets: Told, sweep: Sweeping | None = None, world: World | None = None) -> ListConnector:
    options = ListOptions.model_validate({"since": "2026-10-01", "sweep": sweep})
    surroundings = (world or World(NOW)).surroundings()
    connector = ListConnector(Setting("tickets", options, read_mapping(MAPPING), surroundings, b"key"))
    connector.tickets, connector.spans = tickets, []
    return connector


OPENED = instant("2026-10-05T08:00:00+02:00")
WORKED = Told("INC1", OPENED, ((OPENED + 60, "New", "On hold"), (OPENED + 600, "On hold", "Done")), "Done")


def test_a_ticket_begins_with_what_its_first_change_replaced() -> None:
    connector = _connector(WORKED)
    found = [connector.normalise(page) for page in connector.fetch(None)]
    assert statuses(found, "INC1") == [
        (OPENED, "New", 1),
        (OPENED + 60, "On hold", 2),
        (OPENED + 600, "Done", 6),
    ]


def test_a_ticket_that_never_changed_has_its_present_value_from_opening() -> None:
    connector = _connector(Told("INC2", OPENED, (), "New"))
    found = [connector.normalise(page) for page in connector.fetch(None)]
    assert statuses(found, "INC2") == [(OPENED, "New", 1)]


def test_a_history_that_lost_its_end_is_told_and_ends_in_what_the_ticket_is_now() -> None:
    lost = Told("INC3", OPENED, ((OPENED + 60, "New", "On hold"),), "Done")
    connector = _connector(lost)
    found = [connector.normalise(page) for page in connector.fetch(None)]
    assert statuses(found, "INC3")[-1] == (OPENED + 60, "Done", 6)
    warnings = [warning.found for one in found for warning in one.warnings]
    assert warnings == [
        "tickets whose history does not end in what they are now: 1, such as 'INC3' with 'state'"
    ]


def _ended(key: str) -> Told:
    """A ticket that is done, was changed since it opened, and tells no change of its status."""
    return Told(key, OPENED, ((OPENED + 60, "", ""),), "Done")


def _page(*tickets: Told, changes: bool) -> Page:
    rows = joined_rows([_rows(one) for one in tickets])
    told = rows if changes else rows[rows[PART] == TICKET_PART]
    return Page("list", told.reset_index(drop=True), "1", "hash")


def test_a_ticket_that_ended_without_a_change_of_its_status_is_told() -> None:
    told = _connector().normalise(_page(WORKED, changes=True)).warnings
    alone = _connector().normalise(_page(_ended("INC7"), changes=False)).warnings
    assert told == ()
    found = "tickets that ended without a change of their status: 1, such as 'INC7'; they count as ended "
    assert [warning.found for warning in alone] == [found + "at opening"]


def test_where_many_ended_and_nothing_of_their_histories_is_told_nothing_is_read() -> None:
    many = [_ended(f"INC{number}") for number in range(20)]
    with pytest.raises(ProblemsFound, match="tickets that ended, and not one change of any of them: 20"):
        _connector().normalise(_page(*many, changes=False))
    fewer = _connector().normalise(_page(*many[:19], changes=False))
    assert len(fewer.facts[FactKind.TICKET]) == 19


def test_what_the_mapping_does_not_name_never_leaves_the_connector_and_people_are_hashes() -> None:
    (page,) = [page for page in _connector(WORKED).fetch(None) if len(page.rows)]
    text = page.rows.to_csv()
    assert "070" not in text
    assert "Anna" not in text
    assert len(page.rows["assigned_to"].iloc[0]) == 24


def test_the_first_run_reads_what_is_new_and_then_fills_back_from_the_first_day() -> None:
    connector = _connector(WORKED)
    pages = list(connector.fetch(None))
    since = instant("2026-10-01T00:00:00+00:00")
    # The first position lies a day back, and the ten minutes before it are read again.
    assert connector.spans == [Span(NOW - DAY - 600), Span(since, NOW - DAY)]
    assert Position.model_validate_json(pages[-1].cursor).back_fill is None


def test_what_a_system_changes_next_is_read_though_its_clock_is_an_hour_behind_ours() -> None:
    first = list(_connector().fetch(None))[-1].cursor
    changed = NOW - 3600 + 60
    connector = _connector(Told("INC9", changed, (), "New"))
    found = [connector.normalise(page) for page in connector.fetch(first)]
    assert statuses(found, "INC9") == [(changed, "New", 1)]


def test_a_back_fill_that_ran_out_of_time_goes_on_where_it_stopped() -> None:
    world = World(NOW)
    later = Told("INC2", OPENED + DAY, (), "New")
    connector = _connector(WORKED, later, world=world)
    pages: list[Page] = []
    for page in connector.fetch(None):
        pages.append(page)
        world.is_time_up = len(page.rows) > 0
    world.is_time_up = False
    assert [page.rows[TICKET].iloc[0] for page in pages if len(page.rows)] == ["INC1"]
    again = _connector(WORKED, later, world=world)
    rest = [page.rows[TICKET].iloc[0] for page in again.fetch(pages[-1].cursor) if len(page.rows)]
    assert again.spans[1].since == WORKED.updated_at
    assert rest == ["INC1", "INC2"]


def test_a_field_that_was_not_asked_for_before_begins_the_back_fill_anew() -> None:
    first = list(_connector(WORKED).fetch(None))[-1].cursor
    position = Position.model_validate_json(first)
    fewer = position.model_copy(update={"fields": ("state",)})
    connector = _connector(WORKED)
    list(connector.fetch(fewer.to_text()))
    since = instant("2026-10-01T00:00:00+00:00")
    assert connector.spans[-1] == Span(since, position.reached)


def test_a_sweep_names_the_keys_that_are_there_slice_by_slice() -> None:
    connector = _connector(WORKED, sweep=Sweeping(slice_days=20))
    found = [connector.normalise(page).sweep for page in connector.fetch(None)]
    sweeps = [sweep for sweep in found if sweep is not None]
    since = instant("2026-10-01T00:00:00+00:00")
    assert [(sweep.opened_from, sweep.opened_to, set(sweep.tickets)) for sweep in sweeps] == [
        (since, since + 20 * DAY, {"INC1"}),
        (since + 20 * DAY, NOW - 600, set()),
    ]


def test_a_cursor_of_another_kind_of_source_is_refused() -> None:
    with pytest.raises(SupplierwatchError, match="written by another kind of source"):
        list(_connector().fetch('{"finished": {}}'))


def test_a_change_that_the_history_lacks_in_the_middle_is_told() -> None:
    """From hold back to New nobody wrote an entry: how long it was on hold is not known."""
    changes = ((OPENED + 60, "New", "On hold"), (OPENED + 600, "New", "Done"))
    connector = _connector(Told("INC1", OPENED, changes, "Done"), WORKED_TOO)
    found = [connector.normalise(page) for page in connector.fetch(None)]
    told = {warning.found for one in found for warning in one.warnings}
    assert told == {
        (
            "tickets whose history has a hole: 1, such as 'INC1' with 'state', which was changed without an "
            "entry before 2026-10-05T06:10:00Z"
        )
    }


WORKED_TOO = Told(
    "INC2", OPENED, ((OPENED + 90, "New", "On hold"), (OPENED + 900, "On hold", "Done")), "Done"
)
