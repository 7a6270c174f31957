"""Maintenance in Zabbix: periods that happen once, for each host and group of hosts they concern."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from collector.connectors.connector import Chunk, Span
from collector.connectors.rows import ROW_PART, frame_of, joined_rows, value_at
from collector.connectors.zabbix.api import ZabbixApi
from collector.connectors.zabbix.words import number_at
from collector.errors import Problem, Severity

_ONCE = "0"
"""The kind of a period that happens once; others repeat by the clock of the server."""


def read_maintenance(api: ZabbixApi, span: Span) -> Iterator[Chunk]:
    """Yield all maintenance there is; nothing for a span of the past, for it is there already."""
    if span.until is not None:
        return
    groups = "hostgroups" if api.knows_host_groups() else "groups"
    select = "selectHostGroups" if groups == "hostgroups" else "selectGroups"
    asked = {
        "output": ["maintenanceid", "name", "maintenance_type", "active_since", "active_till"],
        "selectTimeperiods": "extend",
        "selectHosts": ["hostid", "host"],
        select: ["groupid", "name"],
        "sortfield": ["maintenanceid"],
    }
    found = api.records("maintenance.get", asked)
    digest, now = api.content_hash, api.now()
    repeated = sum(value_at(period, "timeperiod_type") != _ONCE for one in found for period in _periods(one))
    warnings = (_not_read(repeated, api.address),) if repeated else ()
    yield Chunk(joined_rows([_rows(one, groups) for one in found]), now, digest, api.address, warnings)


def _rows(maintenance: Any, groups: str) -> pd.DataFrame:
    concerned = [
        *(
            (f"host {value_at(one, 'hostid')}", value_at(one, "host"), "")
            for one in _of(maintenance, "hosts")
        ),
        *(
            (f"group {value_at(one, 'groupid')}", "", value_at(one, "name"))
            for one in _of(maintenance, groups)
        ),
    ]
    told = [
        (period, *one)
        for period in _periods(maintenance)
        if value_at(period, "timeperiod_type") == _ONCE
        for one in concerned
    ]
    key = value_at(maintenance, "maintenanceid")
    return frame_of(
        ROW_PART,
        {
            # A window has one service: each host or group that it concerns has a window of its own.
            "window": [f"{key}/{value_at(period, 'timeperiodid')}/{what}" for period, what, _, _ in told],
            "starts_at": [str(_start(maintenance, period)) for period, *_ in told],
            "ends_at": [str(_end(maintenance, period)) for period, *_ in told],
            "host": [host for _, _, host, _ in told],
            "host_group": [group for *_, group in told],
            "name": [value_at(maintenance, "name")] * len(told),
        },
    )


def _start(maintenance: Any, period: Any) -> int:
    return max(number_at(period, "start_date"), number_at(maintenance, "active_since"))


def _end(maintenance: Any, period: Any) -> int:
    end = number_at(period, "start_date") + number_at(period, "period")
    return min(end, number_at(maintenance, "active_till"))


def _periods(maintenance: Any) -> list[Any]:
    return _of(maintenance, "timeperiods")


def _of(maintenance: Any, name: str) -> list[Any]:
    found = maintenance.get(name) if isinstance(maintenance, dict) else None
    return found if isinstance(found, list) else []


def _not_read(number: int, address: str) -> Problem:
    return Problem(
        f"maintenance periods that repeat, and are not read: {number}",
        remedy="Write them in Zabbix as periods that happen once, or deliver them in a file",
        file=address,
        severity=Severity.WARNING,
    )
