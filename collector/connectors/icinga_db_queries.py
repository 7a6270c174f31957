"""The tables of Icinga DB that are read, and the questions put to them.

Times there are milliseconds since 1970, states numbers, identifiers binary.
Source: the schema of Icinga DB 1.1.
"""

from typing import Any

import sqlalchemy as sa

_TABLES = sa.MetaData()


def _table(name: str, *columns: str) -> sa.Table:
    return sa.Table(name, _TABLES, *(sa.Column(column, sa.types.NullType()) for column in columns))


_HOST = _table("host", "id", "name", "display_name")
_SERVICE = _table("service", "id", "host_id", "name", "display_name")
_HARD = _table(
    "sla_history_state",
    *("id", "object_type", "host_id", "service_id", "event_time", "hard_state", "previous_hard_state"),
)
_SOFT = _table(
    "state_history",
    *("id", "object_type", "host_id", "service_id", "event_time", "soft_state", "previous_soft_state"),
)
_DOWNTIME = _table(
    "sla_history_downtime",
    *("downtime_id", "object_type", "host_id", "service_id", "downtime_start", "downtime_end"),
)
_ANNOUNCED = _table("downtime_history", "downtime_id", "entry_time")
_NOW = ("host_id", "state_type", "soft_state", "hard_state", "last_state_change")
_HOST_NOW = _table("host_state", *_NOW)
_SERVICE_NOW = _table("service_state", "service_id", *_NOW)
_INSTANCE = _table("icingadb_instance", "heartbeat")

NAMES = ("object_type", "host", "service", "host_display_name", "service_display_name")
"""The columns that say whose state it is."""


def heartbeat() -> sa.Select[Any]:
    """Return the question when Icinga DB last said that it and Icinga work."""
    return sa.select(sa.func.max(_INSTANCE.c.heartbeat))


def states_from(
    since: int, until: int | None, after: tuple[int, bytes] | None, limit: int, *, hard: bool
) -> sa.Select[Any]:
    """Return the question for states from `since` to before `until` by time, after the row `after`.

    Each comes with what the next one of the same object says was before it, and with the one before it.
    """
    table, state, previous = _history(hard=hard)
    event = table.alias("event")
    question = _states(event, state, previous).where(event.c.event_time >= since)
    if until is not None:
        question = question.where(event.c.event_time < until)
    if after is not None:
        at, key = after
        same_time = sa.and_(event.c.event_time == at, event.c.id > key)
        question = question.where(sa.or_(event.c.event_time > at, same_time))
    return question.order_by(event.c.event_time, event.c.id).limit(limit)


def last_states_before(since: int, *, hard: bool) -> sa.Select[Any]:
    """Return the question for the last state of each object before `since`: how it was then."""
    table, state, previous = _history(hard=hard)
    newest = sa.func.row_number().over(
        partition_by=(table.c.host_id, table.c.service_id), order_by=(table.c.event_time.desc(), table.c.id)
    )
    ranked = sa.select(table.c.id, newest.label("place")).where(table.c.event_time < since).subquery("ranked")
    event = table.alias("event")
    question = _states(event, state, previous).join(ranked, ranked.c.id == event.c.id)
    return question.where(ranked.c.place == 1).order_by(event.c.event_time, event.c.id)


def states_without_history(*, hard: bool) -> sa.Select[Any]:
    """Return the question for the confirmed state of each object of which the history holds nothing.

    Such an object has not changed since the oldest row that is kept.
    """
    table, state, _ = _history(hard=hard)
    event = table.alias("event")
    nothing = sa.null()
    told = []
    for kind, now in (("host", _HOST_NOW), ("service", _SERVICE_NOW)):
        service = _SERVICE.c.name if kind == "service" else nothing
        shown = _SERVICE.c.display_name if kind == "service" else nothing
        same = event.c.host_id == now.c.host_id
        joined = now.outerjoin(_HOST, _HOST.c.id == now.c.host_id)
        if kind == "service":
            joined = joined.outerjoin(_SERVICE, _SERVICE.c.id == now.c.service_id)
            same = sa.and_(same, event.c.service_id == now.c.service_id)
        else:
            same = sa.and_(same, event.c.service_id.is_(None))
        told.append(
            sa.select(
                now.c.last_state_change.label("changed"),
                now.c.host_id.label("key"),
                now.c[state].label("state"),
                *(nothing.label(name) for name in ("previous", "told_after", "before_at", "before_state")),
                sa.literal(kind, sa.String).label("object_type"),
                _HOST.c.name.label("host"),
                sa.cast(service, sa.String).label("service"),
                sa.cast(_HOST.c.display_name, sa.String).label("host_display_name"),
                sa.cast(shown, sa.String).label("service_display_name"),
            )
            .select_from(joined)
            .where(sa.cast(now.c.state_type, sa.String) == "hard", now.c.last_state_change > 0)
            .where(~sa.exists().where(same))
        )
    return sa.select(sa.union_all(*told).subquery("told"))


def downtimes_from(
    since: int, until: int | None, after: tuple[int, bytes] | None, limit: int
) -> sa.Select[Any]:
    """Return the question for downtimes in effect that end from `since` to before `until`, by their end."""
    event = _DOWNTIME.alias("event")
    ends = event.c.downtime_end
    joined = _named(event).outerjoin(_ANNOUNCED, _ANNOUNCED.c.downtime_id == event.c.downtime_id)
    question = (
        sa.select(
            ends.label("changed"),
            event.c.downtime_id.label("key"),
            event.c.downtime_start.label("starts_at"),
            ends.label("ends_at"),
            _ANNOUNCED.c.entry_time.label("announced_at"),
            *_names(event),
        )
        .select_from(joined)
        .where(ends >= since)
    )
    if until is not None:
        question = question.where(ends < until)
    if after is not None:
        at, key = after
        question = question.where(sa.or_(ends > at, sa.and_(ends == at, event.c.downtime_id > key)))
    return question.order_by(ends, event.c.downtime_id).limit(limit)


def _history(*, hard: bool) -> tuple[sa.Table, str, str]:
    if hard:
        return _HARD, "hard_state", "previous_hard_state"
    return _SOFT, "soft_state", "previous_soft_state"


def _states(event: Any, state: str, previous: str) -> sa.Select[Any]:
    after, before = event.element.alias("after"), event.element.alias("before")
    told_after = _nearest(after.c[previous], after, event, later=True)
    return sa.select(
        event.c.event_time.label("changed"),
        event.c.id.label("key"),
        event.c[state].label("state"),
        event.c[previous].label("previous"),
        told_after.label("told_after"),
        _nearest(before.c.event_time, before, event, later=False).label("before_at"),
        _nearest(before.c[state], before, event, later=False).label("before_state"),
        *_names(event),
    ).select_from(_named(event))


def _nearest(column: Any, other: Any, event: Any, *, later: bool) -> Any:
    """Return `column` of the row of the same object that is next to `event` in time."""
    of_same = sa.and_(
        other.c.host_id == event.c.host_id, other.c.service_id.is_not_distinct_from(event.c.service_id)
    )
    time = other.c.event_time
    side, order = (
        (time > event.c.event_time, time.asc()) if later else (time < event.c.event_time, time.desc())
    )
    found = sa.select(column).where(of_same, side).order_by(order).limit(1)
    return found.correlate(event).scalar_subquery()


def _named(event: Any) -> Any:
    # Outer: of an object that was deleted the history remains, without its name.
    return event.outerjoin(_HOST, _HOST.c.id == event.c.host_id).outerjoin(
        _SERVICE, _SERVICE.c.id == event.c.service_id
    )


def _names(event: Any) -> list[Any]:
    return [
        sa.cast(event.c.object_type, sa.String).label("object_type"),
        _HOST.c.name.label("host"),
        _SERVICE.c.name.label("service"),
        sa.cast(_HOST.c.display_name, sa.String).label("host_display_name"),
        sa.cast(_SERVICE.c.display_name, sa.String).label("service_display_name"),
    ]
