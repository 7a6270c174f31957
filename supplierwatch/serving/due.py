"""Which occurrence of a job is to be done now. Pure: what is recorded and the time come in as arguments."""

from collections.abc import Mapping
from dataclasses import dataclass

from supplierwatch.serving.job_names import Outcome
from supplierwatch.serving.schedules import (
    Calendar,
    Daily,
    Occurrence,
    OnWorkingDay,
    Schedule,
    Together,
    last_occurrence,
    occurrences,
)


@dataclass(frozen=True)
class Due:
    """What may have to be done, oldest first.

    `each` says that every one counts by itself, such as the report of a month; otherwise the last one stands
    for all before it, and its failures go on where theirs ended.
    """

    occurrences: tuple[Occurrence, ...]
    each: bool = False

    @property
    def names(self) -> list[str]:
        """The names of the occurrences."""
        return [one.name for one in self.occurrences]


@dataclass(frozen=True)
class Run:
    """What is recorded of one occurrence; `attempts` counts failures in a row, see `JOB_RUN`."""

    occurrence: str
    due_at: int
    outcome: Outcome
    attempts: int
    retry_at: int | None


def find_due(schedule: Schedule, since: int, now: int, calendar: Calendar) -> Due:
    """Return what may have to be done at `now`.

    Of work that repeats, missed occurrences are made up once, by the last; a report is made up for every
    month. What was due before the job became known, at `since`, is not made up, but work at intervals begins
    at once.
    """
    if isinstance(schedule, OnWorkingDay | Together):
        return Due(occurrences(schedule, since, now, calendar), each=True)
    last = last_occurrence(schedule, now, calendar)
    if last is None or (isinstance(schedule, Daily) and last.at <= since):
        return Due(())
    return Due((last,))


def choose(due: Due, runs: Mapping[str, Run], last: Run | None, now: int) -> Occurrence | None:
    """Return the first of what is due that is to be done now; None where there is none.

    `runs` are those recorded for it, `last` the last recorded at all. Whoever claims it holds the job's
    lease: a run that still says it is running was left by a crash. After a failure nothing is tried again
    before its pause is over.
    """
    before = None if due.each else last
    return next((one for one in due.occurrences if _is_to_be_done(runs.get(one.name), before, now)), None)


def failures_before(occurrence: Occurrence, due: Due, runs: Mapping[str, Run], last: Run | None) -> int:
    """Return the failures in a row before `occurrence` is tried: its own, or those of the one before it."""
    if occurrence.name in runs:
        return runs[occurrence.name].attempts
    return 0 if due.each or last is None else last.attempts


def _is_to_be_done(run: Run | None, before: Run | None, now: int) -> bool:
    if run is not None:
        return run.outcome is not Outcome.DONE and _pause_is_over(run, now)
    return before is None or _pause_is_over(before, now)


def _pause_is_over(run: Run, now: int) -> bool:
    return run.retry_at is None or run.retry_at <= now
