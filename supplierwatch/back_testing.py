"""Back-testing a watch: a draft, or limits and targets of one indicator, on the history in its store."""

import difflib
from collections.abc import Callable, Sequence
from fractions import Fraction

from pydantic import ValidationError

from collector.errors import Problem, ProblemsFound
from collector.instants import to_datetime
from collector.store.database import Database
from collector.store.read import read_horizon
from evaluator.back_test import Wordings, back_test, back_test_published
from evaluator.contract.clocks import TimeLimit
from evaluator.contract.parts import read_quantity
from evaluator.contract.versions import ContractVersion
from evaluator.core.follow_up.back_test import BackTest
from evaluator.core.follow_up.exclusion_deadlines import as_they_stood
from evaluator.core.follow_up.target_table import TargetTable
from evaluator.decisions.exclusions import Exclusion
from evaluator.target_table import Tries, try_targets
from supplierwatch.watch import Watch

Begins = Callable[[str], None]


def back_test_watch(
    watch: Watch,
    database: Database,
    today: ContractVersion,
    draft: ContractVersion,
    months: Sequence[str],
    now: int,
    begins: Begins,
    *,
    against_published: bool = False,
) -> BackTest:
    """Return what `today` and `draft` make of `months` on all that is stored; exclusions as they stand `now`.

    Raises ProblemsFound for wordings that cannot be held against each other.
    """
    wordings = Wordings(today, draft, _exclusions(watch, now))
    horizon = read_horizon(database)
    try:
        if against_published:
            return back_test_published(database, watch.versions, wordings, months, horizon, begins)
        return back_test(database, wordings, months, horizon, begins)
    except ValueError as error:
        raise ProblemsFound([Problem(str(error))]) from error


def try_targets_of(
    watch: Watch,
    database: Database,
    version: ContractVersion,
    asked: Tries,
    months: Sequence[str],
    now: int,
    begins: Begins,
) -> TargetTable:
    """Return how often other limits and targets of an indicator would have been met in `months`.

    Raises ProblemsFound for an indicator that is not there, and for limits and targets that it cannot have.
    """
    names = [one.id for one in version.contract.indicators]
    if asked.indicator not in names:
        close = difflib.get_close_matches(asked.indicator, names, n=1)
        remedy = f"Did you mean {close[0]}?" if close else ""
        found = f"the contract has no indicator {asked.indicator!r}"
        raise ProblemsFound([Problem(found, ", ".join(names), remedy, path="--targets")])
    try:
        return try_targets(
            database, version, _exclusions(watch, now), asked, months, read_horizon(database), begins
        )
    except ValueError as error:
        raise ProblemsFound([Problem(str(error), path="--targets")]) from error


def read_tries(indicator: str, limits: str | None, shares: str | None) -> Tries:
    """Return what `6 h,8 h` or `5 working days,10 working days`, and `85 %,90 %` mean.

    Raises ProblemsFound for a part that is no limit or no number.
    """
    return Tries(
        indicator,
        tuple(_limit(part) for part in _parts(limits)),
        tuple(_end(part) for part in _parts(shares)),
    )


def _parts(text: str | None) -> list[str]:
    return [] if text is None else [part.strip() for part in text.split(",")]


def _limit(text: str) -> TimeLimit:
    try:
        if "working day" in text:
            return TimeLimit(working_days=int(read_quantity(text)))
        return TimeLimit.model_validate({"time": text})
    except (ValidationError, ValueError) as error:
        allowed = 'limits such as "6 h, 8 h" or "5 working days, 10 working days"'
        raise ProblemsFound([Problem(f"{text!r} is no limit", allowed, path="--limits")]) from error


def _end(text: str) -> Fraction:
    try:
        found: Fraction = read_quantity(int(text) if text.isdigit() else text)
    except ValueError as error:
        allowed = 'targets such as "85 %, 90 %" or "0, 1"; a decimal is written with a point'
        raise ProblemsFound([Problem(f"{text!r} is no target", allowed, path="--shares")]) from error
    return found


def _exclusions(watch: Watch, now: int) -> tuple[Exclusion, ...]:
    day = to_datetime(now).astimezone(watch.zone).date()
    return tuple(as_they_stood(watch.exclusions, watch.versions, day))
