"""Making the roles of a PostgreSQL store what the settings say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from collector.errors import Problem, ProblemsFound, SupplierwatchError
from collector.store.database import Database
from evaluator.contract.versions import ContractVersions
from supplierwatch.audiences.settings import AudienceRole
from supplierwatch.audiences.state import GROUP, VIEWS, ServerState, read_state
from supplierwatch.audiences.statements import (
    grant_statements,
    granted_tables,
    quoted,
    role_statements,
)
from supplierwatch.audiences.tables import AUDIENCE, AUDIENCE_UNIT
from supplierwatch.settings_parts import read_secret

_FIRST_VERSION = 150_000
_NOT_ALLOWED = "42501"
_VERIFIER = re.compile(r"SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+")


@dataclass(frozen=True)
class Applied:
    """What was done: statements run about roles, created, of these without password, left over."""

    statements: tuple[str, ...]
    created: tuple[str, ...]
    without_password: tuple[str, ...]
    former: tuple[str, ...]


def units_of(versions: ContractVersions) -> frozenset[str]:
    """Return the units that any version of the contract names."""
    return frozenset(unit.id for contract in versions.contracts for unit in contract.units)


def plan_audiences(
    database: Database, wanted: Sequence[AudienceRole], units: frozenset[str]
) -> tuple[ServerState, list[str]]:
    """Return what the server knows, and the statements about roles that are still to be run.

    `units` are those of any version of the contract.
    Raises ProblemsFound where the store is no PostgreSQL that can guard rows, where units are not in the
    contract, or where a role could read past the policies.
    """
    _refuse_other_stores(database)
    _refuse_unknown_units(wanted, units)
    with database.reading() as connection:
        state = read_state(connection, [one.role for one in wanted])
    problems = list(_problems(wanted, state))
    if problems:
        raise ProblemsFound(problems)
    return state, role_statements(wanted, state)


def apply_audiences(
    database: Database,
    wanted: Sequence[AudienceRole],
    units: frozenset[str],
    environment: Mapping[str, str],
    *,
    renew_passwords: bool = False,
) -> Applied:
    """Create roles, grants and rows of audiences, all or nothing; what is so already is left alone.

    A password is set where a role is created, or `renew_passwords` says so, from the variable its audience
    names; only its SCRAM verifier reaches the server. Raises as `plan_audiences` does, and
    SupplierwatchError where the store's user may not do this.
    """
    state, statements = plan_audiences(database, wanted, units)
    created = [one for one in wanted if one.role not in state.roles]
    secrets = {
        one.role: read_secret(one.password_env, f"the password of the role {one.role}", environment)
        for one in (wanted if renew_passwords else created)
        if one.password_env is not None
    }
    try:
        with database.writing() as connection:
            for statement in (*statements, *_passwords(connection, secrets)):
                _run(connection, statement)
            # The group and its members are there from here on.
            now = read_state(connection, [one.role for one in wanted])
            for statement in grant_statements(wanted, now):
                _run(connection, statement)
            _write_rows(connection, wanted)
    except DBAPIError as error:
        raise _not_allowed(error) from error
    return Applied(
        statements=tuple(statements),
        created=tuple(one.role for one in created),
        without_password=tuple(one.role for one in created if one.role not in secrets),
        former=tuple(sorted((state.audiences - {one.role for one in wanted}) & set(state.roles))),
    )


def _refuse_other_stores(database: Database) -> None:
    if database.dialect != "postgresql":
        remedy = (
            "Keep facts and results in PostgreSQL (store.url), or let the built-in pages decide who sees what"
        )
        raise ProblemsFound([Problem("the store is a SQLite file, which has no roles", remedy=remedy)])


def _refuse_unknown_units(wanted: Sequence[AudienceRole], known: frozenset[str]) -> None:
    problems = [
        Problem(
            f"the contract has no unit {unit!r}",
            ", ".join(sorted(known)) or "the contract names no unit",
            path=f"audiences.roles.{position}.units",
        )
        for position, one in enumerate(wanted)
        for unit in one.units
        if unit not in known
    ]
    if problems:
        raise ProblemsFound(problems)


def _problems(wanted: Sequence[AudienceRole], state: ServerState) -> Iterator[Problem]:
    if state.version < _FIRST_VERSION:
        yield Problem(f"the server is PostgreSQL {state.version // 10_000}", "15 or later")
    for name in (GROUP, *(one.role for one in wanted)):
        yield from _too_powerful(name, state)
    for table in sorted(_guarded(state) & state.unguarded):
        remedy = (
            "Bring the store to the present version with `supplierwatch collect`, or mend what was changed"
        )
        yield Problem(f"{table} does not hold back rows from its readers", remedy=remedy)
    for function in state.definer_functions:
        remedy = "Drop it: it reads for its caller with its owner's rights, past every policy"
        yield Problem(f"the function {function} runs with its owner's rights", remedy=remedy)


def _guarded(state: ServerState) -> frozenset[str]:
    tables = (f"{state.schema}.{table}" for table in granted_tables())
    return frozenset((*tables, *(f"{VIEWS}.{view}" for view in state.views)))


def _too_powerful(name: str, state: ServerState) -> Iterator[Problem]:
    role = state.roles.get(name)
    if name == state.owner:
        yield Problem(f"the role {name} is the one the store is written by", remedy="Name another role")
    elif role is not None:
        allowed = {GROUP} - {name}
        for right in (*role.powers, *(f"member of {one}" for one in sorted(role.member_of - allowed))):
            remedy = (
                f"Take that from it, or name another role: {quoted(name)} would read more than its audience"
            )
            yield Problem(f"the role {name} is {right}", remedy=remedy)


def _passwords(connection: sa.Connection, secrets: Mapping[str, str]) -> Iterator[str]:
    """The server gets what it keeps, a SCRAM verifier, so that no log or activity list shows a password."""
    driver: Any = connection.connection.driver_connection
    for role, secret in secrets.items():
        verifier = driver.pgconn.encrypt_password(secret.encode(), role.encode(), b"scram-sha-256").decode()
        if _VERIFIER.fullmatch(verifier) is None:
            raise SupplierwatchError(f"the database library made no SCRAM verifier for the role {role}")
        yield f"ALTER ROLE {quoted(role)} PASSWORD '{verifier}';"


def _run(connection: sa.Connection, statement: str) -> None:
    connection.execution_options(no_parameters=True).exec_driver_sql(statement)


def _write_rows(connection: sa.Connection, wanted: Sequence[AudienceRole]) -> None:
    connection.execute(sa.delete(AUDIENCE_UNIT))
    connection.execute(sa.delete(AUDIENCE))
    if wanted:
        connection.execute(sa.insert(AUDIENCE), [{"role": one.role, "kind": one.kind} for one in wanted])
    if units := [{"role": one.role, "unit": unit} for one in wanted for unit in one.units]:
        connection.execute(sa.insert(AUDIENCE_UNIT), units)


def _not_allowed(error: DBAPIError) -> Exception:
    if getattr(error.orig, "sqlstate", None) != _NOT_ALLOWED:
        return error
    return SupplierwatchError(
        f"the store's user may not do this: {str(error.orig).splitlines()[0]}. Nothing was changed. Have an "
        "administrator of the server run what `supplierwatch audiences apply --print` writes, and apply again"
    )
