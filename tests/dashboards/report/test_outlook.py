"""Trend, room left, response and forecasts, as people read them. The no-break space is written as \\xa0."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from dashboards.report import build_report, render_csv, render_html, render_json
from dashboards.report.outlook import describe_outlook
from dashboards.wording import wording
from dashboards.wording.words import MINUS
from evaluator.contract.indicators import AnyIndicator, PercentileInterval
from evaluator.core.confidence.prospects import Basis, Direction, Forecast, Occasion, Projection, Trend
from evaluator.core.outcomes import Budget, Outcome, Verdict
from evaluator.results.published import PeriodResults
from tests.dashboards.builders import DESK, figure, make_contract, make_results, outcome
from tests.dashboards.report.test_values import made, percentile

CONTRACT = make_contract()
WORSE = Trend(Direction.WORSENED, Fraction(-1, 100), 2 / 720, 6)
SURVEY = {
    "questions": [{"measure": "whole", "weight": 1}],
    "scale": {"lowest": 1, "highest": 10},
    "target": {"from": 70},
}


def lines(indicator: AnyIndicator, found: Outcome, language: str = "en") -> tuple[str, ...]:
    return describe_outlook(indicator, found, wording(language))


def k05(**changes: Any) -> Outcome:
    return outcome("K05", Verdict.MET, figure(188, 200, misses=12), DESK, **changes)


def mean() -> AnyIndicator:
    return made("mean", tickets={}, of={"clock": "resolution"}, month_of="opened", target={"to": "4 h"})


def told(language: str = "en", **changes: Any) -> tuple[str, ...]:
    return lines(CONTRACT.indicator("K05"), k05(**changes), language)


# --- Beside a verdict


def test_a_trend_says_which_way_how_much_and_how_sure() -> None:
    assert told(trend=WORSE) == (
        f"trend in 6 periods: worse, {MINUS}1.00\xa0percentage points a period (p = 0.003)",
    )
    assert told("sv", trend=WORSE) == (
        f"trend på 6 perioder: försämrad, {MINUS}1,00\xa0procentenheter per period (p = 0,003)",
    )


def test_a_probability_below_a_thousandth_does_not_read_as_none() -> None:
    assert told(trend=replace(WORSE, p_value=1e-9))[0].endswith("(p < 0.001)")


def test_a_trend_that_chance_explains_is_none() -> None:
    flat = Trend(Direction.UNCHANGED, Fraction(1, 100), 0.4, 12)
    assert told(trend=flat) == ("no clear trend in 12 periods (p = 0.400)",)


def test_too_few_periods_have_no_trend() -> None:
    assert told(trend=Trend(Direction.UNKNOWN, None, None, 1)) == (
        "1 judged period: too few to tell a trend",
    )


@pytest.mark.parametrize(
    ("budget", "text"),
    [
        (Budget(Fraction(20), Fraction(12)), "60% of the room that the target leaves is used, 8 left"),
        (Budget(Fraction(25, 2), Fraction(12)), "96% of the room that the target leaves is used, 0 left"),
        (Budget(Fraction(10), Fraction(12)), "the room that the target leaves is overdrawn: 120% used"),
    ],
)
def test_the_room_that_a_target_leaves(budget: Budget, text: str) -> None:
    assert told(budget=budget) == (text,)


def test_where_nothing_may_be_missed_there_is_no_room_to_tell_of() -> None:
    assert told(budget=Budget(Fraction(0), Fraction(1))) == ()


def test_room_in_time_is_told_as_a_share() -> None:
    found = outcome("K09b", Verdict.MET, figure(998, 1000), budget=Budget(Fraction(5), Fraction(2)))
    assert lines(CONTRACT.indicator("K09b"), found, "sv") == ("40\xa0% av målets utrymme är förbrukat",)


def test_the_confidence_of_a_percentile_is_in_time() -> None:
    found = outcome("X", Verdict.MET, figure(7200, 1, 80), confidence=(3600.0, 18_000.0))
    assert lines(percentile(), found) == (
        "with 95% confidence 1\xa0h to 5\xa0h; the sample alone does not settle it",
    )


def test_a_percentile_of_too_few_cases_says_how_many_it_takes() -> None:
    found = outcome("X", Verdict.MET, figure(7200, 1, 71))
    assert lines(percentile(), found) == ("fewer than 72 cases: how sure it is cannot be told",)
    assert lines(percentile(), outcome("X", Verdict.MET, figure(7200, 1, 72))) == ()
    assert lines(percentile(), outcome("X", Verdict.NOT_MEASURED, None)) == ()


def test_the_longest_time_of_all_has_no_confidence() -> None:
    longest = percentile().model_copy(update={"percentile": Fraction(1)})
    assert lines(longest, outcome("X", Verdict.MET, figure(7200, 1, 5))) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "with 95% confidence 1\xa0h to 5\xa0h (bootstrap); the sample alone does not settle it"),
        ("sv", "med 95 % konfidens 1\xa0tim till 5\xa0tim (bootstrap); urvalet avgör inte ensamt"),
    ],
)
def test_an_interval_by_the_bootstrap_says_so(language: str, text: str) -> None:
    found = outcome("X", Verdict.MET, figure(7200, 1, 80), confidence=(3600.0, 18_000.0))
    resampled = percentile().model_copy(update={"interval": PercentileInterval.BOOTSTRAP})
    assert lines(resampled, found, language) == (text,)
    assert lines(mean(), found, language) == (text,)


def test_a_mean_without_confidence_says_why() -> None:
    few = outcome("X", Verdict.MET, figure(7200, 9))
    assert lines(mean(), few) == ("fewer than 10 cases: how sure it is cannot be told",)
    alike = outcome("X", Verdict.MET, figure(7200, 10))
    assert lines(mean(), alike) == ("too many cases are alike: how sure it is cannot be told",)


def small_share(found: Outcome, language: str = "en") -> tuple[str, ...]:
    """The lines on a share of cases of which at least 95 % must go well, but for its confidence."""
    share_of_cases = made(
        "share",
        tickets={},
        that=[{"field": "team", "changes_at_most": 0}],
        month_of="opened",
        target={"from": "95 %"},
        minimum_sample={"size": 12, "below": "not_assessable"},
    )
    return lines(share_of_cases, found, language)[1:]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            (
                "a supplier whose true level is 97.5%, halfway between the target and 100%, would still miss"
                " the target by chance in 26% of all samples of 12 cases"
            ),
        ),
        (
            "sv",
            (
                "en leverantör vars verkliga nivå är 97,5\xa0%, mitt emellan målet och 100\xa0%, skulle ändå"
                " missa målet av en slump i 26\xa0% av alla urval på 12 fall"
            ),
        ),
    ],
)
def test_a_small_sample_says_how_often_chance_alone_misses_its_target(language: str, text: str) -> None:
    # 1 - 0.975^12 = 26.2 %.
    found = outcome("X", Verdict.MISSED, figure(11, 12, misses=1), confidence=(0.65, 0.99))
    assert small_share(found, language) == (text,)


@pytest.mark.parametrize(
    "found",
    [
        outcome("X", Verdict.MISSED, figure(180, 200, misses=20), confidence=(0.85, 0.93)),
        outcome("X", Verdict.NOT_ASSESSABLE, figure(11, 12, misses=1), confidence=(0.65, 0.99)),
        outcome("X", Verdict.MET, figure(11, 11, misses=0), confidence=(0.7, 1.0)),
        outcome("X", Verdict.MISSED, figure(11, 12, misses=1)),
    ],
    ids=["large", "not judged", "judged by its misses", "no sample"],
)
def test_elsewhere_nothing_is_said_of_chance(found: Outcome) -> None:
    assert small_share(found) == ()


@pytest.mark.parametrize(
    ("floor", "response", "text"),
    [
        (None, Fraction(1, 4), ("25.0% of those asked answered",)),
        ({"at_least": "30 %"}, Fraction(1, 4), ("25.0% of those asked answered, at least 30% must",)),
        ({"at_least": "30 %"}, None, ("how many were asked is not known",)),
        (None, None, ()),
    ],
)
def test_a_survey_says_how_many_answered(
    floor: dict[str, str] | None, response: Fraction | None, text: tuple[str, ...]
) -> None:
    survey = made("survey_index", response=floor, **SURVEY)
    found = outcome("X", Verdict.MET, figure(70, 1, 50, response=response))
    assert lines(survey, found) == text


# --- Forecasts


def forecast(name: str, basis: Basis, *ends: Fraction | None, **changes: Any) -> Forecast:
    value, low, high = ends or (None, None, None)
    made_forecast = Forecast(
        name, "T1", Occasion.NOTICE, "o2", date(2027, 12, 31), Projection(basis, 12, value, low, high)
    )
    return replace(made_forecast, **changes)


def share(percent: int) -> Fraction:
    return Fraction(percent, 100)


def with_forecasts(*found: Forecast) -> PeriodResults:
    return replace(make_results(), forecasts=found)


ALL = with_forecasts(
    forecast("K05", Basis.RANGE, None, share(84), share(93)),
    forecast("K03", Basis.TREND, share(5), share(4), share(8)),
    forecast("K04", Basis.CANNOT_BE_TOLD),
    forecast(
        "K04", Basis.RANGE, None, Fraction(2), None, occasion=Occasion.PERIOD_END, on_day=date(2026, 10, 31)
    ),
    forecast("K13", Basis.CANNOT_BE_TOLD),
    forecast("K05", Basis.RANGE, None, share(84), share(93), on_day=date(2028, 12, 31), option=""),
    forecast("gone", Basis.CANNOT_BE_TOLD),
)


def test_what_can_still_happen_and_trends_to_the_next_day_that_decides_something_stand_there() -> None:
    section = build_report(ALL, "en").forecasts
    assert section is not None
    assert [(row.indicator, row.day, row.occasion, row.text, row.basis) for row in section.rows] == [
        ("K03", "2027-12-31", "notice of Option 2", "5.0%, within 4.0% to 8.0%", "by trend, 12 periods"),
        ("K04", "2026-10-31", "the period ends", "at least 2", "what is still possible"),
    ]
    assert section.others.startswith("1 more has no clear trend")
    assert section.untold == "Nothing can be told of K13: too few periods were judged."


def test_without_forecasts_the_page_has_no_such_part() -> None:
    assert build_report(make_results(), "sv").forecasts is None
    assert 'id="forecasts"' not in render_html(make_results(), "sv")


def test_what_can_all_be_told_leaves_nothing_untold() -> None:
    section = build_report(
        with_forecasts(forecast("K05", Basis.RANGE, None, share(1), share(2))), "sv"
    ).forecasts
    assert section is not None
    assert (section.rows, section.untold) == ((), "")


def test_the_page_shows_where_it_is_heading_in_both_languages() -> None:
    assert "Vart det är på väg" in render_html(ALL, "sv")
    assert "5,0\xa0%, inom 4,0\xa0% till 8,0\xa0%" in render_html(ALL, "sv")
    assert "Where it is heading" in render_html(ALL, "en")


def test_the_last_day_is_when_the_contract_ends() -> None:
    last = forecast("K05", Basis.TREND, share(1), share(1), share(2), occasion=Occasion.LAST_DAY, option="")
    section = build_report(with_forecasts(last), "sv").forecasts
    assert section is not None
    assert section.rows[0].occasion == "avtalet löper ut"


def table(results: PeriodResults) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_csv(results, "en").lstrip("\ufeff")), delimiter=";"))


def test_the_table_has_every_forecast_of_the_contract() -> None:
    rows = [row for row in table(ALL) if row["Row"].startswith("forecast: ")]
    assert len(rows) == 6
    assert [
        rows[1][name] for name in ("Row", "Indicator", "Period", "Forecast", "Basis", "Periods judged")
    ] == [
        "forecast: notice of Option 2",
        "K03",
        "2027-12-31",
        "5.0%, within 4.0% to 8.0%",
        "by trend",
        "12",
    ]
    assert (rows[1]["Lowest possible"], rows[1]["Highest possible"]) == ("4.0%", "8.0%")
    assert rows[2]["Forecast"] == "cannot be told"


def with_outcome(found: Outcome) -> PeriodResults:
    results = make_results()
    key = (found.indicator, found.scope, found.view)
    rest = [one for one in results.outcomes if (one.indicator, one.scope, one.view) != key]
    return replace(results, outcomes=(*rest, found))


def test_the_table_has_what_stands_beside_an_outcome() -> None:
    found = k05(trend=WORSE, budget=Budget(Fraction(20), Fraction(12)), confidence=(0.9, 0.95))
    (row,) = [
        row
        for row in table(with_outcome(replace(found, figure=replace(found.figure, response=Fraction(1, 4)))))
        if (row["Row"], row["Indicator"], row["Service"], row["Segment"])
        == ("outcome", "K05", "Service desk", "")
    ]
    names = ["95% confidence from", "95% confidence to", "Response", "Room left by the target", "Of it used"]
    assert [row[name] for name in names] == ["90.0%", "95.0%", "25.0%", "20.000000", "12.000000"]
    names = ["Trend", "Change a period", "Probability without a trend", "Periods judged"]
    assert [row[name] for name in names] == ["worse", f"{MINUS}1.00\xa0percentage points", "0.002778", "6"]


def test_a_trend_of_too_few_periods_has_only_their_number_in_the_table() -> None:
    found = k05(trend=Trend(Direction.UNKNOWN, None, None, 2))
    rows = [row for row in table(with_outcome(found)) if row["Trend"]]
    assert [(row["Trend"], row["Change a period"], row["Periods judged"]) for row in rows] == [
        ("cannot be told", "", "2")
    ]


def test_programs_get_trend_budget_and_forecasts_exact() -> None:
    found = k05(trend=WORSE, budget=Budget(Fraction(25, 2), Fraction(12)))
    document = json.loads(render_json(replace(with_outcome(found), forecasts=ALL.forecasts), "en"))
    views = [
        one["views"] for one in document["outcomes"] if one["indicator"] == "K05" and one["service"] == "T1"
    ]
    view = views[0]["after_exclusions"]
    assert view["trend"] == {
        "direction": "worsened",
        "slope": {"numerator": -1, "denominator": 100},
        "p_value": 0.002778,
        "periods": 6,
    }
    assert view["budget"]["initial"] == {"numerator": 25, "denominator": 2}
    assert document["forecasts"][1] == {
        "indicator": "K03",
        "service": "T1",
        "occasion": "notice",
        "option": "o2",
        "on_day": "2027-12-31",
        "basis": "trend",
        "periods": 12,
        "value": 0.05,
        "low": 0.04,
        "high": 0.08,
        "explain": "2026-10/K03/T1",
    }
    assert document["forecasts"][2]["value"] is None
