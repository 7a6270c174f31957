"""The facts an evaluation reads, as frames; and which of them agreed exclusions leave out."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)
class Facts:
    """Facts up to a horizon.

    Frames have the columns of their kind (`collector.records`), tickets and changes with the whole
    number `ticket_id` for the ticket; words are categorical, changes are in the order of ticket,
    instant and sequence. `known_at` is the instant the horizon stands for: nothing later is known.
    """

    tickets: pd.DataFrame
    changes: pd.DataFrame
    states: pd.DataFrame
    observed: pd.DataFrame
    maintenance: pd.DataFrame
    measurements: pd.DataFrame
    statements: pd.DataFrame
    known_at: int


@dataclass(frozen=True)
class ExcludedTickets:
    """Tickets that one exclusion leaves out; of all indicators where none is named."""

    exclusion: str
    ticket_ids: frozenset[int]
    indicators: frozenset[str]


@dataclass(frozen=True)
class ExcludedTime:
    """Time of a service, or of one unit of it, that one exclusion leaves out; half-open."""

    exclusion: str
    service: str
    unit: str
    starts_at: int
    ends_at: int
    indicators: frozenset[str]


@dataclass(frozen=True)
class LeftOut:
    """What the exclusions of one view leave out."""

    tickets: tuple[ExcludedTickets, ...] = ()
    times: tuple[ExcludedTime, ...] = ()

    def reasons(self, ticket_ids: pd.Series, indicator: str) -> pd.Series:
        """Return for each ticket the exclusion that leaves it out of `indicator`, or empty text."""
        found = pd.Series("", index=ticket_ids.index, dtype="str")
        for excluded in self.tickets:
            if not excluded.indicators or indicator in excluded.indicators:
                found = found.mask(ticket_ids.isin(excluded.ticket_ids) & (found == ""), excluded.exclusion)
        return found

    def intervals(self, services: Collection[str], indicator: str) -> pd.DataFrame:
        """Return the time left out of `indicator` on `services`.

        Columns: exclusion that leaves it out, service, unit (missing for all), starts_at, ends_at.
        """
        here = [
            time
            for time in self.times
            if time.service in services and (not time.indicators or indicator in time.indicators)
        ]
        return pd.DataFrame(
            {
                "exclusion": pd.Series([time.exclusion for time in here], dtype="str"),
                "service": pd.Series([time.service for time in here], dtype="str"),
                "unit": pd.Series([time.unit or None for time in here], dtype="str"),
                "starts_at": pd.Series([time.starts_at for time in here], dtype="int64"),
                "ends_at": pd.Series([time.ends_at for time in here], dtype="int64"),
            }
        )
