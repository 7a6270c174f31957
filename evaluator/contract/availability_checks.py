"""Names that availability rules use must be defined, and a nominal length must fit the months it is of."""

from collections.abc import Iterable, Iterator

from evaluator.contract.availability import Denominator
from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import PeriodLength
from evaluator.contract.indicators import MonitoringIndicator

Misfit = tuple[tuple[str | int, ...], str, str]
"""Where in the contract, what was found there, what is allowed."""


def misfits_of_availability(contract: Contract, sources: Iterable[str] | None) -> Iterator[Misfit]:
    """Yield each name that availability rules use and nothing defines; sources only where they are known."""
    hours = sorted(contract.service_hours)
    for name, rules in contract.availability_rules.items():
        path = ("availability_rules", name)
        allowed = rules.maintenance_allowed_in
        if allowed is not None and allowed not in contract.service_hours:
            yield (*path, "maintenance_allowed_in"), f"{allowed!r} is defined nowhere", ", ".join(hours)
        told = rules.outages_from_tickets
        if told is None or sources is None:
            continue
        known = sorted(sources)
        for source in told.data:
            if source not in known:
                where, found = (*path, "outages_from_tickets", "data"), f"{source!r} is defined nowhere"
                yield where, found, ", ".join(known) or "nothing is defined yet"


def nominal_months_cut(contract: Contract) -> Iterator[Misfit]:
    """Yield each indicator that would measure a month cut short against a whole nominal month."""
    # A file with errors elsewhere is checked as far as it holds: its term may have no first day.
    first_day = getattr(contract.term, "first_day", None)
    if first_day is None or first_day.day == 1:
        return
    nominal = {
        name
        for name, rules in contract.availability_rules.items()
        if rules.denominator is Denominator.NOMINAL
    }
    for position, indicator in enumerate(contract.indicators):
        if not isinstance(indicator, MonitoringIndicator) or indicator.period is not PeriodLength.WHOLE_TERM:
            continue
        if indicator.rules in nominal:
            found = f"nominal hours a month, over a term that begins on {first_day}"
            allowed = "a term from the first of a month, another denominator, or another period"
            yield ("indicators", position, "period"), found, allowed
