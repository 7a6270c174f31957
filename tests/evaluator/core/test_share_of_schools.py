"""At least 95 % of the schools at 99.0 %: twenty schools, one below, one not fully seen."""

from fractions import Fraction
from typing import Any

import pytest

from evaluator.contract.indicators import ShareOfUnits
from evaluator.core.facts import Facts
from evaluator.core.outcomes import Figure, Verdict
from evaluator.core.verdicts import judge
from tests.evaluator import small_contract as small
from tests.evaluator.core.small_facts import (
    DOWN,
    FIRST_OF_OCTOBER,
    UP,
    facts,
    figure,
    interval,
    observed,
    states,
    together,
)

SCHOOLS = [f"s{number:02}" for number in range(1, 21)]
UNITS = [{"id": name, "label": name, "segment": "schools", "users": 100} for name in SCHOOLS]
BELOW = (("2026-10-05 09:00", DOWN), ("2026-10-05 12:00", UP))
"""Three of 220 hours: 98.6 %."""


def terms(**more: Any) -> dict[str, Any]:
    return small.share_of_units(target={"from": "95 %"}, unit_target={"from": "99 %"}, **more)


def seen(*, last_until: str | None, looked_at_last: bool = True) -> Facts:
    """Eighteen schools had no outage, s19 one of 3 h; of s20 little may be known."""
    looked = SCHOOLS if looked_at_last else SCHOOLS[:-1]
    told = [states((FIRST_OF_OCTOBER, UP), *(BELOW if unit == "s19" else ()), unit=unit) for unit in SCHOOLS]
    ends = {unit: last_until if unit == "s20" else None for unit in looked}
    return facts(
        states=together(*told),
        observed=together(*(observed((FIRST_OF_OCTOBER, end), unit=unit) for unit, end in ends.items())),
    )


def share(found: Facts, **more: Any) -> Figure:
    return figure(terms(**more), found, units=UNITS)


def verdict(found: Facts, **more: Any) -> Verdict:
    return judge(share(found, **more), ShareOfUnits.model_validate(terms(**more))).verdict


HARDLY = "2026-10-19 00:00"
"""s20 was up while it was seen, the first 12 of 22 days: between 54.5 % and 100 %."""


def test_nineteen_of_twenty_fully_seen_are_just_enough() -> None:
    found = seen(last_until=None)
    assert interval(share(found)) == (Fraction(19, 20), Fraction(19, 20), Fraction(19, 20))
    assert verdict(found) is Verdict.MET


def test_a_school_hardly_seen_leaves_the_share_between_two_ends() -> None:
    found = share(seen(last_until=HARDLY))
    assert interval(found) == (Fraction(18, 20), Fraction(19, 20), Fraction(19, 20))
    assert (found.known, found.expected, found.misses) == (19, 20, 1)


def test_a_school_nobody_looked_at_is_no_part_of_the_value() -> None:
    # 18 of 19 are 94.7 %, which is below 95 %; it could be 18 or 19 of 20.
    found = share(seen(last_until=None, looked_at_last=False))
    assert interval(found) == (Fraction(18, 20), Fraction(18, 19), Fraction(19, 20))
    assert verdict(seen(last_until=None, looked_at_last=False)) is Verdict.MISSED


@pytest.mark.parametrize(("floor", "expected"), [("95 %", Verdict.MET), ("96 %", Verdict.NOT_ASSESSABLE)])
def test_the_floor_is_a_share_of_the_schools_that_are_known(floor: str, expected: Verdict) -> None:
    assert verdict(seen(last_until=HARDLY), completeness_floor=floor) is expected


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ({"size": 19, "below": "not_assessable"}, Verdict.MISSED),
        ({"size": 20, "below": "not_assessable"}, Verdict.NOT_ASSESSABLE),
        ({"size": 20, "below": "count_misses", "points_by_misses": [0, 0, 1]}, Verdict.MET),
        ({"size": 20, "below": "count_misses", "points_by_misses": [0, 1]}, Verdict.MISSED),
    ],
)
def test_a_small_sample_is_of_the_schools_that_have_a_value(sample: Any, expected: Verdict) -> None:
    # Nobody looked at s20: 19 schools, one of them below.
    found = seen(last_until=None, looked_at_last=False)
    assert verdict(found, minimum_sample=sample) is expected
