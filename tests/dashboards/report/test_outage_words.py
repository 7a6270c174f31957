"""Outages, limits on them and composite services as people read them."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter

from dashboards.report import build_report
from dashboards.report.build import Report
from dashboards.report.values import describe_target, format_value
from dashboards.wording import wording
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.outcomes import Scope, Verdict
from tests.dashboards.builders import (
    contract_content,
    figure,
    in_both_views,
    indicator_content,
    label,
    make_contract,
    make_results,
)

READ: TypeAdapter[AnyIndicator] = TypeAdapter(AnyIndicator)
PLAIN = {"bands": [], "consequence": "none", "minimum_sample": None, "services": ["T3"], "rules": "catalogue"}
LIMITS: dict[str, Any] = {
    "month_of": "touches",
    "target": {"to": "100 %"},
    "limits": [
        {"measure": "count", "at_most": 1, "over": "month"},
        {"measure": "longest", "at_most": "90 min", "over": "quarter"},
        {"measure": "total", "at_most": "4 h", "over": "rolling_12_months"},
    ],
}


ENGLISH_LIMITS = (
    "number of outages at most 1 in a month, longest outage at most 1 h 30 min in a quarter"
    " and outages in all at most 4 h in twelve months in a row"
)
SWEDISH_LIMITS = (
    "antal avbrott högst 1 under en månad, längsta avbrott högst 1 tim 30 min under ett kvartal"
    " och avbrott sammanlagt högst 4 tim under tolv månader i följd"
)


def terms(kind: str, **changes: Any) -> dict[str, Any]:
    return indicator_content("X", kind, **PLAIN | changes)


def outages(**changes: Any) -> dict[str, Any]:
    return terms("outages", **{"measure": "count", "month_of": "starts", "target": {"to": 1}} | changes)


def limits(**changes: Any) -> dict[str, Any]:
    return terms("outage_limits", **LIMITS | changes)


def told(written: dict[str, Any], language: str = "en") -> str:
    return describe_target(READ.validate_python(written), make_contract(), wording(language))


def report(written: dict[str, Any], *outcomes: Any, language: str = "en", **changes: Any) -> Report:
    contract = make_contract(indicators=[written], scorecard=None, **changes)
    results = make_results(contract=contract, outcomes=outcomes, history=outcomes, statements=())
    return build_report(results, language)


def method(written: dict[str, Any], term: str, **changes: Any) -> str:
    return {entry.term: entry.text for entry in report(written, **changes).method}[term]


@pytest.mark.parametrize(
    ("written", "english", "swedish"),
    [
        (outages(), "number of outages at most 1", "antal avbrott högst 1"),
        (
            outages(measure="longest", target={"to": "4 h"}),
            "longest outage at most 4 h",
            "längsta avbrott högst 4 tim",
        ),
        (
            outages(measure="total", month_of=None, target={"to": "4 h"}),
            "outages in all at most 4 h",
            "avbrott sammanlagt högst 4 tim",
        ),
        (
            limits(),
            ENGLISH_LIMITS,
            SWEDISH_LIMITS,
        ),
    ],
)
def test_what_outages_are_to_keep_is_said_in_words(
    written: dict[str, Any], english: str, swedish: str
) -> None:
    assert told(written).replace("\xa0", " ") == english
    assert told(written, "sv").replace("\xa0", " ") == swedish


@pytest.mark.parametrize(
    ("written", "value", "shown"),
    [
        (outages(), Fraction(3), "3"),
        (outages(measure="longest", target={"to": "4 h"}), Fraction(5400), "1 h 30 min"),
        (limits(), Fraction(5, 4), "125.0%"),
    ],
)
def test_values_are_a_number_a_time_or_a_share_of_the_limit(
    written: dict[str, Any], value: Fraction, shown: str
) -> None:
    found = format_value(READ.validate_python(written), value, wording("en"))
    assert found.replace("\xa0", " ") == shown


def test_the_limit_that_binds_is_named_beside_the_verdict_and_in_the_evidence() -> None:
    used = figure(5, 4, 2, binding="total rolling_12_months")
    found = report(limits(), *in_both_views("X", Verdict.MISSED, used, Scope("T3")))
    limit = "outages in all at most 4 h in twelve months in a row"
    (row,) = found.verdicts
    basis = [line.replace("\xa0", " ") for line in row.basis]
    assert basis[:2] == ["2 outages", f"the limit that binds: {limit}"]
    (group,) = found.evidence
    lines = [line.replace("\xa0", " ") for line in group.calculation]
    assert f"As measured: 125.0% of the limit: {limit}." in lines


def test_limits_without_hours_name_none() -> None:
    nothing = figure(0, 0, 0, known=0, expected=0)
    found = report(limits(), *in_both_views("X", Verdict.NOT_ASSESSABLE, nothing, Scope("T3")))
    assert found.verdicts[0].basis == ("0 outages",)


def test_the_number_of_outages_is_told_once() -> None:
    found = report(outages(), *in_both_views("X", Verdict.MET, figure(1, 1, 1, 1), Scope("T3")))
    assert found.verdicts[0].basis == ("1 outage",)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (outages(), "belongs as a whole to the one in which it starts."),
        (limits(), "belongs as a whole to each period that it touches."),
        (outages(period="rolling_12_months"), "Judged every month over the twelve months that end with it,"),
    ],
)
def test_the_method_says_to_which_period_an_outage_belongs(written: dict[str, Any], said: str) -> None:
    assert said in method(written, "X Indicator X")


def test_a_total_belongs_second_by_second_and_says_nothing_of_borders() -> None:
    total = outages(measure="total", month_of=None, target={"to": "4 h"})
    assert "An outage across" not in method(total, "X Indicator X")


MEMBERS = [{"service": "T1"}, {"service": "T3", "unit": "school-01"}]


@pytest.mark.parametrize(
    ("made_of", "said"),
    [
        (
            {"combine": "worst", "members": MEMBERS},
            "Works as the worst of its parts does: {T1} and {T3}, {unit}.",
        ),
        (
            {"combine": "best", "members": MEMBERS},
            "Works as the best of its parts does: {T1} and {T3}, {unit}.",
        ),
        (
            {"combine": "at_least", "at_least": 1, "units_of": {"service": "T3"}},
            "Works while at least 1 of its parts do: each unit of {T3}.",
        ),
        (
            {"combine": "average", "units_of": {"service": "T3", "segment": "schools"}},
            "The seconds of its parts are added up: each unit of {T3} in {schools}.",
        ),
        (
            {"combine": "weighted", "members": [one | {"weight": 2} for one in MEMBERS]},
            "The seconds of its parts are added up by weight: {T1} (2) and {T3}, {unit} (2).",
        ),
    ],
)
def test_the_method_says_what_a_composite_is_made_of(made_of: dict[str, Any], said: str) -> None:
    content = contract_content()
    names = {one["id"]: one["label"]["en"] for one in [*content["services"], *content["segments"]]}
    units = {one["id"]: one["label"] for one in content["units"]}
    portal = content["services"][0] | {
        "id": "portal",
        "label": label("portalen", "portal"),
        "made_of": made_of,
    }
    found = method(outages(), "Composite service: portal", services=[*content["services"], portal])
    assert found == said.format(unit=units.get("school-01", "school-01"), **names)
