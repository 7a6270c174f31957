"""Tickets whose limit runs out soon."""

from collections.abc import Iterator
from fractions import Fraction

from evaluator.core.alerts.signals import Signal
from evaluator.decisions.alert_terms import AlertTerms, Kind
from evaluator.results.standing import OpenCase, StandingMonth


def is_overdue(case: OpenCase, now: int) -> bool:
    """Return whether the limit of an open case has run out."""
    return case.missed or (case.due_at is not None and case.due_at < now)


def is_about_to_miss(case: OpenCase, now: int, terms: AlertTerms) -> bool:
    """Return whether the limit runs out within the time that `terms` say, in a priority they name."""
    wanted = not terms.ticket_priorities or case.priority in terms.ticket_priorities
    if case.due_at is None or is_overdue(case, now):
        return False
    return wanted and case.due_at - now <= terms.ticket_within


def tickets_about_to_miss(month: StandingMonth, now: int, terms: AlertTerms) -> Iterator[Signal]:
    """Yield the tickets that miss soon if nothing happens, those due first before the others."""
    cases = [one for one in month.open_cases if is_about_to_miss(one, now, terms)]
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
