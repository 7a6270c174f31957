"""The clocks of a service desk's SLAs as rows of statements: one row per cycle that ended."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from collector.connectors.jira.fields import Issue, field_text
from collector.connectors.jira.times import told_instant, told_text
from collector.connectors.rows import ROW_PART, as_text, frame_of, value_at, whole_number
from collector.connectors.stated_sla import MONTH, month_of

_CYCLE, _SLA = "cycle.", "sla."
_TIMES = ("startTime", "stopTime", "breachTime")
_DURATIONS = ("elapsedTime", "goalDuration", "remainingTime")
Clock = Mapping[str, Any]


def cycle_rows(
    issues: Sequence[Issue], clocks: Sequence[Sequence[Clock]], columns: Sequence[str], time_zone: str | None
) -> pd.DataFrame:
    """Return the cycles that ended, numbered from 1; one that still runs states nothing yet.

    `clocks` are the SLAs of each issue. Times come in UTC, durations in whole seconds.
    """
    found = [
        (issue, clock, {**cycle, "number": str(number)})
        for issue, some in zip(issues, clocks, strict=True)
        for clock in some
        for number, cycle in enumerate(_ended(clock), start=1)
    ]
    return frame_of(
        ROW_PART, {column: [_text(column, *one, time_zone=time_zone) for one in found] for column in columns}
    )


def _ended(clock: Clock) -> list[Mapping[str, Any]]:
    cycles = clock.get("completedCycles")
    return [one for one in cycles if isinstance(one, Mapping)] if isinstance(cycles, list) else []


def _text(column: str, issue: Issue, clock: Clock, cycle: Mapping[str, Any], *, time_zone: str | None) -> str:
    if column == MONTH:
        ended = _time(cycle, "stopTime")
        return month_of(None if ended == "" else told_instant(ended, "stopTime"), time_zone)
    if column.startswith(_SLA):
        return value_at(clock, column.removeprefix(_SLA))
    if not column.startswith(_CYCLE):
        return field_text(issue, column)
    name = column.removeprefix(_CYCLE)
    if name in _TIMES:
        return told_text(_time(cycle, name), name)
    if name in _DURATIONS:
        return _seconds(value_at(cycle, f"{name}.millis"))
    return as_text(cycle.get(name))


def _time(cycle: Mapping[str, Any], name: str) -> str:
    # `epochMillis` needs no zone; `iso8601` and `jira` say the same in the account's.
    told = value_at(cycle, f"{name}.epochMillis")
    return told if told != "" else value_at(cycle, f"{name}.iso8601")


def _seconds(milliseconds: str) -> str:
    """Return whole seconds; what is no number stays as it is, so that the row is put aside with it."""
    size = whole_number(milliseconds.removeprefix("-"))
    if size is None:
        return milliseconds
    return str((-size if milliseconds.startswith("-") else size) // 1000)
