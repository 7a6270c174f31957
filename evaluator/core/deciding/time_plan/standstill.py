"""Standstill after an award (Swedish *avtalsspärr*): how long no contract may be signed.

LOU (2016:1145) 20 ch. 1 §: ten days from an award notice sent by electronic means, else fifteen. Lag
(1930:173) 2 §: a period that ends on a Saturday, a Sunday, another holiday, Midsummer Eve, Christmas Eve or
New Year's Eve goes on to the next ordinary weekday.
"""

from collections.abc import Container
from datetime import date, timedelta

from evaluator.contract.hours import HolidayTerms
from evaluator.core.calendar.calendars import holiday_dates
from evaluator.decisions.time_plan_stages import Sending

DAYS = {Sending.ELECTRONIC: 10, Sending.OTHER: 15}
"""Whole days that must pass after the day on which the notice was sent."""

EVES = ("Midsommarafton", "Julafton", "Nyårsafton")
SATURDAY = 5


def swedish_days_off(first_day: date, end_day: date) -> frozenset[date]:
    """Return the holidays and the three eves from `first_day` until `end_day`; Sundays need no naming."""
    return frozenset(holiday_dates(HolidayTerms(country="SE", eves=EVES), first_day, end_day))


def standstill_through(sent: date, sending: Sending, days_off: Container[date]) -> date:
    """Return the last day of the standstill of a notice sent on `sent`; that day itself is not counted."""
    last = sent + timedelta(days=DAYS[sending])
    while last.weekday() >= SATURDAY or last in days_off:
        last += timedelta(days=1)
    return last


def sign_earliest(sent: date, sending: Sending, days_off: Container[date]) -> date:
    """Return the first day on which the contract may be signed."""
    return standstill_through(sent, sending, days_off) + timedelta(days=1)
