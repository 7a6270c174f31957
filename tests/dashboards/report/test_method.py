"""How it was measured: each choice of the contract has its sentence."""

from typing import Any

import pytest

from dashboards.report import build_report
from tests.dashboards.builders import contract_content, indicators_content, label, make_contract, make_results

TICKETS: dict[str, Any] = {
    "prober": "tickets",
    "data": ["desk"],
    "tickets": {"priorities": ["P1"]},
    "begins": {"event": "opened"},
    "ends": {"event": "state", "states": ["resolved"], "which": "last"},
    "longest": "24 h",
    "concerns": "service",
    "without_ticket": "unknown",
}


def method(**changes: Any) -> dict[str, str]:
    contract = make_contract(**changes)
    return {entry.term: entry.text for entry in build_report(make_results(contract=contract), "en").method}


def availability(**changes: Any) -> str:
    rules = contract_content()["availability_rules"]["catalogue"] | changes
    return method(availability_rules={"catalogue": rules})["Availability: catalogue"]


def clock(**changes: Any) -> str:
    terms = contract_content()["clocks"]["resolution"] | changes
    return method(clocks={"resolution": terms})["Clock: resolution time"]


def money(**changes: Any) -> dict[str, str]:
    return method(credits=contract_content()["credits"] | changes)


AGENT, CUSTOMER = ({"field": "message", "is_one_of": [value]} for value in ("agent", "customer"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Agreed maintenance is left out of both up time and total time."),
        ({"planned_maintenance": "count_up"}, "Agreed maintenance counts as up."),
        ({"planned_maintenance": "count_down"}, "Agreed maintenance counts as down."),
        ({}, "Announced less than 10 working days ahead it counts as down."),
        ({"unknown": {"treat_as": "down"}}, "Time without facts counts as down."),
        (
            {"unknown": {"treat_as": "carry_forward", "longest": "15 min", "then": "exclude"}},
            "the state before goes on for at most 15\xa0min; the rest is left out.",
        ),
        ({"degraded": {"treat_as": "weight", "weight": "50 %"}}, "Degraded service counts as 50% down."),
        ({"degraded": {"treat_as": "down"}}, "Degraded service counts as down."),
        ({"degraded": {"treat_as": "up"}}, "Degraded service counts as up."),
        ({"shortest_outage": "0 s"}, "Outages count however short."),
        ({"shortest_outage": "5 min"}, "Outages shorter than 5\xa0min do not count."),
        ({"denominator": "wall_clock"}, "A percentage is of all hours of the period"),
        ({"denominator": "nominal", "nominal_hours": 180}, "A percentage is of 180 hours a month"),
        ({"weighting": "none"}, "Any outage is a whole one"),
        ({"weighting": "units"}, "Units are measured each and weigh by their users."),
        ({"preset": "icinga_db"}, "Starts from the preset icinga_db; what applies is told here."),
        ({"maintenance_allowed_in": "weekdays"}, "Maintenance outside the hours weekdays is not agreed"),
        ({"maintenance_monthly_maximum": "8 h"}, "Maintenance beyond 8\xa0h in a calendar month is not"),
        ({}, "the worst that any of them saw holds."),
        ({"probers": {"decides": "worst"}}, "the worst that any of them saw holds."),
        ({"probers": {"decides": "best"}}, "the best that any of them saw holds."),
        ({"probers": {"decides": "at_least", "at_least": 2}}, "what at least 2 of them saw at the same time"),
        ({"probers": {"decides": "order", "order": ["probe", "desk"]}}, "that looked decides: probe, desk."),
        (
            {"merging": {"within": "10 min", "starts": "earliest", "ends": "desk"}},
            "It starts when the first to see it did. It ends when desk saw it over.",
        ),
        (
            {"outages_from_tickets": TICKETS},
            "of tickets, each of 24\xa0h at most. Where there is no such ticket, they say nothing.",
        ),
        ({"outages_from_tickets": TICKETS | {"without_ticket": "up"}}, "they say that the service was up."),
    ],
)
def test_each_choice_of_availability_is_told(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in availability(**changes)


def test_no_notice_of_maintenance_asked_for_is_not_mentioned() -> None:
    assert "Announced" not in availability(maintenance_notice_working_days=None)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {},
            "the ticket is opened. Runs while it is being worked on and waiting for the supplier.",
        ),
        (
            {},
            "Pauses while it is waiting for the user, waiting for the customer and waiting for a third",
        ),
        ({}, "Stops when it becomes resolved and closed."),
        ({}, "A ticket that ends as cancelled is left out."),
        ({}, "Runs in the service's own hours."),
        ({"hours": "always"}, "Runs around the clock."),
        ({"hours": "weekdays"}, "Runs in the hours weekdays."),
        (
            {},
            "A reopening later than 5 working days starts a new cycle, a case of its own; the one before",
        ),
        (
            {"reopening": {"rule": "new_cycle", "within_working_days": None}},
            "When a ticket is reopened a new cycle begins, a case of its own; the one before stands as it",
        ),
        (
            {"reopening": {"rule": "reset", "within_working_days": 3}},
            "the same clock starts again from zero. A reopening later than 3 working days",
        ),
        ({"reopening": {"rule": "never", "within_working_days": None}}, "A stop is final; a reopening does"),
        ({"priority_change": "keep"}, "A change of priority leaves time used and pauses as they are."),
        ({"priority_change": "restart"}, "A change of priority starts it again from zero."),
        ({"priority_change": "since_opening"}, "all time since the start counts, also the pauses before it."),
        ({"used_up_at_close": "close"}, "A limit used up exactly when the hours close is due then."),
        ({"used_up_at_close": "next_opening"}, "is due when they open again."),
        ({"starts": {"when": [AGENT], "counts_from": "moment"}}, "Starts when message is agent."),
        (
            {"starts": {"when": [AGENT], "counts_from": "opening", "pauses_before": "kept"}},
            "Starts when message is agent, and then counts from the opening, without the pauses.",
        ),
        (
            {"starts": {"when": [AGENT], "counts_from": "opening", "pauses_before": "ignored"}},
            "and then counts all time from the opening, with what would have been pauses.",
        ),
        (
            {"runs_when": [CUSTOMER], "at_opening": {"message": "customer"}},
            "waiting for the supplier. Runs only while message is customer.",
        ),
        (
            {"runs_when": [CUSTOMER], "at_opening": {"message": "customer"}},
            "When a ticket opens, message is taken to be customer.",
        ),
        (
            {"pauses_when": [{"field": "team", "is_one_of": ["a", "b"], "waits_for": "third"}]},
            "Pauses while team is a or b; that time counts against: third party.",
        ),
        (
            {"longest_wait": [{"in": ["waiting_user"], "at_most": {"working_days": 5}, "then": "runs"}]},
            "waiting for the user it pauses for 5 working days at most; after that it runs again.",
        ),
        ({"waits_for": {"resolved": "supplier"}}, "a solution and a reopening counts against: supplier."),
        (
            {"waits_for": {"waiting_third": "supplier"}},
            "Time in which it is waiting for a third party counts against: supplier.",
        ),
        ({"stops_when": [{"field": "team", "has_value": True}]}, "Stops when team has a value."),
        (
            {"cancels_when": [{"field": "team", "has_value": False}]},
            "A ticket of which in the end team has no value is left out.",
        ),
        (
            {"resets_when": [{"field": "team", "changes": True}, {"field": "kind", "becomes": ["order"]}]},
            "Starts again from zero when team changes or kind becomes order; what was used is forgotten.",
        ),
        (
            {"renews_when": [{"field": "update", "says": ["told"]}]},
            "Ends and begins anew when update is told to be told; each time between is a case of its own.",
        ),
    ],
)
def test_each_choice_of_a_clock_is_told(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in clock(**changes)


def test_a_clock_that_never_pauses_nor_cancels_says_neither() -> None:
    waiting = ["waiting_user", "waiting_customer", "waiting_third", "waiting_supplier"]
    text = clock(runs_in=["active", *waiting, "cancelled"], cancels_in=[])
    assert "Pauses" not in text
    assert "left out" not in text


def test_an_indicators_judging_is_told() -> None:
    text = method()["K05 Resolution time P2"]
    assert "Target: at least 90%, limit 8\xa0h." in text
    assert "at least 85% and below 90%: 1 point; at least 80% and below 85%: 2 points" in text
    assert "With fewer than 20 cases the number of misses gives the points (0 → 0, 1 → 1" in text
    assert "A period without cases is not assessable." in text
    assert "With less than 95% of the facts known it is not assessable." in text


def test_an_indicator_without_consequence_and_one_that_is_met_when_empty_say_so() -> None:
    found = method()
    assert "A miss gives no points." in found["K16 Customer index"]
    assert "A miss leads to no credit." in found["K16 Customer index"]
    assert "A period without cases is met." in found["K04 Resolution time P1"]


def test_a_sample_too_small_to_judge_is_told() -> None:
    indicators = indicators_content()
    indicators[2]["minimum_sample"] = {"size": 20, "below": "not_assessable"}
    assert (
        "With fewer than 20 cases it is not assessable."
        in method(indicators=indicators)["K05 Resolution time P2"]
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "A ticket counts with its latest priority, kind, service and unit."),
        ({"priority_taken": "first"}, "A ticket counts with the priority it was opened with."),
        ({"unit_taken": "first", "service_taken": "first"}, "the service and unit it was opened with."),
        ({"priority_taken": "at_stop"}, "A ticket counts with the priority it had when its clock stopped"),
        ({"priority_taken": "before_stop"}, "the priority it had just before its clock stopped"),
        ({"kind_taken": "at_stop"}, "it had when its clock stopped or its lead time ended"),
        ({}, "is measured by the terms of the period it belongs to."),
        ({"straddling": "opening"}, "is measured by the terms in force when it opened;"),
        ({}, "counts as unknown wherever it could belong."),
    ],
)
def test_each_choice_for_all_tickets_is_told(changes: dict[str, str], sentence: str) -> None:
    assert sentence in method(tickets=contract_content()["tickets"] | changes)["Tickets"]


def test_a_contract_without_any_indicator_of_tickets_says_nothing_of_them() -> None:
    monitored = [one for one in indicators_content() if one["id"] == "K09b"]
    assert "Tickets" not in method(indicators=monitored, scorecard=None)


CHANGES_OF_TEAM = {
    "count": "changes",
    "that": [],
    "changes_of": {"field": "team", "ever_one_of": ["second line"]},
}
IN_HOURS = {"within": {"limit": {"time": "20 h"}}, "hours": "service"}
BETWEEN_EVENTS = {"start": {"event": "opened"}, "end": {"event": "last_change"}, "hours": "always"}


@pytest.mark.parametrize(
    ("indicator", "changes", "sentence"),
    [
        ("K05", {}, "belongs to the period in which it was opened."),
        ("K05", {"month_of": "stopped"}, "belongs to the period in which its clock stopped."),
        ("K05", {"month_of": "stopped_or_overdue"}, "counts as overdue in the first such period, and not"),
        ("K04", {"month_of": "stopped_or_overdue", "clock": "resolution"}, "counts as overdue in the first"),
        ("K04", CHANGES_OF_TEAM, "Each change belongs to the period in which it was made."),
        ("K12", {}, "belongs to the period in which its limit runs out, whether or not it was delivered."),
        ("K12", {"month_of": "start"}, "belongs to the period in which its lead time began."),
        ("K12", {"month_of": "end"}, "belongs to the period in which its lead time ended."),
        ("K12", {}, "A ticket that ends as cancelled is left out."),
        ("K12", IN_HOURS | {"used_up_at_close": "close"}, "exactly when the hours close is due then."),
        ("K12", IN_HOURS | {"used_up_at_close": "next_opening"}, "is due when they open again."),
        ("K13", {"month_of": "stopped"}, "belongs to the period in which its clock stopped."),
        (
            "K13",
            {"month_of": "stopped", "of": BETWEEN_EVENTS},
            "belongs to the period in which the time measured on it ended.",
        ),
    ],
)
def test_which_tickets_belong_to_a_period_is_told(
    indicator: str, changes: dict[str, Any], sentence: str
) -> None:
    assert sentence in _text_of(indicator, changes)


@pytest.mark.parametrize(
    ("indicator", "changes", "silent"),
    [
        ("K05", {"month_of": "stopped"}, "overdue"),
        ("K12", {"cancels_in": []}, "left out"),
        ("K12", {}, "when the hours close"),
        ("K09b", {}, "belongs to the period"),
        ("K03", {}, "belongs to the period"),
    ],
)
def test_what_does_not_apply_to_an_indicator_is_not_told(
    indicator: str, changes: dict[str, Any], silent: str
) -> None:
    assert silent not in _text_of(indicator, changes)


def _text_of(indicator: str, changes: dict[str, Any]) -> str:
    indicators = [one | changes if one["id"] == indicator else one for one in indicators_content()]
    found = method(indicators=indicators)
    return next(text for term, text in found.items() if term.startswith(f"{indicator} "))


@pytest.mark.parametrize(
    ("method_name", "words"),
    [
        ("half_up", "to the nearest SEK\xa01, a half upwards"),
        ("half_even", "to the nearest SEK\xa01, a half to the even one"),
        ("down", "down to a whole SEK\xa01"),
    ],
)
def test_the_way_from_points_to_money_is_told(method_name: str, words: str) -> None:
    text = money(rounding={"to": 1, "method": method_name})["Credits"]
    assert "Each point gives 0.5% of the service's monthly fee. A service gives at most 12%" in text
    assert words in text
    assert "A claim lapses after 3 months." in text


def test_the_repeat_rule_is_told_either_way() -> None:
    assert "does not break the chain" in money()["Repeat"]
    assert "breaks the chain" in money(repeat={"factor": 3, "not_assessable_breaks_chain": True})["Repeat"]


def test_hours_that_the_contract_names_are_told_by_their_label() -> None:
    hours = contract_content()["service_hours"]
    hours["weekdays"]["label"] = label("helgfri måndag-fredag", "weekdays without holidays")
    assert (
        "Working days are those of the hours weekdays without holidays."
        in method(service_hours=hours)["General"]
    )
