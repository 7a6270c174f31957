"""Times used and outages: percentiles of few cases, counted by hand."""

from fractions import Fraction
from typing import Any

import pandas as pd

from evaluator.core.deciding.tender.outages import outage_volumes
from evaluator.core.deciding.tender.times import times_used


def case(used: int, **changes: Any) -> dict[str, Any]:
    plain = {
        "indicator": "K05",
        "service": "T1",
        "priority": "P2",
        "ended_at": 1,
        "used": used,
        "limit": 28800,
        "in_working_days": False,
        "unknown": False,
        "left_out_by": "",
    }
    return plain | changes


def evidence(*cases: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(cases)).astype({"ended_at": "Int64", "limit": "Int64"})


def test_half_and_nine_of_ten_of_those_that_ended() -> None:
    # 100 to 1000: the fifth is 500, the ninth 900.
    [found] = times_used(evidence(*[case(100 * number) for number in range(1, 11)]), ["K05"], 5)
    assert (found.cases, found.half, found.nine_tenths, found.limits) == (
        10,
        Fraction(500),
        Fraction(900),
        (28800,),
    )


def test_what_runs_is_unknown_or_left_out_is_in_no_percentile() -> None:
    own = [case(100 * number) for number in range(1, 6)]
    more = [case(9000, ended_at=None), case(9000, unknown=True), case(9000, left_out_by="E-1", unknown=True)]
    [found] = times_used(evidence(*own, *more), ["K05"], 5)
    assert (found.cases, found.running, found.unknown, found.left_out) == (7, 1, 1, 1)
    assert found.nine_tenths == 500


def test_what_fewer_than_five_used_is_not_told() -> None:
    [found] = times_used(evidence(*[case(1)] * 4), ["K05"], 5)
    assert (found.cases, found.half, found.nine_tenths) == (4, None, None)


def test_services_stand_beside_all_of_them_in_the_order_of_the_contract() -> None:
    rows = [case(1), case(2, service="T2"), case(3, indicator="K04", priority="P1")]
    found = times_used(evidence(*rows), ["K05", "K04"], 1)
    assert [(one.indicator, one.service, one.half) for one in found] == [
        ("K05", "", Fraction(1)),
        ("K05", "T1", Fraction(1)),
        ("K05", "T2", Fraction(2)),
        ("K04", "", Fraction(3)),
    ]


def test_indicators_without_a_limit_are_left_out() -> None:
    assert times_used(evidence(case(1)), ["K04"], 1) == ()


def outage(starts_at: int, counted: int, **changes: Any) -> dict[str, Any]:
    plain = {
        "indicator": "K09",
        "service": "T2",
        "unit": "",
        "starts_at": starts_at,
        "counted": counted,
        "left_out_by": "",
        "period": "2026-10",
    }
    return plain | changes


def test_an_outage_over_the_end_of_a_month_is_one() -> None:
    rows = [outage(1, 600), outage(1, 300, period="2026-11"), outage(2, 60)]
    [found] = outage_volumes(pd.DataFrame(rows), ["K09"])
    assert (found.outages, found.months, found.total, found.longest) == (2, 2, 960, 900)
    assert (found.half, found.nine_tenths) == (60, 900)


def test_outages_left_out_or_wholly_in_maintenance_do_not_count() -> None:
    rows = [outage(1, 600, left_out_by="E-1"), outage(2, 0)]
    assert outage_volumes(pd.DataFrame(rows), ["K09"]) == ()


def test_units_have_outages_of_their_own() -> None:
    rows = [outage(1, 600, unit="S1"), outage(1, 300, unit="S2")]
    [found] = outage_volumes(pd.DataFrame(rows), ["K09"])
    assert found.outages == 2
