"""The own probe as a source: what probers wrote to their spool, on this machine or brought from others.

It only reads. What was read stays until the prober removes it by age, so that several sources may read it
and a store put back from a backup catches up; the position tells what is new.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

import pandas as pd
from pydantic import Field

from collector.connectors.connector import Chunk, Connector, Evidence, Span
from collector.connectors.options import ConnectorOptions
from collector.connectors.rows import ROW_PART, frame_of, joined_rows
from collector.errors import Problem
from collector.identifiers import content_hash
from collector.mapping import MeasurementsMapping
from collector.probing.judging import whole_days
from collector.probing.reading import SAMPLE_COLUMNS, after, grouped, instant_of, read_samples, unread

CERTIFICATE_DAYS = "certificate_days"


class ProbeOptions(ConnectorOptions):
    """Where probers write."""

    type: Literal["probe"]
    spool: str = Field(
        default="spool", min_length=1, description="folder of the spool; a relative one lies in the watch"
    )


class ProbeConnector(Connector[ProbeOptions]):
    """Reads finished segments of every prober, each once."""

    options_type: ClassVar[type[ConnectorOptions]] = ProbeOptions
    mapping_types = ("samples", "measurements")
    evidence = Evidence.LIVE_TESTED
    follows = "this program's own spool"
    has_history = False

    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield the samples of new segments, prober by prober in the order written; `span` says nothing."""
        position = {prober: _numbers(text) for prober, text in self.own.items()}
        for new in unread(self.surroundings.folder / self.options.spool, position):
            missing = new.missing
            for group in grouped(new.found):
                lines, broken = read_samples(group)
                position[new.prober] = after(position.get(new.prober, {}), group)
                yield Chunk(
                    self._rows(lines),
                    max((instant_of(one["at"]) for one in lines), default=span.since),
                    content_hash("".join(segment.path.name for segment in group).encode()),
                    f"{self.name}: {new.prober}",
                    tuple(_told(new.prober, missing, broken)),
                    {prober: json.dumps(read, sort_keys=True) for prober, read in position.items()},
                )
                missing = 0

    def _rows(self, lines: Sequence[Mapping[str, str]]) -> pd.DataFrame:
        if isinstance(self.mapping, MeasurementsMapping):
            return _certificate_rows(lines)
        columns = {name: [one[name] for one in lines] for name in SAMPLE_COLUMNS}
        return joined_rows([frame_of(ROW_PART, columns)])


def _numbers(text: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(text)
    return found


def _told(prober: str, missing: int, broken: int) -> Iterator[Problem]:
    if missing > 0:
        yield Problem(
            f"{missing} segments of the prober {prober!r} were removed before they were collected: "
            "what it saw then is lost, and unknown",
            remedy="Collect more often, or raise kept_days or largest_spool in probes.yaml",
        )
    if broken > 0:
        yield Problem(
            f"{broken} lines of the prober {prober!r} are no samples and were left out",
            remedy="Check the disk of the spool",
        )


def _certificate_rows(lines: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """Return one row for each service, unit and day: the days of the certificate that ends first."""
    days: dict[tuple[str, str, str], int] = {}
    for one in lines:
        if one["certificate_ends_at"] != "":
            scope = (one["service"], one["unit"], one["at"][:10])
            left = whole_days(instant_of(one["at"]), instant_of(one["certificate_ends_at"]))
            days[scope] = min(left, days.get(scope, left))
    columns = {
        "measure": [CERTIFICATE_DAYS for _ in days],
        "service": [service for service, _, _ in days],
        "unit": [unit for _, unit, _ in days],
        "day": [day for _, _, day in days],
        "days": [str(left) for left in days.values()],
    }
    return joined_rows([frame_of(ROW_PART, columns)])
