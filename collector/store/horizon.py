"""The instant a horizon stands for."""

import sqlalchemy as sa

from collector.store.database import Database
from collector.store.schema import INTAKE


def read_committed_at(database: Database, horizon: int) -> int | None:
    """Return when the intake of number `horizon` was committed; None where there is none."""
    query = sa.select(INTAKE.c.committed_at).where(INTAKE.c.number == horizon)
    with database.reading() as connection:
        return connection.execute(query).scalar_one_or_none()
