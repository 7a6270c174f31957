"""How a stage gets from its first day to the day after its last; it never ends earlier for a later start."""

from collections.abc import Callable, Container
from datetime import date

import numpy as np

from evaluator.core.deciding.time_plan.horizon import Days, Horizon, Marks
from evaluator.core.deciding.time_plan.plan_calendars import next_marked
from evaluator.core.deciding.time_plan.standstill import sign_earliest
from evaluator.decisions.time_plan_stages import Sending

Passage = Callable[[Days, Days], Days]
"""From the numbers of first days and of days it lasts to the numbers of the first days after it."""


def plain(count: int) -> Passage:
    """Return the passage of a stage that heeds no calendar, on a horizon of `count` days."""
    return lambda starts, lasting: np.minimum(starts + lasting, count)


def during(marks: Marks) -> Passage:
    """Return the passage of a stage that goes on only on marked days, and lasts so many of them."""
    count = len(marks)
    before = np.append(0, np.cumsum(marks)).astype(np.int64)
    after_marked = np.append(np.flatnonzero(marks) + 1, count).astype(np.int64)

    def passes(starts: Days, lasting: Days) -> Days:
        place = np.minimum(before[starts] + lasting - 1, len(after_marked) - 1)
        return np.where(lasting == 0, starts, after_marked[np.maximum(place, 0)])

    return passes


def ending_on(passage: Passage, marks: Marks) -> Passage:
    """Return `passage` with its last day put off to the next marked one, such as a meeting."""
    upcoming = next_marked(marks)
    count = len(marks)
    return lambda starts, lasting: np.minimum(
        upcoming[np.maximum(passage(starts, lasting) - 1, starts.clip(max=count))] + 1, count
    )


def through_standstill(horizon: Horizon, sending: Sending, days_off: Container[date]) -> Passage:
    """Return the passage of a standstill: the notice is sent on the first day, then the law counts."""
    numbers = [
        horizon.number(sign_earliest(horizon.day(number), sending, days_off))
        for number in range(horizon.count)
    ]
    signed = np.array([*numbers, horizon.count], dtype=np.int64)
    return lambda starts, _lasting: signed[starts]
