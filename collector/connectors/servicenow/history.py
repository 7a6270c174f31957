"""What the fields of records were before: by `sys_audit`, or by the metrics of field values."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

import pandas as pd

from collector.connectors.rows import CHANGE_PART, NEW, OLD, frame_of, whole_number
from collector.connectors.servicenow.table import Record, Table, text_of
from collector.mapping.tickets import AT, FIELD, ORDER, TICKET

_RECORDS_AT_ONCE = 50
"""Records whose history is asked for together: their ids (32 letters each) stand in the address."""

AUDIT_FIELDS = (
    "sys_id",
    "documentkey",
    "fieldname",
    "oldvalue",
    "newvalue",
    "sys_created_on",
    "record_checkpoint",
)
METRIC_FIELDS = ("sys_id", "id", "definition.field", "field_value", "start", "end")

Told = tuple[str, str, str, str, str]
"""One change: the record's sys_id, the time as the system writes it, field, old and new value."""


def audited(audit: Table, table: str, ids: Sequence[str], fields: Sequence[str]) -> list[Told]:
    """Return the changes of `fields` of the records `ids`, in order."""
    found: list[Record] = []
    for some in in_parts(ids):
        found += audit.all_of(
            f"tablename={table}^documentkeyIN{','.join(some)}^fieldnameIN{','.join(fields)}"
            "^ORDERBYsys_created_on^ORDERBYsys_id"
        )
    return _in_order(
        (
            text_of(record, "documentkey"),
            text_of(record, "sys_created_on"),
            whole_number(text_of(record, "record_checkpoint")) or 0,
            (text_of(record, "fieldname"), text_of(record, "oldvalue"), text_of(record, "newvalue")),
        )
        for record in found
    )


def metered(metrics: Table, ids: Sequence[str], fields: Sequence[str]) -> list[Told]:
    """Return the changes of `fields` of the records `ids` by their *field value duration* metrics, in order.

    A metric tells when each value began; two metrics of one field tell the same, which counts once.
    """
    found: list[Record] = []
    for some in in_parts(ids):
        found += metrics.all_of(
            f"definition.type=field_value_duration^idIN{','.join(some)}"
            f"^definition.fieldIN{','.join(fields)}^ORDERBYstart^ORDERBYsys_id"
        )
    spans: dict[tuple[str, str], set[tuple[str, str, str]]] = defaultdict(set)
    for record in found:
        # A value that still holds has no end; it comes after those that began and ended in its first second.
        end = text_of(record, "end") or "~"
        spans[text_of(record, "id"), text_of(record, "definition.field")].add(
            (text_of(record, "start"), end, text_of(record, "field_value"))
        )
    told = []
    for (key, field), values in spans.items():
        ordered = sorted(values)
        told += [
            (key, start, field, before[2], value)
            for before, (start, _, value) in pairwise([ordered[0], *ordered])
        ]
    return sorted(told, key=itemgetter(0, 1))


def changes_frame(told: Sequence[Told], tickets: dict[str, str]) -> pd.DataFrame:
    """Return changes in order as rows; `tickets` gives the ticket's key of each record's sys_id."""
    kept = [one for one in told if one[0] in tickets]
    numbers: dict[str, int] = defaultdict(int)
    orders = []
    for key, *_ in kept:
        numbers[key] += 1
        orders.append(str(numbers[key]))
    return frame_of(
        CHANGE_PART,
        {
            TICKET: [tickets[one[0]] for one in kept],
            AT: [utc(one[1]) for one in kept],
            ORDER: orders,
            FIELD: [one[2] for one in kept],
            OLD: [one[3] for one in kept],
            NEW: [one[4] for one in kept],
        },
    )


def utc(text: str) -> str:
    """Return a time as the system tells it, marked as the UTC that it is; blank stays blank."""
    return "" if text == "" else f"{text}Z"


def _in_order(changes: Iterable[tuple[str, str, int, tuple[str, str, str]]]) -> list[Told]:
    """Sort by record, second and update; what shares all three, so that each value follows the one before."""
    ordered = sorted(changes, key=itemgetter(0, 1, 2))
    told: list[Told] = []
    for (key, at, _), group in groupby(ordered, key=itemgetter(0, 1, 2)):
        some = [change for *_, change in group]
        told += [(key, at, *change) for change in (some if len(some) == 1 else _chained(some))]
    return told


def _chained(changes: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return changes of one record and second so that each begins with what the one before ended in."""
    rest, chained = list(changes), []
    while rest:
        ends = {(field, new) for field, old, new in rest if old != new}
        first = next((one for one in rest if (one[0], one[1]) not in ends), rest[0])
        rest.remove(first)
        chained.append(first)
    return chained


def in_parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield `ids` in parts that fit into one address."""
    for begin in range(0, len(ids), _RECORDS_AT_ONCE):
        yield ids[begin : begin + _RECORDS_AT_ONCE]
