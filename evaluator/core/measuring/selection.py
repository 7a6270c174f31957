"""Which tickets an indicator is about, and which could be but do not say."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.clocks import TicketFilter
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import (
    Count,
    Duty,
    LeadTime,
    LeadTimeTerms,
    Mean,
    Percentile,
    Rate,
    Share,
    TicketsVolume,
    TimeWithinTarget,
)
from evaluator.core.measuring.ticket_book import BookRows

TicketIndicator = TimeWithinTarget | Count | Rate | Share | Mean | Percentile | LeadTime | Duty
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Selection:
    """`chosen` are the tickets an indicator is about, `unsure` those that could be.

    Unsure is a ticket whose kind is missing, whose service is missing or none of the contract's, or whose
    priority is missing or one that no term names, if all else fits: it never silently falls out (design rule
    3), but counts as unknown wherever it could belong. `known_service` says whose service is the contract's.
    """

    chosen: Flags
    unsure: Flags
    known_service: Flags

    @property
    def possible(self) -> Flags:
        """Both."""
        return self.chosen | self.unsure

    def only(self, kept: Flags) -> "Selection":
        """Return the selection among the tickets kept."""
        return Selection(self.chosen[kept], self.unsure[kept], self.known_service[kept])


def select(indicator: TicketIndicator, rows: BookRows) -> Selection:
    """Return which of `rows` the indicator is about: those of its sources, services, kinds and priorities."""
    return select_tickets(indicator.tickets, indicator.services, indicator.data, rows)


def select_possible(indicator: TicketIndicator, rows: BookRows) -> tuple[BookRows, Selection]:
    """Return those of `rows` that the indicator is, or could be, about, and which of the two each is."""
    selection = select(indicator, rows)
    return rows.only(selection.possible), selection.only(selection.possible)


def select_tickets(
    asked: TicketFilter, of_services: Collection[str], of_sources: Collection[str], rows: BookRows
) -> Selection:
    """Return which of `rows` are of some services and sources and meet what is `asked`."""
    contract, services = rows.book.contract, rows.of_tickets("service")
    known_service = services.isin([service.id for service in contract.services]).to_numpy()
    certain = services.isin(of_services).to_numpy()
    possible = certain | ~known_service
    if asked.kinds:
        fits = rows.kind.isin(asked.kinds).to_numpy()
        certain, possible = certain & fits, possible & (fits | rows.kind.isna().to_numpy())
    if asked.priorities:
        fits = rows.priority.isin(asked.priorities).to_numpy()
        strange = ~rows.priority.isin(named_priorities(contract)).to_numpy()
        certain, possible = certain & fits, possible & (fits | strange)
    must = rows.of_tickets("source").isin(of_sources).to_numpy()
    for condition in asked.where:
        must = must & rows.meets(condition)
    return Selection(certain & must, possible & ~certain & must, known_service)


def named_priorities(contract: Contract) -> frozenset[str]:
    """Return every priority that a term of the contract names."""
    named: set[str] = set()
    for indicator in contract.indicators:
        if isinstance(indicator, TicketIndicator):
            named |= set(indicator.tickets.priorities)
        if isinstance(indicator, Rate) and isinstance(indicator.volume, TicketsVolume):
            named |= set(indicator.volume.tickets.priorities)
        if (
            isinstance(indicator, TimeWithinTarget | LeadTimeTerms)
            and indicator.within.limit_by == "priority"
        ):
            named |= set(indicator.within.limits)
    for rules in contract.availability_rules.values():
        if rules.outages_from_tickets is not None:
            named |= set(rules.outages_from_tickets.tickets.priorities)
    return frozenset(named)


def was_observed(indicator: TicketIndicator, changes: pd.DataFrame, starts_at: int, ends_at: int) -> bool:
    """Return whether a source of the indicator told of any change from `starts_at` until `ends_at`.

    A stretch without a single change of any ticket was not seen.
    """
    at = changes["at"].to_numpy(dtype=np.int64)
    inside = (at >= starts_at) & (at < ends_at)
    return bool(changes["source"].isin(indicator.data).to_numpy()[inside].any())
