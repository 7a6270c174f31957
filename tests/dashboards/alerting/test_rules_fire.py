"""Every alert fires on what it is about and stays silent on what comes near to it, as promtool reckons."""

from pathlib import Path
from typing import Any

import pytest

from dashboards.alerting.contract_rules import CLAIM, NOTICE, REPORT, SAFE_START, THRESHOLD
from dashboards.alerting.indicator_rules import BREACH, BUDGET_GONE, BURN, FORECAST, TICKETS
from dashboards.alerting.service_rules import (
    AWAY,
    BEHIND,
    JOB,
    MESSAGES,
    SILENT,
    STALE,
    UNDELIVERED,
    UNMAPPED,
)
from tests.dashboards.alerting.promtool import (
    Case,
    as_promtool,
    example_rules,
    gauge,
    only_labels,
    run_cases,
)

ALWAYS = "x600"
"""A value told every minute for ten hours."""


def steady(value: float) -> str:
    return f"{value}+0{ALWAYS}"


def burn(window: str, rate: float, indicator: str = "K09a", service: str = "T3A") -> dict[str, str]:
    return {gauge("burn_rate", indicator=indicator, service=service, window=window): steady(rate)}


def burning(severity: str, window: str) -> dict[str, str]:
    return {"severity": severity, "indicator": "K09a", "service": "T3A", "window": window}


def verdict(verdict: str, month: str, value: float) -> dict[str, str]:
    labels = {"indicator": "K05", "service": "T2", "month": month, "verdict": verdict}
    return {gauge("indicator_verdict", **labels): steady(value)}


MISSED = {
    "severity": "ticket",
    "indicator": "K05",
    "service": "T2",
    "month": "finished",
    "verdict": "missed",
}
ABOUT_K05 = {"severity": "ticket", "indicator": "K05", "service": "T2"}
LEFT = gauge("budget_left_ratio", indicator="K09a", service="T3A", month="running")
COUNTED = gauge("indicator_value", indicator="K04", service="", month="running", unit="count")
FORECAST_K05 = gauge("forecast_miss", indicator="K05", service="T2")
FORECAST_K09A = gauge("forecast_miss", indicator="K09a", service="T3A")
OPEN_K05 = gauge("tickets_about_to_miss", indicator="K05", service="T2")
REACHED = gauge("trigger_reached", trigger="points_50", indicator="", service="")
NEEDED = gauge("trigger_needed", trigger="points_50", indicator="", service="")
DECISION = gauge("decision_days_left", decision="option2", kind="notice")
CLAIMS = gauge("claim_days_left", service="T1")
EVALUATED = gauge("evaluation_timestamp_seconds", month="running")
EVALUATED_BEFORE = gauge("evaluation_timestamp_seconds", month="finished")
HEARD = gauge("source_last_success_timestamp_seconds", source="desk")
LONGEST = gauge("source_silent_after_seconds", source="desk")
KNOWN = gauge("source_reached_timestamp_seconds", source="desk")
MINUTELY = "0+60x120"
"""A time that goes on with the clock."""
START = gauge("safe_start_days_left", deadline="option2.expiry")
BEGIN = {"severity": "ticket", "deadline": "option2.expiry"}
NEAR = {"severity": "ticket", "decision": "option2", "kind": "notice"}

BREACHES = [
    Case("a month that is over missed its target", BREACH, verdict("missed", "finished", 1), 5, (MISSED,)),
    Case("it met it", BREACH, verdict("missed", "finished", 0), 5),
    Case("it could not be assessed", BREACH, verdict("not_assessable", "finished", 1), 5),
    Case(
        "a running month is below its target, which it can still reach",
        BREACH,
        verdict("missed", "running", 1),
        5,
    ),
    Case(
        "the budget of the running month is overdrawn",
        BUDGET_GONE,
        {LEFT: steady(-0.01)},
        5,
        ({"severity": "ticket", "indicator": "K09a", "service": "T3A", "month": "running"},),
    ),
    Case(
        "a budget used up exactly still keeps a target that its end belongs to",
        BUDGET_GONE,
        {LEFT: steady(0)},
        5,
    ),
    Case(
        "a count is above what is allowed",
        BUDGET_GONE,
        {COUNTED: steady(1)},
        5,
        ({"severity": "ticket", "indicator": "K04", "service": "", "month": "running", "unit": "count"},),
    ),
    Case("a count on target", BUDGET_GONE, {COUNTED: steady(0)}, 5),
]

SLOTH_PAIRS = [
    ("page", "1h", "5m", 14.4),
    ("page", "6h", "30m", 6.0),
    ("ticket", "1d", "2h", 3.0),
    ("ticket", "3d", "6h", 1.0),
]
"""For 30 days."""

BURNS = [
    case
    for severity, long_window, short_window, factor in SLOTH_PAIRS
    for case in (
        Case(
            f"both {long_window} and {short_window} are above {factor}",
            BURN,
            burn(long_window, factor + 0.01) | burn(short_window, factor + 0.01),
            5,
            (burning(severity, long_window),),
        ),
        Case(
            f"{long_window} and {short_window} are exactly {factor}",
            BURN,
            burn(long_window, factor) | burn(short_window, factor),
            5,
        ),
        Case(
            f"{long_window} is above {factor}, {short_window} no longer",
            BURN,
            burn(long_window, factor + 0.01) | burn(short_window, factor - 0.01),
            5,
        ),
        Case(
            f"{short_window} is above {factor}, {long_window} not yet",
            BURN,
            burn(long_window, factor - 0.01) | burn(short_window, factor + 0.01),
            5,
        ),
        Case(f"of {short_window} nothing is known", BURN, burn(long_window, factor + 0.01), 5),
    )
] + [
    Case("windows of two pairs do not make one", BURN, burn("6h", 20) | burn("5m", 20), 5),
    Case(
        "windows of two services do not make a pair",
        BURN,
        burn("1h", 20, indicator="K09c", service="T2") | burn("5m", 20, indicator="K09c", service="T3C"),
        5,
    ),
]

PYRRA = [
    Case(
        "with pyrra both must be above for two minutes",
        BURN,
        burn("1h4m", 14.1) | burn("5m", 14.1),
        3,
        (burning("page", "1h4m"),),
        {"burn": "pyrra"},
    ),
    Case("one minute is too short", BURN, burn("1h4m", 14.1) | burn("5m", 14.1), 1, (), {"burn": "pyrra"}),
    Case("14 exactly", BURN, burn("1h4m", 14) | burn("5m", 14), 9, (), {"burn": "pyrra"}),
]

FORECASTS = [
    Case("a forecast lies off target", FORECAST, {FORECAST_K05: steady(1)}, 5, (ABOUT_K05,)),
    Case("a forecast does not", FORECAST, {FORECAST_K05: steady(0)}, 5),
    Case("what is lost already is told as such", FORECAST, {FORECAST_K09A: steady(1), LEFT: steady(-1)}, 5),
]

TICKET_CASES = [
    Case("two tickets are about to miss", TICKETS, {OPEN_K05: steady(2)}, 5, (ABOUT_K05,)),
    Case("no ticket is", TICKETS, {OPEN_K05: steady(0)}, 5),
]

CONTRACT_CASES = [
    Case(
        "40 of 50 points are near",
        THRESHOLD,
        {REACHED: steady(40), NEEDED: steady(50)},
        5,
        ({"severity": "ticket", "trigger": "points_50", "indicator": "", "service": ""},),
    ),
    Case("39 of 50 points are not", THRESHOLD, {REACHED: steady(39), NEEDED: steady(50)}, 5),
    Case("180 days are left", NOTICE, {DECISION: steady(180)}, 5, (NEAR | {"lead": "180"},)),
    Case("181 days are left", NOTICE, {DECISION: steady(181)}, 5),
    Case("90 days are left", NOTICE, {DECISION: steady(90)}, 5, (NEAR | {"lead": "90"},)),
    Case("the last day", NOTICE, {DECISION: steady(0)}, 5, (NEAR | {"lead": "30"},)),
    Case("the day has passed", NOTICE, {DECISION: steady(-1)}, 5),
    Case("eight weeks are left", SAFE_START, {START: steady(56)}, 5, (BEGIN | {"lead": "56"},)),
    Case("more than half a year is left", SAFE_START, {START: steady(183)}, 5),
    Case("the safe start has passed", SAFE_START, {START: steady(-3)}, 5, (BEGIN | {"lead": "-1"},)),
    Case("it passed long ago", SAFE_START, {START: steady(-31)}, 5),
    Case("a claim has 30 days", CLAIM, {CLAIMS: steady(30)}, 5, ({"severity": "ticket", "service": "T1"},)),
    Case("a claim has 31 days", CLAIM, {CLAIMS: steady(31)}, 5),
    Case("a claim has lapsed", CLAIM, {CLAIMS: steady(-1)}, 5),
    Case(
        "the supplier's report is missing",
        REPORT,
        {
            gauge("report_missing", report="supplier"): steady(1),
            gauge("report_missing", report="own"): steady(0),
        },
        5,
        ({"severity": "info", "report": "supplier"},),
    ),
]

SILENCE = ((HEARD, 0.0), (LONGEST, 3600.0))


def of_process(series: str, instance: str) -> str:
    """A series as one of several processes on the same database tells it."""
    return series.replace("}", f',instance="{instance}"}}')


OLD = {"severity": "page", "reason": "old"}
SERVICE_CASES = [
    Case("27 hours after the last evaluation", STALE, {EVALUATED: "0+0x1800"}, 27 * 60, (OLD,)),
    Case("25 hours after it", STALE, {EVALUATED: "0+0x1800"}, 25 * 60),
    Case(
        "one month is judged still, another no more",
        STALE,
        {EVALUATED: "0+60x1800", EVALUATED_BEFORE: "0+0x1800"},
        27 * 60,
    ),
    Case("there are no results for long", STALE, {}, 16, ({"severity": "page", "reason": "missing"},)),
    Case("there are none for a while, as at a restart", STALE, {}, 14),
    Case(
        "the database is away for long",
        AWAY,
        {"supplierwatch_store_up": steady(0)},
        16,
        ({"severity": "page"},),
    ),
    Case("it is away for ten minutes", AWAY, {"supplierwatch_store_up": "0+0x10 1+0x60"}, 20),
    Case(
        "a source is silent for longer than it may be",
        SILENT,
        {HEARD: steady(0), LONGEST: steady(3600)},
        61,
        ({"severity": "ticket", "source": "desk", "reason": "late"},),
    ),
    Case(
        "a source is silent for as long as it may be", SILENT, {HEARD: steady(0), LONGEST: steady(3600)}, 60
    ),
    Case(
        "a source was never heard",
        SILENT,
        {LONGEST: steady(3600)},
        20,
        ({"severity": "ticket", "source": "desk", "reason": "never"},),
    ),
    Case(
        "a source answers, and is known for too little",
        BEHIND,
        {HEARD: MINUTELY, LONGEST: steady(3600), KNOWN: steady(0)},
        61,
        ({"severity": "ticket", "source": "desk"},),
    ),
    Case(
        "a source is known for just long enough",
        BEHIND,
        {HEARD: MINUTELY, LONGEST: steady(3600), KNOWN: steady(0)},
        60,
    ),
    Case(
        "a source that is silent is not told to be behind too",
        BEHIND,
        {HEARD: steady(0), LONGEST: steady(3600), KNOWN: steady(0)},
        61,
    ),
    Case(
        "a source uses a word without a mapping",
        UNMAPPED,
        {gauge("source_unmapped", source="desk"): steady(2)},
        1,
        ({"severity": "ticket", "source": "desk"},),
    ),
    Case("all words have a mapping", UNMAPPED, {gauge("source_unmapped", source="desk"): steady(0)}, 1),
    Case(
        "a delivery did not come",
        UNDELIVERED,
        {gauge("deliveries_missing", source="desk"): steady(1)},
        1,
        ({"severity": "ticket", "source": "desk"},),
    ),
    Case("all deliveries came", UNDELIVERED, {gauge("deliveries_missing", source="desk"): steady(0)}, 1),
    Case(
        "a job fails for long",
        JOB,
        {gauge("job_failing", job="collect"): steady(1)},
        16,
        ({"severity": "ticket", "job": "collect"},),
    ),
    Case(
        "a source is silent, as two processes tell",
        SILENT,
        {of_process(one, name): steady(value) for one, value in SILENCE for name in ("a", "b")},
        61,
        ({"severity": "ticket", "source": "desk", "reason": "late"},),
    ),
    Case(
        "messages did not arrive",
        MESSAGES,
        {gauge("messages_undelivered"): steady(2)},
        1,
        ({"severity": "ticket"},),
    ),
    Case("all messages arrived", MESSAGES, {gauge("messages_undelivered"): steady(0)}, 1),
    Case("a job failed once", JOB, {gauge("job_failing", job="collect"): "1+0x5 0+0x60"}, 16),
]

KEPT = [
    Case(
        "figures that are away for a while are no recovery",
        BREACH,
        {next(iter(verdict("missed", "finished", 1))): "1+0x10 _x60"},
        35,
        (MISSED,),
    ),
    Case(
        "a month on target is one, after half an hour",
        BREACH,
        {next(iter(verdict("missed", "finished", 1))): "1+0x10 0+0x60"},
        45,
    ),
]


@pytest.mark.parametrize(
    "cases",
    [BREACHES, BURNS, PYRRA, FORECASTS, TICKET_CASES, CONTRACT_CASES, SERVICE_CASES, KEPT],
    ids=["breaches", "burn", "pyrra", "forecasts", "tickets", "contract", "service", "kept"],
)
def test_an_alert_fires_where_it_should_and_nowhere_else(cases: list[Case], tmp_path: Path) -> None:
    terms: dict[str, Any] = cases[0].terms
    rules = only_labels(example_rules(**terms), {one.alert for one in cases})
    assert run_cases(tmp_path, rules, [as_promtool(one) for one in cases]) == ""


def test_every_alert_has_a_case_in_which_it_fires_and_one_in_which_it_is_silent() -> None:
    every = [*BREACHES, *BURNS, *FORECASTS, *TICKET_CASES, *CONTRACT_CASES, *SERVICE_CASES]
    named = {one["alert"] for group in example_rules()["groups"] for one in group["rules"]}
    assert {one.alert for one in every if one.alerts} == named
    assert {one.alert for one in every if not one.alerts} | {REPORT} == named


def test_a_wrong_expectation_is_found(tmp_path: Path) -> None:
    wrong = Case("a met target", BREACH, verdict("missed", "finished", 0), 5, (MISSED,))
    rules = only_labels(example_rules(), {BREACH})
    assert "FAILED" in run_cases(tmp_path, rules, [as_promtool(wrong)])
