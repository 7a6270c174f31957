"""ServiceNow: tickets of any task table with their history, and SLA clocks, by the Table API."""

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal

import pandas as pd
from pydantic import AfterValidator, Field

from collector.connectors.connector import Chunk, Evidence, HttpConnector, Span
from collector.connectors.histories import unfinished
from collector.connectors.joining import parts_of, with_joined
from collector.connectors.options import HttpOptions
from collector.connectors.rows import ROW_PART, TICKET_PART, UPDATED_AT, frame_of, joined_rows
from collector.connectors.servicenow.history import (
    AUDIT_FIELDS,
    METRIC_FIELDS,
    Told,
    audited,
    changes_frame,
    in_parts,
    metered,
    utc,
)
from collector.connectors.servicenow.statements import TABLE, sla_fields, statement_rows
from collector.connectors.servicenow.table import Record, Table, text_of, unreadable, utc_instant
from collector.mapping.stated import StatedTicketsMapping
from collector.mapping.tickets import OPENED_AT, TICKET, TicketHistoryMapping

_CHANGED, _OPENED = "sys_updated_on", "opened_at"


def _plain_condition(query: str) -> str:
    if any(word in query for word in ("^NQ", "^EQ", "ORDERBY", "GROUPBY")):
        raise ValueError(
            "`query` narrows what is read; write conditions joined by ^ only: ^NQ, ^EQ, ORDERBY and GROUPBY "
            "would change the order in which rows come"
        )
    return query.strip("^")


class ServiceNowOptions(HttpOptions):
    """What the sources file says of a ServiceNow."""

    type: Literal["servicenow"]
    table: str = Field(
        default="incident",
        pattern=r"^[a-z][a-z0-9_]*$",
        description="incident, sc_req_item, change_request, problem, or another table of tasks",
    )
    query: Annotated[str, AfterValidator(_plain_condition)] = Field(
        default="", description="encoded query that narrows the table, such as company=SYS_ID^category!=test"
    )
    key: str = Field(default="number", description="field that identifies a ticket")
    history: Literal["sys_audit", "metric_instance", "none"] = Field(
        default="sys_audit", description="what tells how fields changed; none keeps only what is there now"
    )
    page_size: Annotated[int, Field(gt=0, le=10_000)] = Field(
        default=500, description="rows asked for at once"
    )


class ServiceNow(HttpConnector[ServiceNowOptions]):
    """Reads one table of tasks, or the SLA clocks of its tickets."""

    options_type = ServiceNowOptions
    mapping_types: ClassVar[tuple[str, ...]] = ("ticket_history", "ticket_table", "stated_tickets")
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "Table API and sys_audit documentation, Washington DC to Zurich"

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield what changed in the span; of a ticket all its history."""
        until = self.surroundings.now() if span.until is None else span.until
        table = self._statements() if self._states_slas else self._tickets()
        for records, digest in table.walk(_CHANGED, span.since, until):
            reached = utc_instant(table.name, _CHANGED, records[-1])
            yield Chunk(self._rows(records), reached, digest, f"{self.name}: table {table.name}")

    def existing(self, span: Span) -> Iterator[list[str]]:
        """Yield the keys of the tickets that opened in the span and that the account may see."""
        until = self.surroundings.now() if span.until is None else span.until
        table = self._table(self.options.table, ("sys_id", _OPENED, self.options.key), self.options.query)
        for records, _ in table.walk(_OPENED, span.since, until):
            yield [self._key(record) for record in records]

    @property
    def _states_slas(self) -> bool:
        return isinstance(self.mapping, StatedTicketsMapping)

    @property
    def _columns(self) -> tuple[str, ...]:
        named = [*self.mapping.source_columns(), *self.mapping.field_columns().values()]
        return tuple(dict.fromkeys(named))

    @property
    def _parts(self) -> tuple[str, ...]:
        return parts_of(self._columns)

    def _key(self, record: Record) -> str:
        key = text_of(record, self.options.key)
        if key == "":
            raise unreadable(
                self.options.table,
                f"a record has no {self.options.key}",
                f"See that the account may read the field {self.options.key}",
            )
        return key

    def _table(self, name: str, fields: tuple[str, ...], condition: str = "") -> Table:
        size = self.options.page_size
        return Table(self.client, self.surroundings, name, fields, condition, size)

    def _tickets(self) -> Table:
        always = ("sys_id", _CHANGED, _OPENED, self.options.key)
        return self._table(
            self.options.table, tuple(dict.fromkeys([*always, *self._parts])), self.options.query
        )

    def _statements(self) -> Table:
        condition = "^".join(
            [f"task.sys_class_name={self.options.table}", "end_timeISNOTEMPTY", *_of_task(self.options.query)]
        )
        return self._table(TABLE, sla_fields(self._columns), condition)

    def _rows(self, records: Sequence[Record]) -> pd.DataFrame:
        if self._states_slas:
            return joined_rows([statement_rows(records, self._columns, self.mapping.time_zone)])
        if not isinstance(self.mapping, TicketHistoryMapping):
            return joined_rows([self._plain_rows(records)])
        if self.options.history == "none":
            return self._with_history(records, [])
        ids = [text_of(record, "sys_id") for record in records]
        told = self._history(ids)
        rows = self._with_history(records, told)
        behind = set(unfinished(rows, list(self.mapping.fields.values())))
        if not behind:
            return rows
        return self._with_history(self._asked_again(records, behind), told)

    def _with_history(self, records: Sequence[Record], told: Sequence[Told]) -> pd.DataFrame:
        keys = {text_of(record, "sys_id"): self._key(record) for record in records}
        tickets = frame_of(
            TICKET_PART,
            {
                TICKET: list(keys.values()),
                OPENED_AT: [utc(text_of(record, _OPENED)) for record in records],
                UPDATED_AT: [utc(text_of(record, _CHANGED)) for record in records],
                **{part: [text_of(record, part) for record in records] for part in self._parts},
            },
        )
        return joined_rows(with_joined(tickets, changes_frame(told, keys), self._columns))

    def _history(self, ids: Sequence[str]) -> list[Told]:
        # The fields of another record, `assignment_group.name`, have no history in this one.
        fields = [part for part in parts_of(self.mapping.field_columns().values()) if "." not in part]
        if not fields:
            return []
        if self.options.history == "metric_instance":
            return metered(self._table("metric_instance", METRIC_FIELDS), ids, fields)
        return audited(self._table("sys_audit", AUDIT_FIELDS), self.options.table, ids, fields)

    def _asked_again(self, records: Sequence[Record], keys: set[str]) -> list[Record]:
        """Return the records, those of `keys` as they are now: they changed before their history was read."""
        ids = [text_of(one, "sys_id") for one in records if text_of(one, self.options.key) in keys]
        found: dict[str, Record] = {}
        for some in in_parts(ids):
            for record in self._tickets().all_of(f"sys_idIN{','.join(some)}^ORDERBYsys_id"):
                found[text_of(record, "sys_id")] = record
        return [found.get(text_of(record, "sys_id"), record) for record in records]

    def _plain_rows(self, records: Sequence[Record]) -> pd.DataFrame:
        times = self.mapping.time_columns()
        columns = {
            part: [utc(text_of(one, part)) if part in times else text_of(one, part) for one in records]
            for part in self._parts
        }
        return frame_of(ROW_PART, columns)


def _of_task(query: str) -> list[str]:
    """Return a query of the tickets as one of the SLA clocks, which name their ticket `task`."""
    conditions = [condition for condition in query.split("^") if condition != ""]
    return [f"ORtask.{one[2:]}" if one.startswith("OR") else f"task.{one}" for one in conditions]
