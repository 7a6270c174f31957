"""Whether the database has the audiences that the settings name."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from collector.store.database import Database
from supplierwatch.audiences.settings import AudienceRole
from supplierwatch.audiences.state import ServerState, read_state
from supplierwatch.audiences.statements import statements_of_role
from supplierwatch.audiences.tables import AUDIENCE, AUDIENCE_UNIT


@dataclass(frozen=True)
class AudienceStanding:
    """One audience; `standing` is `applied`, or in a few words what is not as the settings say."""

    role: str
    kind: str
    units: tuple[str, ...]
    standing: str

    def as_document(self) -> dict[str, object]:
        """Return it as JSON."""
        return asdict(self)


def read_audiences(database: Database, wanted: Sequence[AudienceRole]) -> list[AudienceStanding]:
    """Return the audiences of the settings, then roles that the store still has and the settings do not."""
    with database.reading() as connection:
        rows = _rows(connection)
        is_server = database.dialect == "postgresql"
        state = read_state(connection, [one.role for one in wanted]) if is_server else None
    found = [AudienceStanding(one.role, one.kind, one.units, _standing(one, rows, state)) for one in wanted]
    named = {one.role for one in wanted}
    left = [
        AudienceStanding(role, kind, tuple(sorted(units)), "not in the settings; run `audiences apply`")
        for role, (kind, units) in sorted(rows.items())
        if role not in named
    ]
    return [*found, *left]


def _rows(connection: sa.Connection) -> dict[str, tuple[str, frozenset[str]]]:
    units: dict[str, set[str]] = {}
    for role, unit in connection.execute(sa.select(AUDIENCE_UNIT.c.role, AUDIENCE_UNIT.c.unit)):
        units.setdefault(role, set()).add(unit)
    kinds = connection.execute(sa.select(AUDIENCE.c.role, AUDIENCE.c.kind))
    return {role: (kind, frozenset(units.get(role, ()))) for role, kind in kinds}


def _standing(
    one: AudienceRole, rows: dict[str, tuple[str, frozenset[str]]], state: ServerState | None
) -> str:
    if state is None:
        return "a SQLite store has no roles"
    if one.role not in state.roles:
        return "the role is missing; run `audiences apply`"
    is_so = rows.get(one.role) == (one.kind, frozenset(one.units))
    return (
        "applied"
        if is_so and not list(statements_of_role(one.role, state))
        else "differs; run `audiences apply`"
    )
