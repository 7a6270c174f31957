"""When a claim lapses."""

from datetime import date

import pytest

from evaluator.core.follow_up.lapse import lapses_on, last_day_to_claim


@pytest.mark.parametrize(
    ("period", "months", "day"),
    [
        ("2026-10", 3, date(2027, 2, 1)),
        ("2026-02", 3, date(2026, 6, 1)),  # the whole of March, April and May
        ("2026-12", 1, date(2027, 2, 1)),
        ("2026-11", 12, date(2027, 12, 1)),
        ("2027-11", 3, date(2028, 3, 1)),  # February 2028 has 29 days
    ],
)
def test_a_claim_lapses_the_day_after_so_many_whole_months_from_the_end_of_its_month(
    period: str, months: int, day: date
) -> None:
    assert lapses_on(period, months) == day


def test_the_last_day_to_claim_is_the_day_before() -> None:
    assert last_day_to_claim("2027-11", 3) == date(2028, 2, 29)
