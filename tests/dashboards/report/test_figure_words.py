"""Rates, duties and survey indices in words."""

from typing import Any

import pytest

from dashboards.report.context import context_of
from dashboards.report.method_tickets import describe_indicator
from dashboards.report.values import describe_target, format_value, value_form
from dashboards.wording import wording
from evaluator.contract.indicators import AnyIndicator
from tests.dashboards.builders import make_contract, make_results
from tests.dashboards.report.test_values import made

CONTRACT = make_contract()
RATE: dict[str, Any] = {
    "tickets": {},
    "count": "tickets",
    "month_of": "opened",
    "per": 1000,
    "target": {"to": "2.5"},
}
REPORTS: dict[str, Any] = {
    "after_each": "quarter",
    "within": {"working_days": 5},
    "hours": "weekdays",
    "done": "report_delivered",
    "result": "share_in_time",
}
CAUSES: dict[str, Any] = {
    "tickets": {"kinds": ["incident"]},
    "start": {"event": "opened"},
    "end": {"event": "field", "field": "cause", "value": "told", "which": "first"},
    "hours": "weekdays",
    "cancels_in": [],
    "within": {"limit": {"working_days": 10}},
    "result": "missed",
    "target": {"to": 0},
}
NKI: dict[str, Any] = {
    "questions": [{"measure": "helhet", "weight": 2}, {"measure": "ideal", "weight": 1}],
    "scale": {"lowest": 1, "highest": 10},
    "response": None,
    "target": {"from": 70},
}


def method(indicator: AnyIndicator, language: str) -> str:
    return describe_indicator(indicator, context_of(make_results(), wording(language))).text


@pytest.mark.parametrize(
    ("volume", "swedish"),
    [
        ({"of": "users"}, "högst 2,5 per 1\xa0000 användare"),
        (
            {"of": "tickets", "tickets": {"kinds": ["incident"], "priorities": ["P1"]}},
            "högst 2,5 per 1\xa0000 ärenden (incident och P1)",
        ),
        ({"of": "tickets", "tickets": {}}, "högst 2,5 per 1\xa0000 ärenden"),
        ({"of": "measurement", "measure": "samtal", "data": ["phone"]}, "högst 2,5 per 1\xa0000 av samtal"),
    ],
)
def test_a_rate_names_what_it_is_for_each_so_many_of(volume: dict[str, Any], swedish: str) -> None:
    assert describe_target(made("rate", volume=volume, **RATE), CONTRACT, wording("sv")) == swedish


def test_a_rate_says_where_its_volume_comes_from() -> None:
    of_calls = {"of": "measurement", "measure": "calls", "data": ["phone"]}
    assert (
        "The volume is the sum of the measurement calls from phone. Where the volume is not known for all of"
        " the period the rate is not measured."
    ) in method(made("rate", volume=of_calls, **RATE), "en")
    assert "Volymen är de användare som avtalet anger." in method(
        made("rate", volume={"of": "users"}, **RATE), "sv"
    )
    of_tickets = {"of": "tickets", "tickets": {}}
    assert "the tickets that opened" in method(made("rate", volume=of_tickets, **RATE), "en")


def test_a_rate_of_changes_counts_each_in_its_month() -> None:
    changes = RATE | {"count": "changes", "changes_of": {"field": "team", "ever_one_of": ["b"]}}
    text = method(made("rate", volume={"of": "users"}, **changes), "en")
    assert "Each change belongs to the period in which it was made. The volume is" in text


def test_a_duty_that_comes_back_says_when_it_arises_and_where_it_counts() -> None:
    duty = made("periodic_duty", **REPORTS)
    assert describe_target(duty, CONTRACT, wording("en")) == "at least 90%, limit 5 working days"
    assert (
        "Skyldigheten uppstår när varje kvartal är slut; arbetsdagar räknas från dagen därpå. Den hör till"
        " den period då den förfaller, fullgjord eller inte."
    ) in method(duty, "sv")


def test_a_duty_after_an_event_is_of_the_period_in_which_it_falls_due() -> None:
    duty = made("duty", **CAUSES)
    assert describe_target(duty, CONTRACT, wording("en")) == "at most 0, limit 10 working days"
    assert value_form(duty).value == "number"
    assert "in which its limit runs out" in method(duty, "en")


def test_a_survey_index_tells_its_formula() -> None:
    index = made("survey_index", **NKI)
    assert (
        "The index is the mean mark of helhet (weight 2) and ideal (weight 1), less 1, divided by 9, times"
        " 100: marks from 1 to 10 become 0 to 100."
    ) in method(index, "en")
    assert format_value(index, index.target.lowest or 0, wording("sv")) == "70,0"
