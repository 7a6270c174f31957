"""What a PostgreSQL server knows of the roles of audiences, and what is open to everybody there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy import text as statement  # the name `text` marks what is to be translated

GROUP = "supplierwatch_reader"
"""The role that holds every grant; each audience is a member of it and has no right of its own."""

VIEWS = "reading"
"""The schema of views made for reading."""


@dataclass(frozen=True)
class RoleState:
    """A role that is there: `powers` are rights by which it would read past every policy."""

    name: str
    can_log_in: bool
    powers: tuple[str, ...]
    member_of: frozenset[str]
    settings: frozenset[str]


@dataclass(frozen=True)
class ServerState:
    """What `apply` starts from.

    `audiences` are roles that the store knows as such now, `tables` the tables and views there are,
    `unguarded` (with their schema) tables without row-level security and views that read with their
    owner's rights.
    """

    database: str
    schema: str
    version: int
    owner: str
    roles: dict[str, RoleState]
    audiences: frozenset[str]
    tables: frozenset[str]
    views: frozenset[str]
    unguarded: frozenset[str]
    definer_functions: tuple[str, ...] = ()
    open_to_all: frozenset[str] = field(default_factory=frozenset)


def read_state(connection: sa.Connection, names: Sequence[str]) -> ServerState:
    """Return what the server knows now of the roles called `names`, of the group and of former audiences."""
    former = frozenset(connection.execute(statement("SELECT role FROM audience")).scalars())
    row = connection.execute(_ABOUT).one()
    relations = connection.execute(_RELATIONS, {"schema": row.schema, "views": VIEWS}).all()
    asked = sorted({*names, *former, GROUP})
    return ServerState(
        database=row.database,
        schema=row.schema,
        version=row.version,
        owner=row.owner,
        roles={one.name: one for one in map(_role, connection.execute(_ROLES, {"names": asked}))},
        audiences=former,
        tables=frozenset(one.name for one in relations if one.schema != VIEWS and one.is_table),
        views=frozenset(one.name for one in relations if one.schema == VIEWS),
        unguarded=frozenset(f"{one.schema}.{one.name}" for one in relations if not one.is_guarded),
        definer_functions=tuple(
            connection.execute(_FUNCTIONS, {"schema": row.schema, "views": VIEWS}).scalars()
        ),
        open_to_all=frozenset(connection.execute(_OPEN, {"schema": row.schema}).scalars()),
    )


def _role(row: "sa.Row[tuple[object, ...]]") -> RoleState:
    return RoleState(
        row.name, row.can_log_in, tuple(row.powers), frozenset(row.member_of), frozenset(row.settings)
    )


_ABOUT = statement("""
    SELECT current_database() AS database, current_schema() AS schema, current_user AS owner,
           current_setting('server_version_num')::int AS version
""")

_ROLES = statement("""
    SELECT rolname AS name, rolcanlogin AS can_log_in,
           array_remove(ARRAY[
               CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
               CASE WHEN rolcreaterole THEN 'CREATEROLE' END, CASE WHEN rolcreatedb THEN 'CREATEDB' END,
               CASE WHEN rolreplication THEN 'REPLICATION' END
           ], NULL) AS powers,
           ARRAY(
               SELECT pg_get_userbyid(roleid)::text FROM pg_auth_members WHERE member = pg_roles.oid
           ) AS member_of,
           coalesce(rolconfig, '{}') AS settings
    FROM pg_roles WHERE rolname = ANY(:names)
""")

# Partitions and foreign tables are none of ours; a view is guarded where it reads with its reader's rights.
_RELATIONS = statement("""
    SELECT relname AS name, nspname AS schema, relkind = 'r' AS is_table,
           CASE WHEN relkind = 'r' THEN relrowsecurity
                ELSE relkind = 'v' AND coalesce('security_invoker=true' = ANY(reloptions), false)
           END AS is_guarded
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname IN (:schema, :views) AND relkind IN ('r', 'v', 'm', 'f', 'p')
""")

# A function that runs with its owner's rights would read for its caller past every policy.
_FUNCTIONS = statement("""
    SELECT proname::text FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
    WHERE nspname IN (:schema, :views) AND prosecdef ORDER BY 1
""")

_OPEN = statement("""
    SELECT 'TEMPORARY' WHERE has_database_privilege('public', current_database(), 'TEMPORARY')
    UNION ALL SELECT 'CREATE' WHERE has_schema_privilege('public', :schema, 'CREATE')
""")
