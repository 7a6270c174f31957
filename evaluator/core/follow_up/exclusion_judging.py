"""A month judged under other exclusions: only the indicators and services that these can touch."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator, MonitoringIndicator, Rate
from evaluator.core.facts import ExcludedTickets, ExcludedTime, LeftOut
from evaluator.core.measuring.indicator import Measured
from evaluator.core.measuring.selection import TicketIndicator
from evaluator.core.money.credits import ServiceCredit
from evaluator.core.outcomes import Outcome
from evaluator.core.reconciliation.cases import Figuring
from evaluator.core.reconciliation.effects import Alternative, Judging
from evaluator.core.reconciliation.outages import OutageFiguring
from evaluator.core.reconciliation.remeasuring import Measuring

MeasuringOf = Callable[[AnyIndicator], Measuring]
"""Returns what an indicator is measured with: the facts and the period that are its own."""


@dataclass(frozen=True)
class MonthOtherwise:
    """Outcomes of whole scopes and credits after exclusions, under exclusions other than those in force."""

    outcomes: tuple[Outcome, ...]
    credits: tuple[ServiceCredit, ...]


def judge_otherwise(
    judging: Judging, measured: Iterable[Measured], measuring_of: MeasuringOf, left_out: LeftOut
) -> MonthOtherwise:
    """Return what the month of `judging` comes to where `left_out` is left out in place of what is.

    `measured` is what the month was judged from. What the difference between the two cannot reach keeps its
    figures: the whole month judged under `left_out` gives the same.
    """
    changed = _difference(judging.left_out, left_out)
    others = list(_others(judging, measured, measuring_of, left_out, changed))
    return MonthOtherwise(judging.outcomes_with(others), judging.money_with(others).credits)


def _difference(one: LeftOut, other: LeftOut) -> LeftOut:
    return LeftOut(
        tuple(set(one.tickets) ^ set(other.tickets)),
        tuple(set(one.times) ^ set(other.times)),
    )


def _others(
    judging: Judging,
    measured: Iterable[Measured],
    measuring_of: MeasuringOf,
    left_out: LeftOut,
    changed: LeftOut,
) -> Iterator[Alternative]:
    for one in measured:
        indicator = one.indicator
        if isinstance(indicator, MonitoringIndicator):
            services = _reached_services(indicator, judging.contract, changed.times)
            if services:
                figuring = OutageFiguring(indicator, measuring_of(indicator), left_out)
                yield judging.judge(indicator, figuring.figures(services), one.tickets)
        elif isinstance(indicator, TicketIndicator) and _reaches_tickets(one, changed.tickets):
            reasons = left_out.reasons(one.tickets["ticket_id"], indicator.id)
            kept = one.tickets.loc[(reasons == "").to_numpy(dtype=bool)]
            figures = Figuring(indicator, measuring_of(indicator), left_out).figures(kept)
            yield judging.judge(indicator, figures, kept)


def _reached_services(
    indicator: AnyIndicator, contract: Contract, times: Iterable[ExcludedTime]
) -> Collection[str]:
    """The services of `indicator` that some of `times` can reach: those named, and any that is composed."""
    named = {time.service for time in times if _is_of(indicator, time.indicators)}
    every = indicator.services if named else ()
    return [name for name in every if name in named or contract.service(name).made_of is not None]


def _reaches_tickets(one: Measured, parts: Iterable[ExcludedTickets]) -> bool:
    """Whether some of `parts` are about a case measured; a rate has tickets in its volume too.

    Leaving tickets out makes no figure where nobody looked.
    """
    if all(figure is None for figure in one.figures.values()):
        return False
    ids = {number for part in parts if _is_of(one.indicator, part.indicators) for number in part.ticket_ids}
    return bool(ids) and (isinstance(one.indicator, Rate) or bool(one.tickets["ticket_id"].isin(ids).any()))


def _is_of(indicator: AnyIndicator, named: Collection[str]) -> bool:
    return not named or indicator.id in named
