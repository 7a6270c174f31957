"""Reading facts: at a horizon, in a window, as columns."""

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from collector.records import COLUMNS, FactKind
from collector.store.bulk import bulk_driver, sql_with_numbers
from collector.store.database import Database, open_database
from collector.store.frames import categorical
from collector.store.read import (
    FoundTicket,
    find_ticket,
    read_facts,
    read_horizon,
    read_lasting,
    read_service_states,
    read_ticket,
    read_tickets,
    read_words,
)
from collector.store.schema import FACT_TABLES, WORD
from tests.collector.store.pages import change, observed, save, service_state, ticket

SCOPE = {"service": "T1", "unit": None}
EVERYTHING = {
    FactKind.TICKET: [ticket("B", 200, priority="2"), ticket("A", 100, unit="School")],
    FactKind.TICKET_CHANGE: [
        change("B", 200, "Open"),
        change("A", 300, "Closed", 7),
        change("A", 100, "Assigned", 1, sequence=1),
        change("A", 100, "Open", 1),
        change("A", 150, "Team 2", None),
    ],
    FactKind.SERVICE_STATE: [service_state(100, 1), service_state(160, 3), service_state(150, 1, "School")],
    FactKind.OBSERVED: [observed(100, 200), observed(300, None)],
    FactKind.MAINTENANCE: [{"window": "M1", **SCOPE, "starts_at": 100, "ends_at": 200, "announced_at": None}],
    FactKind.MEASUREMENT: [
        {"measure": "survey", **SCOPE, "from_at": 0, "to_at": 100, "numerator": 1 << 40, "denominator": 3}
    ],
    FactKind.STATEMENT: [
        {"indicator": "KPI 1", **SCOPE, "from_at": 0, "to_at": 100, "numerator": 985, "denominator": 10}
    ],
}


@pytest.fixture
def filled(database: Database) -> Database:
    save(database, EVERYTHING)
    return database


def test_the_horizon_is_the_last_number_committed_by_an_instant(database: Database) -> None:
    for number, at in enumerate((1000, 1010, 1010, 1020), start=1):
        save(database, {FactKind.TICKET: [ticket(str(number), 100)]}, cursor=str(number), at=at)
    assert [read_horizon(database, at) for at in (999, 1000, 1009, 1010, 1020, 9999)] == [0, 1, 1, 3, 4, 4]
    assert read_horizon(database) == 4


def test_an_empty_store_has_the_horizon_zero_and_empty_frames(database: Database) -> None:
    assert read_horizon(database) == 0
    for kind in FactKind:
        frame = read_facts(database, kind, 0, keys=True)
        assert frame.empty
        assert "source" in frame.columns


def test_nothing_that_commits_after_the_horizon_is_read(filled: Database) -> None:
    before = read_tickets(filled, 1)
    later = {
        FactKind.TICKET: [ticket("A", 50), ticket("C", 1)],
        FactKind.TICKET_CHANGE: [change("A", 100, "New")],
    }
    save(filled, later, cursor="2")
    for then, now in zip(before, read_tickets(filled, 1), strict=True):
        pd.testing.assert_frame_equal(then, now)
    assert len(read_tickets(filled, 2)[0]) == 3


def test_a_change_that_only_a_later_intake_knows_brings_no_ticket_into_a_window(filled: Database) -> None:
    save(filled, {FactKind.TICKET_CHANGE: [change("B", 900, "Closed", 7)]}, cursor="2")
    assert read_tickets(filled, 1, (800, 1000))[0].empty
    assert len(read_tickets(filled, 2, (800, 1000))[0]) == 1


def test_words_are_categories_in_the_order_of_their_text(filled: Database) -> None:
    value = read_facts(filled, FactKind.TICKET_CHANGE, 1)["value"]
    assert value.cat.categories.to_list() == ["Assigned", "Closed", "Open", "Team 2"]
    assert value.to_list() == ["Open", "Open", "Assigned", "Team 2", "Closed"]


def test_a_word_that_was_not_stated_is_missing(filled: Database) -> None:
    tickets = read_facts(filled, FactKind.TICKET, 1)
    assert tickets["unit"].isna().to_list() == [True, False]
    assert tickets["priority"].isna().to_list() == [False, True]


def test_numbers_have_64_bits_and_optional_ones_may_be_missing(filled: Database) -> None:
    changes = read_facts(filled, FactKind.TICKET_CHANGE, 1)
    assert [str(changes[name].dtype) for name in ("ticket_id", "at", "state")] == ["int64", "int64", "Int64"]
    assert changes["state"].isna().sum() == 1
    measurement = read_facts(filled, FactKind.MEASUREMENT, 1)
    assert measurement["numerator"].to_list() == [1 << 40]
    assert measurement["population"].isna().all()


def test_columns_can_be_written_to(filled: Database) -> None:
    changes = read_facts(filled, FactKind.TICKET_CHANGE, 1)
    changes["at"].to_numpy(copy=True)[0] = 0
    assert changes.assign(at=changes["at"] + 1)["at"].min() == 101


def test_changes_are_ordered_by_ticket_instant_and_sequence(filled: Database) -> None:
    tickets, changes = read_tickets(filled, 1, keys=True)
    keys = dict(zip(tickets["ticket_id"], tickets["ticket"], strict=True))
    found = [(keys[row.ticket_id], row.at, row.sequence) for row in changes.itertuples()]
    assert found == [("B", 200, 0), ("A", 100, 0), ("A", 100, 1), ("A", 150, 0), ("A", 300, 0)]


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ((0, 100), []),
        ((100, 101), ["A"]),
        ((150, 200), ["A"]),
        ((160, 200), []),
        ((200, 201), ["B"]),
        ((299, 301), ["A"]),
        ((0, 1000), ["A", "B"]),
    ],
)
def test_a_window_has_the_tickets_that_opened_or_changed_in_it(
    filled: Database, window: tuple[int, int], expected: list[str]
) -> None:
    tickets, changes = read_tickets(filled, 1, window, keys=True)
    assert sorted(tickets["ticket"]) == expected
    # All changes of each, also those outside the window: A has four, B one.
    assert len(changes) == sum({"A": 4, "B": 1}[key] for key in expected)


def test_a_window_of_states_has_the_last_state_before_it_of_each_unit(filled: Database) -> None:
    """T1 as a whole: up from 100, down from 160; at the school: up from 150."""
    states = read_service_states(filled, 1, (155, 161))
    assert states[["at", "state"]].to_numpy().tolist() == [[100, 1], [160, 3], [150, 1]]
    assert read_service_states(filled, 1, (100, 150))["at"].to_list() == [100]
    assert sorted(read_service_states(filled, 1, (500, 600))["at"]) == [150, 160]


def test_the_last_state_before_a_window_is_the_one_known_at_the_horizon(filled: Database) -> None:
    save(filled, {FactKind.SERVICE_STATE: [service_state(170, 2)]}, cursor="2")
    assert sorted(read_service_states(filled, 1, (500, 600))["at"]) == [150, 160]
    assert sorted(read_service_states(filled, 2, (500, 600))["at"]) == [150, 170]


@pytest.mark.parametrize(
    ("window", "expected"),
    [((0, 100), []), ((0, 101), [100]), ((199, 300), [100]), ((200, 300), []), ((900, 901), [300])],
)
def test_observed_intervals_overlap_a_window_and_an_open_one_never_ends(
    filled: Database, window: tuple[int, int], expected: list[int]
) -> None:
    assert read_lasting(filled, FactKind.OBSERVED, 1, window)["from_at"].to_list() == expected


@pytest.mark.parametrize("kind", [FactKind.MAINTENANCE, FactKind.MEASUREMENT, FactKind.STATEMENT])
def test_what_lasts_is_read_by_the_window_it_overlaps(filled: Database, kind: FactKind) -> None:
    assert len(read_lasting(filled, kind, 1, (99, 101))) == 1
    assert read_lasting(filled, kind, 1, (200, 300)).empty


def test_one_ticket_is_found_by_its_key_and_read_with_its_changes(filled: Database) -> None:
    found = find_ticket(filled, "A")
    assert [(ticket.system, ticket.ticket) for ticket in found] == [("tickets", "A")]
    opened, changes = read_ticket(filled, found[0].ticket_id, 1)
    assert opened["ticket"].to_list() == ["A"]
    assert changes["value"].to_list() == ["Open", "Assigned", "Team 2", "Closed"]
    assert find_ticket(filled, "a' OR 1=1") == []


def test_a_key_that_two_ticket_systems_gave_finds_both(database: Database) -> None:
    for source in ("phone", "desk"):
        save(database, {FactKind.TICKET: [ticket("A", 100)]}, source=source)
    assert find_ticket(database, "A") == [FoundTicket(2, "desk", "A"), FoundTicket(1, "phone", "A")]


def test_the_bulk_driver_and_the_fallback_give_equal_frames(filled: Database) -> None:
    save(filled, {FactKind.TICKET_CHANGE: [change("A", 100, "New")]}, cursor="2")
    assert bulk_driver(filled) is not None
    with open_database(filled.url.render_as_string(hide_password=False), bulk_driver=False) as plain:
        assert bulk_driver(plain) is None
        for kind in FactKind:
            for horizon in (0, 1, 2):
                fast, slow = (read_facts(each, kind, horizon, keys=True) for each in (filled, plain))
                pd.testing.assert_frame_equal(fast, slow)
                assert set(fast.columns) - {"source", "ticket_id"} <= {
                    column.name for column in COLUMNS[kind]
                }


def test_a_bulk_read_takes_no_text_into_its_statement(sqlite_database: Database) -> None:
    with pytest.raises(TypeError, match='takes whole numbers of 64 bits, not "x\' OR 1=1"'):
        sql_with_numbers(sqlite_database, sa.select(WORD.c.id).where(WORD.c.text == "x' OR 1=1"))
    with pytest.raises(TypeError, match="not 9223372036854775808"):
        sql_with_numbers(sqlite_database, sa.select(WORD.c.id).where(WORD.c.id == 1 << 63))


def test_a_condition_may_list_numbers(filled: Database) -> None:
    ids = read_facts(filled, FactKind.TICKET, 1)["ticket_id"].to_list()
    column = FACT_TABLES[FactKind.TICKET].c.ticket_id
    assert len(read_facts(filled, FactKind.TICKET, 1, column.in_(ids))) == 2


def test_the_position_of_a_word_is_its_number(filled: Database) -> None:
    words = read_words(filled)
    with filled.reading() as connection:
        assert all(words[row.id] == row.text for row in connection.execute(sa.select(WORD)))


def test_categories_hold_only_words_that_occur() -> None:
    pa = pytest.importorskip("pyarrow")
    words = pd.Index(["", "zebra", "unused", "ant"], dtype="str")
    series = categorical(pa.chunked_array([np.array([1, 0, 3, 1])]), words)
    assert series.cat.categories.to_list() == ["ant", "zebra"]
    assert series.cat.codes.to_list() == [1, -1, 0, 1]
