"""Rows that could not be read, kept with where they stood and why.

A row that a later intake understands, or that is no longer said, keeps the number of that intake: it stands
in quarantine no longer.
"""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from collector.store.schema import QUARANTINE
from collector.store.staging import staged


def read_new_rejects(
    connection: sa.Connection,
    source_name: str,
    origin: str,
    rejects: pd.DataFrame,
    among: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Return those `rejects` not in quarantine yet: the same row for the same reason is kept once.

    `among`: only what these intakes put there counts (None: what any did).
    """
    if rejects.empty:
        return rejects
    rows = _storable(rejects)
    with staged(connection, "reject", rows.assign(position=range(len(rows)))) as stage:
        same = [QUARANTINE.c[name] == stage.c[name] for name in ("line", "reason", "fields")]
        kept = sa.exists().where(_stands(source_name, origin), *same)
        if among is not None:
            kept = kept.where(QUARANTINE.c.intake.in_(among))
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


def resolve_rejects(
    connection: sa.Connection,
    source_name: str,
    origin: str,
    rejects: pd.DataFrame,
    intakes: Sequence[int],
    number: int,
) -> int:
    """End what `intakes` put into quarantine from `origin` and is not among `rejects`; return how much.

    The intake `number` is what understood it.
    """
    with staged(connection, "reject", _storable(rejects)) as stage:
        same = [QUARANTINE.c[name] == stage.c[name] for name in ("line", "reason", "fields")]
        ends = sa.and_(
            _stands(source_name, origin), QUARANTINE.c.intake.in_(intakes), ~sa.exists().where(*same)
        )
        return connection.execute(sa.update(QUARANTINE).where(ends).values(replaced_by=number)).rowcount


def _stands(source_name: str, origin: str) -> "sa.ColumnElement[bool]":
    return sa.and_(
        QUARANTINE.c.source == source_name, QUARANTINE.c.origin == origin, QUARANTINE.c.replaced_by.is_(None)
    )


def _storable(rejects: pd.DataFrame) -> pd.DataFrame:
    texts = {
        name: rejects[name].astype("str").str.replace("\0", "\ufffd", regex=False)
        for name in ("reason", "fields")
    }
    rows = pd.DataFrame({"line": rejects["line"].astype("int64"), **texts})
    return rows.drop_duplicates(ignore_index=True)
