"""Rows that could not be read, kept with where they stood and why."""

import pandas as pd
import sqlalchemy as sa

from collector.store.schema import QUARANTINE
from collector.store.staging import staged


def read_new_rejects(
    connection: sa.Connection, source_name: str, origin: str, rejects: pd.DataFrame
) -> pd.DataFrame:
    """Return those `rejects` not in quarantine yet: the same row for the same reason is kept once."""
    if rejects.empty:
        return rejects
    rows = _storable(rejects)
    with staged(connection, "reject", rows.assign(position=range(len(rows)))) as stage:
        same = [QUARANTINE.c[name] == stage.c[name] for name in ("line", "reason", "fields")]
        kept = sa.exists().where(QUARANTINE.c.source == source_name, QUARANTINE.c.origin == origin, *same)
        positions = connection.execute(
            sa.select(stage.c.position).where(~kept).order_by(stage.c.position)
        ).scalars()
        return rows.iloc[list(positions)]


def save_rejects(
    connection: sa.Connection, source_name: str, origin: str, rejects: pd.DataFrame, number: int
) -> None:
    """Put `rejects` of the intake `number` into quarantine."""
    if rejects.empty:
        return
    with staged(connection, "reject", rejects) as stage:
        rows = sa.select(sa.literal(number), sa.literal(source_name), sa.literal(origin), *stage.c)
        names = ["intake", "source", "origin", *(column.name for column in stage.c)]
        connection.execute(sa.insert(QUARANTINE).from_select(names, rows))


def _storable(rejects: pd.DataFrame) -> pd.DataFrame:
    texts = {
        name: rejects[name].astype("str").str.replace("\0", "\ufffd", regex=False)
        for name in ("reason", "fields")
    }
    rows = pd.DataFrame({"line": rejects["line"].astype("int64"), **texts})
    return rows.drop_duplicates(ignore_index=True)
