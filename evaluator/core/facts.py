"""The facts an evaluation reads, as frames; and which of them agreed exclusions leave out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from evaluator.core.outcomes import View


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
class LeftOut:
    """What the exclusions of one view leave out.

    `tickets` gives for each exclusion the ticket ids and the indicators it concerns (none: all);
    `intervals` has the columns exclusion, service, unit, starts_at, ends_at.
    """

    tickets: tuple["ExcludedTickets", ...] = ()
    intervals: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            {
                "exclusion": pd.Series([], dtype="str"),
                "service": pd.Series([], dtype="str"),
                "unit": pd.Series([], dtype="str"),
                "starts_at": pd.Series([], dtype="int64"),
                "ends_at": pd.Series([], dtype="int64"),
            }
        )
    )

    def reasons(self, ticket_ids: pd.Series, indicator: str) -> pd.Series:
        """Return for each ticket the exclusion that leaves it out of `indicator`, or empty text."""
        found = pd.Series("", index=ticket_ids.index, dtype="str")
        for excluded in self.tickets:
            if not excluded.indicators or indicator in excluded.indicators:
                found = found.mask(ticket_ids.isin(excluded.ticket_ids) & (found == ""), excluded.exclusion)
        return found


@dataclass(frozen=True)
class ExcludedTickets:
    """Tickets that one exclusion leaves out; of all indicators where none is named."""

    exclusion: str
    ticket_ids: frozenset[int]
    indicators: frozenset[str]


Exclusions = Mapping[View, LeftOut]
