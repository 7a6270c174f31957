"""One PostgreSQL database whose owner is no superuser, with rows of three scopes and two evaluations."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from collector.store.database import Database, open_database
from collector.store.schema import TICKET_KEYS
from evaluator.results.schema import EVALUATION, RESULTS
from evaluator.results.seal_tables import SEAL, SEAL_DIFFERENCE
from supplierwatch.audiences.apply import apply_audiences
from supplierwatch.audiences.settings import AudienceRole
from supplierwatch.migrate import upgrade
from tests.databases import fresh_database

OWNER = "audience_store_owner"
READER = AudienceRole(role="audience_reader", kind="reader")
NORTH = AudienceRole(role="audience_north", kind="unit_reader", units=("north",))
SUPPLIER = AudienceRole(role="audience_supplier", kind="supplier")
AUDIENCES = (READER, NORTH, SUPPLIER)
UNITS = frozenset({"north", "south"})

SEALED, OPEN = 1, 2
WHOLE, OWN, FOREIGN = "", "north", "south"
SEGMENTS = {WHOLE: "", OWN: "schools", FOREIGN: "homes"}
"""A row of each: of the contract as a whole, of the unit that reads, of another."""


@dataclass(frozen=True)
class Store:
    """The filled store: its `database` as its owner opens it, and where the server is."""

    database: Database
    address: str

    def connected(self, role: str) -> "psycopg.Connection[tuple[Any, ...]]":
        """Return a connection as a role; the tests' server asks nobody for a password."""
        address = sa.make_url(self.address.replace("+psycopg", "")).set(username=role)
        return psycopg.connect(address.render_as_string(), autocommit=True)

    def read(self, role: str, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of `query`, a text of the tests, as a role gets them."""
        with self.connected(role) as connection:
            return connection.execute(query.encode()).fetchall()


@cache
def _template(server: str) -> str:
    """The name of a store to copy: its tables belong to a role that may create roles and is no superuser."""
    address = fresh_database(server)
    name = address.rpartition("/")[2]
    with psycopg.connect(f"{server.replace('+psycopg', '')}/postgres", autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone()
        if there is None:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE".encode())
        connection.execute(f'ALTER DATABASE "{name}" OWNER TO {OWNER}'.encode())
    with open_database(_as_owner(address)) as database:
        upgrade(database)
    return name


def empty_store(server: str) -> Store:
    """Return a new store on `server` whose owner may create roles and is no superuser."""
    address = fresh_database(server, _template(server))
    with psycopg.connect(f"{server.replace('+psycopg', '')}/postgres", autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{address.rpartition("/")[2]}" OWNER TO {OWNER}'.encode())
    return Store(open_database(_as_owner(address)), address)


def _as_owner(address: str) -> str:
    return sa.make_url(address).set(username=OWNER).render_as_string()


@pytest.fixture(scope="module")
def store(postgresql_server: str) -> Iterator[Store]:
    """A filled store, with its audiences applied by its owner."""
    found = empty_store(postgresql_server)
    with found.database as database:
        fill(database)
        apply_audiences(database, AUDIENCES, UNITS, {})
        yield found


def fill(database: Database) -> None:
    """Put rows of every scope and of both evaluations into every table of results; 1 is sealed."""
    with database.writing() as connection:
        connection.execute(sa.insert(TICKET_KEYS), [_key(number) for number in range(1, 7)])
        connection.execute(sa.insert(EVALUATION), [_row(EVALUATION, number, "", number) for number in (1, 2)])
        connection.execute(sa.insert(SEAL), [_row(SEAL, SEALED, "", 1)])
        connection.execute(sa.insert(SEAL_DIFFERENCE), [_row(SEAL_DIFFERENCE, SEALED, "", 1)])
        for table in RESULTS.sorted_tables:
            if table not in (EVALUATION, SEAL, SEAL_DIFFERENCE):
                connection.execute(sa.insert(table), _rows(table))


def _key(number: int) -> dict[str, Any]:
    return {"id": number, "source": 0, "ticket": f"T-{number}"}


def _rows(table: sa.Table) -> list[dict[str, Any]]:
    units = (WHOLE, OWN, FOREIGN) if "unit" in table.columns else (WHOLE,)
    pairs = product((SEALED, OPEN), units)
    return [_row(table, evaluation, unit, number) for number, (evaluation, unit) in enumerate(pairs, 1)]


def _row(table: sa.Table, evaluation: int, unit: str, number: int) -> dict[str, Any]:
    return {column.name: _value(column, evaluation, unit, number) for column in table.columns}


def _value(column: "sa.Column[Any]", evaluation: int, unit: str, number: int) -> Any:
    given = {
        "evaluation": evaluation,
        "number": evaluation,
        "earlier": evaluation,
        "seal": evaluation,
        "turn": evaluation,
        "unit": unit,
        "segment": SEGMENTS[unit],
        "occasion": "period_end" if number == 1 else "notice",
        "period": f"2026-0{evaluation}",
        "on_day": "2026-12-31",
        "internal_day": "2026-11-30",
        "prolongs_to": "2029-12-31",
        "first_day": "2024-05-01",
        "last_day": "2028-04-30",
        "target_lowest": "9/10",
        "target_highest": "1",
        "view": "after_exclusions",
        "verdict": "met",
    }
    if column.name in given:
        return given[column.name]
    if isinstance(column.type, sa.Boolean):
        return False
    if isinstance(column.type, sa.Integer | sa.Float):
        return number
    return f"{number}"
