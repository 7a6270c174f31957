"""The acceptance test of the linter (field.md, N5): what `check` finds in contracts as cities write them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from collector.errors import Severity
from collector.instants import from_datetime
from supplierwatch.linting import check_watch
from tests.evaluator.core.lint.city_contracts import classes_content, tiered_content
from tests.evaluator.small_contract import availability, availability_rules, content, falling_bands
from tests.evaluator.small_contract import imported as imported_indicator

NEW_YEAR = from_datetime(datetime.fromisoformat("2026-01-01T12:00:00+01:00"))


def found_in(folder: Path, terms: dict[str, Any], rule: str) -> list[str]:
    """Return the places where one rule finds something in a watch with the contract of `terms`."""
    for indicator in terms["indicators"]:
        indicator["data"] = ["tickets" if name == "desk" else name for name in indicator["data"]]
    # JSON is YAML, too.
    (folder / "contract.yaml").write_text(json.dumps(terms), encoding="utf-8")
    problems = check_watch(folder, NEW_YEAR, {}).problems
    assert all(problem.remedy for problem in problems if problem.rule == rule)
    return [problem.path for problem in problems if problem.rule == rule]


def test_silver_and_bronze_contradict_themselves_and_gold_does_not(watch_folder: Path) -> None:
    assert found_in(watch_folder, tiered_content(), "L01") == [
        "indicators[silver-hours].limits[#1]",
        "indicators[bronze-hours].limits[#1]",
    ]


def test_the_nominal_hours_of_c_and_d_fit_no_month(watch_folder: Path) -> None:
    assert found_in(watch_folder, classes_content(), "L02") == [
        "availability_rules.C.nominal_hours",
        "availability_rules.D.nominal_hours",
    ]


def test_b4_is_not_what_its_hours_give(watch_folder: Path) -> None:
    assert found_in(watch_folder, classes_content(), "L03") == ["indicators[B4].target"]


def test_an_indicator_without_a_data_source_is_found(watch_folder: Path) -> None:
    terms = content(imported_indicator(data=["phone"], clause="7.1"))
    assert found_in(watch_folder, terms, "L05") == ["indicators[K].data"]
    [error] = [one for one in check_watch(watch_folder, NEW_YEAR, {}).problems if one.rule == "L05"]
    assert (error.severity, error.clause) == (Severity.ERROR, "7.1")


def test_999_percent_that_leaves_less_than_the_probe_interval_is_found(watch_folder: Path) -> None:
    # 0.1 % of the 190 h of May are 11.4 min.
    rules = {"plain": availability_rules(probe_interval="15 min")}
    terms = content(availability(target={"from": "99.9 %"}), availability_rules=rules)
    assert found_in(watch_folder, terms, "L06") == ["indicators[K].target"]


def test_bands_with_gaps_or_overlaps_are_found(watch_folder: Path) -> None:
    # As often published: 98.0-98.9, 97.0-97.9; 98.95 and 97.95 lie in none.
    published = [
        {"from": "98.0 %", "to": "98.9 %", "points": 1},
        {"from": "97.0 %", "to": "97.9 %", "points": 2},
        {"below": "97.0 %", "points": 3},
    ]
    gaps = content(availability(target={"from": "99 %"}, bands=published))
    assert found_in(watch_folder, gaps, "L04") == ["indicators[K].bands[#2]"]
    [gap] = [one for one in check_watch(watch_folder, NEW_YEAR, {}).problems if one.rule == "L04"]
    assert gap.arithmetic == "97.95 % lies in none of them; 98.95 % lies in none of them"
    overlapping = [{"from": "95 %", "below": "99 %", "points": 1}, {"below": "96 %", "points": 2}]
    overlap = content(availability(target={"from": "99 %"}, bands=overlapping))
    assert found_in(watch_folder, overlap, "L04") == ["indicators[K].bands[#2]"]
    whole = content(availability(target={"from": "99 %"}, bands=falling_bands("99 %", "98 %")))
    assert found_in(watch_folder, whole, "L04") == []
