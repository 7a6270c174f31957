"""Open cases of a running month, counted and told one by one, on both databases."""

from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from collector.store.database import Database
from evaluator.decisions.alert_terms import AlertTerms
from evaluator.results.open_cases import count_all_cases, count_cases, read_about_to_miss
from evaluator.results.shown_tables import OPEN_CASE
from evaluator.results.standing import CaseCount
from tests.collector.store.pages import save
from tests.evaluator.october import evaluate, incident, instant, tickets

HOUR = 3600
NOON = instant("2026-11-10 12:00")
TERMS = AlertTerms()


@pytest.fixture
def number(database: Database) -> int:
    """November, evaluated while it runs; one ticket is open, four hours before its limit."""
    save(database, tickets(incident("B-2", "2026-11-10 08:00")), at=NOON, source="tickets")
    return evaluate(database, "2026-11").evaluation.number


def change(database: Database, **more: Any) -> None:
    with database.writing() as connection:
        connection.execute(sa.update(OPEN_CASE).values(**more))


def counted(found: Sequence[CaseCount]) -> tuple[int, int]:
    [one] = found
    assert (one.indicator, one.service) == ("P2", "T1")
    return one.about_to_miss, one.overdue


@pytest.mark.parametrize(
    ("due_in", "missed", "soon", "late"),
    [
        (2 * HOUR, 0, 1, 0),
        (2 * HOUR + 1, 0, 0, 0),
        (0, 0, 1, 0),
        (-1, 0, 0, 1),
        (None, 0, 0, 0),
        (None, 1, 0, 1),
        (HOUR, 1, 0, 1),
    ],
)
def test_a_case_is_about_to_miss_within_two_hours_of_its_limit_and_overdue_after_it(
    database: Database, number: int, due_in: int | None, missed: int, soon: int, late: int
) -> None:
    change(database, due_at=None if due_in is None else NOON + due_in, missed=missed)
    assert counted(count_cases(database, number, NOON, TERMS)) == (soon, late)
    assert len(read_about_to_miss(database, number, NOON, TERMS)) == soon


def test_only_cases_of_the_priorities_named_are_about_to_miss(database: Database, number: int) -> None:
    change(database, due_at=NOON)
    none, wanted = AlertTerms(ticket_priorities=("P1",)), AlertTerms(ticket_priorities=("P1", "P2"))
    assert counted(count_cases(database, number, NOON, none)) == (0, 0)
    assert read_about_to_miss(database, number, NOON, none) == ()
    assert counted(count_cases(database, number, NOON, wanted)) == (1, 0)


def test_a_case_is_told_by_the_key_of_its_ticket(database: Database, number: int) -> None:
    [case] = read_about_to_miss(database, number, NOON + 3 * HOUR, TERMS)
    assert (case.ticket, case.used, case.limit, case.due_at) == ("B-2", 4 * HOUR, 8 * HOUR, NOON + 4 * HOUR)
    assert (case.missed, case.in_working_days) == (False, False)


def test_all_cases_are_counted_with_those_that_had_missed(database: Database, number: int) -> None:
    assert count_all_cases(database, number) == (1, 0)
    change(database, missed=1)
    assert count_all_cases(database, number) == (1, 1)
    assert count_all_cases(database, number + 1) == (0, 0)
