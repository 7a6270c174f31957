"""Measuring how fast budgets were used up in the windows that end when facts were known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from evaluator.contract.availability import AvailabilityRules, Denominator, UnknownTerms, UnknownTime
from evaluator.contract.bands import Range
from evaluator.contract.contract import Contract, Straddling
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.indicators import (
    AnyIndicator,
    Availability,
    Duty,
    LeadTime,
    LeadTimeMonth,
    MonthOf,
    Share,
    TimeWithinTarget,
)
from evaluator.core.alerts.burn import DAY, BurnPair, pairs_for, seconds_of, windows_of
from evaluator.core.availability.amounts import as_figure
from evaluator.core.availability.scenario import Window
from evaluator.core.burn_rates import BurnRate
from evaluator.core.calendar.contract_calendars import Calendars
from evaluator.core.confidence.budget import allowed_share
from evaluator.core.evaluation import FormerTerms
from evaluator.core.facts import Facts, LeftOut
from evaluator.core.measuring.indicator import FormerBooks, measure_straddling
from evaluator.core.measuring.looking import look_at
from evaluator.core.measuring.monitored import Monitored
from evaluator.core.measuring.scopes import whole_scopes
from evaluator.core.measuring.selection import was_observed
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.periods import Period
from evaluator.decisions.alert_terms import BurnPreset

LONGEST_WINDOW = 5 * DAY
"""How far back anything is looked at; longer windows, which long periods can have, are not measured."""

Flags = npt.NDArray[np.bool_]
Burning = Availability | TimeWithinTarget | Share | LeadTime | Duty
"""Kinds whose misses can be counted in any window; of the others somebody else sums up a whole period."""


def burning_indicators(contract: Contract) -> dict[str, Burning]:
    """Return the indicators that have a budget which can be seen to burn: shares that may miss something."""
    return {
        one.id: one
        for one in contract.indicators
        if isinstance(one, Burning) and one.is_share and _allowed(one) is not None
    }


def windows_measured(indicator: AnyIndicator, contract: Contract) -> list[int]:
    """Return the windows, in seconds, measured of `indicator`: those of all presets, shortest first."""
    return [one for one in windows_of(seconds_of(indicator.period, contract)) if one <= LONGEST_WINDOW]


def pairs_watched(preset: BurnPreset, indicator: AnyIndicator, contract: Contract) -> tuple[BurnPair, ...]:
    """Return the pairs of `preset` whose windows are measured, and whose factor some rate can be above.

    Where everything is missed at once, a target that leaves a tenth to miss burns at 10, and never at 14.4.
    """
    allowed = _allowed(indicator)
    pairs = pairs_for(preset, seconds_of(indicator.period, contract))
    return tuple(
        pair
        for pair in pairs
        if pair.long_window <= LONGEST_WINDOW and allowed is not None and allowed * pair.factor < 1
    )


def lookback(month: Period, known_at: int) -> Period:
    """Return the stretch that the longest window covers, as a period of its own in the running `month`."""
    return replace(month, starts_at=known_at - LONGEST_WINDOW, ends_at=known_at)


def measure_burn_rates(
    contract: Contract,
    facts: Mapping[PeriodLength, Facts],
    calendars: Calendars,
    left_out: LeftOut,
    stretch: Period,
    former: Sequence[FormerTerms] = (),
) -> tuple[BurnRate, ...]:
    """Return the burn rates of every indicator with a budget, on each service the contract judges.

    `stretch` is what `lookback` gives, `facts` those of it for each length of period that indicators have,
    `left_out` what agreed exclusions leave out. Time counts in service hours less maintenance, also where
    the contract divides by a nominal number of hours. Unknown time counts as the contract's rule says, but
    never as good, and not after the last look at a service, which is late and not unknown yet; where nobody
    looked at a window at all, nothing was counted in it. Of tickets those
    count that are known to have missed or not, at the moment by which they belong to a period.
    """
    terms = _countable(contract)
    books = {length: TicketBook(terms, own, calendars) for length, own in facts.items()}
    before = {length: _former_books(contract, former, own) for length, own in facts.items()}
    found: list[BurnRate] = []
    for indicator in burning_indicators(terms).values():
        over = indicator.facts_over
        if isinstance(indicator, Availability):
            found += _of_availability(indicator, books[over], left_out, stretch)
        else:
            found += _of_tickets(indicator, books[over], left_out, stretch, before[over])
    return tuple(found)


def _allowed(indicator: AnyIndicator) -> Fraction | None:
    allowed = allowed_share(indicator.target)
    return allowed if allowed is not None and 0 < allowed < 1 else None


def _countable(contract: Contract) -> Contract:
    """The contract with rules of availability by which parts of a month can be counted."""
    rules = {name: _countable_rules(terms) for name, terms in contract.availability_rules.items()}
    return contract.model_copy(update={"availability_rules": rules})


def _countable_rules(rules: AvailabilityRules) -> AvailabilityRules:
    changed: dict[str, object] = {}
    if rules.denominator is Denominator.NOMINAL:
        changed |= {"denominator": Denominator.SERVICE_HOURS, "nominal_hours": None}
    if rules.unknown.treat_as is UnknownTime.UP:
        changed["unknown"] = UnknownTerms(treat_as=UnknownTime.EXCLUDE)
    return rules.model_copy(update=changed)


def _former_books(contract: Contract, former: Sequence[FormerTerms], facts: Facts) -> FormerBooks:
    by_opening = contract.tickets.straddling is Straddling.OPENING
    return [(one.until, TicketBook(one.contract, facts, one.calendars)) for one in former if by_opening]


def _of_availability(
    indicator: Availability, book: TicketBook, left_out: LeftOut, stretch: Period
) -> Iterator[BurnRate]:
    unknown = book.contract.availability_rules[indicator.rules].unknown
    for found in look_at(indicator, book):
        excluded = left_out.intervals(found.services, indicator.id)
        if unknown.treat_as is UnknownTime.DOWN:
            late = _not_heard_yet(found, book.facts.observed, stretch.ends_at)
            excluded = excluded if late.empty else pd.concat([excluded, late], ignore_index=True)
        for seconds in windows_measured(indicator, book.contract):
            window = Window(stretch.ends_at - seconds, stretch.ends_at)
            for service, (missed, counted) in _seconds_missed(found, excluded, window).items():
                yield _rate(indicator, service, seconds, missed, counted)


def _not_heard_yet(found: Monitored, observed: pd.DataFrame, known_at: int) -> pd.DataFrame:
    """The time since each service was last looked at, in the columns of excluded time.

    What was seen in it is still to be delivered: every collect ends a little before facts are known, and
    a window of five minutes would be lost by that alone.
    """
    own = observed.loc[observed["service"].isin(list(found.services)).to_numpy(dtype=bool)]
    last = own["to_at"].fillna(known_at).astype("int64").groupby(own["service"].astype("str")).max()
    late = last.loc[last < known_at]
    return pd.DataFrame(
        {
            "exclusion": pd.Series([""] * len(late), dtype="str"),
            "service": pd.Series(late.index.tolist(), dtype="str"),
            "unit": pd.Series([None] * len(late), dtype="str"),
            "starts_at": pd.Series(late.tolist(), dtype="int64"),
            "ends_at": pd.Series([known_at] * len(late), dtype="int64"),
        }
    )


def _seconds_missed(found: Monitored, excluded: pd.DataFrame, window: Window) -> dict[str, tuple[int, int]]:
    """What was missed and counted of each service; nothing where nobody looked."""
    places = np.arange(len(found.subjects), dtype=np.int64)
    amounts = found.amounts(excluded, window, places)
    by_service: dict[str, tuple[int, int]] = {}
    for service, own in found.subjects.groupby("service", sort=False).indices.items():
        figure = as_figure([amounts[place] for place in np.asarray(own).tolist()])
        seen = figure.known > 0
        missed, counted = figure.denominator - figure.numerator, figure.denominator
        by_service[str(service)] = (missed, counted) if seen else (0, 0)
    return by_service


def _of_tickets(
    indicator: TimeWithinTarget | Share | LeadTime | Duty,
    book: TicketBook,
    left_out: LeftOut,
    stretch: Period,
    former: FormerBooks,
) -> Iterator[BurnRate]:
    cases = measure_straddling(indicator, book, stretch, former).frame
    kept = (left_out.reasons(cases["ticket_id"], indicator.id) == "").to_numpy() & ~cases[
        "unknown"
    ].to_numpy()
    if not was_observed(indicator, book.changes, stretch.starts_at, stretch.ends_at):
        kept[:] = False
    moments = _moments(indicator, cases, book).fillna(-1).to_numpy(dtype=np.int64)
    holds = cases["missed"].to_numpy(dtype=bool) ^ _lower_is_better(indicator.target)
    for scope in whole_scopes(indicator):
        placed = (cases["service"] == scope.service).to_numpy() | (cases["service"] == "").to_numpy()
        chosen = kept & (placed if scope.service else True)
        for seconds in windows_measured(indicator, book.contract):
            inside = chosen & (moments >= stretch.ends_at - seconds) & (moments < stretch.ends_at)
            missed, counted = np.count_nonzero(inside & holds), np.count_nonzero(inside)
            yield _rate(indicator, scope.service, seconds, int(missed), int(counted))


def _moments(
    indicator: TimeWithinTarget | Share | LeadTime | Duty, cases: pd.DataFrame, book: TicketBook
) -> pd.Series:
    """By which moment each case belongs to a period; an overdue one, if so agreed, by when it was due."""
    match indicator.month_of:
        case MonthOf.OPENED:
            return cases["opened_at"].astype("Int64")
        case MonthOf.STOPPED | LeadTimeMonth.END:
            return cases["ended_at"]
        case MonthOf.STOPPED_OR_OVERDUE:
            late = cases["missed"] & cases["due_at"].notna()
            return cases["ended_at"].mask(late, cases["due_at"])
        case LeadTimeMonth.DUE:
            return cases["due_at"]
        case _:
            assert isinstance(indicator, LeadTime)  # noqa: S101 - the only kind that counts by its start
            start = book.event(indicator.start)
            place = pd.Index(book.tickets["ticket_id"]).get_indexer(pd.Index(cases["ticket_id"]))
            started: pd.Series = start.iloc[place].reset_index(drop=True).astype("Int64")
            return started


def _lower_is_better(target: Range) -> bool:
    return target.lowest is None


def _rate(indicator: AnyIndicator, service: str, seconds: int, missed: int, counted: int) -> BurnRate:
    allowed = allowed_share(indicator.target)
    assert allowed is not None  # noqa: S101 - only those with a budget are measured
    return BurnRate(indicator.id, service, seconds, missed, counted, allowed)
