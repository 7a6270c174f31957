"""Units moved against the plan."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.core.deciding.handover.transfer import DayCount, judge_transfer
from evaluator.decisions.handover import Transfer

WAVES = [
    {"id": "W1", "day": "2030-06-17", "units": ["north", "south"]},
    {"id": "W2", "day": "2030-08-05", "units": ["east"]},
]


def transfer(**more: Any) -> Transfer:
    return Transfer.model_validate({"waves": WAVES, **more})


def moved(unit: str, day: str, accepted: str | None = None) -> dict[str, Any]:
    return {"unit": unit, "moved_on": day, "accepted_on": accepted, "evidence": "protokoll"}


def test_the_curve_has_what_was_planned_and_what_moved_by_each_day() -> None:
    found = judge_transfer(transfer(moved=[moved("north", "2030-06-20")]), {}, date(2030, 7, 1))
    assert found.curve == (
        DayCount(date(2030, 6, 17), 2, 0),
        DayCount(date(2030, 6, 20), 2, 1),
        DayCount(date(2030, 7, 1), 2, 1),
        DayCount(date(2030, 8, 5), 3, 1),
    )
    assert (found.planned, found.moved, found.units) == (2, 1, 3)


def test_a_unit_is_late_from_the_day_after_it_was_to_move() -> None:
    assert judge_transfer(transfer(), {}, date(2030, 6, 17)).late == ()
    late = judge_transfer(transfer(), {}, date(2030, 6, 18)).late
    assert [(one.unit, one.days_late) for one in late] == [("north", 1), ("south", 1)]


def test_each_week_that_a_unit_is_late_costs_what_the_file_says() -> None:
    found = judge_transfer(transfer(cost_of_a_week=14000), {}, date(2030, 6, 27))
    # Ten days late: 14,000 * 10 / 7 = 20,000 for each of two units.
    assert [one.cost for one in found.late] == [Decimal("20000.00"), Decimal("20000.00")]
    assert found.cost_of_delay == Decimal("40000.00")


def test_where_nobody_says_what_a_week_costs_the_delay_has_no_cost_rather_than_none() -> None:
    assert judge_transfer(transfer(), {}, date(2030, 6, 27)).cost_of_delay is None


def test_where_nothing_is_late_the_delay_costs_nothing() -> None:
    assert judge_transfer(transfer(), {}, date(2030, 1, 1)).cost_of_delay == 0


def test_a_collected_measure_says_which_units_moved() -> None:
    days = {"north": date(2030, 6, 17), "west": date(2030, 6, 18), "south": date(2030, 7, 9)}
    found = judge_transfer(transfer(measure="units_moved"), days, date(2030, 7, 1))
    assert (found.moved, [one.unit for one in found.late], found.unplanned) == (1, ["south"], ("west",))


def test_a_unit_that_moved_and_was_not_accepted_is_named() -> None:
    given = [moved("north", "2030-06-17", "2030-06-30"), moved("south", "2030-06-17", "2030-07-02")]
    assert judge_transfer(transfer(moved=given), {}, date(2030, 7, 1)).not_accepted == ("south",)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"waves": [WAVES[0], {**WAVES[1], "units": ["north"]}]}, "north would move twice"),
        ({"moved": [moved("north", "2030-06-17")], "measure": "units_moved"}, "leave it out"),
        ({"moved": [moved("north", "2030-06-17"), moved("north", "2030-06-18")]}, "each unit once"),
        ({"moved": [moved("north", "2030-06-17", "2030-06-16")]}, "before it moved"),
    ],
)
def test_a_transfer_that_contradicts_itself_is_refused(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        transfer(**wrong)
