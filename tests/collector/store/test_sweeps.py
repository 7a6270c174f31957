"""Sweeps: tickets that are no longer there become tombstones, and stand again when they are."""

import pandas as pd
import pytest

from collector.errors import Severity
from collector.records import FactKind
from collector.source import Normalised, Page, Sweep, empty_rejects
from collector.store.database import Database
from collector.store.gone import read_tombstones
from collector.store.intakes import SavedPage
from collector.store.read import read_facts, read_horizon
from collector.store.retention import TICKETS, remove_facts
from collector.store.runs import save_run_start
from collector.store.save import save_page
from tests.collector.store.pages import change, normalised, page, save, ticket

DAY = 86_400


def of(key: str, opened_at: int) -> dict[FactKind, list[dict[str, object]]]:
    """A ticket with one status."""
    return {
        FactKind.TICKET: [ticket(key, opened_at)],
        FactKind.TICKET_CHANGE: [change(key, opened_at, "Open")],
    }


def save_tickets(database: Database, count: int, at: int = 1000, source: str = "tickets") -> None:
    """Save tickets T0, T1, ... that opened at 0, 1, ... seconds."""
    found = [of(f"T{number}", number) for number in range(count)]
    rows = {kind: [row for one in found for row in one[kind]] for kind in found[0]}
    save(database, rows, at=at, whole_tickets=True, source=source)


def sweep(
    database: Database,
    *there: str,
    span: tuple[int, int] = (0, DAY),
    most: int = 5,
    begun_at: int | None = None,
    at: int = 2000,
    cursor: str = "swept",
    source: str = "tickets",
    system: str | None = None,
) -> SavedPage:
    run = save_run_start(database, source, at)
    found = Sweep(*span, frozenset(there), most, begun_at)
    normal = Normalised({}, empty_rejects(), sweep=found)
    rows = Page("keys", pd.DataFrame(index=range(1)), cursor, "hash", fetched_at=at)
    return save_page(database, source, normal, rows, run.id, at, system=system, fingerprint="m1")


def keys(database: Database, horizon: int | None = None) -> list[str]:
    known = read_horizon(database) if horizon is None else horizon
    found = read_facts(database, FactKind.TICKET, known, keys=True)["ticket"].to_list()
    changed = read_facts(database, FactKind.TICKET_CHANGE, known, keys=True)["ticket"].to_list()
    assert sorted(found) == sorted(changed)
    return sorted(found)


def gone(database: Database) -> list[tuple[str, str, int, int]]:
    found = read_tombstones(database, read_horizon(database))
    return list(zip(found["source"], found["ticket"], found["opened_at"], found["gone_at"], strict=True))


def test_a_ticket_that_is_missing_stands_no_longer_and_is_told_as_gone(database: Database) -> None:
    save_tickets(database, 3)
    saved = sweep(database, "T0", "T2")
    # Its opening and its one status.
    assert (saved.number, saved.removed, saved.warnings) == (2, 2, ())
    assert keys(database) == ["T0", "T2"]
    assert gone(database) == [("tickets", "T1", 1, 2000)]


def test_what_was_known_before_the_sweep_stays_known_so(database: Database) -> None:
    save_tickets(database, 3)
    sweep(database, "T0", "T2")
    assert keys(database, 1) == ["T0", "T1", "T2"]
    assert len(read_tombstones(database, 1)) == 0


def test_tickets_that_opened_outside_the_span_stay(database: Database) -> None:
    save_tickets(database, 4)
    # The span begins with its first second and ends before its last: T1 and T2.
    sweep(database, "T2", span=(1, 3))
    assert keys(database) == ["T0", "T2", "T3"]


def test_a_sweep_in_which_nothing_is_missing_brings_nothing(database: Database) -> None:
    save_tickets(database, 2)
    sweep(database, "T0", "T1")
    assert sweep(database, "T0", "T1") == SavedPage(number=None)


def test_tickets_of_other_sources_stay_even_in_one_ticket_system(database: Database) -> None:
    save_tickets(database, 1, source="log")
    save(database, of("T5", 5), at=1500, source="desk", system="log", whole_tickets=True)
    sweep(database, "T9", source="desk", system="log")
    assert keys(database) == ["T0"]


def test_keys_that_are_not_known_here_do_no_harm(database: Database) -> None:
    save_tickets(database, 1)
    assert sweep(database, "T0", "X1", "X2") == SavedPage(number=2)


def test_a_sweep_that_misses_too_many_removes_nothing_and_says_so(database: Database) -> None:
    save_tickets(database, 100)
    # Six of a hundred, where five percent may be missing.
    saved = sweep(database, *(f"T{number}" for number in range(6, 100)))
    assert (saved.removed, len(keys(database)), gone(database)) == (0, 100, [])
    [warning] = saved.warnings
    assert warning.severity is Severity.WARNING
    assert "6 of 100 tickets" in warning.found
    assert "nothing was removed" in warning.found


def test_a_sweep_that_misses_as_many_as_it_may_is_believed(database: Database) -> None:
    save_tickets(database, 100)
    sweep(database, *(f"T{number}" for number in range(5, 100)))
    assert len(gone(database)) == 5


def test_up_to_three_are_believed_whatever_their_share(database: Database) -> None:
    save_tickets(database, 10)
    sweep(database, *(f"T{number}" for number in range(3, 10)))
    assert len(gone(database)) == 3


@pytest.mark.parametrize(("most", "left"), [(5, 2), (100, 0)])
def test_an_answer_without_any_ticket_is_believed_only_where_all_may_be_missing(
    most: int, left: int, database: Database
) -> None:
    save_tickets(database, 2)
    saved = sweep(database, most=most)
    assert (len(keys(database)), len(saved.warnings)) == (left, 1 if left else 0)


def test_a_ticket_brought_since_the_sweep_began_stays(database: Database) -> None:
    save_tickets(database, 2, at=1000)
    save(database, of("late", 5), at=1500, cursor="2", whole_tickets=True)
    sweep(database, "T0", "T1", begun_at=1500)
    assert keys(database) == ["T0", "T1", "late"]
    sweep(database, "T0", "T1", begun_at=1501, at=2001)
    assert keys(database) == ["T0", "T1"]


def test_a_ticket_that_a_page_brings_again_stands_again(database: Database) -> None:
    save_tickets(database, 2)
    sweep(database, "T0")
    save(database, of("T1", 1), at=3000, cursor="2", whole_tickets=True)
    assert (keys(database), gone(database)) == (["T0", "T1"], [])
    assert read_tombstones(database, 2)["ticket"].to_list() == ["T1"]


def test_a_ticket_that_a_later_sweep_finds_stands_again_as_it_was(database: Database) -> None:
    save_tickets(database, 2)
    before = read_facts(database, FactKind.TICKET_CHANGE, 1)
    sweep(database, "T0")
    assert sweep(database, "T0", "T1", at=3000) == SavedPage(number=3, new=2)
    assert gone(database) == []
    pd.testing.assert_frame_equal(read_facts(database, FactKind.TICKET_CHANGE, 3), before)


def test_a_ticket_may_be_gone_twice(database: Database) -> None:
    save_tickets(database, 2)
    for number in range(3):
        sweep(database, "T0", *(["T1"] if number == 1 else []), at=2000 + number)
    assert gone(database) == [("tickets", "T1", 1, 2002)]


def test_what_retention_removes_is_told_as_gone_no_longer(database: Database) -> None:
    save_tickets(database, 2)
    sweep(database, "T0")
    remove_facts(database, TICKETS, DAY, 5000)
    assert gone(database) == []


def test_a_sweep_of_two_hundred_thousand_tickets_removes_those_that_are_missing(database: Database) -> None:
    count = 200_000
    columns = {"ticket": [f"T{number}" for number in range(count)], "opened_at": range(count)}
    frame = pd.DataFrame(columns).assign(sequence=0, field="status", value="Open", state=1, kind="incident")
    facts = normalised({})
    facts = Normalised(
        {FactKind.TICKET: frame, FactKind.TICKET_CHANGE: frame.rename(columns={"opened_at": "at"})},
        facts.rejects,
        replaces_whole_tickets=True,
    )
    run = save_run_start(database, "tickets", 1000)
    save_page(database, "tickets", facts, page("1"), run.id, 1000)
    there = frame["ticket"].iloc[count // 100 :]
    saved = sweep(database, *there, span=(0, count), begun_at=1500)
    assert saved.removed == 2 * count // 100
