"""What Zabbix states of its SLAs: up and down time of each service, period by period, once it has ended."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from collector.connectors.connector import Chunk, Span
from collector.connectors.rows import ROW_PART, frame_of, joined_rows, value_at
from collector.connectors.zabbix.api import ZabbixApi
from collector.connectors.zabbix.words import number_at

_MOST_PERIODS = 100
"""Periods that Zabbix gives in one answer."""


def read_slis(api: ZabbixApi, span: Span, names: tuple[str, ...]) -> Iterator[Chunk]:
    """Yield the figures of the periods that overlap `span` and have ended, a chunk per answer."""
    until = api.now() if span.until is None else span.until
    wanted: dict[str, Any] = {"filter": {"name": list(names)}} if names else {}
    slas = api.records("sla.get", {"output": ["slaid", "name"], "sortfield": ["slaid"], **wanted})
    frames = []
    for sla in slas:
        start = span.since
        while start < until:
            answer = api.ask(
                "sla.getsli",
                {"slaid": value_at(sla, "slaid"), "period_from": start, "periods": _MOST_PERIODS},
            )
            periods = _periods(api, answer)
            if not periods:
                break
            frames.append(_rows(api, sla, answer, until))
            start = max(start + 1, number_at(periods[-1], "period_to"))
    yield Chunk(joined_rows(frames), until, api.content_hash, api.address)


def _periods(api: ZabbixApi, answer: Any) -> list[Any]:
    """Return the periods of an answer; raises SourceUnreadable where figures are missing."""
    told = answer if isinstance(answer, dict) else {}
    periods, figures, keys = (told.get(name) for name in ("periods", "sli", "serviceids"))
    if not (isinstance(periods, list) and isinstance(figures, list) and isinstance(keys, list)):
        raise api.unexpected("the answer to sla.getsli holds no periods with figures")
    if len(figures) != len(periods) or any(len(cells) != len(keys) for cells in figures):
        raise api.unexpected("the answer to sla.getsli lacks the figures of some periods or services")
    return periods


def _rows(api: ZabbixApi, sla: Any, answer: Any, until: int) -> pd.DataFrame:
    keys = [str(key) for key in answer["serviceids"]]
    asked = {"output": ["serviceid", "name"], "serviceids": keys}
    names = {value_at(one, "serviceid"): value_at(one, "name") for one in api.records("service.get", asked)}
    told = [
        (period, key, cell)
        for period, cells in zip(answer["periods"], answer["sli"], strict=True)
        for key, cell in zip(keys, cells, strict=True)
        if number_at(period, "period_to") <= until and _seconds(cell) > 0
    ]
    return frame_of(
        ROW_PART,
        {
            "sla": [value_at(sla, "name")] * len(told),
            "service": [names.get(key, "") for _, key, _ in told],
            "serviceid": [key for _, key, _ in told],
            "from_at": [value_at(period, "period_from") for period, _, _ in told],
            "to_at": [value_at(period, "period_to") for period, _, _ in told],
            "uptime": [value_at(cell, "uptime") for _, _, cell in told],
            "downtime": [value_at(cell, "downtime") for _, _, cell in told],
            "seconds": [str(_seconds(cell)) for _, _, cell in told],
        },
    )


def _seconds(cell: Any) -> int:
    return number_at(cell, "uptime") + number_at(cell, "downtime")
