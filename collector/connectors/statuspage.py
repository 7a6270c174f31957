"""Statuspage (Atlassian): what a supplier states of its outages, maintenance and components.

Of incidents and maintenance the page tells the last 50 only, whatever is asked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal

from collector.connectors.asked_now import asked_at
from collector.connectors.connector import Chunk, Evidence, HttpConnector, Span
from collector.connectors.options import ConnectorOptions, HttpOptions
from collector.connectors.rows import ROW_PART, joined_rows, records_frame, value_at
from collector.errors import Problem, Severity
from collector.instants import format_instant, from_datetime
from collector.remote.answer import Answer
from collector.remote.problems import unreadable

_TOLD = 50
"""Incidents that a page tells, the newest first."""

_OPEN, _NEWEST = "open", "newest"
"""What is kept from run to run: keys of incidents without an end, and when the newest was created."""

_KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")

_COLUMNS = {
    name: name
    for name in (
        "key",
        "id",
        "component",
        "component_id",
        "starts_at",
        "ends_at",
        "status",
        "impact",
        "announced_at",
        "cancelled_at",
        "at",
        "state",
    )
}

Item = Mapping[str, Any]


class StatuspageOptions(HttpOptions):
    """A public status page: its address, such as https://status.example.com."""

    type: Literal["statuspage"]


class StatuspageConnector(HttpConnector[StatuspageOptions]):
    """Incidents as stated outages, maintenance as windows, components as states."""

    options_type: ClassVar[type[ConnectorOptions]] = StatuspageOptions
    mapping_types = ("stated_outages", "maintenance", "service_states", "samples")
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "the API page of public status pages (/api/v2), and incidents of githubstatus.com"
    has_history = False

    def read(self, span: Span) -> Iterator[Chunk]:  # noqa: ARG002 - there is only what is told now
        """Yield what the page tells now, whatever the span; raises SourceUnreadable."""
        kind: str = getattr(self.mapping, "type")  # noqa: B009 - the union's tag
        if kind == "maintenance":
            yield self._maintenance()
        elif kind == "stated_outages":
            yield self._incidents()
        else:
            yield self._states()

    def _incidents(self) -> Chunk:
        answer, incidents = self._all_incidents()
        by_component = "component" in self.mapping.source_columns()
        rows = [row for one in incidents for row in _outages(one, by_component=by_component)]
        return self._chunk(answer, rows, self._told_of_gaps(incidents), _remembered(incidents))

    def _states(self) -> Chunk:
        answer, incidents = self._all_incidents()
        page = self.client.get("api/v2/components.json")
        now = format_instant(asked_at(page, self.surroundings))
        present = [
            {
                "component": one.get("name"),
                "component_id": one.get("id"),
                "state": one.get("status"),
                "at": now,
            }
            for one in _listed(page, "components")
            if one.get("group") is not True
        ]
        rows = [*(row for one in incidents for row in _changes(one)), *present]
        return self._chunk(answer, rows, self._told_of_gaps(incidents), _remembered(incidents))

    def _maintenance(self) -> Chunk:
        answer = self.client.get("api/v2/scheduled-maintenances.json")
        by_component = "component" in self.mapping.source_columns()
        windows = _listed(answer, "scheduled_maintenances")
        return self._chunk(
            answer, [row for one in windows for row in _windows(one, by_component=by_component)], (), {}
        )

    def _all_incidents(self) -> tuple[Answer, list[Item]]:
        """Return the last incidents, and those that are open however old they are."""
        answer = self.client.get("api/v2/incidents.json")
        still_open = self.client.get("api/v2/incidents/unresolved.json")
        both = [*_listed(still_open, "incidents"), *_listed(answer, "incidents")]
        return answer, list({value_at(one, "id"): one for one in both}.values())

    def _told_of_gaps(self, incidents: Sequence[Item]) -> tuple[Problem, ...]:
        created = _created(incidents)
        keys = {value_at(one, "id") for one in incidents}
        before = int(self.own.get(_NEWEST, str(self._since())))
        found = []
        if len(created) >= _TOLD and created[-_TOLD] > before:
            gap = f"between {format_instant(before)} and {format_instant(created[-_TOLD])}"
            found.append(f"the page tells its last {_TOLD} incidents; any {gap}")
        lost = sorted(set(filter(None, self.own.get(_OPEN, "").split(","))) - keys)
        if lost:
            found.append(f"incidents whose end nobody saw: {', '.join(lost)}; how they went on")
        return tuple(
            Problem(
                f"{gap} cannot be known",
                remedy="Collect more often",
                file=self.options.address,
                severity=Severity.WARNING,
            )
            for gap in found
        )

    def _chunk(
        self, answer: Answer, rows: Sequence[Item], warnings: tuple[Problem, ...], own: dict[str, str]
    ) -> Chunk:
        frame = joined_rows([records_frame(ROW_PART, rows, _COLUMNS)])
        reached = asked_at(answer, self.surroundings)
        return Chunk(frame, reached, answer.content_hash, answer.address, warnings, own)


def _listed(answer: Answer, name: str) -> list[Item]:
    content = answer.json()
    found = content.get(name) if isinstance(content, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise unreadable(answer.address, f"the answer holds no `{name}`", "Check that this is a Statuspage")
    return found


def _remembered(incidents: Sequence[Item]) -> dict[str, str]:
    ids = [value_at(one, "id") for one in incidents if value_at(one, "resolved_at") == ""]
    # What is kept, and told when it is lost, is a key and no text of anybody's.
    still_open = [one for one in ids if _KEY.fullmatch(one)]
    newest = _created(incidents)[-1:]
    return {_OPEN: ",".join(still_open), **({_NEWEST: str(newest[0])} if newest else {})}


def _created(incidents: Sequence[Item]) -> list[int]:
    """Return when incidents were created, in order; the page writes the offset of its own zone."""
    return sorted(at for one in incidents if (at := _instant(value_at(one, "created_at"))) is not None)


def _instant(text: str) -> int | None:
    try:
        return from_datetime(datetime.fromisoformat(text))
    except ValueError:
        return None


def _objects(found: Any) -> list[Item]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _per_component(item: Item, row: Item, *, by_component: bool) -> list[Item]:
    """Return a row for each component, with a key of its own; one without where none is named."""
    components = _objects(item.get("components")) if by_component else []
    key = value_at(item, "id")
    return [
        {
            **row,
            "key": f"{key}/{value_at(one, 'id')}",
            "component": one.get("name"),
            "component_id": one.get("id"),
        }
        for one in components
    ] or [{**row, "key": key}]


def _outages(item: Item, *, by_component: bool) -> list[Item]:
    row = {
        "id": item.get("id"),
        # Older incidents name no start of their own.
        "starts_at": item.get("started_at") or item.get("created_at"),
        "ends_at": item.get("resolved_at"),
        "status": item.get("status"),
        "impact": item.get("impact"),
        "announced_at": item.get("created_at"),
    }
    return _per_component(item, row, by_component=by_component)


def _windows(item: Item, *, by_component: bool) -> list[Item]:
    row = {
        "id": item.get("id"),
        "starts_at": item.get("scheduled_for"),
        "ends_at": item.get("scheduled_until"),
        "status": item.get("status"),
        "impact": item.get("impact"),
        "announced_at": item.get("created_at"),
        # Ended before its time: the window is as long as it was.
        "cancelled_at": item.get("resolved_at"),
    }
    return _per_component(item, row, by_component=by_component)


def _changes(item: Item) -> list[Item]:
    """Return the states that an incident's updates gave its components, the earliest first."""
    told = _objects(item.get("incident_updates"))
    return [
        {
            "id": item.get("id"),
            "at": update.get("display_at") or update.get("created_at"),
            "component": one.get("name"),
            "component_id": one.get("code"),
            "state": one.get("new_status"),
        }
        for update in reversed(told)
        for one in _objects(update.get("affected_components"))
    ]
