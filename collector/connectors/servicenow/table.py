"""One table of the Table API: questions, answers, and the walk through what changed in a span."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from collector.connectors.rows import whole_number
from collector.connectors.servicenow.paging import HiddenPlace, next_hidden_place
from collector.errors import Problem, SourceUnreadable
from collector.instants import from_datetime, to_datetime
from collector.remote.surroundings import Surroundings

if TYPE_CHECKING:
    from collector.remote.client import Client

Record = Mapping[str, Any]
_FORMAT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class TablePage:
    """One answer: the records shown, how many match in all, and the hash of the answer."""

    records: Sequence[Record]
    total: int
    content_hash: str


@dataclass(frozen=True)
class Table:
    """A table with the fields that are asked for, and a condition that always holds."""

    client: "Client"
    surroundings: Surroundings
    name: str
    fields: tuple[str, ...]
    condition: str
    page_size: int

    def ask(self, query: str, skip: int, limit: int) -> TablePage:
        """Return one page of what matches `query`; raises SourceUnreadable."""
        path = f"api/now/table/{self.name}"
        answer = self.client.get(
            path,
            {
                "sysparm_query": "^".join(part for part in (self.condition, query) if part != ""),
                "sysparm_fields": ",".join(self.fields),
                "sysparm_display_value": "false",
                "sysparm_exclude_reference_link": "true",
                "sysparm_limit": str(limit),
                "sysparm_offset": str(skip),
            },
        )
        content = answer.json()
        records = content.get("result") if isinstance(content, Mapping) else None
        if not isinstance(records, list) or not all(isinstance(record, Mapping) for record in records):
            raise unreadable(self.name, "the answer holds no list `result`")
        if any(text_of(record, "sys_id") == "" for record in records):
            raise unreadable(self.name, "a record has no sys_id", "See that the account may read it")
        if "error" in content:
            # A question that takes too long is answered 200, with the rows it came to.
            raise unreadable(self.name, "the system gave up in the middle of the answer", "Lower `page_size`")
        return TablePage(records, _total(self.name, answer.headers), answer.content_hash)

    def walk(self, time_field: str, since: int, until: int) -> Iterator[tuple[list[Record], str]]:
        """Yield records whose `time_field` lies from `since` to before `until`, ascending, hash of each page.

        A record that changes on the way leaves the span, and may be given as it was before.
        """
        place: HiddenPlace | None = HiddenPlace(since)
        while place is not None:
            page = self.ask(
                f"{time_field}>={utc_text(place.at)}^{time_field}<{utc_text(until)}"
                f"^ORDERBY{time_field}^ORDERBYsys_id",
                place.skip,
                self.page_size,
            )
            keys = [
                (utc_instant(self.name, time_field, record), text_of(record, "sys_id"))
                for record in page.records
            ]
            step = next_hidden_place(place, keys, page.total, self.page_size)
            place = step.place
            if step.fresh:
                yield [page.records[number] for number in step.fresh], page.content_hash

    def all_of(self, query: str) -> list[Record]:
        """Return all records that match `query`, of a table whose rows never change their place."""
        found: dict[str, Record] = {}
        skip, total = 0, 1
        while skip < total:
            page = self.ask(query, skip, self.page_size)
            found |= {text_of(record, "sys_id"): record for record in page.records}
            # Rows are added at the end; one less means that what follows moved up, so begin again.
            skip = skip + self.page_size if page.total >= total or skip == 0 else 0
            total = page.total
        return list(found.values())


def utc_text(instant: int) -> str:
    """Return an instant as queries write it: text without a zone is UTC there."""
    return to_datetime(instant).strftime(_FORMAT)


def utc_instant(table: str, field: str, record: Record) -> int:
    """Return the instant in a field of a record; raises SourceUnreadable where none is there."""
    found = instant_of(text_of(record, field))
    if found is None:
        raise unreadable(
            table,
            f"a record has no readable {field}",
            f"See that the account may read {field}, and that nothing asks for display values",
        )
    return found


def instant_of(text: str) -> int | None:
    """Return the instant that a text of the system names, in UTC; None where it names none."""
    try:
        return from_datetime(datetime.strptime(text, _FORMAT).replace(tzinfo=UTC))
    except ValueError:
        return None


def _total(table: str, headers: Mapping[str, str]) -> int:
    told = whole_number(headers.get("x-total-count", ""))
    if told is None:
        raise unreadable(
            table,
            "the answer does not say how many rows match (X-Total-Count)",
            "Rows that the account may not see could hide others. See what takes the header away on the way",
        )
    return told


def text_of(record: Record, field: str) -> str:
    """Return the text of a field, blank where it has none; a name with dots is of another record."""
    found = record.get(field)
    return "" if found is None else str(found)


def unreadable(table: str, found: str, remedy: str = "") -> SourceUnreadable:
    """Return the error for an answer about `table` that cannot be used."""
    return SourceUnreadable(Problem(f"table {table}: {found}", remedy=remedy))
