from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.scorecard import AreaMeasure, ScorecardTerms
from evaluator.core.outcomes import Outcome, Scope, Verdict, View
from evaluator.core.score import Score, calculate_score, counted_outcomes, score_outcome
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


WEIGHTS = dict.fromkeys([f"K{number:02}" for number in range(20)], 1)


def score(*outcomes: Outcome, of: ScorecardTerms | None = None, **weights: int) -> Score:
    return calculate_score(terms() if of is None else of, WEIGHTS | weights, outcomes, "2026-10")


def measured(found: Score) -> tuple[Fraction | int | None, Fraction | int, Fraction | int]:
    """The point value of the first area, and the ends between which it lies."""
    return found.areas[0].value, found.areas[0].low, found.areas[0].high


def unjudged(indicator: str = "K05", period: str = "2026-10", **changes: Any) -> Outcome:
    """Two cases of which too little is known."""
    figure = share(0, 0, known=0, expected=2)
    without_verdict = {"figure": figure, "verdict": Verdict.NOT_ASSESSABLE}
    return outcome(0, indicator, period, **(without_verdict | changes))


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
        {"view": View.AS_MEASURED},
        {"view": View.IF_PENDING_ACCEPTED},
        {"scope": Scope("T1", unit="school")},
        {"scope": Scope("T1", segment="schools")},
        {"indicator": "K06"},
    ],
)
def test_what_is_not_an_outcome_of_the_whole_after_exclusions_does_not_count(
    changes: dict[str, Any],
) -> None:
    assert measured(score(outcome(0), outcome(4, **changes))) == (100, 100, 100)


def test_the_services_of_an_indicator_month_are_averaged_first() -> None:
    # K05 on four services: 0, 0, 0 and 0 points: 100. K06 on one: 4 points: 0. Mean of the two months: 50.
    services = [outcome(0, scope=Scope(service)) for service in ("T1", "T2", "T3", "T4")]
    found = score(*services, outcome(4, "K06"), of=terms(area("levels", 100, {"indicators": ["K05", "K06"]})))
    assert measured(found) == (50, 50, 50)
    assert found.areas[0].cases == 5


def test_a_month_with_more_services_weighs_no_more_than_another() -> None:
    # October: two services, 100 and 50: 75. September: one, 0. The mean is 37.5; of all three it were 50.
    found = score(outcome(0), outcome(2, scope=Scope("T2")), outcome(4, period="2026-09"))
    assert found.areas[0].value == Fraction(75, 2)


TWO_INDICATORS = terms(area("levels", 100, {"indicators": ["K05", "K06"]}))


def test_indicator_months_count_by_the_weight_of_their_indicator() -> None:
    # K05, weight 3: 100 and 50 in two months; K06, weight 1: 0. (3 x 100 + 3 x 50 + 1 x 0) / 7.
    outcomes = outcome(0), outcome(2, period="2026-09"), outcome(4, "K06")
    found = score(*outcomes, of=TWO_INDICATORS, K05=3)
    assert found.areas[0].value == Fraction(450, 7)


def test_an_indicator_of_weight_nought_does_not_count() -> None:
    found = score(outcome(0), outcome(4, "K06"), unjudged("K06", "2026-09"), of=TWO_INDICATORS, K06=0)
    assert measured(found) == (100, 100, 100)
    assert found.areas[0].cases == 1


def test_a_measure_of_weightless_indicators_has_no_facts() -> None:
    assert measured(score(outcome(0), K05=0)) == (None, 0, 100)


def test_an_indicator_without_a_weight_is_an_error() -> None:
    with pytest.raises(KeyError):
        calculate_score(terms(), {}, [outcome(0)], "2026-10")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"figure": share(9, 10)},
        {"figure": None, "verdict": Verdict.NOT_MEASURED},
    ],
)
def test_an_indicator_month_without_a_verdict_may_be_anything(changes: dict[str, Any]) -> None:
    # October 75 and September unknown: (75 + 0) / 2 to (75 + 100) / 2; of what is known the mean is 75.
    found = score(outcome(1), unjudged(period="2026-09", **changes))
    assert measured(found) == (75, Fraction(75, 2), Fraction(175, 2))
    assert found.areas[0].cases == 1


def test_a_service_without_a_verdict_makes_its_part_of_the_month_unknown() -> None:
    # October: T1 100, T2 unknown: 50 to 100. September: 50. Mean of the ends: 50, 75; of the known 75.
    found = score(outcome(0), unjudged(scope=Scope("T2")), outcome(2, period="2026-09"))
    assert measured(found) == (75, 50, 75)


def test_a_month_without_a_verdict_weighs_as_its_indicator_does() -> None:
    # K05, weight 1: 100; K06, weight 3: unknown. From 100 / 4 to (100 + 300) / 4.
    found = score(outcome(0), unjudged("K06"), of=TWO_INDICATORS, K06=3)
    assert measured(found) == (100, 25, 100)


def test_nothing_but_months_without_a_verdict_are_no_facts() -> None:
    found = score(unjudged(), unjudged(period="2026-09"))
    assert measured(found) == (None, 0, 100)
    assert found.areas[0].cases == 0


def test_a_period_without_cases_is_left_out() -> None:
    empty = unjudged(period="2026-09", figure=share(0, 0))
    assert measured(score(outcome(1), empty)) == (75, 75, 75)


def test_a_period_without_cases_that_the_contract_takes_for_met_counts_as_met() -> None:
    # 75 in October and 100 in September.
    found = score(outcome(1), outcome(0, period="2026-09", figure=share(0, 0)))
    assert found.areas[0].value == Fraction(175, 2)


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
    none = unjudged("K16", figure=None)
    assert measured(score(none, of=terms(area("users", 100, SURVEY)))) == (None, 0, 100)


def test_where_things_stand_on_a_scale_is_unknown_after_a_period_without_a_verdict() -> None:
    # 65 is half of the way from 50 to 80, but that was in June; of December nobody knows.
    found = score(
        surveyed(65, "2026-06"), unjudged("K16", scope=Scope("T1")), of=terms(area("users", 100, SURVEY))
    )
    assert measured(found) == (50, 0, 100)
    assert found.areas[0].cases == 1


def test_a_period_without_a_verdict_before_the_latest_value_on_a_scale_does_not_matter() -> None:
    found = score(unjudged("K16", "2025-12"), surveyed(65, "2026-06"), of=terms(area("users", 100, SURVEY)))
    assert measured(found) == (50, 50, 50)


def test_a_period_without_cases_leaves_the_latest_value_on_a_scale() -> None:
    found = score(
        surveyed(65, "2026-06"), unjudged("K16", figure=share(0, 0)), of=terms(area("users", 100, SURVEY))
    )
    assert measured(found) == (50, 50, 50)


def test_a_value_without_a_verdict_is_not_put_on_a_scale() -> None:
    few = surveyed(80)
    found = score(
        Outcome(**(vars(few) | {"verdict": Verdict.NOT_ASSESSABLE})), of=terms(area("users", 100, SURVEY))
    )
    assert measured(found) == (None, 0, 100)


def test_on_a_scale_each_service_has_its_latest_value_and_each_indicator_its_weight() -> None:
    # K16: T1 at 80: 100; T2 at 50: 0; together 50, weight 1. K17: 80: 100, weight 3. (50 + 300) / 4.
    found = score(
        surveyed(80),
        outcome(0, "K16", "2025-12", scope=Scope("T2"), figure=share(50, 1)),
        outcome(0, "K17", figure=share(80, 1)),
        of=terms(area("users", 100, SURVEY | {"indicators": ["K16", "K17"]})),
        K17=3,
    )
    assert found.areas[0].value == Fraction(175, 2)
    assert found.areas[0].cases == 3


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


def test_a_segment_without_a_verdict_may_be_the_lowest() -> None:
    # The whole 71: 70. Schools 56: 20. Districts unknown, and so anything: the lowest is 0 to 20.
    # Point value (70 + 20) / 2; ends (70 + 0) / 2 and (70 + 20) / 2.
    found = score(
        surveyed(71),
        surveyed(56, segment="schools"),
        unjudged("K16", "2026-06", scope=Scope("T1", "districts")),
        of=terms(area("users", 100, LOWEST)),
    )
    assert measured(found) == (45, 35, 45)
    assert found.areas[0].cases == 1


def test_segments_without_a_verdict_leave_the_half_of_the_lowest_unknown() -> None:
    found = score(
        surveyed(71),
        unjudged("K16", "2026-06", scope=Scope("T1", "schools")),
        of=terms(area("users", 100, LOWEST)),
    )
    assert measured(found) == (70, 35, 85)


def test_the_lowest_segment_counts_half_by_points_too() -> None:
    # The whole: 100 and 50: 75. Schools: 25 in one month. Half of each: 50.
    found = score(
        outcome(0),
        outcome(2, period="2026-09"),
        outcome(3, scope=Scope("T1", "schools")),
        of=terms(area("levels", 100, {"indicators": ["K05"], "lowest_segment_counts_half": True})),
    )
    assert measured(found) == (50, 50, 50)


def test_where_nobody_observed_the_whole_nobody_observed_its_segments() -> None:
    # The schools' 65 is of June; the next survey was not held at all.
    found = score(
        surveyed(65, segment="schools"),
        unjudged("K16", figure=None, verdict=Verdict.NOT_MEASURED),
        of=terms(area("school", 100, SURVEY | {"segment": "schools"})),
    )
    assert measured(found) == (50, 0, 100)


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


KINDS = st.one_of(st.integers(0, 4), st.sampled_from(["unknown", "empty"]))
CELLS = st.dictionaries(
    st.tuples(
        st.sampled_from(["K00", "K01", "K02"]),
        st.sampled_from(["2026-10", "2026-09", "2026-08"]),
        st.sampled_from(["T1", "T2"]),
    ),
    KINDS,
    max_size=12,
)


def outcome_of(kind: int | str, indicator: str, period: str, service: str) -> Outcome:
    if isinstance(kind, int):
        return outcome(kind, indicator, period, scope=Scope(service))
    figure = share(0, 0) if kind == "empty" else share(0, 0, expected=1)
    return unjudged(indicator, period, scope=Scope(service), figure=figure)


THREE_AREAS = terms(
    area("a0", 50, {"indicators": ["K00", "K01"]}, SURVEY | {"indicators": ["K01"]}),
    area("a1", 30, {"indicators": ["K02"]}),
    area("a2", 20, {"indicators": ["K00"]}),
)


@given(CELLS)
def test_the_total_is_an_interval_on_the_scale(cells: dict[tuple[str, str, str], int | str]) -> None:
    found = score(*(outcome_of(kind, *cell) for cell, kind in cells.items()), of=THREE_AREAS, K01=3)
    assert 0 <= found.low <= found.high <= 100
    for one in found.areas:
        assert 0 <= one.low <= one.high <= 100
        assert one.value is None or one.low <= one.value <= one.high


@given(CELLS, st.integers(0, 4))
def test_to_learn_what_was_unknown_by_points_only_narrows_the_interval(
    cells: dict[tuple[str, str, str], int | str], points: int
) -> None:
    of = terms(area("levels", 100, {"indicators": ["K00", "K01", "K02"]}))
    before = score(*(outcome_of(kind, *cell) for cell, kind in cells.items()), of=of)
    learnt = {cell: points if kind == "unknown" else kind for cell, kind in cells.items()}
    after = score(*(outcome_of(kind, *cell) for cell, kind in learnt.items()), of=of)
    assert before.low <= after.low <= after.high <= before.high


def measure(**changes: Any) -> AreaMeasure:
    return AreaMeasure.model_validate({"indicators": ["K05"]} | changes)


ON_SCALE = measure(scale={"zero_at": 50, "hundred_at": 100})


@pytest.mark.parametrize(
    ("of", "found", "worth"),
    [
        # 100 - 25 x 2
        (measure(), outcome(2), 50),
        # half-way between 50 and 100
        (ON_SCALE, outcome(0, figure=share(75, 1)), 50),
        (ON_SCALE, outcome(0, figure=share(0, 0)), None),
    ],
)
def test_one_outcome_is_worth_what_it_adds_to_its_measure(
    of: AreaMeasure, found: Outcome, worth: int | None
) -> None:
    part = score_outcome(of, found)
    assert (None if part is None else part.value) == worth


def test_an_outcome_without_a_verdict_is_worth_anything_or_left_out() -> None:
    unknown = score_outcome(measure(), unjudged())
    assert unknown is not None
    assert (unknown.value, unknown.low, unknown.high) == (None, 0, 100)
    empty = outcome(0, verdict=Verdict.NOT_ASSESSABLE, figure=share(0, 0))
    assert score_outcome(measure(), empty) is None


def test_the_outcomes_that_count_are_those_of_the_months_looked_back_on() -> None:
    inside, before = outcome(0, period="2026-09"), outcome(0, period="2026-08")
    part = outcome(0, scope=Scope("T1", "schools"))
    unit = outcome(0, scope=Scope("T1", "schools", "S1"))
    assert counted_outcomes(terms(months=2), [inside, before, part, unit], "2026-10") == [inside, part]


# Open thresholds --------------------------------------------------------------------------------------------


def test_an_open_right_to_terminate_holds_the_band_down_and_leaves_the_number() -> None:
    holding = terms().model_copy(update={"open_trigger_holds_at": terms().bands[-1].id})
    plain = calculate_score(holding, WEIGHTS, [outcome(0)], "2026-10")
    held = calculate_score(holding, WEIGHTS, [outcome(0)], "2026-10", ["T"])
    assert (held.low, held.high) == (plain.low, plain.high)
    assert (held.band_low, held.band_high) == (terms().bands[-1].id,) * 2
    assert (plain.held_by_triggers, held.held_by_triggers) == ((), ("T",))


def test_a_contract_without_the_rule_is_held_down_by_no_threshold() -> None:
    found = calculate_score(terms(), WEIGHTS, [outcome(0)], "2026-10", ["T"])
    assert found.held_by_triggers == ()
    assert found == calculate_score(terms(), WEIGHTS, [outcome(0)], "2026-10")
