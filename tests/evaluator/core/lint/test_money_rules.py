"""What the linter finds of points, bands, caps, pools and weights."""

from datetime import date
from typing import Any

from evaluator.core.lint.examined import examine
from tests.evaluator.core.lint.looking import found_in, found_of, only_one
from tests.evaluator.small_contract import (
    CONTENT,
    CREDITS,
    LABEL,
    SCORECARD,
    contract,
    falling_bands,
    imported,
    mean,
    outages,
    time_within_target,
)


def test_bands_that_end_before_the_values_do_are_found() -> None:
    ending = falling_bands("90 %", "80 %")[:-1]
    finding = only_one("L04", time_within_target(bands=ending))
    assert (
        finding.arithmetic
        == "the bands of K end with from 80 % below 90 %; what lies below it is in none of them"
    )
    rising = [{"above": "8 h", "to": "9 h", "points": 1}]
    assert "above the last one" in only_one("L04", mean(bands=rising)).found


def test_bands_that_reach_as_far_as_the_values_can_are_left_alone() -> None:
    assert found_of("L04", time_within_target(bands=falling_bands("90 %", "80 %"))) == []
    whole = [{"from": "0 %", "below": "90 %", "points": 1}]
    assert found_of("L04", time_within_target(target={"from": "90 %", "to": "100 %"}, bands=whole)) == []
    counted = [{"from": 2, "points": 1}]
    assert found_of("L04", outages(target={"from": 0, "to": 1}, bands=counted)) == []
    assert found_of("L04", time_within_target()) == []


def test_tiers_of_credits_that_end_before_the_values_do_are_found() -> None:
    # At 79 % no tier says what the miss costs, and the month could not be evaluated.
    ending = {"scheme": "tiers", "tiers": [{"from": "80 %", "below": "90 %", "share": "10 %"}]}
    finding = only_one("L04", time_within_target(credit=ending))
    assert finding.found == "no tier of K holds values below the last one, from 80 % below 90 %"
    assert finding.path[-2:] == ("credit", "tiers")
    open_end = {"scheme": "tiers", "tiers": [{"below": "90 %", "share": "10 %"}]}
    assert found_of("L04", time_within_target(credit=open_end)) == []


def test_an_end_that_leaves_out_nothing_at_all_is_a_gap() -> None:
    # The share 0 itself is in no band.
    open_end = [{"above": "0 %", "below": "90 %", "points": 1}]
    assert len(found_of("L04", time_within_target(bands=open_end))) == 1
    # 100 % itself is in no band.
    top = {"target": {"to": "10 %"}, "bands": [{"above": "10 %", "below": "100 %", "points": 1}]}
    assert len(found_of("L04", imported(**top))) == 1


def test_points_that_do_not_grow_with_the_miss_are_found() -> None:
    flat = [{"from": "80 %", "below": "90 %", "points": 2}, {"below": "80 %", "points": 2}]
    finding = only_one("L19", time_within_target(bands=flat))
    assert finding.arithmetic == "from 80 % below 90 %: 2; below 80 %, further from the target: 2"
    rising = [{"above": "8 h", "to": "9 h", "points": 2}, {"above": "9 h", "points": 1}]
    assert len(found_of("L19", mean(bands=rising))) == 1
    assert found_of("L19", time_within_target(bands=falling_bands("90 %", "85 %", "80 %"))) == []


def test_bands_on_both_sides_of_a_target_are_compared_on_their_own_side() -> None:
    both = {
        "target": {"from": "80 %", "to": "90 %"},
        "bands": [{"below": "80 %", "points": 1}, {"above": "90 %", "points": 1}],
    }
    assert found_of("L19", imported(**both)) == []


def test_more_misses_that_cost_less_than_fewer_are_found() -> None:
    sample = {"size": 20, "below": "count_misses", "points_by_misses": [0, 2, 1]}
    finding = only_one("L19", time_within_target(minimum_sample=sample))
    assert finding.arithmetic == "points by misses: 0 -> 0, 1 -> 2, 2 -> 1"
    growing = {**sample, "points_by_misses": [0, 1, 1]}
    assert found_of("L19", time_within_target(minimum_sample=growing)) == []
    unjudged = {"size": 20, "below": "not_assessable"}
    assert found_of("L19", time_within_target(minimum_sample=unjudged)) == []


def charged(*points: int, **more: Any) -> dict[str, Any]:
    """An indicator on T1 that leads to credits, with one band for each of the points."""
    ends = [f"{90 - 5 * number} %" for number in range(len(points))]
    bands = [{**band, "points": given} for band, given in zip(falling_bands(*ends), points, strict=True)]
    return time_within_target(bands=bands, consequence="credit", **more)


def money(**more: Any) -> dict[str, Any]:
    return {"credits": {**CREDITS, **more}}


def test_a_cap_that_no_month_reaches_is_found() -> None:
    # 1 + nothing else: 4 points, doubled 8, of 0.5 % = 4 %.
    finding = only_one("L20", charged(1, 4))
    assert finding.found == "no month can reach the cap of T1"
    assert finding.arithmetic == (
        "every indicator at its worst, repeated, gives 8 points = 4 %, and the cap is 12 %"
    )


def test_a_cap_that_can_be_reached_is_left_alone() -> None:
    assert found_of("L20", charged(1, 12)) == []


def test_points_of_indicators_measured_together_and_of_parts_are_counted_as_often_as_they_stand() -> None:
    services = [
        {"id": "T1", "label": LABEL, "hours": "desk", "monthly_fee": 100},
        {"id": "T1a", "label": LABEL, "hours": "desk", "part_of": "T1"},
    ]
    # 6 points on each of two services billed together, doubled 24: 12 %. Together they stand once: 6 %.
    each = charged(1, 6, services=["T1", "T1a"])
    assert found_of("L20", each, services=services) == []
    assert (
        "12 points = 6 %" in only_one("L20", {**each, "measured": "together"}, services=services).arithmetic
    )


def test_a_cap_that_the_smallest_miss_reaches_is_found() -> None:
    finding = only_one("L20", charged(1, 2), **money(service_cap="0.5 %", total_cap="0.4 %"))
    assert finding.arithmetic == "1 point x the rate = 0.5 %, and the cap is 0.5 %"


def test_a_total_cap_above_the_caps_of_all_services_is_found() -> None:
    finding = only_one("L20", **money(total_cap="12 %"))
    assert (
        finding.arithmetic == "all 2 services at their cap give 12 % of all fees, and the total cap is 12 %"
    )
    one = [CONTENT["services"][0]]
    assert found_of("L20", services=one, **money(total_cap="12 %")) == []


def test_a_repeat_that_costs_nothing_more_is_found() -> None:
    repeat = {"factor": 1, "not_assessable_breaks_chain": False}
    assert only_one("L20", **money(repeat=repeat)).path == ("credits", "repeat", "factor")


def test_steps_of_points_are_looked_up() -> None:
    steps = [{"at_least": 2, "share": "4 %"}, {"at_least": 8, "share": "8 %"}]
    terms = money(per_point=None, point_steps=steps)
    # 4 points, doubled: the step from 8 on. 1 point reaches no step.
    assert "8 points = 8 %" in only_one("L20", charged(1, 4), **terms).arithmetic


def test_other_schemes_and_contracts_without_credits_are_not_judged_by_points() -> None:
    assert found_of("L20", charged(1, 4, credit={"scheme": "shortfall"})) == []
    assert found_of("L20", time_within_target(), credits=None) == []


def test_pools_that_do_not_sum_to_the_whole_are_found() -> None:
    at_risk = {"share": "15 %", "pools": {"desk": "60 %", "operation": "20 %"}}
    risk = {"scheme": "at_risk", "pool": "desk", "allocation": "40 %"}
    first, second = charged(1, id="A", credit=risk), charged(1, id="B", credit=risk)
    found = found_of("L08", first, second, **money(at_risk=at_risk))
    assert [finding.arithmetic for finding in found] == [
        "A 40 % + B 40 % = 80 %",
        "desk 60 % + operation 20 % = 80 %",
    ]
    whole = {**risk, "allocation": "100 %", "pool": None}
    assert (
        found_of(
            "L08",
            charged(1, id="A", credit=whole),
            time_within_target(id="B"),
            **money(at_risk={"share": "15 %"}),
        )
        == []
    )
    part = {**whole, "allocation": "50 %"}
    assert only_one("L08", charged(1, credit=part), **money(at_risk={"share": "15 %"})).path == (
        "credits",
        "at_risk",
    )


def test_areas_that_nothing_measures_and_credits_outside_the_score_are_found() -> None:
    areas = [
        {"id": "levels", "label": LABEL, "weight": 70, "measures": [{"indicators": ["K"]}]},
        {"id": "empty", "label": LABEL, "weight": 30, "measures": []},
    ]
    looked = contract(time_within_target(), charged(1, id="L"), scorecard={**SCORECARD, "areas": areas})
    found = found_in(examine(looked, date(2026, 1, 1)), "L08")
    assert [finding.path for finding in found] == [("scorecard", "areas", 1, "measures"), ("indicators", 1)]
    assert found[0].arithmetic.startswith("30 of 100 of the score")


def test_a_score_of_everything_and_no_score_at_all_are_left_alone() -> None:
    assert found_of("L08", time_within_target(), scorecard=SCORECARD) == []
    assert found_of("L08") == []
