"""Measure one indicator: its figures in every scope and view, and the evidence behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

import numpy as np
import pandas as pd

from evaluator.contract.indicators import (
    AnyIndicator,
    Imported,
    Mean,
    MonitoringIndicator,
    Percentile,
    PeriodicDuty,
    Rate,
    SurveyIndex,
)
from evaluator.core.facts import LeftOut
from evaluator.core.measuring.cases import Cases
from evaluator.core.measuring.figures import confidence_maker, figure_maker
from evaluator.core.measuring.imported import measure_imported
from evaluator.core.measuring.monitoring import measure_monitoring
from evaluator.core.measuring.periodic_duties import measure_periodic_duty
from evaluator.core.measuring.rates import rate_figure, volume_of
from evaluator.core.measuring.scopes import made_by_scope
from evaluator.core.measuring.selection import TicketIndicator, was_observed
from evaluator.core.measuring.surveys import measure_survey
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.measuring.tickets import measure_tickets
from evaluator.core.outcomes import Figure, Scope, View
from evaluator.core.periods import Period

Figures = dict[tuple[Scope, View], Figure | None]
Interval = tuple[float, float] | None
Intervals = dict[tuple[Scope, View], Interval]


@dataclass(frozen=True, eq=False)
class Measured:
    """What was measured for an indicator.

    `figures` is None where nothing observed the period. `tickets` and `outages` are the evidence, with the
    columns `indicator` and `left_out_by`. `confidence` holds the 95 % intervals that only the cases can
    give. `is_over` says whether all of the period lies before what is known.
    """

    indicator: AnyIndicator
    figures: Figures
    is_over: bool
    tickets: pd.DataFrame = field(default_factory=pd.DataFrame)
    outages: pd.DataFrame = field(default_factory=pd.DataFrame)
    confidence: Intervals = field(default_factory=dict)


FormerBooks = Sequence[tuple[int, TicketBook]]
"""Former versions of the contract over the same tickets, each until an instant, oldest first."""


def measure_indicator(
    indicator: AnyIndicator,
    book: TicketBook,
    period: Period,
    left_out: Mapping[View, LeftOut],
    former: FormerBooks = (),
) -> Measured:
    """Return the figures and evidence of `indicator` in `period`, in every view of `left_out`.

    Tickets that opened while a version in `former` applied are measured by its terms.
    """
    is_over = book.facts.known_at >= period.ends_at
    if isinstance(indicator, MonitoringIndicator):
        figures, outages = measure_monitoring(indicator, book, period, left_out)
        return Measured(indicator, figures, is_over, outages=outages)
    if isinstance(indicator, Imported | SurveyIndex | PeriodicDuty):
        # No exclusion can reach into a sum that somebody else has counted.
        plain = _measure_elsewhere(indicator, book, period)
        return Measured(
            indicator, {(scope, view): plain[scope] for scope in plain for view in left_out}, is_over
        )
    cases = measure_straddling(indicator, book, period, former)
    figures, evidence = _ticket_figures(indicator, cases, left_out)
    confidence = _confidence(indicator, cases, left_out) if isinstance(indicator, Mean | Percentile) else {}
    if isinstance(indicator, Rate):
        figures = _per_volume(indicator, figures, book, period, left_out)
    if not was_observed(indicator, book.changes, period.starts_at, period.ends_at):
        figures, confidence = dict.fromkeys(figures), {}
    return Measured(indicator, figures, is_over, tickets=evidence, confidence=confidence)


def _measure_elsewhere(
    indicator: Imported | SurveyIndex | PeriodicDuty, book: TicketBook, period: Period
) -> dict[Scope, Figure | None]:
    match indicator:
        case Imported():
            return measure_imported(indicator, book, period)
        case SurveyIndex():
            return measure_survey(indicator, book, period)
        case PeriodicDuty():
            return dict(measure_periodic_duty(indicator, book, period))
        case _:
            assert_never(indicator)


def measure_straddling(
    indicator: TicketIndicator, book: TicketBook, period: Period, former: FormerBooks
) -> Cases:
    """Return the cases of `period`, each measured by the terms in force when its ticket opened.

    A former version that had no such indicator measures nothing.
    """
    parts, begins = [], None
    for until, old_book in former:
        old = {one.id: one for one in old_book.contract.indicators}.get(indicator.id)
        if isinstance(old, TicketIndicator):
            parts.append(_opened(measure_tickets(old, old_book, period), begins, until))
        begins = until
    parts.append(_opened(measure_tickets(indicator, book, period), begins, None))
    frame = pd.concat([part.frame for part in parts], ignore_index=True) if len(parts) > 1 else parts[0].frame
    return Cases(frame, parts[-1].in_working_days)


def _opened(cases: Cases, begins: int | None, until: int | None) -> Cases:
    """The cases of tickets that opened from `begins` and before `until`, where these are given."""
    opened = cases.frame["opened_at"]
    kept = np.ones(len(opened), dtype=bool)
    if begins is not None:
        kept &= (opened >= begins).to_numpy()
    if until is not None:
        kept &= (opened < until).to_numpy()
    return cases if kept.all() else Cases(cases.frame.loc[kept].reset_index(drop=True), cases.in_working_days)


def _ticket_figures(
    indicator: TicketIndicator, cases: Cases, left_out: Mapping[View, LeftOut]
) -> tuple[Figures, pd.DataFrame]:
    figures: Figures = {}
    evidence = cases.frame.assign(
        indicator=indicator.id, in_working_days=cases.in_working_days, left_out_by=""
    )
    maker = figure_maker(indicator)
    as_measured = dict(made_by_scope(indicator, cases.frame, maker))
    for view, excluded in left_out.items():
        reasons = excluded.reasons(cases.frame["ticket_id"], indicator.id)
        kept = (reasons == "").to_numpy()
        evidence["left_out_by"] = evidence["left_out_by"].where(evidence["left_out_by"] != "", reasons)
        # Most indicators lose no ticket to any exclusion: their figures are the same in every view.
        found = as_measured if kept.all() else dict(made_by_scope(indicator, cases.frame.loc[kept], maker))
        figures.update({(scope, view): figure for scope, figure in found.items()})
    return figures, evidence


def _confidence(indicator: Mean | Percentile, cases: Cases, left_out: Mapping[View, LeftOut]) -> Intervals:
    maker = confidence_maker(indicator)
    as_measured = dict(made_by_scope(indicator, cases.frame, maker))
    found: Intervals = {}
    for view, excluded in left_out.items():
        kept = (excluded.reasons(cases.frame["ticket_id"], indicator.id) == "").to_numpy()
        here = as_measured if kept.all() else dict(made_by_scope(indicator, cases.frame.loc[kept], maker))
        found.update({(scope, view): interval for scope, interval in here.items()})
    return found


def _per_volume(
    indicator: Rate, counts: Figures, book: TicketBook, period: Period, left_out: Mapping[View, LeftOut]
) -> Figures:
    volumes = {view: volume_of(indicator, book, period, excluded) for view, excluded in left_out.items()}
    return {
        (scope, view): None if count is None else rate_figure(count, indicator, volumes[view](scope))
        for (scope, view), count in counts.items()
    }
