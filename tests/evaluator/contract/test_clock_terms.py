"""Terms of clocks: what they look at, and what does not hold together."""

from typing import Any

import pytest
from pydantic import BaseModel

from evaluator.contract.clock_parts import PauseCondition, StartTerms
from evaluator.contract.clocks import ClockTerms, Reopening
from evaluator.contract.field_conditions import ChangeCondition, ValueCondition
from tests.evaluator import small_contract as small
from tests.evaluator.contract.refusals import refusal

CUSTOMER = {"field": "message", "is_one_of": ["customer"]}
WAIT = {"in": ["waiting_user"], "at_most": {"working_days": 5}, "then": "runs"}
VENDOR = {"field": "team", "is_one_of": ["vendor"], "waits_for": "third"}
ANY_MESSAGE = {"field": "message", "has_value": True}

REFUSED: list[tuple[type[BaseModel], dict[str, Any], str]] = [
    (ClockTerms, small.clock(runs_in=["active", "closed"]), "cannot both run and stop a clock: closed"),
    (ClockTerms, small.clock(cancels_in=["active"]), "cannot both run and stop a clock: active"),
    (ClockTerms, small.clock(runs_in=[]), "nothing lets the clock run"),
    (ClockTerms, small.clock(stops_in=[]), "nothing ends a cycle of the clock"),
    (
        ClockTerms,
        small.clock(runs_when=[CUSTOMER], stops_when=[CUSTOMER]),
        "a value cannot both run a clock and stop or pause it: message customer",
    ),
    (
        ClockTerms,
        small.clock(runs_when=[{"field": "team", "is_one_of": ["desk", "vendor"]}], pauses_when=[VENDOR]),
        "a value cannot both run a clock and stop or pause it: team vendor",
    ),
    (
        ClockTerms,
        small.clock(runs_when=[CUSTOMER], pauses_when=[ANY_MESSAGE | {"waits_for": "user"}]),
        "a value cannot both run a clock and stop or pause it: message customer",
    ),
    (
        ClockTerms,
        small.clock(runs_when=[ANY_MESSAGE], stops_when=[ANY_MESSAGE]),
        "a value cannot both run a clock and stop or pause it: message has_value: true",
    ),
    (
        ClockTerms,
        small.clock(longest_wait=[WAIT | {"in": ["waiting_third", "resolved"]}]),
        "longest_wait is about states that pause the clock: not resolved, waiting_third",
    ),
    (ClockTerms, small.clock(longest_wait=[WAIT, WAIT]), "longest_wait names a state twice"),
    (
        ClockTerms,
        small.clock(runs_in=[], runs_when=[CUSTOMER], longest_wait=[WAIT]),
        "longest_wait needs a clock that runs_in states",
    ),
    (ClockTerms, small.clock(waits_for={"active": "user"}), "waits_for is about resolved, waiting_customer"),
    (
        ClockTerms,
        small.clock(runs_when=[CUSTOMER], at_opening={"message": "customer", "team": "desk"}),
        "at_opening is about fields of the clock's conditions that no ticket opens with: not team",
    ),
    (
        ClockTerms,
        small.clock(priority_change="restart", at_opening={"priority": "P3"}),
        "that no ticket opens with: not priority",
    ),
    (
        StartTerms,
        {"when": [CUSTOMER], "counts_from": "opening"},
        "pauses_before belongs to counts_from: opening, and it needs one",
    ),
    (
        StartTerms,
        {"when": [CUSTOMER], "counts_from": "moment", "pauses_before": "kept"},
        "pauses_before belongs to counts_from: opening",
    ),
    (Reopening, {"rule": "never", "within_working_days": 5}, "with rule: never nothing is reopened"),
    (ValueCondition, {"field": "team"}, "name either is_one_of or has_value"),
    (PauseCondition, VENDOR | {"has_value": True}, "name either is_one_of or has_value"),
    (ChangeCondition, {"field": "team"}, "name one of changes, becomes and says"),
    (ChangeCondition, {"field": "team", "changes": True, "says": ["desk"]}, "name one of changes, becomes"),
]


@pytest.mark.parametrize(("model", "terms", "told"), REFUSED)
def test_terms_of_clocks_that_do_not_hold_together_are_refused_and_told_why(
    model: type[BaseModel], terms: dict[str, Any], told: str
) -> None:
    assert told in refusal(model, terms)


@pytest.mark.parametrize("key", ["priority_change", "used_up_at_close", "reopening"])
def test_what_changes_figures_must_be_said(key: str) -> None:
    terms = {name: value for name, value in small.clock().items() if name != key}
    assert "Field required" in refusal(ClockTerms, terms)


def test_a_clock_may_run_with_any_value_and_stop_with_one_of_them() -> None:
    nothing_said = {"field": "message", "has_value": False}
    for runs, stops in ((ANY_MESSAGE, CUSTOMER), (CUSTOMER, nothing_said)):
        terms = ClockTerms.model_validate(small.clock(runs_when=[runs], stops_when=[stops]))
        assert terms.fields == ("message",)


def test_a_clock_over_states_looks_at_no_other_field() -> None:
    assert ClockTerms.model_validate(small.clock()).fields == ()


def test_a_clock_looks_at_the_fields_of_all_its_conditions_once() -> None:
    terms = ClockTerms.model_validate(
        small.clock(
            runs_when=[CUSTOMER],
            pauses_when=[VENDOR],
            starts={"when": [{"field": "kind", "is_one_of": ["incident"]}], "counts_from": "moment"},
            renews_when=[{"field": "message", "says": ["agent"]}],
            priority_change="restart",
        )
    )
    assert terms.fields == ("message", "team", "kind", "priority")


def test_an_unmapped_status_matters_to_a_clock_over_states_alone() -> None:
    messages = {"stops_when": [{"field": "message", "is_one_of": ["agent"]}], "runs_when": [CUSTOMER]}
    over_fields = small.clock(runs_in=[], stops_in=[], cancels_in=[], **messages)
    assert ClockTerms.model_validate(small.clock()).looks_at_states
    assert not ClockTerms.model_validate(over_fields).looks_at_states
