"""What the linter finds of percentages of few cases, and of what history shows."""

from dataclasses import replace
from typing import Any

import pytest

from evaluator.core.lint.findings import LintFinding
from evaluator.core.outcomes import Outcome, Verdict
from tests.evaluator.core.lint.looking import findings, found_of, months, only_one, outcome
from tests.evaluator.small_contract import (
    availability,
    contract,
    imported,
    mean,
    share_of_units,
    time_within_target,
)

SMALL = {"size": 20, "below": "not_assessable"}


def with_history(rule: str, history: list[Outcome], **more: Any) -> list[LintFinding]:
    return findings(contract(time_within_target(**more)), rule, history=history)


def test_one_miss_breaks_95_percent_of_twelve_tickets() -> None:
    # 5 % of 12 is 0.6 of a ticket; 11 of 12 is 91.67 %. 1 / 5 % = 20.
    finding = only_one("L07", time_within_target(target={"from": "95 %"}, expected_cases=12))
    assert finding.found == "K asks for 95 % of about 12 cases a period: one miss breaks it"
    assert finding.arithmetic == (
        "5 % of 12 cases (expected_cases) is 0.6 of a case; 11 of 12 is 91.67 %."
        " From 20 cases on one may miss"
    )


def test_one_miss_of_twenty_does_not_break_95_percent() -> None:
    assert found_of("L07", time_within_target(target={"from": "95 %"}, expected_cases=20)) == []


def test_what_was_measured_goes_before_what_the_contract_expects() -> None:
    history = [
        outcome(name, 12, cases, met=True) for name, cases in zip(months(3), (11, 12, 40), strict=True)
    ]
    [finding] = with_history("L07", history, target={"from": "95 %"}, expected_cases=100)
    assert "12 cases (the median of 3 periods on T1)" in finding.arithmetic


def test_of_several_services_the_one_with_the_fewest_cases_is_taken() -> None:
    history = [
        outcome(name, 12, cases, met=True, service=service)
        for name in months(2)
        for service, cases in (("T1", 100), ("T2", 15))
    ]
    [finding] = with_history("L07", history, target={"from": "95 %"})
    assert "15 cases (the median of 2 periods on T2)" in finding.arithmetic
    together = [outcome(name, 12, 15, met=True, service="") for name in months(1)]
    [finding] = with_history("L07", together, target={"from": "95 %"})
    assert "15 cases (the median of 1 period)" in finding.arithmetic


@pytest.mark.parametrize(
    "terms",
    [
        time_within_target(target={"from": "95 %"}),
        time_within_target(target={"from": "100 %"}, expected_cases=12),
        time_within_target(target={"to": "95 %"}, expected_cases=12),
        time_within_target(target={"from": "95 %"}, expected_cases=12, minimum_sample=SMALL),
        mean(expected_cases=12),
        availability(expected_cases=12, target={"from": "99 %"}),
        imported(unit="index", expected_cases=12, target={"from": 70}),
    ],
    ids=["nobody knows", "none may miss", "no lower end", "never judged", "mean", "availability", "index"],
)
def test_no_single_case_is_found_to_decide(terms: dict[str, Any]) -> None:
    assert found_of("L07", terms) == []


def test_units_are_the_cases_of_a_share_of_units() -> None:
    # Two schools: 5 % of them is a tenth of one.
    units = share_of_units(target={"from": "95 %"})
    assert "2 cases (units of schools)" in only_one("L07", units).arithmetic
    assert found_of("L07", units, units_from_facts=True, units=[]) == []
    assert found_of("L07", units, units=[]) == []


def test_a_sample_with_misses_counted_below_the_minimum_is_judged_all_the_same() -> None:
    counted = {"size": 20, "below": "count_misses", "points_by_misses": [0, 1, 2]}
    terms = time_within_target(target={"from": "95 %"}, expected_cases=12, minimum_sample=counted)
    assert len(found_of("L07", terms)) == 1


def test_chance_alone_makes_one_in_four_miss_95_percent_of_39_cases() -> None:
    # 5 % of 39 lets 1 miss. At 97.5 % two or more miss with 1 - 0.975^39 - 39 x 0.025 x 0.975^38 = 25.49 %.
    finding = only_one("L15", time_within_target(target={"from": "95 %"}, expected_cases=39))
    assert "lets 1 miss. A supplier truly at 97.5 %" in finding.arithmetic
    assert "misses the target in 25 % of all periods" in finding.arithmetic


def test_chance_decides_little_in_large_samples_and_is_not_told_twice_of_small_ones() -> None:
    assert found_of("L15", time_within_target(target={"from": "95 %"}, expected_cases=400)) == []
    assert found_of("L15", time_within_target(target={"from": "95 %"}, expected_cases=12)) == []


def test_a_sample_that_is_hardly_ever_large_enough_is_found() -> None:
    terms = time_within_target(expected_cases=12, minimum_sample=SMALL)
    assert only_one("L22", terms).arithmetic == (
        "12 (expected_cases) is less than 20: most periods are not assessable"
    )
    enough = time_within_target(expected_cases=20, minimum_sample=SMALL)
    counted = {"size": 20, "below": "count_misses", "points_by_misses": [0, 1]}
    assert found_of("L22", enough) == []
    assert found_of("L22", time_within_target(expected_cases=12, minimum_sample=counted)) == []
    assert found_of("L22", time_within_target(minimum_sample=SMALL)) == []


def test_a_target_that_was_never_reached_is_found_with_the_best_that_was() -> None:
    good = [90, 96, 92, 91] * 6
    history = [outcome(name, number, 100, met=False) for name, number in zip(months(24), good, strict=True)]
    [finding] = with_history("L14", history, target={"from": "97 %"})
    assert finding.found == "K was never reached"
    assert finding.arithmetic == "the target is from 97 %; T1 met in 0 of the last 24 periods, best 96 %"


def test_the_past_is_held_against_the_target_of_today() -> None:
    # 96 % missed the 97 % of then, and meets 90 % with 4 % of the 10 % that may miss.
    history = [outcome(name, 96, 100, met=False) for name in months(12)]
    [finding] = with_history("L14", history)
    assert finding.found == "K is always reached with ease"
    assert finding.arithmetic == (
        "the target is from 90 %; T1 met in 12 of the last 12 periods, worst 96 %: never more than 50 % of"
        " what it permits was used"
    )


def test_a_target_that_is_always_reached_narrowly_is_left_alone() -> None:
    # 94 % misses 6 % of the 10 % that may miss.
    assert with_history("L14", [outcome(name, 94, 100, met=True) for name in months(12)]) == []


def test_of_a_target_with_a_highest_end_the_greatest_value_is_the_worst() -> None:
    numbers = zip(months(12), range(12), strict=True)
    history = [outcome(name, number, 1, met=True, service="") for name, number in numbers]
    # The worst, 11, is over half of 20 and under half of 24.
    assert findings(contract(mean(target={"to": 20})), "L14", history=history) == []
    [finding] = findings(contract(mean(target={"to": 24})), "L14", history=history)
    assert "; met in 12 of the last 12 periods, worst 11:" in finding.arithmetic


@pytest.mark.parametrize(
    "terms",
    [
        mean(target={"to": 0}),
        time_within_target(target={"from": "100 %"}),
        imported(unit="index", target={"from": 0}),
    ],
    ids=["none allowed", "all asked for", "an index"],
)
def test_a_target_that_permits_nothing_is_never_easy(
    terms: dict[str, Any],
) -> None:
    good = 0 if terms["kind"] == "mean" else 100
    history = [outcome(name, good, 100, met=True) for name in months(12)]
    assert findings(contract(terms), "L14", history=history) == []


def test_too_few_periods_or_some_met_and_some_missed_show_nothing() -> None:
    always = [outcome(name, 99, 100, met=True) for name in months(11)]
    mixed = [outcome(name, 80 if name == "2025-06" else 99, 100, met=True) for name in months(24)]
    assert with_history("L14", always) == []
    assert with_history("L14", mixed) == []


def test_periods_that_are_not_judged_do_not_count() -> None:
    always = [outcome(name, 99, 100, met=True) for name in months(11)]
    unmeasured = replace(always[0], figure=None, verdict=Verdict.NOT_MEASURED)
    small = outcome("2020-01", 9, 10, met=True)
    assert with_history("L14", [*always, unmeasured, small], minimum_sample=SMALL) == []


def test_a_percentage_without_a_smallest_sample_and_a_floor_of_nothing_are_found() -> None:
    found = found_of("L18", time_within_target())
    assert [finding.path[-1] for finding in found] == ["completeness_floor", "minimum_sample"]


def test_where_floor_and_sample_are_said_nothing_is_found() -> None:
    said = {"completeness_floor": "90 %"}
    assert found_of("L18", time_within_target(minimum_sample=SMALL, **said)) == []
    assert found_of("L18", time_within_target(target={"from": "100 %"}, **said)) == []
    assert found_of("L18", availability(**said)) == []
    assert found_of("L18", share_of_units(**said)) == []
