"""Sources: one module per kind, each a `collector.source.Source`."""

from collections.abc import Sequence
from pathlib import Path

from collector.mapping import CommonMapping
from collector.sources.event_log import EventLogSource
from collector.sources.files import FileSource
from collector.sources.maintenance import MaintenanceSource
from collector.sources.measurements import MeasurementsSource
from collector.sources.samples import SamplesSource
from collector.sources.service_states import ServiceStatesSource
from collector.sources.stated_outages import StatedOutagesSource
from collector.sources.stated_tickets import StatedTicketsSource
from collector.sources.statements import StatementsSource
from collector.sources.ticket_table import TicketTableSource
from collector.sources.xes import XesSource

SOURCES: dict[str, type[FileSource]] = {
    "event_log": EventLogSource,
    "ticket_table": TicketTableSource,
    "xes": XesSource,
    "service_states": ServiceStatesSource,
    "samples": SamplesSource,
    "maintenance": MaintenanceSource,
    "measurements": MeasurementsSource,
    "statements": StatementsSource,
    "stated_tickets": StatedTicketsSource,
    "stated_outages": StatedOutagesSource,
}
"""The class of each `type` of mapping."""


def open_source(
    name: str,
    files: Sequence[Path],
    mapping: CommonMapping,
    secret: bytes | None = None,
    system: str | None = None,
    root: Path | None = None,
) -> FileSource:
    """Return the source that reads `files` (in this order) under `mapping`.

    `secret` keys the hashes that stand for people, `system` identifies tickets (by default `name`), and
    files below `root` are known by their path from there.
    Raises ProblemsFound where the mapping keeps persons and there is no secret.
    """
    return SOURCES[getattr(mapping, "type")](name, files, mapping, secret, system, root)  # noqa: B009 - the union's tag
