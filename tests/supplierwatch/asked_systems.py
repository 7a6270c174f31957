"""Ticket systems of a test's own making, and a watch that asks them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest

from collector.connectors import registry
from collector.connectors.connector import Chunk, Connector, Evidence, Span
from collector.connectors.options import ConnectorOptions
from collector.connectors.rows import CHANGE_PART, NEW, OLD, TICKET_PART, UPDATED_AT, frame_of, joined_rows
from collector.entries import SourceEntry
from collector.errors import Problem, Severity
from collector.instants import format_instant
from collector.mapping import read_mapping
from collector.mapping.tickets import AT, FIELD, OPENED_AT, ORDER, TICKET
from supplierwatch.watch import Watch, load_watch
from supplierwatch.watched_sources import WatchedSource

MAPPING: dict[str, Any] = {
    "type": "ticket_history",
    "fields": {"status": "state"},
    "statuses": {"New": "active", "Done": "resolved"},
}
OPENED = "New"


@dataclass
class System:
    """A ticket system: tickets by key with (opened, done) and what happens when it is asked.

    `asked` is told the connector and which span it asks for, before any answer; it may raise. An answer holds
    `at_once` tickets. `warned` is told before any ticket, on a page without rows.
    """

    tickets: dict[str, tuple[int, int]] = field(default_factory=dict)
    asked: Callable[[Connector[Any], Span], None] = lambda _connector, _span: None
    answered: Callable[[Connector[Any]], None] = lambda _connector: None
    status: str = "Done"
    at_once: int = 1
    warned: str = ""
    runs: int = 0


class AskedOptions(ConnectorOptions):
    """Nothing but what every connector has."""

    type: Literal["asked"] = "asked"


class AskedConnector(Connector[AskedOptions]):
    """Reads the system of its own name."""

    options_type: ClassVar[type[ConnectorOptions]] = AskedOptions
    mapping_types = ("ticket_history",)
    evidence = Evidence.DOCUMENTED_ONLY
    follows = "the test"
    systems: ClassVar[dict[str, System]]

    def read(self, span: Span) -> Iterator[Chunk]:
        system = self.systems[self.name]
        system.runs += span.until is None
        system.asked(self, span)
        if system.warned:
            warning = Problem(system.warned, severity=Severity.WARNING)
            yield Chunk(frame_of(TICKET_PART, {}), span.since, "", self.name, warnings=(warning,))
        until = self.surroundings.now() if span.until is None else span.until
        every = sorted((done, opened, key) for key, (opened, done) in system.tickets.items())
        changed = [one for one in every if span.since <= one[0] < until]
        for first in range(0, len(changed), system.at_once):
            some = changed[first : first + system.at_once]
            rows = joined_rows([_rows(key, opened, done, system.status) for done, opened, key in some])
            yield Chunk(rows, some[-1][0], some[-1][2], self.name)
            system.answered(self)


def _rows(key: str, opened: int, done: int, status: str) -> Any:
    at = {OPENED_AT: [format_instant(opened)], UPDATED_AT: [format_instant(done)]}
    ticket = frame_of(TICKET_PART, {TICKET: [key], **at, "state": [status]})
    change = {TICKET: [key], AT: [format_instant(done)], ORDER: ["1"], FIELD: ["state"]}
    return joined_rows([ticket, frame_of(CHANGE_PART, {**change, OLD: ["New"], NEW: [status]})])


def watch_asking(
    folder: Path,
    systems: dict[str, System],
    patched: pytest.MonkeyPatch,
    since: str = "2026-10-01",
    mapping: dict[str, Any] = MAPPING,
) -> Watch:
    """Return the watch in `folder`, with its files as before and a source for each of `systems` besides."""
    connector = type("Asked", (AskedConnector,), {"systems": systems})
    known = {**registry.connectors(), "asked": connector}
    patched.setattr(registry, "connectors", lambda: known)
    options = AskedOptions.model_validate({"since": since})
    read = read_mapping(mapping)
    added = [
        WatchedSource(SourceEntry.model_construct(name=name, connector=options, mapping="asked.yaml"), read)
        for name in systems
    ]
    watch = load_watch(folder)
    return replace(watch, sources=(*watch.sources, *added))
