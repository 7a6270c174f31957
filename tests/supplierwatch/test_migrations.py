"""Bringing a database to the present version."""

import multiprocessing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from collector.errors import SupplierwatchError
from collector.store.database import Database, open_database
from collector.store.schema import FACTS
from evaluator.results.rows import outcome_of
from evaluator.results.schema import OUTCOME, RESULTS
from supplierwatch import migrate
from supplierwatch.archiving.tables import ARCHIVING
from supplierwatch.audiences.tables import AUDIENCES
from supplierwatch.notifying.tables import NOTIFYING
from supplierwatch.serving.tables import SERVICE

TARGETS = [FACTS, RESULTS, AUDIENCES, NOTIFYING, SERVICE, ARCHIVING]


def upgrade_at(address: str) -> list[str]:
    with open_database(address) as database:
        migrate.upgrade(database)
        with database.reading() as connection:
            return sa.inspect(connection).get_table_names()


def test_the_steps_lead_to_the_tables_of_the_program(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        drift = [difference for target in TARGETS for difference in compare_metadata(context, target)]
    assert [difference for difference in drift if difference[0] not in {"remove_table", "remove_index"}] == []


def partial_indexes(connection: sa.Connection) -> dict[str, tuple[bool, str]]:
    """Name, uniqueness and whether there is a condition: alembic does not compare conditions."""
    found = {}
    for table in FACTS.tables:
        for index in sa.inspect(connection).get_indexes(table):
            options = index.get("dialect_options", {})
            where = str(options.get(f"{connection.dialect.name}_where", ""))
            found[str(index["name"])] = (bool(index["unique"]), where.strip("()"))
    return found


def test_the_conditions_of_indexes_are_those_of_the_program(database: Database) -> None:
    with database.reading() as connection:
        found = partial_indexes(connection)
        dialect = connection.dialect
        for table in FACTS.tables.values():
            for index in table.indexes:
                where = index.dialect_options[dialect.name]["where"]
                compiled = "" if where is None else str(where.compile(dialect=dialect))
                unique, condition = found[str(index.name)]
                assert unique == bool(index.unique)
                assert condition == compiled.replace(f"{table.name}.", "")


def test_an_upgrade_of_a_database_that_is_present_changes_nothing(database: Database) -> None:
    migrate.upgrade(database)
    with database.reading() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM word")).scalar_one() == 1


def test_processes_that_upgrade_at_once_do_not_disturb_each_other(empty_address: str) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        results = pool.map(upgrade_at, [empty_address] * 3)
    assert all("ticket_change" in tables for tables in results)


def test_a_database_of_a_later_version_is_refused(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SupplierwatchError, match="version 9999, which this program does not know"):
        migrate.upgrade(database)


def test_a_step_can_be_taken_back(database: Database) -> None:
    from alembic import command  # noqa: PLC0415 - the program itself never goes back

    config = migrate._config()
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]


OLD_OUTCOME = """
    INSERT INTO outcome (evaluation, indicator, period, service, segment, unit, view, measured, numerator,
    denominator, sample_size, misses, known, expected, verdict, points, repeated, points_after_repeat)
    VALUES (1, 'P2', '2026-10', 'T1', '', '', 'as_measured', true, 9, 10, 10, 1, 10, 10, 'met', 0, false, 0)
"""
OLD_EVALUATION = """
    INSERT INTO evaluation (number, period, contract_version, exclusions_version, horizon, known_at,
    program_version, inputs, evaluated_at, turn) VALUES (1, '2026-10', 'a', 'b', 1, 1, '0.2', '', 1, 1)
"""


def test_results_of_an_earlier_version_say_nothing_of_what_it_did_not_know(database: Database) -> None:
    from alembic import command  # noqa: PLC0415 - the program itself never goes back

    config = migrate._config()
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        connection.execute(sa.text(OLD_EVALUATION))
        connection.execute(sa.text(OLD_OUTCOME))
    migrate.upgrade(database)
    with database.reading() as connection:
        found = outcome_of(dict(connection.execute(sa.select(OUTCOME)).mappings().one()))
    assert (found.trend, found.budget, found.confidence) == (None, None, None)
    assert found.figure is not None
    assert (found.figure.numerator, found.figure.binding, found.figure.response) == (9, "", None)


def test_the_database_file_may_have_odd_signs_in_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "50 % å?#"
    folder.mkdir()
    url = sa.URL.create("sqlite", database=str(folder / "watch.db")).render_as_string()
    assert "word" in upgrade_at(url)
