"""The status of Zabbix's services over time, from the same records that its SLAs are counted from.

Zabbix tells the status at the start of a span and every change in it, so nothing before is needed. Under a
mapping with `max_gap` the status is said again as often, as far as it was read: what nobody read is unknown.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from collector.connectors.connector import Chunk, Span
from collector.connectors.rows import ROW_PART, frame_of, joined_rows, value_at
from collector.connectors.zabbix.api import ZabbixApi
from collector.connectors.zabbix.words import SEVERITIES, number_at, tag_filter, tag_values

_DAY = 86_400
_AT_ONCE = 200
"""Services whose changes are asked for in one question."""

_BEGUN = "begun"
"""In the connector's own state: the status at the start was told."""


def read_services(
    api: ZabbixApi,
    span: Span,
    columns: Sequence[str],
    tags: dict[str, str],
    longest: int | None,
    alive_item: str | None,
    own: dict[str, str],
) -> Iterator[Chunk]:
    """Yield the changes of services in `span`, a chunk per day or month.

    With `longest` the status is said anew at least every so many seconds: where the item `alive_item` got
    values, or throughout.
    """
    until = api.now() if span.until is None else span.until
    # Days begin alike in every run: what their first row says again is one fact, however often it is read.
    begin = span.since if longest is None else span.since - span.since % _DAY
    asked = {"output": ["serviceid"], "sortfield": ["serviceid"], **tag_filter(tags)}
    keys = [value_at(one, "serviceid") for one in api.records("service.get", asked)]
    length = _DAY if longest is not None else 31 * _DAY
    seen = span.since
    tells_start = span.until is not None or _BEGUN not in own
    for since in range(begin, until, length):
        end = min(since + length, until)
        looks = _looks(api, since, end, longest, alive_item)
        frames = []
        for first in range(0, len(keys), _AT_ONCE):
            some = _asked(api, keys[first : first + _AT_ONCE], since, end)
            frames += [_rows(one, since, columns, looks, tells_start=tells_start) for one in some]
        tells_start = False
        seen = max(looks, default=seen) if looks is not None and alive_item is not None else end
        reached = seen if span.until is None else end
        yield Chunk(joined_rows(frames), reached, api.content_hash, api.address, own={_BEGUN: "true"})


def _asked(api: ZabbixApi, keys: list[str], since: int, end: int) -> list[Any]:
    return api.records(
        "service.get",
        {
            "output": ["serviceid", "name", "created_at"],
            "serviceids": keys,
            "selectTags": ["tag", "value"],
            "selectStatusTimeline": [{"period_from": since, "period_to": end}],
            "sortfield": ["serviceid"],
        },
    )


def _rows(
    service: Any, since: int, columns: Sequence[str], looks: Sequence[int] | None, *, tells_start: bool
) -> pd.DataFrame:
    timeline = (service.get("status_timeline") or [{}])[0]
    begins = max(since, number_at(service, "created_at"))
    told = [(begins, value_at(timeline, "start_value"))]
    told += [(number_at(one, "clock"), value_at(one, "value")) for one in timeline.get("alarms", [])]
    rows = told if tells_start or begins > since else told[1:]
    if looks is not None:
        rows = _seen_again(told, looks)
    same = {
        "service": value_at(service, "name"),
        "serviceid": value_at(service, "serviceid"),
        **tag_values(service, columns),
    }
    return frame_of(
        ROW_PART,
        {
            "at": [str(at) for at, _ in rows],
            "state": [SEVERITIES.get(value, value) for _, value in rows],
            **{name: [text] * len(rows) for name, text in same.items()},
        },
    )


def _seen_again(told: list[tuple[int, str]], looks: Sequence[int]) -> list[tuple[int, str]]:
    """Return the changes, and at each of `looks` the status that holds then."""
    times = pd.Series([at for at, _ in told[1:]], dtype="int64")
    # The first one tells what holds from its instant on, and is no look of its own.
    after = [at for at in looks if at >= told[0][0]]
    held = times.searchsorted(after, side="right")
    again = [(at, told[number][1]) for at, number in zip(after, held, strict=True)]
    return sorted([*again, *told[1:]], key=lambda row: row[0])


def _looks(
    api: ZabbixApi, since: int, end: int, longest: int | None, alive_item: str | None
) -> list[int] | None:
    """Return when Zabbix was seen at work in a slice; None where the mapping does not ask."""
    if longest is None:
        return None
    if alive_item is None:
        return [*range(since, end, longest), end - 1]
    asked = {"output": ["value_type"], "itemids": [alive_item]}
    kinds = [value_at(item, "value_type") for item in api.records("item.get", asked)]
    if not kinds:
        return []
    question = {
        "output": ["clock"],
        "itemids": [alive_item],
        "history": kinds[0],
        "time_from": since,
        "time_till": end - 1,
        "sortfield": ["clock"],
        "sortorder": "ASC",
    }
    return sorted({number_at(one, "clock") for one in api.records("history.get", question)})
