"""What Request Tracker's REST 2 tells of tickets and their changes, as every connector tells it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from collector.connectors.answers import unexpected
from collector.connectors.rows import as_text, value_at
from collector.connectors.told import ToldChange, ToldTicket
from collector.instants import from_datetime

STATUS, OWNER, QUEUE = "Status", "Owner", "Queue"
CUSTOM = "CF."
"""What stands before the name of a custom field, as in the system's own queries."""

PLAIN_FIELDS = (
    STATUS,
    "Priority",
    QUEUE,
    OWNER,
    "Type",
    "SLA",
    "InitialPriority",
    "FinalPriority",
    "Created",
    "Started",
    "Resolved",
    "Due",
)
HISTORY_FIELDS = "Type,Field,OldValue,NewValue,Created,ObjectId"
_OF_OWNER = ("Give", "Take", "Steal", "Untake", "Force")
HISTORY_TYPES = ("Status", "Set", "CustomField", "AddLink", *_OF_OWNER)
"""Kinds of entries that change a field. `SetWatcher` says of an owner what `Set` has said already."""

MERGED = "merged"
"""The status of a ticket from when it was merged into another: it has an end, and is not deleted."""

_MERGED_INTO = "MergedInto"


@dataclass(frozen=True)
class FoundTicket:
    """A ticket as a search gave it: number, instant of its last change, record with plain texts."""

    key: str
    updated: int
    record: Mapping[str, Any]

    @classmethod
    def of(cls, item: Any, address: str) -> "FoundTicket":
        """Return what a search gave; raises SourceUnreadable where it lacks number or times."""
        key, times = value_at(item, "id"), [value_at(item, name) for name in ("Created", "LastUpdated")]
        try:
            _, updated = (from_datetime(datetime.fromisoformat(text)) for text in times)
        except ValueError as error:
            raise unexpected(address, "a ticket has no times written as 2026-10-05T08:00:00Z") from error
        if not (key.isascii() and key.isdigit()):
            raise unexpected(address, "a ticket has no number")
        return cls(key, updated, item)

    @property
    def is_merged(self) -> bool:
        """Whether the ticket went into another one."""
        effective = value_at(self.record, "EffectiveId.id") or value_at(self.record, "EffectiveId")
        return effective not in ("", self.key)


def told_tickets(
    found: Sequence[FoundTicket], changes: Iterable[Any], queues: Mapping[str, str]
) -> list[ToldTicket]:
    """Return tickets with their `changes`, which come in order of time; `queues` are names by number."""
    by_ticket: dict[str, list[Any]] = {ticket.key: [] for ticket in found}
    for change in changes:
        by_ticket.get(value_at(change, "ObjectId"), []).append(change)
    return [_told(ticket, by_ticket[ticket.key], queues) for ticket in found]


def merge_targets(changes: Iterable[Any]) -> set[str]:
    """Return the tickets whose history tells of a merge."""
    return {value_at(one, "ObjectId") for one in changes if value_at(one, "Field") == _MERGED_INTO}


def _told(ticket: FoundTicket, entries: list[Any], queues: Mapping[str, str]) -> ToldTicket:
    names = {value_at(field, "id"): value_at(field, "name") for field in _custom_fields(ticket.record)}
    told = [_change(entry, names, queues) for entry in entries if value_at(entry, "Type") != "AddLink"]
    record = _plain(ticket.record)
    if ticket.is_merged:
        ends = [entry for entry in entries if value_at(entry, "Field") == _MERGED_INTO]
        at = value_at(ends[-1], "Created") if ends else value_at(record, "LastUpdated")
        told = [change for change in told if change.at <= at]
        before = [change.new for change in told if change.field == STATUS]
        now = before[-1] if before else value_at(record, STATUS)
        told.append(ToldChange(at, STATUS, now, MERGED))
        record[STATUS] = MERGED
    created, updated = value_at(record, "Created"), value_at(record, "LastUpdated")
    return ToldTicket(ticket.key, created, updated, record, tuple(told))


def _change(entry: Any, names: Mapping[str, str], queues: Mapping[str, str]) -> ToldChange:
    field, old, new = (value_at(entry, name) for name in ("Field", "OldValue", "NewValue"))
    if value_at(entry, "Type") == "CustomField":
        field = CUSTOM + names.get(field, field)
    elif field == QUEUE:
        old, new = queues.get(old, old), queues.get(new, new)
    return ToldChange(value_at(entry, "Created"), field, old, new)


def _plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record in which every field is one text where its column points to."""
    plain = {name: as_text(value) for name, value in record.items() if not isinstance(value, Mapping | list)}
    plain[QUEUE] = value_at(record, "Queue.Name")
    plain[OWNER] = value_at(record, "Owner.id")
    found: dict[str, Any] = dict(plain)
    for field in _custom_fields(record):
        _put(found, CUSTOM + value_at(field, "name"), value_at(field, "values"))
    return found


def _custom_fields(record: Mapping[str, Any]) -> list[Any]:
    fields = record.get("CustomFields")
    return fields if isinstance(fields, list) else []


def _put(record: dict[str, Any], path: str, value: str) -> None:
    *outer, last = path.split(".")
    for key in outer:
        inner = record.setdefault(key, {})
        record = inner if isinstance(inner, dict) else record
    record[last] = value
