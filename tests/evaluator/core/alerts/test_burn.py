"""Pairs of windows and factors, and when both are above."""

from fractions import Fraction

import pytest

from evaluator.contract.indicator_terms import PeriodLength
from evaluator.core.alerts.burn import (
    DAY,
    BurnPair,
    budget_spent,
    error_rate,
    fires,
    pairs_for,
    rates_by_window,
    scaled_factors,
    seconds_of,
    time_to_alert,
    time_to_exhaustion,
    window_name,
    windows_of,
)
from evaluator.decisions.alert_terms import BurnPreset, Severity
from tests.evaluator import small_contract as small
from tests.evaluator.core.alerts.standings import burn

MONTH = 30 * DAY
PAIR = BurnPair(Severity.PAGE, 300, 3600, Fraction(14))


def test_a_month_is_30_days_whatever_month_it_is() -> None:
    assert seconds_of(PeriodLength.MONTH, small.contract()) == MONTH


def test_a_quarter_has_factors_three_times_as_large_as_a_month() -> None:
    quarter = seconds_of(PeriodLength.QUARTER, small.contract())
    assert [one.factor for one in pairs_for(BurnPreset.SLOTH, quarter)] == [Fraction("43.2"), 18, 9, 3]


def test_the_whole_term_is_as_long_as_the_contract() -> None:
    assert seconds_of(PeriodLength.WHOLE_TERM, small.contract()) == 730 * DAY


def test_windows_of_both_presets_are_measured() -> None:
    assert [window_name(one) for one in windows_of(MONTH)] == [
        *("5m", "30m", "32m", "1h", "1h4m", "2h", "2h9m", "6h", "6h26m", "1d", "1d1h43m", "3d", "4d6h51m"),
    ]


def test_no_share_of_a_budget_makes_no_pair() -> None:
    with pytest.raises(ValueError, match="no windows"):
        scaled_factors(MONTH, [])


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ({300: Fraction(15), 3600: Fraction(15)}, True),
        ({300: Fraction(14), 3600: Fraction(15)}, False),
        ({300: Fraction(15), 3600: Fraction(14)}, False),
        ({300: None, 3600: Fraction(15)}, False),
        ({3600: Fraction(15)}, False),
    ],
)
def test_a_pair_fires_where_both_windows_are_strictly_above(
    rates: dict[int, Fraction | None], *, expected: bool
) -> None:
    assert fires(PAIR, rates) is expected


def test_what_follows_from_a_burn_rate_is_that_of_the_workbook() -> None:
    left = Fraction(1, 1000)
    assert error_rate(left, Fraction("14.4")) == Fraction("0.0144")
    assert time_to_exhaustion(MONTH, Fraction(10)) == 3 * DAY
    assert time_to_alert(PAIR, left, Fraction(1)) == Fraction("50.4")
    assert budget_spent(MONTH, 3600, Fraction("14.4")) == Fraction(2, 100)


def test_rates_stand_by_subject_and_window() -> None:
    assert rates_by_window([burn(300, 200), burn(3600, 0), burn(7200, 0, counted=0)]) == {
        ("K", "T1"): {300: Fraction(2), 3600: Fraction(0), 7200: None}
    }


def test_where_nothing_may_be_missed_there_is_no_rate() -> None:
    assert burn(300, 1, allowed=Fraction(0)).rate is None


@pytest.mark.parametrize(
    ("seconds", "name"), [(0, "0s"), (90, "1m30s"), (3840, "1h4m"), (259_200, "3d"), (300, "5m")]
)
def test_a_window_is_named_as_prometheus_does(seconds: int, name: str) -> None:
    assert window_name(seconds) == name
