"""The SQL statements that make audiences what the settings say; pure, so that they can be shown first."""

from collections.abc import Iterable, Iterator, Sequence

from evaluator.results.money_tables import CREDIT_LINE, CREDIT_TOTAL, TRIGGER_STATE
from evaluator.results.reconciliation_tables import (
    OUTAGE_DIFFERENCE,
    RECONCILED_FIGURE,
    RECONCILED_SOURCE,
    TICKET_DIFFERENCE,
)
from evaluator.results.schema import RESULTS
from evaluator.results.seal_tables import SEAL, TABLES_OF_SEALS
from evaluator.results.shown_tables import SHOWN
from supplierwatch.audiences.settings import AudienceRole
from supplierwatch.audiences.state import GROUP, VIEWS, ServerState
from supplierwatch.audiences.tables import AUDIENCES

# A seal's document holds every unit and every ticket, so no audience reads it from the table.
_HIDDEN = {SEAL.name: frozenset({"document", "beside", "fingerprints"})}
_COLUMNS_OF_OTHERS = {"ticket_key": ("id", "ticket")}
"""Columns read of tables that are no results: a ticket's name, guarded by a policy of its own."""

_DEFINED_APART = (
    *(CREDIT_LINE, CREDIT_TOTAL, TRIGGER_STATE),
    *(OUTAGE_DIFFERENCE, RECONCILED_FIGURE, RECONCILED_SOURCE, TICKET_DIFFERENCE),
    *TABLES_OF_SEALS,
    *SHOWN,
)
"""Tables of results in modules of their own, which have to be loaded to be among the results."""

_ROLE_SETTINGS = {
    # What a reader asks ends by itself, and changes nothing even where a grant were wrong.
    "default_transaction_read_only": "on",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
}


def quoted(name: str) -> str:
    """Return an identifier of PostgreSQL in quotation marks."""
    return '"' + name.replace('"', '""') + '"'


def role_statements(wanted: Sequence[AudienceRole], state: ServerState) -> list[str]:
    """Return what an administrator of roles has to run; nothing where all of it is so already."""
    found = [f"CREATE ROLE {GROUP} NOLOGIN;"] if GROUP not in state.roles else []
    for one in wanted:
        found += statements_of_role(one.role, state)
    gone = state.audiences - {one.role for one in wanted}
    for name in sorted(gone & set(state.roles)):
        if GROUP in state.roles[name].member_of:
            found.append(f"REVOKE {GROUP} FROM {quoted(name)};")
    return [*found, *_closed(state)]


def statements_of_role(name: str, state: ServerState) -> Iterator[str]:
    """Yield what makes `name` a role that logs in, a member of the group, and holds no other right."""
    present = state.roles.get(name)
    if present is None:
        yield (
            f"CREATE ROLE {quoted(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS "
            "CONNECTION LIMIT 20;"
        )
    elif not present.can_log_in:
        yield f"ALTER ROLE {quoted(name)} LOGIN;"
    if present is None or GROUP not in present.member_of:
        yield f"GRANT {GROUP} TO {quoted(name)};"
    for setting, value in _ROLE_SETTINGS.items():
        if present is None or f"{setting}={value}" not in present.settings:
            yield f"ALTER ROLE {quoted(name)} SET {setting} = '{value}';"


def _closed(state: ServerState) -> Iterator[str]:
    if "TEMPORARY" in state.open_to_all:
        yield f"REVOKE TEMPORARY ON DATABASE {quoted(state.database)} FROM PUBLIC;"
        yield f"GRANT TEMPORARY ON DATABASE {quoted(state.database)} TO {quoted(state.owner)};"
    if "CREATE" in state.open_to_all:
        yield f"REVOKE CREATE ON SCHEMA {quoted(state.schema)} FROM PUBLIC;"


def grant_statements(wanted: Sequence[AudienceRole], state: ServerState) -> list[str]:
    """Return what the tables' owner runs: all rights are taken from audiences, then those given they have."""
    schemas = [state.schema, *([VIEWS] if state.views else [])]
    takers = ", ".join(quoted(name) for name in sorted(_audiences(wanted, state) & state.roles.keys()))
    found = []
    for schema in map(quoted, schemas):
        found += [f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {takers};"]
        found += [f"GRANT USAGE ON SCHEMA {schema} TO {GROUP};"]
    found.append(f"GRANT CONNECT ON DATABASE {quoted(state.database)} TO {GROUP};")
    return [*found, *_tables(state), *_views(state)]


def _audiences(wanted: Sequence[AudienceRole], state: ServerState) -> frozenset[str]:
    return state.audiences | {GROUP, *(one.role for one in wanted)}


def granted_tables() -> dict[str, tuple[str, ...]]:
    """Return the tables that audiences read, and which columns of each; none stands for all of them."""
    tables = dict.fromkeys((*RESULTS.sorted_tables, *_DEFINED_APART, *AUDIENCES.sorted_tables))
    return {
        **{
            table.name: tuple(column.name for column in table.columns if column.name not in hidden)
            if (hidden := _HIDDEN.get(table.name))
            else ()
            for table in tables
        },
        **_COLUMNS_OF_OTHERS,
    }


def _tables(state: ServerState) -> Iterator[str]:
    for table, columns in granted_tables().items():
        of_columns = f" ({', '.join(map(quoted, columns))})" if columns else ""
        yield f"GRANT SELECT{of_columns} ON {quoted(state.schema)}.{quoted(table)} TO {GROUP};"


def _views(state: ServerState) -> Iterable[str]:
    return [f"GRANT SELECT ON {VIEWS}.{quoted(view)} TO {GROUP};" for view in sorted(state.views)]
