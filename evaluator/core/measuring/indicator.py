"""Measure one indicator: its figures in every scope and view, and the evidence behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from evaluator.contract.indicators import AnyIndicator, Availability, Imported, ShareOfUnits
from evaluator.core.facts import LeftOut
from evaluator.core.measuring.figures import figure_of
from evaluator.core.measuring.imported import measure_imported
from evaluator.core.measuring.monitoring import measure_monitoring
from evaluator.core.measuring.scopes import figures_by_scope
from evaluator.core.measuring.tickets import TicketIndicator, measure_tickets
from evaluator.core.outcomes import Figure, Scope, View
from evaluator.core.periods import Period
from evaluator.core.ticket_book import TicketBook

Figures = dict[tuple[Scope, View], Figure | None]


@dataclass(frozen=True, eq=False)
class Measured:
    """What was measured for an indicator.

    `figures` is None where nothing observed the period. `tickets` and `outages` are the evidence, with the
    columns `indicator` and `left_out_by`. `response_rate` is that of a survey.
    """

    indicator: AnyIndicator
    figures: Figures
    tickets: pd.DataFrame = field(default_factory=pd.DataFrame)
    outages: pd.DataFrame = field(default_factory=pd.DataFrame)
    response_rate: Fraction | None = None


def measure_indicator(
    indicator: AnyIndicator, book: TicketBook, period: Period, left_out: Mapping[View, LeftOut]
) -> Measured:
    """Return the figures and evidence of `indicator` in `period`, in every view of `left_out`."""
    if isinstance(indicator, Availability | ShareOfUnits):
        figures, outages = measure_monitoring(indicator, book, period, left_out)
        return Measured(indicator, figures, outages=outages)
    if isinstance(indicator, Imported):
        plain, rate = measure_imported(indicator, book.facts.measurements, book.calendars, period)
        # No exclusion can reach into a sum that somebody else has counted.
        every_view = {(scope, view): figure for scope, figure in plain.items() for view in left_out}
        return Measured(indicator, every_view, response_rate=rate)
    return _measure_tickets(indicator, book, period, left_out)


def _measure_tickets(
    indicator: TicketIndicator, book: TicketBook, period: Period, left_out: Mapping[View, LeftOut]
) -> Measured:
    cases = measure_tickets(indicator, book, period)
    silent = not _was_observed(book, period)
    figures: Figures = {}
    evidence = cases.frame.assign(
        indicator=indicator.id, in_working_days=cases.in_working_days, left_out_by=""
    )
    make = figure_of(indicator)
    as_measured = dict(figures_by_scope(indicator, cases.frame, make))
    for view, excluded in left_out.items():
        reasons = excluded.reasons(cases.frame["ticket_id"], indicator.id)
        kept = (reasons == "").to_numpy()
        evidence["left_out_by"] = evidence["left_out_by"].where(evidence["left_out_by"] != "", reasons)
        # Most indicators lose no ticket to any exclusion: their figures are the same in every view.
        found = as_measured if kept.all() else dict(figures_by_scope(indicator, cases.frame.loc[kept], make))
        for scope, figure in found.items():
            figures[scope, view] = None if silent else figure
    return Measured(indicator, figures, tickets=evidence)


def _was_observed(book: TicketBook, period: Period) -> bool:
    """Whether any ticket system was heard of in the period: a month without a single change was not seen."""
    at = book.changes["at"]
    opened = book.tickets["opened_at"]
    return bool(
        ((at >= period.starts_at) & (at < period.ends_at)).any()
        or ((opened >= period.starts_at) & (opened < period.ends_at)).any()
    )
