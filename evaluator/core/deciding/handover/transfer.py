"""Units moved against the plan, day by day, and what those that are late cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evaluator.decisions.handover import Transfer

_WEEK = 7


@dataclass(frozen=True)
class LateUnit:
    """A unit that should have moved: when, how many whole days ago, and what that cost (None: not stated)."""

    unit: str
    planned_on: date
    days_late: int
    cost: Decimal | None


@dataclass(frozen=True)
class DayCount:
    """How many units were to have moved by the end of a day, and had."""

    day: date
    planned: int
    moved: int


@dataclass(frozen=True)
class TransferStanding:
    """The transfer on a day.

    `curve` has a row for each day on which something was planned or happened, and the day itself; `unplanned`
    are units that moved and are in no wave; `not_accepted` moved and were not accepted yet.
    """

    planned: int
    moved: int
    units: int
    curve: tuple[DayCount, ...]
    late: tuple[LateUnit, ...]
    unplanned: tuple[str, ...]
    not_accepted: tuple[str, ...]

    @property
    def cost_of_delay(self) -> Decimal | None:
        """What all late units cost so far; None where nobody says what a week costs."""
        costs = [one.cost for one in self.late if one.cost is not None]
        return None if len(costs) < len(self.late) else sum(costs, Decimal(0))


def judge_transfer(transfer: Transfer, measured: Mapping[str, date], today: date) -> TransferStanding:
    """Return how the transfer stands at the end of `today`.

    `measured` says on which day a unit moved, where that is collected. A week begun costs as much of its
    price as days of it have passed.
    """
    plan = {unit: wave.day for wave in transfer.waves for unit in wave.units}
    told = measured if transfer.measure is not None else {one.unit: one.moved_on for one in transfer.moved}
    moved = {unit: day for unit, day in told.items() if day <= today}
    late = tuple(
        LateUnit(unit, day, (today - day).days, _cost(transfer, (today - day).days))
        for unit, day in sorted(plan.items(), key=lambda one: (one[1], one[0]))
        if day < today and unit not in moved
    )
    return TransferStanding(
        planned=sum(day <= today for day in plan.values()),
        moved=sum(unit in plan for unit in moved),
        units=len(plan),
        curve=_curve(list(plan.values()), [day for unit, day in moved.items() if unit in plan], today),
        late=late,
        unplanned=tuple(sorted(unit for unit in moved if unit not in plan)),
        not_accepted=tuple(
            sorted(
                one.unit
                for one in transfer.moved
                if one.moved_on <= today and (one.accepted_on is None or one.accepted_on > today)
            )
        ),
    )


def _cost(transfer: Transfer, days: int) -> Decimal | None:
    if transfer.cost_of_a_week is None:
        return None
    return (transfer.cost_of_a_week * days / _WEEK).quantize(Decimal("0.01"))


def _curve(planned: Sequence[date], moved: Sequence[date], today: date) -> tuple[DayCount, ...]:
    days = sorted({*planned, *moved, today})
    return tuple(
        DayCount(day, sum(one <= day for one in planned), sum(one <= day for one in moved)) for day in days
    )
