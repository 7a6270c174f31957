"""Acknowledging: somebody looks after a matter, so that nobody else need be told of it."""

import sqlalchemy as sa

from supplierwatch.notifying.tables import ALERT_STATE


def acknowledge(connection: sa.Connection, key: str, by: str, now: int) -> bool:
    """Note that `by` looks after the matter called `key`, and return whether there is such a matter.

    It is told no more until it ends or grows more urgent. One that is acknowledged stays as it was.
    """
    ours = sa.and_(ALERT_STATE.c.key == key, ALERT_STATE.c.recovered_at.is_(None))
    if connection.execute(sa.select(ALERT_STATE.c.key).where(ours)).first() is None:
        return False
    first = sa.and_(ours, ALERT_STATE.c.acknowledged_at.is_(None))
    connection.execute(sa.update(ALERT_STATE).where(first).values(acknowledged_at=now, acknowledged_by=by))
    return True
