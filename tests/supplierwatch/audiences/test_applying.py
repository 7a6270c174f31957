"""Roles, grants and rows made what the settings say, by an owner who is no superuser."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from collector.errors import ProblemsFound, SupplierwatchError
from collector.store.database import Database
from supplierwatch.__main__ import main
from supplierwatch.audiences.apply import apply_audiences, plan_audiences
from supplierwatch.audiences.settings import AudienceRole
from supplierwatch.audiences.standing import read_audiences
from supplierwatch.backup import save_backup
from tests.supplierwatch.audiences.conftest import OWNER, UNITS, Store, empty_store, fill
from tests.supplierwatch.watches import only_problem_of, replace_text, write_watch

NORTH = AudienceRole(role="applied_north", kind="unit_reader", units=("north",))
SUPPLIER = AudienceRole(role="applied_supplier", kind="supplier", password_env="SUPPLIER_PASSWORD")  # noqa: S106 - the name of a variable, no password
SECRET = {"SUPPLIER_PASSWORD": "a'b\"c;d"}


@pytest.fixture
def fresh(postgresql_server: str) -> Iterator[Store]:
    """A store with tables and without audiences; roles of earlier tests are gone."""
    found = empty_store(postgresql_server)
    with found.database:
        yield found
        with found.connected("watch") as connection:
            for role in (NORTH.role, SUPPLIER.role, "applied_strong"):
                if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(f"DROP OWNED BY {role}; DROP ROLE {role}".encode())


def as_superuser(store: Store, statement: str) -> None:
    with store.connected("watch") as connection:
        connection.execute(statement.encode())


def test_roles_that_are_missing_are_created_and_a_second_time_nothing_is_left_to_do(fresh: Store) -> None:
    first = apply_audiences(fresh.database, [NORTH, SUPPLIER], UNITS, SECRET)
    second = apply_audiences(fresh.database, [NORTH, SUPPLIER], UNITS, {})
    assert first.created == (NORTH.role, SUPPLIER.role)
    assert first.without_password == (NORTH.role,)
    assert (second.created, second.statements) == ((), ())


def test_the_server_gets_a_verifier_and_never_the_password(fresh: Store) -> None:
    as_superuser(fresh, f"ALTER ROLE {OWNER} SET log_statement = 'none'")
    applied = apply_audiences(fresh.database, [SUPPLIER], UNITS, SECRET)
    kept = fresh.read("watch", f"SELECT rolpassword FROM pg_authid WHERE rolname = '{SUPPLIER.role}'")  # noqa: S608 - names of the program's own tables
    assert str(kept[0][0]).startswith("SCRAM-SHA-256$")
    assert SECRET["SUPPLIER_PASSWORD"] not in " ".join(applied.statements)


def test_a_password_that_is_not_set_is_named_by_its_variable_and_nothing_is_changed(fresh: Store) -> None:
    with pytest.raises(SupplierwatchError, match="SUPPLIER_PASSWORD, which holds the password of the role"):
        apply_audiences(fresh.database, [SUPPLIER], UNITS, {})
    assert fresh.read(OWNER, "SELECT count(*) FROM audience") == [(0,)]


def test_an_audience_that_left_the_settings_reads_nothing_any_more(fresh: Store) -> None:
    fill(fresh.database)
    apply_audiences(fresh.database, [NORTH], UNITS, {})
    assert fresh.read(NORTH.role, "SELECT DISTINCT unit FROM outcome WHERE unit <> ''") == [("north",)]
    applied = apply_audiences(fresh.database, [], UNITS, {})
    assert applied.former == (NORTH.role,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        fresh.read(NORTH.role, "SELECT * FROM outcome")


def test_rights_given_by_hand_are_taken_back(fresh: Store) -> None:
    apply_audiences(fresh.database, [NORTH], UNITS, {})
    as_superuser(fresh, f"GRANT SELECT ON word TO {NORTH.role}; GRANT SELECT ON ticket TO PUBLIC")
    apply_audiences(fresh.database, [NORTH], UNITS, {})
    for table in ("word", "ticket"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            fresh.read(NORTH.role, f"SELECT * FROM {table}")  # noqa: S608 - names of the program's own tables


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("CREATE ROLE applied_strong LOGIN SUPERUSER", "is SUPERUSER"),
        ("CREATE ROLE applied_strong LOGIN BYPASSRLS", "is BYPASSRLS"),
        ("CREATE ROLE applied_strong LOGIN IN ROLE pg_read_all_data", "is member of pg_read_all_data"),
        (f"CREATE ROLE applied_strong LOGIN IN ROLE {OWNER}", f"is member of {OWNER}"),
    ],
)
def test_a_role_that_would_read_past_the_policies_is_refused(fresh: Store, made: str, told: str) -> None:
    as_superuser(fresh, made)
    with pytest.raises(ProblemsFound, match="applied_strong " + told):
        apply_audiences(fresh.database, [AudienceRole(role="applied_strong", kind="reader")], UNITS, {})


def test_the_role_the_store_is_written_by_is_no_audience(fresh: Store) -> None:
    with pytest.raises(ProblemsFound, match="is the one the store is written by"):
        apply_audiences(fresh.database, [AudienceRole(role=OWNER, kind="reader")], UNITS, {})


def test_a_table_whose_guard_was_taken_off_is_named(fresh: Store) -> None:
    as_superuser(fresh, "ALTER TABLE outcome DISABLE ROW LEVEL SECURITY")
    with pytest.raises(ProblemsFound, match=r"public\.outcome does not hold back rows"):
        apply_audiences(fresh.database, [NORTH], UNITS, {})


def test_a_function_with_its_owners_rights_is_named(fresh: Store) -> None:
    body = "LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM outcome'"
    as_superuser(fresh, f"CREATE FUNCTION tell() RETURNS bigint {body}")
    with pytest.raises(ProblemsFound, match="the function tell runs with its owner's rights"):
        apply_audiences(fresh.database, [NORTH], UNITS, {})


def test_a_unit_that_the_contract_does_not_have_is_refused_with_those_it_has(fresh: Store) -> None:
    west = AudienceRole(role="applied_west", kind="unit_reader", units=("west",))
    with pytest.raises(ProblemsFound, match="no unit 'west'; allowed: north, south"):
        apply_audiences(fresh.database, [west], UNITS, {})


def test_a_sqlite_store_is_told_to_have_no_roles(sqlite_database: Database) -> None:
    with pytest.raises(ProblemsFound, match="a SQLite file, which has no roles"):
        plan_audiences(sqlite_database, [NORTH], UNITS)


def test_a_user_who_may_not_create_roles_is_told_who_can_and_nothing_is_changed(fresh: Store) -> None:
    as_superuser(fresh, f"ALTER ROLE {OWNER} NOCREATEROLE")
    try:
        with pytest.raises(SupplierwatchError, match="apply --print"):
            apply_audiences(fresh.database, [NORTH], UNITS, {})
    finally:
        as_superuser(fresh, f"ALTER ROLE {OWNER} CREATEROLE")
    assert fresh.read(OWNER, "SELECT count(*) FROM audience") == [(0,)]


def test_what_an_administrator_ran_from_the_print_leaves_the_rest_to_the_owner(fresh: Store) -> None:
    _, statements = plan_audiences(fresh.database, [NORTH], UNITS)
    as_superuser(fresh, f"ALTER ROLE {OWNER} NOCREATEROLE")
    try:
        as_superuser(fresh, "\n".join(statements))
        applied = apply_audiences(fresh.database, [NORTH], UNITS, {})
    finally:
        as_superuser(fresh, f"ALTER ROLE {OWNER} CREATEROLE")
    assert applied.statements == ()
    assert [one.standing for one in read_audiences(fresh.database, [NORTH])] == ["applied"]


def test_the_list_says_what_differs(fresh: Store) -> None:
    apply_audiences(fresh.database, [NORTH], UNITS, {})
    wider = AudienceRole(role=NORTH.role, kind="unit_reader", units=("north", "south"))
    found = [(one.role, one.standing) for one in read_audiences(fresh.database, [wider, SUPPLIER])]
    assert found == [
        (NORTH.role, "differs; run `audiences apply`"),
        (SUPPLIER.role, "the role is missing; run `audiences apply`"),
    ]


def test_a_backup_by_the_owner_holds_the_rows_that_policies_hide_from_others(
    fresh: Store, tmp_path: Path
) -> None:
    fill(fresh.database)
    apply_audiences(fresh.database, [NORTH], UNITS, {})
    folder = tmp_path / "watch"
    folder.mkdir()
    manifest = save_backup(folder, fresh.database, (), tmp_path / "backup.zip", 1)
    rows = {name: entry.rows for name, entry in manifest.tables.items()}
    assert (rows["outcome"], rows["audience"], rows["audience_unit"]) == (6, 1, 1)


@pytest.fixture
def watch(tmp_path: Path, fresh: Store) -> Path:
    """A watch on the store, that names the supplier as its audience."""
    folder = write_watch(tmp_path / "watch")
    settings = folder / "supplierwatch.yaml"
    address = sa.make_url(fresh.address).set(username=OWNER).render_as_string()
    replace_text(settings, '"sqlite:///store.db"', f'"{address}"')
    with settings.open("a", encoding="utf-8") as file:
        file.write("\naudiences:\n  roles:\n    - {role: applied_supplier, kind: supplier}\n")
    return folder


def test_the_commands_print_apply_and_list(watch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--watch", str(watch), "audiences", "apply", "--print"]) == 0
    assert 'CREATE ROLE "applied_supplier" LOGIN NOSUPERUSER' in capsys.readouterr().out
    assert main(["--watch", str(watch), "audiences", "apply"]) == 0
    assert "1 audiences are as the settings say; roles created: 1" in capsys.readouterr().out
    assert main(["--watch", str(watch), "audiences", "list"]) == 0
    assert "applied" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        ("- {role: north, kind: unit_reader}", "without units"),
        ("- {role: north, kind: reader, units: [a]}", "units are for a unit_reader"),
        ("- {role: north, kind: unit_reader, units: [a, a]}", "named twice"),
        ("- {role: pg_north, kind: reader}", "belongs to another role"),
        ("- {role: 'north; DROP TABLE outcome', kind: reader}", "north; DROP TABLE outcome"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(tmp_path: Path, roles: str, told: str) -> None:
    folder = write_watch(tmp_path / "watch")
    with (folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\naudiences:\n  roles:\n    {roles}\n")
    problem = only_problem_of(folder)
    assert told in str(problem) or "role" in problem.path
