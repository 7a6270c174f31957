"""What each audience reads of every table, on a real PostgreSQL, and the tricks that do not widen it."""

import psycopg
import pytest
import sqlalchemy as sa

from collector.store.database import open_database
from evaluator.results.schema import RESULTS
from supplierwatch.audiences.state import GROUP
from supplierwatch.audiences.statements import granted_tables
from supplierwatch.audiences.tables import AUDIENCES
from tests.supplierwatch.audiences.conftest import (
    NORTH,
    OPEN,
    OWN,
    OWNER,
    READER,
    SEALED,
    SUPPLIER,
    WHOLE,
    Store,
)

ROLES = [READER.role, NORTH.role, SUPPLIER.role]
OF_RESULTS = sorted(table.name for table in RESULTS.sorted_tables)
CASES = {"ticket_evidence", "ticket_group", "ticket_flow", "open_ticket", "open_case", "named_unit"}
"""Tables of which a unit sees its own rows only, none of the contract as a whole."""

NOT_FOR_UNITS = {"exclusion_used", "ticket_difference", "seal_difference", "decision_date"}
HIDDEN_COLUMNS = ("document", "beside", "fingerprints")


def of_evaluations(table: str) -> str:
    return "number" if table == "evaluation" else "evaluation"


def test_every_table_that_is_granted_has_row_level_security_and_one_policy(store: Store) -> None:
    guarded = store.read(
        OWNER,
        "SELECT relname FROM pg_class WHERE relrowsecurity ORDER BY 1",
    )
    policies = store.read(OWNER, "SELECT tablename, cmd FROM pg_policies ORDER BY 1")
    assert {name for (name,) in guarded} == set(granted_tables())
    assert policies == [(name, "SELECT") for (name,) in guarded]


@pytest.mark.parametrize("table", OF_RESULTS)
def test_a_reader_sees_every_row(store: Store, table: str) -> None:
    query = f"SELECT count(*) FROM {table}"  # noqa: S608 - a name of our own
    assert store.read(READER.role, query) == store.read(OWNER, query)
    assert store.read(READER.role, query) != [(0,)]


@pytest.mark.parametrize("table", [one for one in OF_RESULTS if "unit" in RESULTS.tables[one].columns])
def test_a_unit_sees_itself_and_the_whole_and_no_other_unit(store: Store, table: str) -> None:
    found = store.read(NORTH.role, f"SELECT DISTINCT unit FROM {table} ORDER BY 1")  # noqa: S608 - names of the program's own tables
    assert found == [(OWN,)] if table in CASES else [(WHOLE,), (OWN,)]


@pytest.mark.parametrize("table", [one for one in OF_RESULTS if "unit" not in RESULTS.tables[one].columns])
def test_of_what_has_no_unit_a_unit_sees_all_but_what_names_others_or_is_the_customers(
    store: Store, table: str
) -> None:
    query = f"SELECT count(*) FROM {table}"  # noqa: S608 - names of the program's own tables
    expected = {"forecast": [(1,)]} | {name: [(0,)] for name in NOT_FOR_UNITS}
    assert store.read(NORTH.role, query) == (expected.get(table) or store.read(OWNER, query))


def test_a_segment_of_other_units_is_not_shown_to_a_unit(store: Store) -> None:
    insert = """
        INSERT INTO outcome (evaluation, indicator, period, service, segment, unit, view, measured, verdict,
        points, repeated, points_after_repeat)
        VALUES (2, 'S', '2026-02', 'T1', 'homes', '', 'as_measured', true, 'met', 0, false, 0)
    """
    with store.database.writing() as connection:
        connection.execute(sa.text(insert))
    try:
        asked = "SELECT count(*) FROM outcome WHERE indicator = 'S'"
        assert store.read(NORTH.role, asked) == [(0,)]
        assert store.read(READER.role, asked) == [(1,)]
    finally:
        with store.database.writing() as connection:
            connection.execute(sa.text("DELETE FROM outcome WHERE indicator = 'S'"))


@pytest.mark.parametrize("table", [one for one in OF_RESULTS if one not in {"seal", "seal_difference"}])
def test_the_supplier_sees_what_is_sealed_and_no_date_of_the_decision(store: Store, table: str) -> None:
    column = of_evaluations(table)
    found = store.read(SUPPLIER.role, f"SELECT DISTINCT {column} FROM {table}")  # noqa: S608 - names of the program's own tables
    assert found == ([] if table == "decision_date" else [(SEALED,)])


def test_forecasts_for_days_of_the_decision_are_the_readers_alone(store: Store) -> None:
    query = "SELECT DISTINCT occasion FROM forecast ORDER BY 1"
    assert store.read(READER.role, query) == [("notice",), ("period_end",)]
    assert store.read(NORTH.role, query) == [("period_end",)]
    assert store.read(SUPPLIER.role, query) == [("period_end",)]


def test_the_name_of_a_ticket_is_read_by_whoever_sees_the_ticket(store: Store) -> None:
    # Tickets 1 to 3 are of the sealed evaluation; 2 and 5 are those of the unit.
    query = "SELECT id FROM ticket_key ORDER BY 1"
    assert store.read(READER.role, query) == [(number,) for number in range(1, 7)]
    assert store.read(NORTH.role, query) == [(2,), (5,)]
    assert store.read(SUPPLIER.role, query) == [(1,), (2,), (3,)]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("column", HIDDEN_COLUMNS)
def test_a_seals_document_which_holds_everything_is_for_no_audience(
    store: Store, role: str, column: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        store.read(role, f"SELECT {column} FROM seal")  # noqa: S608 - names of the program's own tables
    assert store.read(role, "SELECT number, content_hash FROM seal") == [(1, "1")]


@pytest.mark.parametrize("role", ROLES)
def test_facts_jobs_and_messages_refuse_every_audience(store: Store, role: str) -> None:
    tables = store.read(OWNER, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    others = {name for (name,) in tables} - set(granted_tables())
    assert {"ticket", "ticket_change", "word", "run", "intake", "quarantine"} <= others
    assert {"kept_page", "gone_ticket"} <= others
    for table in sorted(others):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            store.read(role, f"SELECT * FROM {table}")  # noqa: S608 - names of the program's own tables


@pytest.mark.parametrize("role", ROLES)
def test_an_audience_reads_of_the_audiences_itself_alone(store: Store, role: str) -> None:
    assert store.read(role, "SELECT role FROM audience") == [(role,)]
    units = {role for (role,) in store.read(role, "SELECT role FROM audience_unit")}
    assert units <= {role}


@pytest.mark.parametrize(
    "trick",
    [
        f"SET ROLE {OWNER}",
        "SET ROLE pg_read_all_data",
        f"SET SESSION AUTHORIZATION {OWNER}",
        "CREATE TEMPORARY TABLE audience (role text, kind text)",
        "CREATE TABLE audience_unit (role text, unit text)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION pg_temp.tell(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "CREATE VIEW mine AS SELECT * FROM outcome",
        "INSERT INTO audience_unit VALUES ('audience_north', 'south')",
        "UPDATE audience SET kind = 'reader'",
        "DELETE FROM outcome",
        "DROP POLICY audience_reads ON outcome",
        "ALTER TABLE outcome DISABLE ROW LEVEL SECURITY",
        "GRANT audience_reader TO audience_north",
        "SELECT pg_read_file('postgresql.conf')",
        "COPY outcome TO PROGRAM 'cat'",
    ],
)
def test_what_would_widen_it_is_refused(store: Store, trick: str) -> None:
    with store.connected(NORTH.role) as connection:
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidSchemaName)):
            connection.execute(trick.encode())


def test_a_lock_that_anybody_may_take_does_not_stop_the_program(store: Store) -> None:
    with store.connected(NORTH.role) as connection:
        # Whoever waited for it would go on only after the server has ended this session.
        connection.execute("SET idle_session_timeout = '5s'")
        connection.execute("SELECT pg_advisory_lock(x'535550504C494552'::bigint)")
        with store.database.writing() as writer:
            found = writer.execute(sa.text("SELECT count(*) FROM audience")).scalar()
        assert (found, connection.execute("SELECT 'still there'").fetchone()) == (3, ("still there",))


@pytest.mark.parametrize("mode", ["ROW EXCLUSIVE", "SHARE ROW EXCLUSIVE", "ACCESS EXCLUSIVE"])
def test_the_lock_of_writers_is_refused_to_an_audience(store: Store, mode: str) -> None:
    with store.connected(NORTH.role) as connection, connection.transaction():
        connection.execute(b"SET TRANSACTION READ WRITE")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute(f"LOCK TABLE alembic_version IN {mode} MODE".encode())


def test_the_group_that_holds_the_grants_reads_no_row_itself(store: Store) -> None:
    with store.connected(NORTH.role) as connection:
        connection.execute(f"SET ROLE {GROUP}".encode())
        assert connection.execute("SELECT count(*) FROM outcome").fetchone() == (0,)


def test_turning_row_security_off_is_answered_with_an_error_and_not_with_rows(store: Store) -> None:
    with store.connected(NORTH.role) as connection:
        connection.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            connection.execute("SELECT * FROM outcome")


def test_another_search_path_leads_to_the_same_rows(store: Store) -> None:
    with store.connected(NORTH.role) as connection:
        connection.execute("SET search_path = pg_temp, pg_catalog, reading")
        found = connection.execute("SELECT DISTINCT unit FROM public.outcome ORDER BY 1").fetchall()
    assert found == [(WHOLE,), (OWN,)]


def test_a_condition_that_fails_on_other_units_never_meets_them(store: Store) -> None:
    asked = "SELECT count(*) FROM ticket_evidence WHERE 1 / CASE WHEN unit = 'south' THEN 0 ELSE 1 END = 1"
    assert store.read(NORTH.role, asked) == [(2,)]
    with pytest.raises(psycopg.errors.DivisionByZero):
        store.read(READER.role, asked)


def test_what_the_planner_knows_of_values_is_not_shown(store: Store) -> None:
    with store.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE outcome"))
    asked = "SELECT count(*) FROM pg_stats WHERE tablename = 'outcome' AND schemaname = 'public'"
    assert store.read(OWNER, asked) != [(0,)]
    assert store.read(NORTH.role, asked) == [(0,)]


def test_a_copy_of_a_table_holds_the_same_rows_as_a_query(store: Store) -> None:
    with (
        store.connected(NORTH.role) as connection,
        connection.cursor() as cursor,
        cursor.copy("COPY (TABLE ticket_evidence) TO STDOUT") as copy,
    ):
        rows = list(copy.rows())
    assert len(rows) == 2
    assert all("south" not in row for row in rows)


def test_the_program_itself_refuses_to_reckon_from_a_part_of_the_rows(store: Store) -> None:
    address = sa.make_url(store.address).set(username=READER.role).render_as_string()
    with (
        open_database(address) as database,
        database.reading() as connection,
        pytest.raises(sa.exc.DBAPIError, match="row-level security"),
    ):
        connection.execute(sa.text("SELECT * FROM outcome"))


def test_what_a_policy_compares_with_is_asked_once_per_statement(store: Store) -> None:
    plan = store.read(
        NORTH.role, "EXPLAIN SELECT * FROM outcome WHERE evaluation = 2 AND view = 'as_measured'"
    )
    text = "\n".join(line for (line,) in plan)
    assert "InitPlan" in text
    assert "SubPlan 1" not in text.replace("(SubPlan 1)", "")


def test_an_open_evaluation_is_there_to_be_hidden(store: Store) -> None:
    assert store.read(OWNER, "SELECT count(*) FROM evaluation") == [(OPEN,)]
    assert AUDIENCES.tables.keys() <= granted_tables().keys()
