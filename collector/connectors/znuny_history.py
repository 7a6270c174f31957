"""The history of a ticket in Znuny and OTOBO: what changed stands in its entries' names, between `%%`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from collector.connectors.rows import value_at
from collector.connectors.told import ToldChange

_NONE = "NULL"


@dataclass(frozen=True)
class _Shape:
    """Which field an entry tells of, and where in its name the old and the new value stand."""

    field: str
    old: int
    new: int


_SHAPES = {
    "StateUpdate": _Shape("State", 0, 1),
    "PriorityUpdate": _Shape("Priority", 0, 2),
    "Move": _Shape("Queue", 2, 0),
    "TypeUpdate": _Shape("Type", 2, 0),
    "ServiceUpdate": _Shape("Service", 2, 0),
    "SLAUpdate": _Shape("SLA", 2, 0),
}
"""By HistoryType; the names are as Kernel::System::Ticket writes them."""


def changes_of(entries: Iterable[Any]) -> tuple[ToldChange, ...]:
    """Return the changes that entries of a history tell, in their order.

    An entry whose name is not in that form was written by something else, or cut off at its 200 characters;
    it is left out. What is lost so shows where the history does not end in what the ticket is now.
    """
    found = (_change(entry) for entry in entries)
    return tuple(change for change in found if change is not None)


def _change(entry: Any) -> ToldChange | None:
    shape = _SHAPES.get(value_at(entry, "HistoryType"))
    start, *parts = value_at(entry, "Name").split("%%")
    if shape is None or start != "" or len(parts) <= max(shape.old, shape.new):
        return None
    old, new = (parts[number] if parts[number] != _NONE else "" for number in (shape.old, shape.new))
    return ToldChange(value_at(entry, "CreateTime"), shape.field, old, new)
