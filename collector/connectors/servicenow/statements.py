"""The supplier's own SLA clocks (`task_sla`) as rows of statements."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pandas as pd

from collector.connectors.rows import ROW_PART, frame_of
from collector.connectors.servicenow.history import utc
from collector.connectors.servicenow.table import Record, instant_of, text_of
from collector.connectors.stated_sla import MONTH, months_of

TABLE = "task_sla"
SECONDS = ":seconds"
"""What a column is called that wants a duration of the system in seconds: `business_duration:seconds`."""

_ALWAYS = ("sys_id", "sys_updated_on", "task", "sla", "end_time")
_TIMES = ("start_time", "end_time", "planned_end_time", "original_breach_time")
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


def sla_fields(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the fields of the table that `columns` of a mapping need."""
    named = [column.removesuffix(SECONDS) for column in columns if column != MONTH]
    return tuple(dict.fromkeys([*_ALWAYS, *named]))


def statement_rows(records: Sequence[Record], columns: Sequence[str], time_zone: str | None) -> pd.DataFrame:
    """Return the SLA clocks that ended, one row per task and SLA.

    Of a clock that was deleted and made anew the later row stands: `records` come by time of change.
    """
    ended = [record for record in records if text_of(record, "end_time") != ""]
    latest = list({(text_of(record, "task"), text_of(record, "sla")): record for record in ended}.values())
    told = {column: [_told(record, column) for record in latest] for column in columns if column != MONTH}
    ends = [instant_of(text_of(record, "end_time")) for record in latest]
    return frame_of(ROW_PART, {**told, MONTH: months_of(ends, time_zone)})


def _told(record: Record, column: str) -> str:
    name = column.removesuffix(SECONDS)
    text = text_of(record, name)
    if name != column:
        return duration_seconds(text)
    return utc(text) if name in _TIMES else text


def duration_seconds(text: str) -> str:
    """Return a duration in seconds; the system writes it as a moment counted from 1970-01-01 00:00:00.

    What is no such moment stays as it is, so that the row is put aside with it.
    """
    try:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return text
    return str((moment - _ZERO) // timedelta(seconds=1))
