"""Removing facts past their time of keeping: what goes, what must stay, and what is recorded of it."""

from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa

from collector.records import FactKind
from collector.store import retention
from collector.store.database import Database
from collector.store.retention import (
    KINDS,
    Removal,
    count_kept_open,
    count_removable,
    read_removals,
    remove_facts,
)
from collector.store.schema import CONFIRMED, FACT_TABLES, QUARANTINE
from collector.store.windows import BORDERS
from tests.collector.store.pages import change, observed, save, service_state, ticket

NOW = 9000
RESOLVED, ACTIVE, UNMAPPED = 6, 1, 0


def ended(key: str, opened_at: int, ended_at: int) -> dict[FactKind, list[dict[str, Any]]]:
    return {
        FactKind.TICKET: [ticket(key, opened_at)],
        FactKind.TICKET_CHANGE: [
            change(key, opened_at, "New", ACTIVE),
            change(key, ended_at, "Resolved", RESOLVED),
        ],
    }


def left(database: Database, kind: FactKind, column: str) -> list[int]:
    table = FACT_TABLES[kind]
    with database.reading() as connection:
        return list(connection.execute(sa.select(table.c[column]).order_by(table.c[column])).scalars())


def test_every_kind_of_fact_has_a_rule() -> None:
    own = {FactKind.TICKET, FactKind.TICKET_CHANGE, FactKind.SERVICE_STATE}
    assert {kind for kind in FactKind if kind not in BORDERS} == own
    assert set(KINDS) == {kind.value for kind in FactKind} - {"ticket_change"} | {"quarantine", "raw_pages"}


def test_a_ticket_goes_with_all_its_changes_once_nothing_of_it_lies_later(database: Database) -> None:
    save(database, ended("A", 100, 200), cursor="1")
    save(database, ended("B", 100, 500), cursor="2")
    removed = remove_facts(database, "ticket", 500, NOW)
    assert removed is not None
    # Of A: the ticket and two changes. B changed at 500, which is not before 500.
    assert (removed.kind, removed.up_to, removed.removed_at, removed.rows) == ("ticket", 500, NOW, 3)
    assert left(database, FactKind.TICKET_CHANGE, "at") == [100, 500]
    assert left(database, FactKind.TICKET, "opened_at") == [100]


def test_former_versions_go_too_and_hold_a_ticket_while_one_of_them_lies_later(database: Database) -> None:
    # B was first said to have been resolved at 600, then at 300.
    save(database, ended("A", 100, 200), cursor="1", whole_tickets=True)
    save(database, ended("A", 100, 250), cursor="2", at=1001, whole_tickets=True)
    save(database, ended("B", 100, 600), cursor="3", at=1002, whole_tickets=True)
    save(database, ended("B", 100, 300), cursor="4", at=1003, whole_tickets=True)
    removed = remove_facts(database, "ticket", 500, NOW)
    assert removed is not None
    # Of A: the ticket, its opening, and both resolutions.
    assert removed.rows == 4
    assert left(database, FactKind.TICKET_CHANGE, "at") == [100, 300, 600]


@pytest.mark.parametrize(
    "changes",
    [
        [],
        [change("A", 100, "New", ACTIVE)],
        [change("A", 100, "Resolved", RESOLVED), change("A", 150, "Reopened", ACTIVE)],
        [change("A", 100, "Resolved", RESOLVED), change("A", 100, "Reopened", ACTIVE, 1)],
        [change("A", 100, "Parked", UNMAPPED)],
    ],
)
def test_a_ticket_that_nothing_ended_stays_and_is_counted(
    database: Database, changes: list[dict[str, Any]]
) -> None:
    save(database, {FactKind.TICKET: [ticket("A", 100)], FactKind.TICKET_CHANGE: changes})
    assert count_kept_open(database, 500) == 1
    assert remove_facts(database, "ticket", 500, NOW) is None
    assert left(database, FactKind.TICKET, "opened_at") == [100]


def test_a_later_change_of_another_field_does_not_reopen_a_ticket(database: Database) -> None:
    facts = ended("A", 100, 200)
    facts[FactKind.TICKET_CHANGE].append({**change("A", 250, "desk", None), "field": "team"})
    save(database, facts)
    assert count_kept_open(database, 500) == 0
    removed = remove_facts(database, "ticket", 500, NOW)
    assert removed is not None
    assert removed.rows == 4


def test_a_ticket_that_was_withdrawn_goes_whether_it_ended_or_not(database: Database) -> None:
    save(database, {FactKind.TICKET: [ticket("A", 100)]}, cursor="1", complete=True)
    save(database, {FactKind.TICKET: [ticket("B", 800)]}, cursor="2", at=1001, complete=True)
    removed = remove_facts(database, "ticket", 500, NOW)
    assert removed is not None
    assert removed.rows == 1
    assert left(database, FactKind.TICKET, "opened_at") == [800]


def test_the_last_state_before_stays_for_it_still_holds_after(database: Database) -> None:
    states = [service_state(at, 1) for at in (100, 200, 300, 600)]
    other = [service_state(150, 1, unit="S1")]
    save(database, {FactKind.SERVICE_STATE: [*states, *other]})
    removed = remove_facts(database, "service_state", 500, NOW)
    assert removed is not None
    assert removed.rows == 2
    assert left(database, FactKind.SERVICE_STATE, "at") == [150, 300, 600]


def test_what_lasts_goes_once_it_ended_and_what_has_no_end_stays(database: Database) -> None:
    spans = [observed(100, 400), observed(400, 500), observed(450, 501), observed(90, None)]
    save(database, {FactKind.OBSERVED: spans})
    removed = remove_facts(database, "observed", 500, NOW)
    assert removed is not None
    # Ends are not included: what ended at 500 says nothing of 500.
    assert removed.rows == 2
    assert left(database, FactKind.OBSERVED, "from_at") == [90, 450]


def test_rows_in_quarantine_go_by_when_they_came(database: Database) -> None:
    facts = {FactKind.TICKET: [ticket("A", 100)]}
    save(database, facts, cursor="1", at=1000, rejects=[(1, "no time", "{}")])
    save(database, facts, cursor="2", at=2000, rejects=[(2, "no time", "{}")])
    removed = remove_facts(database, "quarantine", 2000, NOW)
    assert removed is not None
    assert removed.rows == 1
    with database.reading() as connection:
        assert connection.execute(sa.select(QUARANTINE.c.line)).scalars().all() == [2]


def test_what_would_be_removed_is_counted_without_removing_it(database: Database) -> None:
    save(database, ended("A", 100, 200))
    assert count_removable(database, "ticket", 500) == 3
    assert left(database, FactKind.TICKET, "opened_at") == [100]
    assert read_removals(database) == []


def test_a_removal_is_recorded_with_a_digest_of_what_it_removed(database: Database) -> None:
    save(database, {FactKind.OBSERVED: [observed(100, 400)]})
    remove_facts(database, "observed", 500, NOW)
    # The digest before (none), then the columns and the row, with words as text.
    row = "source,prober,service,unit,from_at,to_at,intake,replaced_by\ntickets,probe,T1,,100,400,1,\n"
    digest = sha256(row.encode()).hexdigest()
    assert read_removals(database) == [Removal(1, "observed", 500, NOW, 1, digest)]


def test_nothing_to_remove_leaves_no_record(database: Database) -> None:
    assert remove_facts(database, "observed", 500, NOW) is None
    assert read_removals(database) == []


def test_a_second_removal_has_a_record_of_its_own(database: Database) -> None:
    save(database, {FactKind.OBSERVED: [observed(100, 400), observed(400, 600)]})
    remove_facts(database, "observed", 500, NOW)
    assert remove_facts(database, "observed", 500, NOW) is None
    remove_facts(database, "observed", 700, NOW + 1)
    assert [(one.number, one.up_to, one.rows) for one in read_removals(database)] == [
        (1, 500, 1),
        (2, 700, 1),
    ]


def test_removing_part_by_part_removes_the_same(database: Database) -> None:
    for number in range(5):
        save(database, ended(f"A-{number}", 100, 200 + number), cursor=str(number), at=1000 + number)
    told: list[int] = []
    removed = remove_facts(database, "ticket", 500, NOW, batch=2, progress=told.append)
    assert removed is not None
    # Two tickets of three rows at a time, then the last one.
    assert told == [6, 12, 15]
    assert [(one.rows, one.digest) for one in read_removals(database)] == [(15, removed.digest)]
    assert left(database, FactKind.TICKET, "opened_at") == []


def test_a_process_killed_between_parts_leaves_what_it_removed_recorded(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        save(database, ended(f"A-{number}", 100, 200), cursor=str(number), at=1000 + number)
    real, parts = retention._content, []

    def killed(*arguments: Any) -> bytes:
        parts.append(1)
        if len(parts) == 3:
            raise KeyboardInterrupt
        return real(*arguments)

    with monkeypatch.context() as patched:
        # The first ticket went with both its tables; the second was being removed.
        patched.setattr(retention, "_content", killed)
        with pytest.raises(KeyboardInterrupt):
            remove_facts(database, "ticket", 500, NOW, batch=1)
    assert [(one.number, one.rows) for one in read_removals(database)] == [(1, 3)]
    assert len(left(database, FactKind.TICKET_CHANGE, "at")) == 4
    remove_facts(database, "ticket", 500, NOW + 1, batch=1)
    assert [(one.number, one.rows) for one in read_removals(database)] == [(1, 3), (2, 6)]


def test_a_delivery_under_way_forgets_what_was_removed(database: Database) -> None:
    save(database, {FactKind.OBSERVED: [observed(100, 400)]}, cursor="1", complete=True)
    save(database, {FactKind.OBSERVED: [observed(100, 400)]}, cursor="2", at=1001, full=True)
    remove_facts(database, "observed", 500, NOW)
    with database.reading() as connection:
        assert connection.execute(sa.select(CONFIRMED)).all() == []
