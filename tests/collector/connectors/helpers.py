"""What the tests of connectors share: a connector for a test's own server, and what it brings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import stamina
from pydantic import TypeAdapter

from collector.connectors.connector import Connector, Setting
from collector.connectors.registry import connectors
from collector.mapping import read_mapping
from collector.records import FactKind
from collector.remote.surroundings import Surroundings
from collector.source import Normalised, Page
from tests.collector.sources.helpers import instant

NOW = instant("2026-11-02T12:00:00+00:00")
"""The present instant of a connector's test, where it needs none of its own."""


@dataclass
class World:
    """The outside world of a test: its clock goes on by what is slept; secrets by name."""

    now: int = NOW
    secrets: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path()
    slept: list[float] = field(default_factory=list)
    is_time_up: bool = False

    def surroundings(self) -> Surroundings:
        """Return the surroundings that a connector is given."""

        def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        return Surroundings(lambda: self.now, self.secrets, self.folder, lambda: self.is_time_up, sleep)


def connector_of(
    options: dict[str, Any], mapping: dict[str, Any], world: World | None = None, secret: bytes = b"key"
) -> Connector[Any]:
    """Return the connector of a source `tickets` as a sources file with `options` would name it."""
    kind = connectors()[options["type"]]
    read = TypeAdapter(kind.options_type).validate_python({"since": "2026-01-01", **options})
    surroundings = (world or World()).surroundings()
    return kind(Setting("tickets", read, read_mapping(mapping), surroundings, secret))


def fetched(connector: Connector[Any], cursor: str | None = None) -> list[Page]:
    """Return all pages of one run; waiting between two tries of a request takes no time."""
    with stamina.set_testing(True, attempts=getattr(connector.options, "attempts", 1)):
        return list(connector.fetch(cursor))


def brought(connector: Connector[Any], cursor: str | None = None) -> list[Normalised]:
    """Return what each page of one run holds."""
    return [connector.normalise(page) for page in fetched(connector, cursor)]


def facts(found: list[Normalised], kind: FactKind) -> pd.DataFrame:
    """Return the facts of one kind of several pages."""
    frames = [one.facts[kind] for one in found if kind in one.facts]
    return pd.concat(frames, ignore_index=True)


def statuses(found: list[Normalised], ticket: str) -> list[tuple[int, str, int]]:
    """Return (instant, word, state) of a ticket's statuses in order."""
    rows = facts(found, FactKind.TICKET_CHANGE)
    rows = rows[(rows["ticket"] == ticket) & (rows["field"] == "status")].sort_values(["at", "sequence"])
    return [
        (int(at), str(word), int(state))
        for at, word, state in zip(rows["at"], rows["value"], rows["state"], strict=True)
    ]
