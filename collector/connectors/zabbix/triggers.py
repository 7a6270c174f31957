"""Events of Zabbix's triggers: when a problem began and when it ended, for each trigger.

New events are asked for by their number: events that a proxy held back come late, with an old time. The past
is asked for by time. A trigger's own last word is read with every run, for a trigger without events has a
state too.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import pandas as pd

from collector.connectors.connector import Chunk, Span
from collector.connectors.rows import ROW_PART, frame_of, joined_rows, value_at
from collector.connectors.zabbix.api import ZabbixApi
from collector.connectors.zabbix.words import OK, SEVERITIES, number_at, tag_filter, tag_values
from collector.errors import Problem, Severity
from collector.instants import format_instant

_DAY = 86_400
_LAST = "eventid"
_BEHIND = 1000
"""Numbers before the last known one that are read again: numbers are given before they can be seen."""

_SHORTEST_KEPT = _DAY
"""Zabbix keeps events for a day at least; after less than that none can be lost."""

_MOST_TRIGGERS = 500
LOST, NOT_KNOWN, DISABLED = "lost", "unknown", "disabled"


class Wanted(Protocol):
    """What is read, and how much at once."""

    @property
    def tags(self) -> dict[str, str]:
        """The tags that a trigger must carry, all of them."""

    @property
    def page_size(self) -> int:
        """Events of one answer."""

    @property
    def overlap(self) -> int:
        """Seconds before the last known change from which a span of what is new begins."""


def read_triggers(
    api: ZabbixApi,
    span: Span,
    columns: Sequence[str],
    wanted: Wanted,
    own: dict[str, str],
    *,
    repeats: bool,
) -> Iterator[Chunk]:
    """Yield events of `span`; with `repeats`, and in the first run, what each trigger says now too."""
    if span.until is not None:
        yield from _past(api, span, span.until, columns, wanted)
        return
    last, now = own.get(_LAST), api.now()
    if last is None:
        asked: dict[str, Any] = {"time_from": span.since}
        yield from _open_at(api, span, columns, wanted)
    else:
        asked = {"eventid_from": max(0, int(last) - _BEHIND)}
        known = min(span.since + wanted.overlap, now)
        hole = _hole(api, wanted, int(last), known, now)
        if hole is not None:
            lost = _triggers(api, wanted, columns, known, LOST)
            yield Chunk(lost, known, api.content_hash, api.address, (hole,))
    for events in _events(api, wanted, asked):
        last = value_at(events[-1], "eventid")
        yield _chunk(api, events, columns, min(now, _latest(events)), {_LAST: last})
    if repeats or _LAST not in own:
        own_state = {_LAST: last if last is not None else "0"}
        yield Chunk(_triggers(api, wanted, columns, now), now, api.content_hash, api.address, own=own_state)


def _past(api: ZabbixApi, span: Span, until: int, columns: Sequence[str], wanted: Wanted) -> Iterator[Chunk]:
    yield from _open_at(api, span, columns, wanted)
    for since in range(span.since, until, _DAY):
        end = min(since + _DAY, until)
        found = list(_events(api, wanted, {"time_from": since, "time_till": end - 1}))
        rows = [_rows(events, columns) for events in found]
        yield Chunk(joined_rows(rows), end, api.content_hash, api.address)


def _open_at(api: ZabbixApi, span: Span, columns: Sequence[str], wanted: Wanted) -> Iterator[Chunk]:
    """Yield the problems that were open when `span` began."""
    asked = {"problem_time_from": span.since, "problem_time_till": span.since, "value": [1]}
    for events in _events(api, wanted, asked):
        yield _chunk(api, events, columns, span.since, {})


def _events(api: ZabbixApi, wanted: Wanted, asked: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield the events that `asked` selects, by number, page by page."""
    question = {
        "output": [
            "eventid",
            "objectid",
            "clock",
            "value",
            "severity",
            "suppressed",
            "userid",
            "correlationid",
        ],
        "selectTags": ["tag", "value"],
        "selectHosts": ["host", "name"],
        "selectRelatedObject": ["triggerid", "correlation_mode"],
        "source": 0,
        "object": 0,
        "sortfield": ["eventid"],
        "sortorder": "ASC",
        "limit": wanted.page_size,
        **tag_filter(wanted.tags),
        **asked,
    }
    while events := api.records("event.get", question):
        yield events
        question["eventid_from"] = int(value_at(events[-1], "eventid")) + 1


def _hole(api: ZabbixApi, wanted: Wanted, last: int, since: int, now: int) -> Problem | None:
    """Return what is to be told where events were deleted that nobody had collected."""
    if now - since < _SHORTEST_KEPT:
        return None
    first = {"output": ["eventid", "clock"], "source": 0, "object": 0, "sortfield": ["eventid"], "limit": 1}
    oldest = api.records("event.get", {**first, "sortorder": "ASC", **tag_filter(wanted.tags)})
    if oldest and int(value_at(oldest[0], "eventid")) <= last:
        return None
    return Problem(
        f"Zabbix keeps no event that we know: those since {format_instant(since)} may have been deleted "
        "before they were collected",
        remedy="That time is unknown. Collect before Zabbix's housekeeper deletes, or have it keep more",
        file=api.address,
        severity=Severity.WARNING,
    )


def _chunk(
    api: ZabbixApi, events: list[Any], columns: Sequence[str], reached: int, own: dict[str, str]
) -> Chunk:
    return Chunk(joined_rows([_rows(events, columns)]), reached, api.content_hash, api.address, own=own)


def _latest(events: list[Any]) -> int:
    return max(number_at(event, "clock") for event in events)


def _rows(events: list[Any], columns: Sequence[str]) -> pd.DataFrame:
    states = [_state(event) for event in events]
    severities = [SEVERITIES.get(value_at(event, "severity"), "") for event in events]
    told = {
        "at": [value_at(event, "clock") for event in events],
        "state": states,
        "state_by_severity": [
            severity if state == "problem" else state
            for state, severity in zip(states, severities, strict=True)
        ],
        "trigger": [value_at(event, "objectid") for event in events],
        "eventid": [value_at(event, "eventid") for event in events],
        "suppressed": [
            {"1": "true", "0": "false"}.get(value_at(event, "suppressed"), "") for event in events
        ],
    }
    return frame_of(ROW_PART, {**told, **_named(events, columns)})


def _state(event: Any) -> str:
    """Return the state a trigger has from an event on.

    An end that a person set says nothing of the service, and one that concerns some of a trigger's problems
    leaves others open: both have words of their own.
    """
    if value_at(event, "value") == "1":
        return "problem"
    if value_at(event, "userid") not in ("", "0"):
        return "closed_by_hand"
    by_tag = value_at(event, "relatedObject.correlation_mode") == "1"
    return "partly_resolved" if by_tag or value_at(event, "correlationid") not in ("", "0") else OK


def _triggers(
    api: ZabbixApi, wanted: Wanted, columns: Sequence[str], at: int, word: str | None = None
) -> pd.DataFrame:
    """Return what each trigger says now, or `word` of each, as rows at the instant `at`."""
    asked = {"output": ["triggerid"], "sortfield": ["triggerid"], **tag_filter(wanted.tags)}
    keys = [value_at(one, "triggerid") for one in api.records("trigger.get", asked)]
    frames = []
    for first in range(0, len(keys), _MOST_TRIGGERS):
        question = {
            "output": ["triggerid", "value", "state", "status", "priority"],
            "triggerids": keys[first : first + _MOST_TRIGGERS],
            "selectTags": ["tag", "value"],
            "selectHosts": ["host", "name"],
            "sortfield": ["triggerid"],
        }
        found = api.records("trigger.get", question)
        states = [word or _present_state(one) for one in found]
        told = {
            "at": [str(at)] * len(found),
            "state": states,
            "state_by_severity": [
                SEVERITIES.get(value_at(one, "priority"), "") if state == "problem" else state
                for one, state in zip(found, states, strict=True)
            ],
            "trigger": [value_at(one, "triggerid") for one in found],
        }
        frames.append(frame_of(ROW_PART, {**told, **_named(found, columns)}))
    return joined_rows(frames)


def _present_state(trigger: Any) -> str:
    if value_at(trigger, "status") == "1":
        return DISABLED
    if value_at(trigger, "state") == "1":
        return NOT_KNOWN
    return "problem" if value_at(trigger, "value") == "1" else OK


def _named(records: list[Any], columns: Sequence[str]) -> dict[str, list[str]]:
    """Return hosts and tags of events or triggers, by column."""
    tags = [tag_values(one, columns) for one in records]
    return {
        "host": [_joined(one, "host") for one in records],
        "host_name": [_joined(one, "name") for one in records],
        **{name: [one[name] for one in tags] for name in (tags[0] if tags else {})},
    }


def _joined(record: Any, name: str) -> str:
    hosts = record.get("hosts", []) if isinstance(record, dict) else []
    return ", ".join(value_at(host, name) for host in hosts)
