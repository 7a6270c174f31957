"""Upgrades of a store with data, from the tables of every version there was."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic import command

from collector.store.copying import tables_of
from collector.store.database import Database, open_database
from supplierwatch import migrate
from tests.evaluator.october import evaluate, save_october
from tests.supplierwatch.filled_tables import ROWS, all_rows, fill_tables, rows_of_old_columns

FACTS = {
    "word",
    "ticket_key",
    "ticket",
    "ticket_change",
    "service_state",
    "observed",
    "maintenance",
    "measurement",
    "statement",
    "run",
    "intake",
    "source_cursor",
    "quarantine",
    "confirmed",
}
RESULTS = {
    "evaluation",
    "evaluation_input",
    "calendar_used",
    "exclusion_used",
    "outcome",
    "service_credit",
    "score",
    "area_score",
    "ticket_evidence",
    "outage_evidence",
    "compared_statement",
    "source_health",
}
STATED = {
    "stated_ticket",
    "stated_outage",
    "reconciled_source",
    "reconciled_figure",
    "ticket_difference",
    "outage_difference",
}

ADDED = {
    "0001": FACTS,
    "0002": RESULTS,
    "0003": {"forecast"},
    "0004": set[str](),
    "0005": {"credit_line", "credit_total", "trigger_state"},
    "0006": {"presented", "seal", "seal_difference"},
    "0007": STATED,
    "0008": {"retention"},
    "0009": {
        "contract_card",
        "decision_date",
        "named_indicator",
        "named_service",
        "named_unit",
        "named_trigger",
        "ticket_group",
        "ticket_flow",
        "open_ticket",
        "open_case",
        "maintenance_window",
        "burn_rate",
    },
    "0010": {"lease", "job_run"},
    "0011": {"message", "message_attachment", "alert_state", "alert_told"},
    "0012": {"audience", "audience_unit"},
    "0013": set[str](),
    "0014": {"kept_page", "restating", "gone_ticket"},
    "0015": {"received"},
    "0016": {"archived_report", "scheduled_report", "bounce", "bounce_mailbox"},
}
"""The tables that each version of the schema added; a new version is to be added here, to be tried."""


def test_every_version_of_the_tables_is_tried() -> None:
    assert list(ADDED) == migrate.revisions()


def tables_at(revision: str) -> set[str]:
    """The tables of a version: what it and those before it added."""
    return set().union(*(tables for version, tables in ADDED.items() if version <= revision))


@pytest.fixture
def old(empty_address: str) -> Iterator[Database]:
    """A database without tables, on each kind of database in turn."""
    with open_database(empty_address) as database:
        yield database


@pytest.mark.parametrize("revision", list(ADDED))
def test_every_row_of_every_table_is_still_there_after_an_upgrade(revision: str, old: Database) -> None:
    with old.writing() as connection:
        migrate.upgrade_within(connection, "old", revision)
        fill_tables(connection)
        before = all_rows(connection)
    assert set(before) == tables_at(revision)
    assert {len(rows) for rows in before.values()} == {ROWS}
    migrate.upgrade(old)
    with old.reading() as connection:
        after = all_rows(connection)
    assert set(after) == tables_at(migrate.revisions()[-1])
    assert rows_of_old_columns(before, after) == before


@pytest.mark.parametrize("revision", list(ADDED))
def test_the_facts_of_an_earlier_version_are_evaluated_to_the_same_outcomes(
    revision: str, database: Database
) -> None:
    save_october(database)
    expected = evaluate(database)
    with database.writing() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        # Back to what such a version had stored; what it did not know of goes.
        command.downgrade(config, revision)
    migrate.upgrade(database)
    with database.writing() as connection:
        for table in reversed(tables_of(connection)):
            if table.name not in FACTS:
                connection.execute(sa.delete(table))
    again = evaluate(database)
    assert again.outcomes == expected.outcomes
    assert again.credits == expected.credits
    assert again.score == expected.score


@pytest.mark.parametrize("revision", [version for version in ADDED if version >= "0002"])
def test_the_results_of_an_earlier_version_can_still_be_read(revision: str, database: Database) -> None:
    from evaluator.evaluate import read_results  # noqa: PLC0415 - for this alone
    from tests.evaluator.october import agreed  # noqa: PLC0415 - as above

    save_october(database)
    expected = evaluate(database)
    with database.writing() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    migrate.upgrade(database)
    found = read_results(database, agreed(), "2026-10")
    assert [(one.indicator, one.scope, one.view, one.verdict) for one in found.outcomes] == [
        (one.indicator, one.scope, one.view, one.verdict) for one in expected.outcomes
    ]
    assert [one.amount for one in found.credits] == [one.amount for one in expected.credits]
