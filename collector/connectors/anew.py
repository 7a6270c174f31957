"""What a person asks of a connector by hand: its back-fill anew, or what is kept of it read anew."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from collector.connectors.connector import Connector
from collector.connectors.position import back_filled_anew
from collector.errors import Problem, ProblemsFound
from collector.instants import format_instant
from collector.source import Normalised, Page, Source


class _OfConnector(ABC):
    """A source of one run that is `connector` but for what it fetches."""

    def __init__(self, connector: Connector[Any]) -> None:
        self._connector = connector

    @property
    def name(self) -> str:
        """The name of the connector."""
        return self._connector.name

    @property
    def system(self) -> str:
        """The system of the connector."""
        return self._connector.system

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the connector."""
        return self._connector.fingerprint

    @abstractmethod
    def fetch(self, cursor: str | None) -> Iterator[Page]:
        """Yield what this run is about."""

    def normalise(self, page: Page) -> Normalised:
        """Return what the connector makes of `page`."""
        return self._connector.normalise(page)


class BackFilledAnew(_OfConnector):
    """Begins the back-fill anew, at the instant `since`.

    The new begin is kept with the first page that is saved; what is known already comes again unchanged.
    """

    def __init__(self, connector: Connector[Any], since: int) -> None:
        super().__init__(connector)
        self._since = since

    def fetch(self, cursor: str | None) -> Iterator[Page]:
        """Yield what is new, and the back-fill from the given day on; raises as the connector does."""
        position = back_filled_anew(self._connector.position(cursor), self._since)
        return self._connector.fetch(position.to_text())


class KeptOnly(_OfConnector):
    """Asks nothing: of a run only normalising the kept pages again is left."""

    def fetch(self, cursor: str | None) -> Iterator[Page]:  # noqa: ARG002 - nothing goes on from it
        """Yield nothing."""
        return iter(())


def begin_anew(source: Source, since: int, now: int) -> BackFilledAnew:
    """Return `source` with a back-fill from the instant `since` on.

    Raises ProblemsFound for files, for a system that tells nothing of the past, and for a day to come.
    """
    if not isinstance(source, Connector):
        raise _refused(
            f"the source {source.name!r} reads files, which are read whole",
            "Put the older deliveries where its `files` look, and collect",
        )
    if not source.has_history:
        raise _refused(
            f"the system of {source.name!r} tells only what is there now, not what was", "Leave --since out"
        )
    if since >= now:
        raise _refused(f"{format_instant(since)} is not over yet", "Name a day in the past with --since")
    return BackFilledAnew(source, since)


def only_kept(source: Source) -> KeptOnly:
    """Return `source` without what its system would be asked; raises ProblemsFound for files."""
    if not isinstance(source, Connector):
        raise _refused(
            f"the source {source.name!r} reads files, of which nothing is kept",
            "Leave --again out: `collect` reads the files themselves",
        )
    return KeptOnly(source)


def _refused(found: str, remedy: str) -> ProblemsFound:
    return ProblemsFound([Problem(found, remedy=remedy)])
