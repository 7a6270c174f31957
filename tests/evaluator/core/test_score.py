from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.scorecard import ScorecardTerms
from evaluator.core.outcomes import Outcome, Scope, Verdict, View
from evaluator.core.score import Score, calculate_score
from tests.evaluator.core.indicators_for_tests import LABEL, share

BANDS = [
    {"id": "good", "label": LABEL, "at_least": 80},
    {"id": "fair", "label": LABEL, "at_least": 65},
    {"id": "poor", "label": LABEL, "at_least": 50},
    {"id": "failed", "label": LABEL, "at_least": 0},
]


def area(name: str, weight: int, *measures: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "label": LABEL, "weight": weight, "measures": measures}


def terms(*areas: dict[str, Any], months: int = 12) -> ScorecardTerms:
    return ScorecardTerms.model_validate(
        {
            "months": months,
            "areas": areas or (area("levels", 100, {"indicators": ["K05"]}),),
            "bands": BANDS,
            "floor": {"area_below": 40, "not_above": "poor"},
        }
    )


def outcome(points: int, indicator: str = "K05", period: str = "2026-10", **changes: Any) -> Outcome:
    given_terms: dict[str, Any] = {
        "indicator": indicator,
        "period": period,
        "scope": Scope("T1"),
        "view": View.AFTER_EXCLUSIONS,
        "figure": share(1, 2),
        "verdict": Verdict.MET if points == 0 else Verdict.MISSED,
        "points": points,
        "repeated": False,
        "points_after_repeat": 2 * points,
        "confidence": None,
    }
    return Outcome(**(given_terms | changes))


def score(*outcomes: Outcome, of: ScorecardTerms | None = None) -> Score:
    return calculate_score(terms() if of is None else of, outcomes, "2026-10")


def test_an_indicator_month_is_100_less_25_for_each_point_before_doubling() -> None:
    found = score(outcome(2))
    assert (found.areas[0].value, found.low, found.high) == (50, 50, 50)


def test_indicator_months_are_averaged() -> None:
    # 100, 75 and 0 over three months.
    found = score(outcome(0), outcome(1, period="2026-09"), outcome(4, period="2026-08"))
    assert found.areas[0].value == Fraction(175, 3)
    assert found.areas[0].cases == 3


def test_a_month_is_never_below_nought() -> None:
    assert score(outcome(7)).areas[0].value == 0


def test_months_outside_the_look_back_do_not_count() -> None:
    found = score(outcome(0), outcome(4, period="2026-08"), outcome(4, period="2026-11"), of=terms(months=2))
    assert found.areas[0].value == 100


@pytest.mark.parametrize(
    "changes",
    [
        {"verdict": Verdict.NOT_ASSESSABLE},
        {"verdict": Verdict.NOT_MEASURED},
        {"view": View.AS_MEASURED},
        {"scope": Scope("T1", unit="school")},
        {"scope": Scope("T1", segment="schools")},
        {"indicator": "K06"},
    ],
)
def test_what_is_not_a_judged_outcome_of_the_whole_after_exclusions_does_not_count(
    changes: dict[str, Any],
) -> None:
    assert score(outcome(0), outcome(4, **changes)).areas[0].value == 100


def test_an_area_without_facts_keeps_its_weight_and_widens_the_total() -> None:
    found = score(
        outcome(0),
        of=terms(area("levels", 70, {"indicators": ["K05"]}), area("security", 30, {"indicators": ["K17"]})),
    )
    assert (found.areas[1].value, found.areas[1].low, found.areas[1].high) == (None, 0, 100)
    assert (found.low, found.high) == (70, 100)
    # At its low end the area without facts is below the floor.
    assert (found.band_low, found.band_high, found.held_down_by) == ("poor", "good", ())


def test_an_area_that_nothing_measures_is_an_area_without_facts() -> None:
    found = score(outcome(0), of=terms(area("levels", 90, {"indicators": ["K05"]}), area("economy", 10)))
    assert (found.low, found.high) == (90, 100)


def test_a_measure_without_facts_widens_its_area() -> None:
    found = score(outcome(1), of=terms(area("school", 100, {"indicators": ["K05"]}, {"indicators": ["K11"]})))
    assert (found.areas[0].value, found.areas[0].low, found.areas[0].high) == (
        75,
        Fraction(75, 2),
        Fraction(175, 2),
    )


def test_an_area_is_the_mean_of_its_measures_however_many_months_each_has() -> None:
    found = score(
        outcome(0),
        outcome(0, period="2026-09"),
        outcome(4, "K11"),
        of=terms(area("school", 100, {"indicators": ["K05"]}, {"indicators": ["K11"]})),
    )
    assert found.areas[0].value == 50


SURVEY = {"indicators": ["K16"], "scale": {"zero_at": 50, "hundred_at": 80}}


def surveyed(index: int, period: str = "2026-06", segment: str = "") -> Outcome:
    return outcome(
        0, "K16", period, scope=Scope("T1", segment), figure=share(index, 1, sample_size=200, misses=None)
    )


@pytest.mark.parametrize(("index", "expected"), [(50, 0), (65, 50), (80, 100), (40, 0), (95, 100)])
def test_a_linear_scale_is_clamped_at_its_ends(index: int, expected: int) -> None:
    assert score(surveyed(index), of=terms(area("users", 100, SURVEY))).areas[0].value == expected


def test_a_scale_may_fall() -> None:
    falling = {"indicators": ["K16"], "scale": {"zero_at": 80, "hundred_at": 50}}
    assert score(surveyed(56), of=terms(area("users", 100, falling))).areas[0].value == 80


def test_a_scale_takes_the_latest_outcome() -> None:
    found = score(surveyed(50, "2026-06"), surveyed(65, "2025-12"), of=terms(area("users", 100, SURVEY)))
    assert found.areas[0].value == 0


def test_a_scale_without_a_value_has_no_facts() -> None:
    empty = outcome(0, "K16", figure=share(0, 0))
    assert score(empty, of=terms(area("users", 100, SURVEY))).areas[0].value is None
    none = outcome(0, "K16", figure=None)
    assert score(none, of=terms(area("users", 100, SURVEY))).areas[0].value is None


LOWEST = SURVEY | {"lowest_segment_counts_half": True}


def test_the_lowest_segment_counts_half_where_the_contract_says_so() -> None:
    # The whole 71: 70; schools 56: 20; districts 77: 90. Half of 70 and 20 each: 45.
    found = score(
        surveyed(71),
        surveyed(56, segment="schools"),
        surveyed(77, segment="districts"),
        of=terms(area("users", 100, LOWEST)),
    )
    assert (found.areas[0].value, found.areas[0].low, found.areas[0].high) == (45, 45, 45)


def test_without_segments_the_half_of_the_lowest_is_unknown() -> None:
    found = score(surveyed(71), of=terms(area("users", 100, LOWEST)))
    assert (found.areas[0].value, found.areas[0].low, found.areas[0].high) == (70, 35, 85)


def test_segments_without_the_whole_are_no_facts_of_the_whole() -> None:
    found = score(surveyed(71, segment="schools"), of=terms(area("users", 100, LOWEST)))
    assert found.areas[0].value is None


def test_a_measure_may_ask_for_one_segment() -> None:
    found = score(
        surveyed(80),
        surveyed(65, segment="schools"),
        of=terms(area("school", 100, SURVEY | {"segment": "schools"})),
    )
    assert found.areas[0].value == 50


@pytest.mark.parametrize(
    ("points", "band"),
    [((0,), "good"), ((0, 0, 0, 0, 4), "good"), ((1,), "fair"), ((1, 2), "poor"), ((2,), "poor")],
)
def test_a_band_begins_at_its_lower_end(points: tuple[int, ...], band: str) -> None:
    # The means are 100, then 80, 75, 62.5 and 50 percent.
    months = ["2026-10", "2026-09", "2026-08", "2026-07", "2026-06"]
    found = score(*(outcome(number, period=month) for number, month in zip(points, months, strict=False)))
    assert (found.band_low, found.band_high) == (band, band)


def two_areas(second: int) -> Score:
    return score(
        outcome(0),
        outcome(second, "K10"),
        of=terms(area("levels", 85, {"indicators": ["K05"]}), area("school", 15, {"indicators": ["K10"]})),
    )


def test_an_area_below_the_floor_holds_the_whole_down() -> None:
    # 85 + 15 x 0.25 = 88.75 would be good; the school's 25 is below 40.
    found = two_areas(3)
    assert found.low == Fraction(355, 4)
    assert (found.band_low, found.band_high, found.held_down_by) == ("poor", "poor", ("school",))


def test_an_area_above_the_floor_holds_nothing_down() -> None:
    found = two_areas(2)
    assert (found.band_low, found.held_down_by) == ("good", ())


def test_the_floor_lifts_nothing_up() -> None:
    found = score(outcome(4))
    assert (found.band_low, found.held_down_by) == ("failed", ("levels",))


@given(st.lists(st.one_of(st.none(), st.integers(0, 4)), max_size=12))
def test_the_total_is_an_interval_on_the_scale(points: list[int | None]) -> None:
    outcomes = [
        outcome(number, indicator=f"K{place % 3}")
        for place, number in enumerate(points)
        if number is not None
    ]
    of = terms(
        *(
            area(f"a{place}", weight, {"indicators": [f"K{place}"]})
            for place, weight in enumerate((50, 30, 20))
        )
    )
    found = score(*outcomes, of=of)
    assert 0 <= found.low <= found.high <= 100
    for one in found.areas:
        assert one.low <= one.high
        assert one.value is None or one.low <= one.value <= one.high
