"""What the linter finds of percentages, hours of outage and nominal hours (field.md N5)."""

from typing import Any

import pytest

from evaluator.core.lint.examined import SourceGives
from evaluator.core.lint.sources_that_cannot import STATES
from tests.evaluator.core.lint.city_contracts import CLASSES, classes_contract, tiered_contract
from tests.evaluator.core.lint.looking import findings, found_of, only_one
from tests.evaluator.small_contract import (
    availability,
    availability_rules,
    contract,
    outage_limits,
    outages,
    share_of_units,
)


def test_99_percent_beside_12_or_24_hours_is_found_and_beside_4_hours_is_not() -> None:
    found = findings(tiered_contract(), "L01")
    # Indicators in the file: gold-share, gold-hours, silver-share, silver-hours, bronze-share, bronze-hours.
    assert [finding.path for finding in found] == [
        ("indicators", 3, "limits", 0),
        ("indicators", 5, "limits", 0),
    ]


def test_the_arithmetic_names_the_base_both_budgets_and_the_share_that_the_hours_are() -> None:
    silver = findings(tiered_contract(), "L01")[0]
    # 2026 has 251 weekdays without holidays and eves, and 114 other days: (251 x 11 + 114 x 6) / 12 h.
    # 1 % of it is 2.87 h; 1 - 12 / 287.08 = 95.82 %. A mean month of 2026 has 730 h, 1 % of it is 7.3 h.
    assert silver.arithmetic == (
        "99 % of 287.08 h (service hours a month, mean of 2026-01 to 2026-12) leaves 2.87 h; the limit allows"
        " 12 h = 95.82 %. Of a month around the clock 99 % would leave 7.3 h."
        " They would agree within 5 % of the hours."
    )
    assert silver.found == (
        "silver: silver-share asks for 99 % and silver-hours permits 12 h of outage over a month;"
        " silver-share binds, and the other never does"
    )
    assert silver.remedy.startswith("Agree on one of them and derive the other from it (2.87 h")


def test_the_hours_bind_where_they_are_tighter_than_the_percentage() -> None:
    # 99 % of 2510 / 12 h leaves 2.07 h; one hour is less.
    limits = [{"measure": "total", "at_most": "1 h", "over": "month"}]
    finding = only_one(
        "L01", availability(id="S", target={"from": "99 %"}), outage_limits(id="H", limits=limits)
    )
    assert "H binds" in finding.found


def test_hours_of_a_quarter_and_of_twelve_months_are_held_against_as_many_months() -> None:
    # 251 working days of 10 h are 2510 h: 1 % of a quarter is 6.28 h, of twelve months 25.1 h.
    fit = [
        {"measure": "total", "at_most": "375 min", "over": "quarter"},
        {"measure": "total", "at_most": "25 h", "over": "rolling_12_months"},
    ]
    share = availability(id="S", target={"from": "99 %"})
    assert found_of("L01", share, outage_limits(id="H", limits=fit)) == []
    wide = [{"measure": "total", "at_most": "100 h", "over": "rolling_12_months"}]
    finding = only_one("L01", share, outage_limits(id="H", limits=wide))
    assert "99 % of 209.17 h x 12" in finding.arithmetic
    assert "100 h of outage over twelve months" in finding.found


def test_the_total_of_outages_is_held_against_a_percentage_too() -> None:
    total = outages(id="H", measure="total", month_of=None, target={"to": "24 h"})
    assert only_one("L01", availability(id="S", target={"from": "99 %"}), total).path == (
        "indicators",
        1,
        "target",
    )


@pytest.mark.parametrize(
    "other",
    [
        outages(id="H", target={"to": 24}),
        outages(id="H", measure="total", month_of=None, target={"from": "1 h"}),
        outages(id="H", measure="total", month_of=None, period="whole_term", target={"to": "24 h"}),
        outage_limits(id="H", limits=[{"measure": "longest", "at_most": "24 h", "over": "month"}]),
        outages(id="H", services=["T1"], measure="total", month_of=None, target={"to": "24 h"}),
    ],
    ids=["count", "no highest", "whole term", "longest", "another service"],
)
def test_what_says_nothing_of_the_hours_of_a_month_is_not_compared(other: dict[str, Any]) -> None:
    assert found_of("L01", availability(id="S", target={"from": "99 %"}), other) == []


def test_a_percentage_without_a_lower_end_is_not_compared() -> None:
    assert found_of("L01", availability(id="S", target={"to": "99 %"}), outage_limits(id="H")) == []


def test_different_bases_are_named() -> None:
    rules = {"plain": availability_rules(), "clock": availability_rules(denominator="wall_clock")}
    limit = outage_limits(
        id="H", rules="clock", limits=[{"measure": "total", "at_most": "12 h", "over": "month"}]
    )
    finding = only_one("L01", availability(id="S", target={"from": "99 %"}), limit, availability_rules=rules)
    assert finding.arithmetic.endswith(
        "the percentage of service hours, the outages of hours around the clock."
    )


def test_a_percentage_around_the_clock_is_of_the_hours_of_the_month() -> None:
    rules = {"plain": availability_rules(denominator="wall_clock")}
    limit = outage_limits(id="H", limits=[{"measure": "total", "at_most": "4 h", "over": "month"}])
    finding = only_one("L01", availability(id="S", target={"from": "99 %"}), limit, availability_rules=rules)
    # 8760 h / 12 = 730 h, of which 1 % is 7.3 h.
    assert "leaves 7.3 h; the limit allows 4 h" in finding.arithmetic


def test_nominal_hours_of_180_and_108_are_found_and_those_of_720_and_360_fit() -> None:
    found = findings(classes_contract(), "L02")
    assert [finding.path for finding in found] == [
        ("availability_rules", "C", "nominal_hours"),
        ("availability_rules", "D", "nominal_hours"),
    ]


def test_the_arithmetic_of_nominal_hours_shows_every_month() -> None:
    class_c = findings(classes_contract(), "L02")[0]
    assert class_c.found == "180 h a month are the nominal hours of C (C), and every month has more"
    # Working days of 2026 by month, without eves: 20 20 22 20 19 21 23 21 22 22 21 20; of ten hours each.
    # June, and December twice, lose eves: Midsommarafton, Julafton and Nyårsafton.
    assert class_c.arithmetic.startswith(
        "open hours by the calendar: 2026-01 200, 2026-02 200, 2026-03 220, 2026-04 200, 2026-05 190,"
        " 2026-06 210, 2026-07 230, 2026-08 210, 2026-09 220, 2026-10 220, 2026-11 210, 2026-12 200;"
    )
    assert class_c.arithmetic.endswith("1 % of 180 h is 1.8 h, 1 % of 209.17 h is 2.09 h")


def nominal(hours: int, **more: Any) -> dict[str, Any]:
    return {"plain": availability_rules(denominator="nominal", nominal_hours=hours, **more)}


def test_more_nominal_hours_than_any_month_has_are_found() -> None:
    assert only_one("L02", availability(), availability_rules=nominal(240)).found.endswith(
        "no month has so many"
    )


def test_nominal_hours_that_some_month_has_but_far_from_the_mean_are_found() -> None:
    # Open for one week in January and all of the other months: January has 50 h, the others about 210.
    office = {
        "label": {"sv": "a", "en": "a"},
        "holidays": "swedish",
        "openings": [{"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "07:00", "closes": "17:00"}],
        "closed": [{"first": "2026-01-10", "last": "2026-01-31"}],
    }
    hours = {"office": office, "desk": office}
    finding = only_one("L02", availability(), service_hours=hours, availability_rules=nominal(100))
    assert finding.found.endswith("they are far from the mean of the months")


def test_months_in_which_a_service_is_closed_count_neither_for_nominal_hours_nor_for_budgets() -> None:
    office = {
        "label": {"sv": "a", "en": "a"},
        "holidays": None,
        "openings": [{"days": ["mon"], "opens": "07:00", "closes": "17:00"}],
        "only_between": [{"first": "2027-01-01", "last": "2027-12-31"}],
    }
    changes = {"service_hours": {"office": office, "desk": office}}
    assert found_of("L02", availability(), availability_rules=nominal(40), **changes) == []
    rules = {"plain": availability_rules(probe_interval="1 d")}
    assert found_of("L06", availability(), availability_rules=rules, **changes) == []
    assert found_of("L01", availability(id="S"), outage_limits(id="H"), **changes) == []


def test_the_hours_a_percentage_was_derived_from_are_nominal_hours_too() -> None:
    derived = availability(target={"from": "98.9 %"}, derived_from={"outage": "2 h", "of": "180 h"})
    assert only_one("L02", derived).path == ("indicators", 0, "derived_from", "of")


def test_only_class_b_with_four_hours_is_not_what_its_hours_give() -> None:
    found = findings(classes_contract(), "L03")
    names = [f"{name}{outage}" for name, (_, printed) in CLASSES.items() for outage in printed]
    assert [names[int(finding.path[1])] for finding in found] == ["B4"]
    assert found[0].found == "B4 asks for 98.3 %, and its hours give 98.89 %"
    # 4 / 360 = 1.1111 %; 1.7 % of 360 h is 6.12 h.
    assert found[0].arithmetic == "1 - 4 h / 360 h = 98.8889 %; 98.3 % of 360 h leaves 6.12 h"


def test_no_hours_of_outage_give_100_percent_and_not_9998() -> None:
    printed = availability(target={"from": "99.98 %"}, derived_from={"outage": "0 s", "of": "720 h"})
    # 0.02 % of 720 h is 8.64 min.
    assert only_one("L03", printed).arithmetic == "1 - 0 s / 720 h = 100 %; 99.98 % of 720 h leaves 8.6 min"


@pytest.mark.parametrize("printed", ["98.8 %", "98.9 %", "98.88 %", "98.89 %"])
def test_a_derived_percentage_may_be_cut_or_rounded(printed: str) -> None:
    # 1 - 2 / 180 = 98.888... %
    derived = availability(target={"from": printed}, derived_from={"outage": "2 h", "of": "180 h"})
    assert found_of("L03", derived) == []


def test_a_derived_percentage_without_a_lower_end_is_not_looked_at() -> None:
    derived = availability(target={"to": "98.3 %"}, derived_from={"outage": "4 h", "of": "360 h"})
    assert found_of("L03", derived) == []


def test_a_budget_smaller_than_the_probe_interval_is_found() -> None:
    # May 2026 has 190 h in these hours; 0.1 % of it are 11.4 min.
    rules = {"plain": availability_rules(probe_interval="15 min")}
    finding = only_one("L06", availability(target={"from": "99.9 %"}), availability_rules=rules)
    assert finding.found == (
        "K leaves 11.4 min of outage a month, less than one look takes: probe_interval is 15 min"
    )
    assert finding.arithmetic.startswith(
        "99.9 % of 190 h (T2, the shortest month of 2026-01 to 2026-12) leaves 11.4 min"
    )
    often = {"plain": availability_rules(probe_interval="1 min")}
    assert found_of("L06", availability(target={"from": "99.9 %"}), availability_rules=often) == []


def test_without_a_probe_interval_the_time_a_sample_speaks_for_is_taken() -> None:
    terms = contract(availability(target={"from": "99.9 %"}, data=["desk", "probe", "other"]))
    slow = {"desk": SourceGives(STATES), "probe": SourceGives(STATES, speaks_for=900)}
    [finding] = findings(terms, "L06", slow)
    assert "a sample of probe speaks for up to 15 min (max_gap)" in finding.found
    assert findings(terms, "L06", {"probe": SourceGives(STATES, speaks_for=60)}) == []
    assert findings(terms, "L06", {"probe": SourceGives(STATES)}) == []


def test_the_level_of_a_unit_has_a_budget_too() -> None:
    rules = {"plain": availability_rules(probe_interval="15 min")}
    units = share_of_units(unit_target={"from": "99.9 %"})
    assert only_one("L06", units, availability_rules=rules).path == ("indicators", 0, "unit_target")


def test_a_shortest_outage_longer_than_the_budget_is_found() -> None:
    # 1 % of 190 h is 1.9 h, and outages count from two hours on.
    rules = {"plain": availability_rules(shortest_outage="2 h")}
    finding = only_one("L06", availability(target={"from": "99 %"}), availability_rules=rules)
    assert finding.arithmetic.endswith("an outage counts from 2 h: the first one is a miss")


@pytest.mark.parametrize("target", [{"from": "100 %"}, {"to": "99 %"}])
def test_no_budget_is_meant_where_no_outage_is_allowed_or_none_forbidden(target: dict[str, str]) -> None:
    rules = {"plain": availability_rules(probe_interval="1 d")}
    assert found_of("L06", availability(target=target), availability_rules=rules) == []


def test_a_limit_that_others_keep_from_being_reached_is_found() -> None:
    limits = [
        {"measure": "count", "at_most": 2, "over": "month"},
        {"measure": "count", "at_most": 24, "over": "rolling_12_months"},
        {"measure": "total", "at_most": "4 h", "over": "month"},
        {"measure": "total", "at_most": "12 h", "over": "quarter"},
        {"measure": "longest", "at_most": "4 h", "over": "month"},
    ]
    found = found_of("L21", outage_limits(limits=limits))
    assert [(finding.path[-1], finding.arithmetic) for finding in found] == [
        (1, "12 x 2 = 24, and the limit is 24"),
        (3, "3 x 4 h = 12 h, and the limit is 12 h"),
        (4, "4 h in all allow no single outage longer than 4 h"),
    ]


def test_limits_that_each_can_bind_are_left_alone() -> None:
    # One a month, four hours a month, six in twelve months; and none longer than 2 h.
    longest = [
        {"measure": "longest", "at_most": "2 h", "over": "month"},
        {"measure": "longest", "at_most": "2 h", "over": "quarter"},
        {"measure": "total", "at_most": "4 h", "over": "month"},
    ]
    assert found_of("L21", outage_limits()) == []
    assert found_of("L21", outage_limits(limits=longest)) == []


def test_the_budget_of_nominal_hours_is_a_part_of_them() -> None:
    rules = {"plain": availability_rules(denominator="nominal", nominal_hours=180, probe_interval="15 min")}
    # 0.1 % of 180 h are 10.8 min.
    finding = only_one("L06", availability(target={"from": "99.9 %"}), availability_rules=rules)
    assert "99.9 % of 180 h" in finding.arithmetic
    assert "leaves 10.8 min" in finding.arithmetic
