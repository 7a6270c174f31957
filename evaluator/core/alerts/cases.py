"""Tickets whose limit runs out soon."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from evaluator.core.alerts.signals import Signal
from evaluator.decisions.alert_terms import AlertTerms, Kind
from evaluator.results.standing import OpenCase, StandingMonth


def tickets_about_to_miss(
    cases: Sequence[OpenCase], month: StandingMonth, terms: AlertTerms
) -> Iterator[Signal]:
    """Yield a signal for each of `cases`, which miss soon if nothing happens; those due first come first."""
    for case in sorted(cases, key=lambda one: (one.due_at, one.indicator, one.ticket)):
        yield Signal(
            Kind.TICKET_ABOUT_TO_MISS,
            terms.severity(Kind.TICKET_ABOUT_TO_MISS),
            case.indicator,
            case.service,
            subject=case.ticket if case.cycle == 0 else f"{case.ticket}#{case.cycle}",
            month=month.evaluation.period,
            value=Fraction(case.used),
            limit=None if case.limit is None else Fraction(case.limit),
            since=month.evaluation.known_at,
            at=case.due_at,
            in_working_days=case.in_working_days,
        )
