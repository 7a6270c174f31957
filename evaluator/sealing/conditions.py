"""When a month may be sealed: over, known, its objections heard, and what it rests on fixed."""

from collections.abc import Iterator

from collector.errors import Problem
from collector.instants import format_instant
from collector.store.database import Database
from evaluator.contract.contract import Contract
from evaluator.contract.scorecard import MONTHS_LOOKED_BACK
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.periods import Period, month_name_before
from evaluator.results.present import read_latest, read_stale
from evaluator.results.seals import read_seals

WHERE = "--period"


def objections_end(contract: Contract, period: Period) -> int:
    """Return when objections to the report of `period` end: at the close of a working day of the contract.

    The report is due by a working day after the period, and objections so many working days after that.
    """
    terms = contract.reporting
    count = terms.report_by_working_day + terms.objections_within_working_days
    days = compile_calendars(contract, period.starts_at, period.ends_at + count * 7 * 86_400).contract_days
    return int(days.add_days(period.ends_at - 1, count))


def refusals_of_seal(
    database: Database, contract: Contract, period: Period, now: int, early: str
) -> Iterator[Problem]:
    """Yield every reason why `period` cannot be sealed at `now`; `early` says why in advance, if so."""
    if now < period.ends_at:
        yield _problem(f"{period.name} is not over yet", "months that are over")
        return
    if read_seals(database, period.name):
        remedy = f"run: supplierwatch restate --period {period.name}"
        yield _problem(f"{period.name} is sealed already", "each month once", remedy)
        return
    ends = objections_end(contract, period)
    if now < ends and not early:
        yield Problem(
            f"objections to {period.name} can be made until {format_instant(ends)} (contract: reporting)",
            "a later day",
            "wait, or say why it is sealed before with --early REASON",
            path="--early",
        )
    yield from _unsealed_before(database, period)
    yield from refusals_of_stale(database, period)


def refusals_of_stale(database: Database, period: Period) -> Iterator[Problem]:
    """Yield a reason where earlier months are to be evaluated or restated first."""
    first = month_name_before(period.name, MONTHS_LOOKED_BACK)
    stale = [name for name in read_stale(database) if first <= name < period.name]
    if stale:
        names = ", ".join(stale)
        found = f"earlier months rest on results that were replaced: {names}"
        yield _problem(found, "", "evaluate or restate them first, in this order")


def _unsealed_before(database: Database, period: Period) -> Iterator[Problem]:
    """The months between the first that was ever sealed and this one must be sealed, in their order."""
    sealed = {one.period for one in read_seals(database)}
    earlier = [name for name in sealed if name < period.name]
    if earlier:
        name, missing = month_name_before(period.name), []
        while name > min(earlier):
            missing += [] if name in sealed else [name]
            name = month_name_before(name)
        if missing:
            names = ", ".join(reversed(missing))
            yield _problem(f"earlier months are not sealed: {names}", "", "seal them first, in this order")
    later = [name for name in sealed if name > period.name]
    if later and not earlier and read_latest(database, period.name) is None:
        found = f"{period.name} lies before {min(later)}, which was sealed without it"
        yield _problem(found, "months after the first sealed one")


def _problem(found: str, allowed: str, remedy: str = "") -> Problem:
    return Problem(found, allowed, remedy, path=WHERE)
