"""Cells that rest on fewer cases than the contract's smallest group are not told, in any form."""

import csv
import io
import json

import pytest

from dashboards.report import build_report, render_csv, render_html, render_json
from evaluator.core.outcomes import Scope, Verdict, View
from evaluator.results.published import PeriodResults
from tests.dashboards.builders import OPERATION, figure, in_both_views, make_results, outcome

SMALL = Scope("T3", "schools", "school-01")


def results_with(indicator: str, cases: int, scope: Scope = SMALL) -> PeriodResults:
    return make_results(
        outcomes=(
            *in_both_views(indicator, Verdict.MET, figure(95, 100), OPERATION),
            *in_both_views(indicator, Verdict.MISSED, figure(3, 7, sample_size=cases, misses=4), scope),
        )
    )


def test_a_unit_with_four_cases_prints_as_too_few() -> None:
    row = build_report(results_with("K05", 4), "sv").segments[0].units[0]
    assert (row.measured, row.after, row.cases, row.verdict) == ("för få", "för få", "färre än 5", None)


def test_a_unit_with_five_cases_is_told() -> None:
    row = build_report(results_with("K05", 5), "sv").segments[0].units[0]
    assert (row.after, row.cases) == ("42,9\xa0%", "5")


def test_one_view_with_too_few_hides_the_other_so_that_none_can_be_worked_out() -> None:
    results = make_results(
        outcomes=(
            *in_both_views("K05", Verdict.MET, figure(95, 100), OPERATION),
            outcome("K05", Verdict.MISSED, figure(3, 6), SMALL, View.AS_MEASURED),
            outcome("K05", Verdict.MISSED, figure(3, 4), SMALL),
        )
    )
    assert build_report(results, "en").segments[0].units[0].measured == "too few"


def test_the_order_does_not_betray_what_is_hidden() -> None:
    found = [*in_both_views("K05", Verdict.MET, figure(95, 100), OPERATION)]
    for number, misses in (("03", 0), ("02", 4)):
        unit = Scope("T3", "schools", f"school-{number}")
        found += in_both_views("K05", Verdict.MISSED, figure(4 - misses, 4), unit)
    units = build_report(make_results(outcomes=tuple(found)), "en").segments[0].units
    assert [row.label for row in units] == ["Skola 02", "Skola 03"]


def test_availability_has_no_people_in_its_cases_and_is_told() -> None:
    assert build_report(results_with("K09b", 1), "sv").segments[0].units[0].after == "42,86\xa0%"


def test_the_whole_is_what_the_contract_judges_and_is_told() -> None:
    few = tuple(in_both_views("K05", Verdict.MISSED, figure(1, 2, misses=1), OPERATION))
    row = build_report(make_results(outcomes=few), "sv").verdicts[0]
    assert (row.after, row.basis[0]) == ("50,0\xa0%", "2 fall, 1 missat")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_form_holds_the_hidden_figures(language: str) -> None:
    results = results_with("K05", 4)
    hidden = "42,9" if language == "sv" else "42.9"
    assert hidden not in render_html(results, language)
    rows = list(csv.DictReader(io.StringIO(render_csv(results, "en").removeprefix("\ufeff")), delimiter=";"))
    row = next(one for one in rows if one["Unit"] == "Skola 01" and one["Row"] == "outcome")
    assert (row["As measured"], row["Numerator as measured"], row["Misses"], row["Points"]) == (
        "too few",
        "",
        "",
        "",
    )
    outcomes = json.loads(render_json(results, language))["outcomes"]
    unit = next(one for one in outcomes if one["unit"])
    assert unit["too_few"] is True
    assert unit["difference"] is None
    assert {view["figure"] for view in unit["views"].values()} == {None}
