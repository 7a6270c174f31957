"""Collecting: pages in order, one transaction each, and a record of how it went."""

import pytest

from collector.collect import RunRecord, collect
from collector.records import FactKind
from collector.store.database import Database
from collector.store.health import read_source_health
from collector.store.read import read_facts, read_horizon
from collector.store.runs import INTERRUPTED, RunOutcome
from collector.store.save import read_cursor
from tests.collector.store.pages import Facts, ListedSource, change, clock, ticket


def page_of(*keys: str) -> Facts:
    return {FactKind.TICKET: [ticket(key, 100) for key in keys]}


def standing(database: Database) -> list[str]:
    return sorted(read_facts(database, FactKind.TICKET, read_horizon(database), keys=True)["ticket"])


def test_a_run_saves_every_page_and_says_what_it_brought(database: Database) -> None:
    source = ListedSource([page_of("A"), page_of("A", "B")])
    record = collect(source, database, clock(1000))
    assert (record.outcome, record.pages, record.rows) == (RunOutcome.COMPLETE, 2, 1)
    assert (record.new, record.unchanged) == (2, 1)
    # Read at the start, for each of two pages, and at the end.
    assert (record.started_at, record.finished_at) == (1000, 1003)


def test_a_second_run_goes_on_where_the_first_ended(database: Database) -> None:
    source = ListedSource([page_of("A"), page_of("B")])
    collect(source, database, clock(1000))
    again = collect(source, database, clock(2000))
    assert source.asked == [None, "2"]
    assert (again.pages, again.outcome) == (0, RunOutcome.COMPLETE)


def test_a_source_that_cannot_be_read_fails_the_run_and_keeps_the_pages_before(database: Database) -> None:
    source = ListedSource([page_of("A"), page_of("B"), page_of("C")], unreadable_from=2)
    record = collect(source, database, clock(1000))
    assert record.outcome is RunOutcome.FAILED
    assert record.problem == "http://tickets: the answer is not JSON"
    assert standing(database) == ["A", "B"]
    health = read_source_health(database, read_horizon(database))[0]
    assert (health.outcome, health.problem) == (RunOutcome.FAILED, record.problem)


def test_after_a_failed_run_the_next_goes_on_from_the_cursor(database: Database) -> None:
    source = ListedSource([page_of("A"), page_of("B")], unreadable_from=1)
    collect(source, database, clock(1000))
    source.unreadable_from = None
    collect(source, database, clock(2000))
    assert source.asked == [None, "1"]
    assert standing(database) == ["A", "B"]


def test_after_a_crash_between_pages_the_next_run_resumes_and_marks_the_one_that_broke_off(
    database: Database,
) -> None:
    source = ListedSource([page_of("A"), page_of("B")], crash_from=1)
    with pytest.raises(KeyboardInterrupt):
        collect(source, database, clock(1000))
    assert read_cursor(database, "tickets") == "1"
    assert read_source_health(database, 1)[0].outcome is RunOutcome.RUNNING
    source.crash_from = None
    collect(source, database, clock(2000))
    assert standing(database) == ["A", "B"]
    then = read_source_health(database, 1, as_of=2001)[0]
    assert (then.run, then.outcome) == (2, RunOutcome.RUNNING)
    broken = read_source_health(database, 1, as_of=1999)[0]
    assert (broken.run, broken.outcome) == (1, RunOutcome.RUNNING)
    assert INTERRUPTED


def test_a_full_delivery_that_broke_off_and_was_resumed_removes_only_what_both_parts_lack(
    database: Database,
) -> None:
    collect(ListedSource([page_of("A", "B", "C", "D")], full=True), database, clock(1000))
    # The second delivery goes on from the cursor "1": its pages are numbers 1 to 3.
    second = ListedSource([{}, page_of("A"), page_of("B"), page_of("E")], full=True, unreadable_from=3)
    collect(second, database, clock(2000))
    assert standing(database) == ["A", "B", "C", "D"]
    second.unreadable_from = None
    record = collect(second, database, clock(3000))
    assert record.removed == 2
    assert standing(database) == ["A", "B", "E"]


def test_a_clock_that_goes_backwards_fails_the_run(database: Database) -> None:
    source = ListedSource([page_of("A"), page_of("B")])
    instants = iter((1000, 1000, 900, 900))
    record = collect(source, database, lambda: next(instants))
    assert record.outcome is RunOutcome.FAILED
    assert "Check the clock" in record.problem


def test_progress_is_told_after_every_page(database: Database) -> None:
    told: list[RunRecord] = []
    collect(ListedSource([page_of("A"), page_of("B")]), database, clock(1000), told.append)
    assert [record.pages for record in told] == [1, 2]
    assert {record.outcome for record in told} == {RunOutcome.RUNNING}


def test_health_counts_rows_rejects_and_statuses_without_a_mapping(database: Database) -> None:
    odd = {
        FactKind.TICKET_CHANGE: [change("A", 1, "Odd", 0), change("A", 2, "Odd", 0), change("A", 3, "", 0)]
    }
    collect(ListedSource([page_of("A"), odd]), database, clock(1000))
    collect(ListedSource([page_of("A")], name="phone", system="phone"), database, clock(2000))
    tickets = {health.source: health for health in read_source_health(database, 3)}["tickets"]
    assert (tickets.rows, tickets.rejects, tickets.last_intake_at) == (1, 0, 1002)
    assert tickets.unmapped == {"": 1, "Odd": 2}
    before = {health.source: health for health in read_source_health(database, 1)}
    assert before["tickets"].unmapped == {}
    assert (before["phone"].last_intake_at, before["phone"].rows) == (None, 0)


def facts_analysed(database: Database) -> list[str]:
    with database.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT relname FROM pg_stat_user_tables WHERE last_analyze IS NOT NULL ORDER BY relname"
        )
        return [row.relname for row in found]


@pytest.mark.parametrize(("many", "analysed"), [(2, ["ticket"]), (3, [])])
def test_after_many_new_facts_the_planner_of_postgresql_is_told_of_them(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch, many: int, analysed: list[str]
) -> None:
    monkeypatch.setattr("collector.collect.MANY_FACTS", many)
    collect(ListedSource([page_of("A", "B")]), postgresql_database, clock(1000))
    assert [name for name in facts_analysed(postgresql_database) if name == "ticket"] == analysed
