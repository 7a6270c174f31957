"""By when an exclusion is to be asked for and decided, and what becomes of one that came late."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from collector.instants import from_datetime, to_datetime
from evaluator.contract.contract import Contract
from evaluator.contract.exclusion_terms import CountedFrom
from evaluator.contract.versions import ContractVersions
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.periods import month, start_of_day
from evaluator.decisions.exclusions import Decision, Exclusion, as_known_on


def as_they_stood(
    exclusions: Iterable[Exclusion], versions: ContractVersions, day: date
) -> tuple[Exclusion, ...]:
    """Return the requests made by `day` as each stood then, those that came too late refused.

    A late one counts as not excluded whatever was decided, unless it was rejected anyway, or the decision
    says why it is taken up all the same.
    """
    return tuple(
        one.with_decision(Decision.REFUSED_LATE) if is_refused_late(one, versions) else one
        for one in as_known_on(exclusions, day)
    )


def is_refused_late(exclusion: Exclusion, versions: ContractVersions) -> bool:
    """Return whether a request counts as refused because it was made after its deadline."""
    if exclusion.decision is Decision.REJECTED or exclusion.late_accepted_because is not None:
        return False
    return is_late(exclusion, versions)


def is_late(exclusion: Exclusion, versions: ContractVersions) -> bool:
    """Return whether a request was made after the deadline that binds the side that made it."""
    deadline = propose_by(exclusion, versions)
    return deadline is not None and exclusion.proposed_on > deadline


def is_overdue(exclusion: Exclusion, versions: ContractVersions, today: date) -> bool:
    """Return whether nobody has decided a request although its time to be decided has passed."""
    last_day = decide_by(exclusion, versions)
    return exclusion.decision is Decision.PENDING and last_day is not None and today > last_day


def subject_month(exclusion: Exclusion, zone: ZoneInfo) -> str | None:
    """Return the month a request is about: the one it names, or else that in which its time ends."""
    if exclusion.period is not None or exclusion.interval is None:
        return exclusion.period
    last_second = from_datetime(exclusion.interval.ends_at) - 1
    return f"{to_datetime(last_second).astimezone(zone):%Y-%m}"


def contract_for(exclusion: Exclusion, versions: ContractVersions) -> Contract | None:
    """Return the contract in force in the month a request is about.

    None where the request names no month, and for a month before the contract or after its end.
    """
    name = subject_month(exclusion, versions.latest.contract.contract.zone)
    if name is None:
        return None
    first_day = date.fromisoformat(f"{name}-01")
    begun = [one.contract for one in versions.versions if one.first_day <= first_day]
    return begun[-1] if begun and first_day <= begun[-1].term.current_last_day else None


def propose_by(exclusion: Exclusion, versions: ContractVersions) -> date | None:
    """Return the last day on which the side that makes a request can make it; None where there is none.

    Working days of the contract are counted from the day after the month's last.
    """
    contract = contract_for(exclusion, versions)
    terms = None if contract is None else contract.exclusions
    if contract is None or terms is None or terms.proposing is None:
        return None
    if exclusion.proposed_by not in terms.proposing.binds:
        return None
    return _days_after(contract, _month_end(exclusion, contract), terms.proposing.within_working_days)


def decide_by(exclusion: Exclusion, versions: ContractVersions) -> date | None:
    """Return the last day on which a request is to be decided; None where the contract names none."""
    contract = contract_for(exclusion, versions)
    terms = None if contract is None else contract.exclusions
    if contract is None or terms is None or terms.deciding is None:
        return None
    counted_from = (
        start_of_day(exclusion.proposed_on, contract.contract.zone)
        if terms.deciding.counted_from is CountedFrom.PROPOSAL
        else _month_end(exclusion, contract)
    )
    return _days_after(contract, counted_from, terms.deciding.within_working_days)


def _month_end(exclusion: Exclusion, contract: Contract) -> int:
    """An instant on the last day of the month a request is about, which is known."""
    zone = contract.contract.zone
    return month(str(subject_month(exclusion, zone)), zone).ends_at - 1


def _days_after(contract: Contract, instant: int, count: int) -> date:
    days = compile_calendars(contract, instant, instant).contract_days
    # The day itself belongs to the time: its end is the first instant of the day after.
    ends = int(days.add_days(instant, count)) - 1
    return to_datetime(ends).astimezone(contract.contract.zone).date()
