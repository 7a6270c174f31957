"""The views made for reading: as migrated, the same figures as the tables, small groups hidden."""

from importlib.resources import files
from typing import Any

import pytest
import sqlalchemy as sa

from collector.store.database import Database
from evaluator.results.present import present_numbers
from evaluator.results.reading_views import COLUMNS_OF_SEALS, reading_statements, view_names
from tests.dashboards.grafana.filled import fill


@pytest.fixture
def filled(postgresql_database: Database) -> Database:
    """A store with October and November, to change."""
    fill(postgresql_database)
    return postgresql_database


def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def change(database: Database, *statements: str) -> None:
    with database.writing() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def test_the_migration_makes_the_views_as_they_are_defined() -> None:
    frozen = files("supplierwatch.migrations") / "frozen" / "0013_reading_views.sql"
    assert frozen.read_text(encoding="utf-8") == "\n".join(reading_statements())


def test_views_run_with_the_rights_of_whoever_asks(postgresql_database: Database) -> None:
    found = rows(
        postgresql_database,
        "SELECT relname, reloptions FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace"
        " WHERE nspname = 'reading' AND relkind = 'v'",
    )
    assert {name for name, _ in found} == set(view_names())
    assert all("security_invoker=true" in (options or []) for _, options in found)


def test_sqlite_has_no_views(sqlite_database: Database) -> None:
    assert rows(sqlite_database, "SELECT name FROM sqlite_master WHERE type = 'view'") == []


def test_of_a_seal_only_what_is_no_document_is_read(postgresql_database: Database) -> None:
    used = rows(
        postgresql_database,
        "SELECT DISTINCT column_name FROM information_schema.view_column_usage"
        " WHERE view_schema = 'reading' AND table_name = 'seal' AND table_schema = 'public'",
    )
    assert {name for (name,) in used} <= set(COLUMNS_OF_SEALS)


def test_no_view_reads_a_table_of_facts(postgresql_database: Database) -> None:
    used = rows(
        postgresql_database,
        "SELECT DISTINCT table_name FROM information_schema.view_table_usage WHERE view_schema = 'reading'",
    )
    facts = {"ticket", "ticket_change", "ticket_key", "quarantine", "run", "intake", "word", "service_state"}
    assert {name for (name,) in used} & facts == set()


def test_the_months_shown_are_the_present_evaluations(filled: Database) -> None:
    change(
        filled,
        # An answer as of the past, and an earlier evaluation that was replaced: neither is shown.
        "INSERT INTO evaluation SELECT 90, period, contract_version, 'other', horizon, known_at,"
        " program_version, inputs, evaluated_at, 0 FROM evaluation WHERE number = 1",
        "INSERT INTO evaluation SELECT 91, period, contract_version, 'older', horizon - 1, known_at,"
        " program_version, inputs, evaluated_at, 1 FROM evaluation WHERE period = '2026-11'",
    )
    with filled.reading() as connection:
        present = set(connection.execute(sa.select(present_numbers().subquery().c[0])).scalars())
    assert {number for (number,) in rows(filled, "SELECT evaluation FROM reading.month")} == present


def test_a_month_is_running_while_its_facts_end_before_it_does(filled: Database) -> None:
    found = rows(filled, "SELECT period, is_running, is_sealed FROM reading.month ORDER BY period")
    assert found == [("2026-10", False, True), ("2026-11", True, False)]


def test_a_month_begins_at_midnight_in_the_zone_of_the_contract(filled: Database) -> None:
    found = rows(filled, "SELECT starts_at AT TIME ZONE 'UTC' FROM reading.month WHERE period = '2026-10'")
    assert str(found[0][0]) == "2026-09-30 22:00:00"


def test_a_month_without_a_card_borrows_the_newest(filled: Database) -> None:
    change(filled, "DELETE FROM contract_card WHERE evaluation = 1")
    assert len(rows(filled, "SELECT period FROM reading.month")) == 2


def test_a_value_is_the_one_that_was_published(filled: Database) -> None:
    query = (
        "SELECT numerator, denominator, value, value_sv, value_en, target_sv, evidence FROM reading.outcome"
        " WHERE period = '2026-10' AND indicator = 'P2' AND view = 'after_exclusions'"
    )
    assert rows(filled, query) == [
        (
            2,
            3,
            2 / 3,
            "66,66\N{NO-BREAK SPACE}%",
            "66.66%",
            "≥\N{NO-BREAK SPACE}90,00\N{NO-BREAK SPACE}%",
            "2026-10/P2/T1",
        )
    ]


SHOWN = {
    "89999, 100000, 'share', -1, 'en'": "89.99%",
    "70001, 1000000, 'share', 1, 'en'": "7.01%",
    "1, 1, 'share', -1, 'sv'": "100,00\N{NO-BREAK SPACE}%",
    "14399, 1, 'seconds', 1, 'sv'": "4 h 0 min",
    "14401, 1, 'seconds', 1, 'sv'": "4 h 1 min",
    "7, 2, 'index', 0, 'sv'": "3,5",
    "3, 1, 'count', 1, 'en'": "3",
    "0, 0, 'share', -1, 'en'": None,
}


def test_a_value_is_never_rounded_into_compliance(postgresql_database: Database) -> None:
    told = {one: rows(postgresql_database, f"SELECT reading.shown({one})")[0][0] for one in SHOWN}
    assert told == SHOWN


UNITS = (
    "SELECT unit, too_few, value, sample_size, misses, verdict FROM reading.outcome_of_unit"
    " WHERE period = '2026-10' AND indicator = 'P2' ORDER BY unit"
)


def test_a_unit_with_too_few_cases_shows_no_figure(filled: Database) -> None:
    change(filled, "UPDATE contract_card SET smallest_group = 2")
    assert rows(filled, UNITS) == [("F1", True, None, None, None, None), ("S1", False, 0.5, 2, 1, "missed")]


def test_where_one_unit_alone_would_be_hidden_the_next_smallest_is_too(filled: Database) -> None:
    copied = "INSERT INTO outcome SELECT * FROM outcome_copy"
    change(
        filled,
        "CREATE TEMPORARY TABLE outcome_copy AS SELECT * FROM outcome"
        " WHERE evaluation = 1 AND unit = 'S1' AND view = 'after_exclusions'",
        "UPDATE outcome_copy SET unit = 'S2', sample_size = 9, denominator = 9, numerator = 9",
        copied,
        "UPDATE outcome_copy SET unit = 'S3', sample_size = 7, denominator = 7, numerator = 7",
        copied,
        "UPDATE contract_card SET smallest_group = 5",
    )
    hidden = [(unit, too_few) for unit, too_few, *_ in rows(filled, UNITS) if unit.startswith("S")]
    assert hidden == [("S1", True), ("S2", False), ("S3", True)]


def test_the_whole_is_never_hidden(filled: Database) -> None:
    change(filled, "UPDATE contract_card SET smallest_group = 100")
    found = rows(
        filled,
        "SELECT sample_size FROM reading.outcome"
        " WHERE period = '2026-10' AND indicator = 'P2' AND view = 'as_measured'",
    )
    assert found == [(3,)]


def test_tickets_of_a_unit_with_too_few_are_hidden(filled: Database) -> None:
    change(filled, "UPDATE contract_card SET smallest_group = 2")
    query = (
        "SELECT unit, too_few, opened FROM reading.ticket_flow_of_unit WHERE period = '2026-10' ORDER BY unit"
    )
    assert rows(filled, query) == [("F1", True, None), ("S1", False, 3)]


def test_views_answer_in_an_empty_store(postgresql_database: Database) -> None:
    found = [rows(postgresql_database, f"SELECT * FROM reading.{view}") for view in view_names()]  # noqa: S608 - names of our own
    assert found == [[]] * len(view_names())
