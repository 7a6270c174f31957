"""The states of alerts in the store, and the record of who was told of what."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from evaluator.decisions.alert_terms import Kind, Severity
from supplierwatch.notifying.states import AlertState, Notice
from supplierwatch.notifying.tables import ALERT_STATE, ALERT_TOLD, BOUNCE, MESSAGE

_COLUMNS = tuple(ALERT_STATE.c.keys())


def read_states(connection: sa.Connection) -> tuple[AlertState, ...]:
    """Return what is followed now, in the order of keys.

    Told are those whose message is on its way or arrived; one that was given up, or came back, told nobody.
    """
    told: dict[str, set[str]] = {}
    for alert, destination in connection.execute(_told()):
        told.setdefault(alert, set()).add(destination)
    rows = connection.execute(sa.select(ALERT_STATE).order_by(ALERT_STATE.c.key)).mappings()
    return tuple(_state(row, frozenset(told.get(row["key"], ()))) for row in rows)


def save_states(connection: sa.Connection, states: Iterable[AlertState]) -> None:
    """Put `states` in the place of what was followed."""
    rows = [{name: getattr(state, name) for name in _COLUMNS} for state in states]
    connection.execute(sa.delete(ALERT_STATE))
    if rows:
        connection.execute(sa.insert(ALERT_STATE), rows)


def record_told(connection: sa.Connection, message: int, notice: Notice) -> None:
    """Record that the message of this number tells of the matters of `notice`."""
    rows = [
        {"message": message, "alert": state.key, "raised_at": state.raised_at, "event": event.value}
        for event, state in notice.matters
    ]
    connection.execute(sa.insert(ALERT_TOLD), rows)


def _told() -> "sa.Select[Any]":
    return (
        sa.select(ALERT_TOLD.c.alert, MESSAGE.c.destination)
        .join(MESSAGE, MESSAGE.c.number == ALERT_TOLD.c.message)
        .join(
            ALERT_STATE,
            sa.and_(
                ALERT_STATE.c.key == ALERT_TOLD.c.alert, ALERT_STATE.c.raised_at == ALERT_TOLD.c.raised_at
            ),
        )
        .where(MESSAGE.c.state != "failed", ~sa.exists().where(BOUNCE.c.message == MESSAGE.c.number))
        .distinct()
    )


def _state(row: sa.RowMapping, told: frozenset[str]) -> AlertState:
    values = {**row, "kind": Kind(row["kind"]), "severity": Severity(row["severity"])}
    return AlertState(**values, told=told)
