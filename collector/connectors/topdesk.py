"""TOPdesk: incidents as they are now; its API tells no history of their status."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from collector.connectors.answers import milliseconds_of, records_of
from collector.connectors.connector import Chunk, Evidence, HttpConnector, Span
from collector.connectors.keyset import Place, at_least_two, next_place
from collector.connectors.options import ConnectorOptions, HttpOptions
from collector.connectors.rows import ROW_PART, joined_rows, records_frame, value_at
from collector.identifiers import content_hash
from collector.instants import format_instant
from collector.mapping import TicketTableMapping

_INCIDENTS = "tas/api/incidents"
_CHANGED = "modificationDate"
_NO_CONTENT = 204

_FLAGS = {
    "onHoldDate": "onHold",
    "responseDate": "responded",
    "completedDate": "completed",
    "closedDate": "closed",
}
"""A date that counts only while its flag stands."""


class TopdeskOptions(HttpOptions):
    """What a source of incidents in TOPdesk can be told."""

    type: Literal["topdesk"]
    archived_and_partial: bool = Field(
        default=False, description="read archived and partial incidents too, not only first and second line"
    )


class TopdeskConnector(HttpConnector[TopdeskOptions]):
    """Incidents of TOPdesk, one row each."""

    options_type: ClassVar[type[ConnectorOptions]] = TopdeskOptions
    mapping_types = ("ticket_table",)
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "TOPdesk incident API 3.4 and later (its documentation and public fixtures of others)"

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield the incidents that were modified in `span`."""
        columns = self.mapping.source_columns()
        flags = [flag for date, flag in _FLAGS.items() if date in columns]
        fields = {"id", _CHANGED, *(name.split(".")[0] for name in columns), *flags}
        asked = {"fields": ",".join(sorted(fields)), **self._all(wanted=self.options.archived_and_partial)}
        for records in self._paged(_CHANGED, span, asked):
            frame = records_frame(
                ROW_PART, [_with_valid_dates(one) for one in records], {name: name for name in columns}
            )
            reached = self._seconds(records[-1], _CHANGED)
            rows = joined_rows([frame])
            digest = content_hash(rows.to_csv().encode())
            yield Chunk(rows, reached, digest, f"{self.name}: incidents")

    def existing(self, span: Span) -> Iterator[list[str]]:
        """Yield the keys of the incidents that opened in `span`; archived ones are there."""
        assert isinstance(self.mapping, TicketTableMapping)  # noqa: S101 - the only type it takes
        opened, key = self.mapping.events["opened"].column, self.mapping.columns.ticket
        asked = {"fields": ",".join(sorted({"id", opened, key})), **self._all(wanted=True)}
        for records in self._paged(opened, span, asked):
            yield [value_at(record, key) for record in records]

    def _paged(self, field: str, span: Span, asked: Mapping[str, str]) -> Iterator[list[Mapping[str, Any]]]:
        """Yield the incidents whose date `field` lies in `span`, sorted by it, each once."""
        place: Place | None = Place(span.since)
        while place is not None:
            records = self._records(field, place, asked)
            keys = [(self._seconds(record, field), value_at(record, "id")) for record in records]
            step = next_place(place, keys)
            wanted = [
                records[number] for number in step.fresh if span.until is None or keys[number][0] < span.until
            ]
            if wanted:
                yield wanted
            if len(wanted) < len(step.fresh):
                return
            place = step.place

    def _records(self, field: str, place: Place, asked: Mapping[str, str]) -> list[Mapping[str, Any]]:
        answer = self.client.get(
            _INCIDENTS,
            {
                **asked,
                "query": f"{field}=ge={format_instant(place.at)}",
                "sort": f"{field}:asc,id:asc",
                "pageStart": str(place.skip),
                "pageSize": str(at_least_two(self.options.page_size)),
            },
        )
        return [] if answer.status == _NO_CONTENT else records_of(answer)

    def _seconds(self, record: Any, field: str) -> int:
        address = f"{self.options.address}/{_INCIDENTS}"
        return milliseconds_of(value_at(record, field), address) // 1000

    def _all(self, *, wanted: bool) -> dict[str, str]:
        return {"all": "true"} if wanted else {}


def _with_valid_dates(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record without dates whose flag does not stand: of a hold that is over, of a reopening."""
    past = {date for date, flag in _FLAGS.items() if record.get(flag) is False}
    return {name: None if name in past else value for name, value in record.items()}
