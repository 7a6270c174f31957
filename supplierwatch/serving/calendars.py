"""The calendar that a watch's schedules are reckoned in: the contract's zone and working days."""

from datetime import date
from functools import partial

from collector.instants import to_datetime
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.periods import Period
from supplierwatch.serving.schedules import Calendar
from supplierwatch.watch import Watch

_A_WEEK = 7 * 86_400


def calendar_of(watch: Watch) -> Calendar:
    """Return the calendar of `watch`; each month's working days are those of the contract in force then."""
    return Calendar(watch.zone, partial(_working_day_after, watch))


def _working_day_after(watch: Watch, period: Period, number: int) -> date:
    versions = watch.versions
    # Months before the contract are reckoned as its first one is.
    contract = versions.in_force(max(period.first_day, versions.versions[0].first_day)).contract
    days = compile_calendars(contract, period.ends_at, period.ends_at + number * _A_WEEK).contract_days
    end_of_day = int(days.add_days(period.ends_at - 1, number))
    return to_datetime(end_of_day - 1).astimezone(watch.zone).date()
