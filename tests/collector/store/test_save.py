"""Saving pages: what stands afterwards, what it replaced, and what a failure leaves."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
import sqlalchemy as sa

from collector.errors import SupplierwatchError
from collector.records import FactKind
from collector.source import Normalised
from collector.store.database import Database, open_database
from collector.store.health import read_quarantine
from collector.store.intakes import SavedPage
from collector.store.read import read_facts, read_horizon, read_lasting, read_ticket, read_tickets
from collector.store.runs import save_run_start
from collector.store.save import read_cursor, save_page
from collector.store.schema import FACT_TABLES, INTAKE, RUN, TICKET_KEYS, WORD
from tests.collector.store.pages import change, normalised, observed, page, save, service_state, ticket

TWO_TICKETS = {
    FactKind.TICKET: [ticket("A", 100), ticket("B", 200)],
    FactKind.TICKET_CHANGE: [
        change("A", 100, "Open"),
        change("A", 150, "Closed", 7),
        change("B", 200, "Open"),
    ],
}


def rows(database: Database, kind: FactKind) -> int:
    with database.reading() as connection:
        query = sa.select(sa.func.count()).select_from(FACT_TABLES[kind])
        return int(connection.execute(query).scalar_one())


def values(database: Database, horizon: int) -> list[str]:
    return read_tickets(database, horizon)[1]["value"].to_list()


def test_a_first_page_brings_only_new_facts(database: Database) -> None:
    assert save(database, TWO_TICKETS) == SavedPage(number=1, new=5)


def test_saving_the_same_page_twice_changes_nothing_and_takes_no_number(database: Database) -> None:
    save(database, TWO_TICKETS)
    again = save(database, TWO_TICKETS)
    assert again == SavedPage(number=None, unchanged=5)
    assert rows(database, FactKind.TICKET_CHANGE) == 3
    assert read_horizon(database) == 1


def test_the_same_facts_with_a_moved_cursor_take_a_number(database: Database) -> None:
    save(database, TWO_TICKETS, cursor="1")
    assert save(database, TWO_TICKETS, cursor="2") == SavedPage(number=2, unchanged=5)


def test_a_changed_fact_keeps_its_former_version(database: Database) -> None:
    save(database, TWO_TICKETS)
    corrected = {FactKind.TICKET_CHANGE: [change("A", 150, "Resolved", 6)]}
    assert save(database, corrected, cursor="2") == SavedPage(number=2, changed=1)
    assert values(database, 1) == ["Open", "Closed", "Open"]
    assert values(database, 2) == ["Open", "Resolved", "Open"]


def test_a_value_that_becomes_missing_is_a_change(database: Database) -> None:
    save(database, {FactKind.TICKET_CHANGE: [change("A", 100, "Open")]})
    saved = save(database, {FactKind.TICKET_CHANGE: [change("A", 100, "Open", None)]}, cursor="2")
    assert (saved.changed, saved.unchanged) == (1, 0)


def test_an_open_interval_that_closes_is_a_change(database: Database) -> None:
    save(database, {FactKind.OBSERVED: [observed(100, None)]})
    saved = save(database, {FactKind.OBSERVED: [observed(100, 160)]}, cursor="2")
    assert saved.changed == 1
    assert read_lasting(database, FactKind.OBSERVED, 1)["to_at"].isna().all()
    assert read_lasting(database, FactKind.OBSERVED, 2)["to_at"].to_list() == [160]


def test_what_was_observed_stays_so_where_a_source_is_asked_again_for_less_of_it(database: Database) -> None:
    save(database, {FactKind.OBSERVED: [observed(100, 160)]})
    saved = save(database, {FactKind.OBSERVED: [observed(100, 130)]}, cursor="2")
    assert (saved.changed, saved.unchanged) == (0, 1)
    assert read_lasting(database, FactKind.OBSERVED, 2)["to_at"].to_list() == [160]


def test_what_is_observed_further_than_before_is_a_change(database: Database) -> None:
    save(database, {FactKind.OBSERVED: [observed(100, 160)]})
    assert save(database, {FactKind.OBSERVED: [observed(100, 190)]}, cursor="2").changed == 1
    assert read_lasting(database, FactKind.OBSERVED, 2)["to_at"].to_list() == [190]


def test_a_full_delivery_says_anew_how_far_was_observed(database: Database) -> None:
    save(database, {FactKind.OBSERVED: [observed(100, 160)]}, complete=True)
    save(database, {FactKind.OBSERVED: [observed(100, 130)]}, cursor="2", complete=True)
    assert read_lasting(database, FactKind.OBSERVED, 2)["to_at"].to_list() == [130]


def test_of_two_rows_with_one_key_in_a_page_the_last_wins_and_is_counted(database: Database) -> None:
    twice = {FactKind.TICKET_CHANGE: [change("A", 100, "Open"), change("A", 100, "New")]}
    assert save(database, twice) == SavedPage(number=1, new=1, repeated=1)
    assert values(database, 1) == ["New"]


@pytest.mark.parametrize(
    ("opened_at", "priority", "expected"),
    [(90, "earlier", (90, "earlier")), (110, "later", (100, "first")), (100, "same", (100, "same"))],
    ids=["an earlier opening stands", "a later opening does not", "at equal opening the later intake stands"],
)
def test_of_two_intakes_of_a_ticket(
    database: Database, opened_at: int, priority: str, expected: tuple[int, str]
) -> None:
    save(database, {FactKind.TICKET: [ticket("A", 100, priority="first")]})
    save(database, {FactKind.TICKET: [ticket("A", opened_at, priority=priority)]}, cursor="2")
    standing = read_facts(database, FactKind.TICKET, 2)
    assert list(zip(standing["opened_at"], standing["priority"], strict=True)) == [expected]


def test_of_two_rows_of_a_ticket_in_a_page_the_one_that_opened_earlier_stands(database: Database) -> None:
    opened = [
        ticket("A", 120),
        ticket("A", 100, priority="2"),
        ticket("A", 100, priority="1"),
        ticket("A", 110),
    ]
    assert save(database, {FactKind.TICKET: opened}) == SavedPage(number=1, new=1, repeated=3)
    standing = read_facts(database, FactKind.TICKET, 1)
    assert (standing["opened_at"].to_list(), standing["priority"].to_list()) == ([100], ["1"])


def test_two_sources_of_one_ticket_system_share_its_tickets(database: Database) -> None:
    save(database, {FactKind.TICKET: [ticket("A", 100)]}, source="opened", system="desk")
    save(database, {FactKind.TICKET_CHANGE: [change("A", 100, "Open")]}, source="log", system="desk")
    tickets, changes = read_tickets(database, 2)
    assert tickets["ticket_id"].to_list() == changes["ticket_id"].to_list()
    assert (tickets["source"].to_list(), changes["source"].to_list()) == (["opened"], ["log"])


def test_two_ticket_systems_may_give_the_same_key(database: Database) -> None:
    for source in ("desk", "phone"):
        save(database, {FactKind.TICKET: [ticket("A", 100)]}, source=source)
    assert read_facts(database, FactKind.TICKET, 2)["ticket_id"].nunique() == 2


def test_two_sources_may_report_the_same_state_of_a_service(database: Database) -> None:
    for source in ("inside", "outside"):
        save(database, {FactKind.SERVICE_STATE: [service_state(100, 1)]}, source=source)
    assert read_facts(database, FactKind.SERVICE_STATE, 2)["source"].to_list() == ["inside", "outside"]


def test_a_word_is_stored_once_and_a_missing_one_is_word_zero(database: Database) -> None:
    save(database, {FactKind.TICKET: [ticket("A", 100, unit=None), ticket("B", 100, unit="")]})
    save(database, {FactKind.TICKET: [ticket("C", 100, unit="School")]}, cursor="2")
    with database.reading() as connection:
        words = {row.text: row.id for row in connection.execute(sa.select(WORD))}
    assert words[""] == 0
    assert sorted(words.values()) == list(range(len(words)))
    assert set(words) == {"", "tickets", "incident", "T1", "School"}


def test_text_that_a_database_cannot_hold_is_stored_alike_in_both(database: Database) -> None:
    save(
        database,
        {FactKind.TICKET: [ticket("A\0", 100, unit="x\0y"), ticket("Ö; DROP TABLE word", 100, unit="å'\"")]},
    )
    found = read_facts(database, FactKind.TICKET, 1, keys=True)
    assert found["ticket"].to_list() == ["A\ufffd", "Ö; DROP TABLE word"]
    assert found["unit"].to_list() == ["x\ufffdy", "å'\""]


def test_rejects_go_to_quarantine_once(database: Database) -> None:
    bad = [(3, "no such date", '{"Opened":"2026-02-30"}'), (9, "no ticket key", "{}")]
    assert save(database, {}, rejects=bad).rejects == 2
    assert save(database, {}, rejects=bad).number is None
    kept = read_quarantine(database, 1, limit=10)
    assert kept[["intake", "line", "reason"]].to_numpy().tolist() == [
        [1, 3, "no such date"],
        [1, 9, "no ticket key"],
    ]
    assert kept["origin"].unique().tolist() == ["export.csv"]


def test_quarantine_shows_the_newest_intake_first_and_nothing_after_the_horizon(database: Database) -> None:
    for number in (1, 2, 3):
        save(database, {}, cursor=str(number), rejects=[(number, "no ticket key", "{}")])
    assert read_quarantine(database, 2, limit=10)["line"].to_list() == [2, 1]
    assert read_quarantine(database, 3, limit=1)["line"].to_list() == [3]


def test_an_intake_may_not_lie_before_the_last_one(database: Database) -> None:
    save(database, TWO_TICKETS, at=1000)
    run = save_run_start(database, "tickets", 1000)
    with pytest.raises(SupplierwatchError, match=r"1970-01-01T00:16:39Z would lie before intake 1 .*16:40Z"):
        save_page(database, "tickets", normalised({}), page("2"), run.id, 999)


def test_cursor_counters_and_facts_are_saved_together(database: Database) -> None:
    run = save_run_start(database, "tickets", 1000)
    save_page(
        database, "tickets", normalised(TWO_TICKETS, [(4, "bad", "{}")]), page("7", rows=4), run.id, 1001
    )
    assert read_cursor(database, "tickets") == "7"
    with database.reading() as connection:
        counted = connection.execute(sa.select(RUN.c.pages, RUN.c.rows, RUN.c.rejects)).one()
        intake = connection.execute(sa.select(INTAKE.c.committed_at, INTAKE.c.rows, INTAKE.c.rejects)).one()
    assert tuple(counted) == (1, 4, 1)
    assert tuple(intake) == (1001, 4, 1)


def test_a_page_that_fails_leaves_nothing(database: Database) -> None:
    run = save_run_start(database, "tickets", 1000)
    facts = dict(normalised(TWO_TICKETS).facts)
    facts[FactKind.STATEMENT] = pd.DataFrame({"indicator": ["KPI 1"]})
    broken = Normalised(facts, normalised({}).rejects)
    with pytest.raises(ValueError, match="statement facts need a column"):
        save_page(database, "tickets", broken, page("1"), run.id, 1001)
    assert read_horizon(database) == 0
    assert read_cursor(database, "tickets") is None
    assert rows(database, FactKind.TICKET) == 0
    with database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(TICKET_KEYS)).scalar_one() == 0
        assert connection.execute(sa.select(RUN.c.pages)).scalar_one() == 0
    assert save(database, TWO_TICKETS).number == 1


def save_many(address: str, source: str, count: int) -> list[int | None]:
    with open_database(address) as database:
        return [
            save(
                database, {FactKind.TICKET: [ticket(f"{number}", 100)]}, cursor=str(number), source=source
            ).number
            for number in range(count)
        ]


def test_threads_that_save_at_once_take_numbers_without_a_gap(database: Database) -> None:
    address = database.url.render_as_string(hide_password=False)
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(save_many, [address] * 2, ["desk", "phone"], [10, 10]))
    assert sorted(number for numbers in taken for number in numbers if number is not None) == list(
        range(1, 21)
    )


def test_processes_that_save_at_once_take_numbers_without_a_gap(database: Database) -> None:
    address = database.url.render_as_string(hide_password=False)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        taken = pool.starmap(save_many, [(address, "desk", 8), (address, "phone", 8)])
    assert sorted(number for numbers in taken for number in numbers if number is not None) == list(
        range(1, 17)
    )
    assert len(read_facts(database, FactKind.TICKET, 16)) == 16


def test_of_two_writers_the_one_that_waited_reads_its_clock_later(database: Database) -> None:
    """Each reads the clock under the lock, so the later number never has the earlier instant."""
    instants = iter(range(1000, 2000))
    runs = [save_run_start(database, source, 900) for source in ("desk", "phone")]

    def save_one(number: int) -> None:
        run = runs[number % 2]
        facts = normalised({FactKind.TICKET: [ticket(str(number), 100)]})
        save_page(database, run.source, facts, page(str(number)), run.id, lambda: next(instants))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(save_one, range(20)))
    with database.reading() as connection:
        committed = (
            connection.execute(sa.select(INTAKE.c.committed_at).order_by(INTAKE.c.number)).scalars().all()
        )
    assert committed == list(range(1000, 1020))


def test_what_a_full_delivery_leaves_out_is_removed(database: Database) -> None:
    save(database, TWO_TICKETS, complete=True)
    only_a = {FactKind.TICKET: [ticket("A", 100)], FactKind.TICKET_CHANGE: [change("A", 100, "Open")]}
    saved = save(database, only_a, cursor="2", complete=True)
    assert saved == SavedPage(number=2, unchanged=2, removed=3)
    assert values(database, 2) == ["Open"]
    assert len(values(database, 1)) == 3


def test_a_removed_fact_that_comes_back_is_new(database: Database) -> None:
    only_a = {FactKind.TICKET: [ticket("A", 100)], FactKind.TICKET_CHANGE: []}
    save(database, TWO_TICKETS, complete=True)
    save(database, only_a, cursor="2", complete=True)
    saved = save(database, TWO_TICKETS, cursor="3", complete=True)
    assert (saved.new, saved.unchanged, saved.removed) == (4, 1, 0)
    assert [len(values(database, horizon)) for horizon in (1, 2, 3)] == [3, 0, 3]


def test_a_page_that_is_not_the_last_of_a_full_delivery_removes_nothing(database: Database) -> None:
    save(database, TWO_TICKETS)
    assert save(database, {FactKind.TICKET: [ticket("C", 300)]}, cursor="2").removed == 0


def test_what_other_pages_of_the_delivery_brought_or_confirmed_stays(database: Database) -> None:
    """Delivery 1 brings A B C D; delivery 2 confirms A, changes B, brings E at last: C and D are gone."""
    first = [ticket("A", 100), ticket("B", 100), ticket("C", 100), ticket("D", 100)]
    save(database, {FactKind.TICKET: first}, complete=True)
    save(database, {FactKind.TICKET: [ticket("A", 100)]}, cursor="2", full=True)
    save(database, {FactKind.TICKET: [ticket("B", 100, priority="1")]}, cursor="3", full=True)
    saved = save(database, {FactKind.TICKET: [ticket("E", 100)]}, cursor="4", complete=True)
    assert saved.removed == 2
    left = read_facts(database, FactKind.TICKET, 4, keys=True)["ticket"].to_list()
    assert sorted(left) == ["A", "B", "E"]


def test_a_full_delivery_removes_nothing_of_other_sources_or_kinds(database: Database) -> None:
    save(database, TWO_TICKETS, source="phone")
    save(database, {FactKind.OBSERVED: [observed(1, 2)], FactKind.TICKET: [ticket("A", 1)]}, complete=True)
    saved = save(database, {FactKind.TICKET: []}, cursor="2", complete=True)
    assert saved.removed == 1
    assert len(read_lasting(database, FactKind.OBSERVED, 3)) == 1
    assert len(read_ticket(database, 1, 3)[1]) == 2


def test_a_ticket_that_a_full_delivery_says_opened_later_is_not_missing(database: Database) -> None:
    save(database, {FactKind.TICKET: [ticket("A", 100)]}, complete=True)
    saved = save(database, {FactKind.TICKET: [ticket("A", 110)]}, cursor="2", complete=True)
    assert (saved.unchanged, saved.removed) == (1, 0)
