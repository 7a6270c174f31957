"""Action plans: the figure closes them, and nothing else."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.core.follow_up.action_plans import (
    Matter,
    MissingPlan,
    PlansFollowed,
    PlanState,
    Requirement,
    follow_plans,
)
from evaluator.core.outcomes import Outcome, Scope, View
from evaluator.decisions.action_plans import ActionPlan
from tests.evaluator.core.follow_up.judged_months import months, outcome

TODAY = date(2026, 10, 15)
K05_T1 = Matter("K05", "T1")


def plan(**values: Any) -> ActionPlan:
    return ActionPlan.model_validate(
        {
            "id": "A-1",
            "indicator": "K05",
            "service": "T1",
            "opened_for": "2026-02",
            "opened_on": "2026-03-10",
            "why": "two months below target",
            "what": "one more technician",
            "owner_role": "leveransansvarig",
            "due": "2026-06-30",
            **values,
        }
    )


def required(period: str, trigger: str = "two-in-a-row", matter: Matter = K05_T1) -> Requirement:
    return Requirement(matter, trigger, period, (period,))


def followed(
    plans: list[ActionPlan],
    outcomes: list[Outcome],
    requirements: list[Requirement] | None = None,
    recovered_after: int | None = 2,
    today: date = TODAY,
) -> PlansFollowed:
    return follow_plans(plans, requirements or [], outcomes, recovered_after, today)


def test_a_plan_closes_with_the_month_in_which_the_target_was_met_as_often_as_it_must() -> None:
    # Missed in January and February; met in March and April: two in a row with April.
    [status] = followed([plan()], months("--++")).plans
    assert (status.state, status.recovered_in, status.met_running) == (PlanState.RECOVERED, "2026-04", 2)
    assert [one.period for one in status.judged] == ["2026-03", "2026-04"]


def test_a_miss_between_begins_the_count_anew() -> None:
    # March met, April missed, May met: one in a row of two.
    [status] = followed([plan()], months("--+-+")).plans
    assert (status.state, status.met_running, status.needed) == (PlanState.OPEN, 1, 2)


@pytest.mark.parametrize("unknown", ["?", "0"])
def test_a_month_that_cannot_be_judged_counts_neither_way(unknown: str) -> None:
    [status] = followed([plan()], months(f"--+{unknown}+")).plans
    assert (status.state, status.recovered_in) == (PlanState.RECOVERED, "2026-05")


def test_a_plan_said_to_be_done_stays_open_until_the_figure_recovers() -> None:
    claimed = plan(closed_claimed_on="2026-04-02", claimed_by="leveransansvarig")
    [before] = followed([claimed], months("--+")).plans
    [after] = followed([claimed], months("--++")).plans
    assert before.state is PlanState.REPORTED_DONE
    assert after.state is PlanState.RECOVERED


def test_a_plan_of_its_own_length_is_judged_by_that() -> None:
    [status] = followed([plan(recovered_after=3)], months("--++")).plans
    assert (status.state, status.met_running, status.needed) == (PlanState.OPEN, 2, 3)


def test_without_any_length_nobody_can_say_when_a_figure_has_recovered() -> None:
    with pytest.raises(ValueError, match="A-1: neither the plan nor the contract says"):
        followed([plan()], months("--++"), recovered_after=None)


def test_only_whole_scopes_after_exclusions_close_a_plan() -> None:
    others = [
        outcome("2026-03", "+", scope=Scope("T1", unit="S1")),
        outcome("2026-03", "+", view=View.AS_MEASURED),
        outcome("2026-03", "+", scope=Scope("T2")),
        outcome("2026-03", "+", indicator="K06"),
    ]
    [status] = followed([plan()], others).plans
    assert (status.judged, status.met_running) == ((), 0)


def test_a_plan_over_all_services_follows_the_figure_of_all_together() -> None:
    together = months("--++", service="")
    [status] = followed([plan(service=None)], together).plans
    assert status.recovered_in == "2026-04"


STEPS = [
    {"what": "recruit", "owner_role": "driftchef", "due": "2026-04-01"},
    {"what": "train", "owner_role": "driftchef", "due": "2026-05-01", "done_on": "2026-04-20"},
    {"what": "measure", "owner_role": "driftchef", "due": "2026-06-30"},
]


def test_overdue_steps_are_those_past_their_day_and_not_done() -> None:
    [status] = followed([plan(steps=STEPS)], months("--"), today=date(2026, 6, 30)).plans
    assert [step.what for step in status.overdue_steps] == ["recruit"]
    assert not status.is_overdue


def test_the_day_after_its_last_a_plan_is_overdue() -> None:
    [status] = followed([plan(steps=STEPS)], months("--"), today=date(2026, 7, 1)).plans
    assert [step.what for step in status.overdue_steps] == ["recruit", "measure"]
    assert status.is_overdue


def test_a_recovered_plan_has_nothing_overdue() -> None:
    [status] = followed([plan(steps=STEPS)], months("--++")).plans
    assert (status.is_overdue, status.overdue_steps) == (False, ())


def test_a_required_plan_that_nobody_made_is_missing_since_the_first_month_that_asked() -> None:
    found = followed([], months("----"), [required("2026-03"), required("2026-02"), required("2026-04")])
    assert found.missing == (MissingPlan(K05_T1, ("two-in-a-row",), "2026-02", "2026-04", None),)


def test_several_triggers_of_one_matter_ask_for_one_plan() -> None:
    found = followed([], months("--"), [required("2026-02"), required("2026-02", "three-points")])
    assert [one.triggers for one in found.missing] == [("three-points", "two-in-a-row")]


def test_a_plan_that_is_open_answers_what_was_set_off_before_and_since() -> None:
    found = followed([plan()], months("-----"), [required("2026-01"), required("2026-05")])
    assert found.missing == ()


def test_a_plan_about_another_service_answers_nothing() -> None:
    found = followed([plan(service="T2")], months("--"), [required("2026-02")])
    assert [one.matter for one in found.missing] == [K05_T1]


def test_a_figure_that_falls_back_after_its_plan_was_closed_requires_another() -> None:
    # Closed with April; missed again in May and June, which sets the trigger off in June.
    found = followed([plan()], months("--++--"), [required("2026-02"), required("2026-06")])
    assert found.plans[0].recovered_in == "2026-04"
    assert found.missing == (MissingPlan(K05_T1, ("two-in-a-row",), "2026-06", "2026-06", "A-1"),)


def test_a_figure_that_recovered_without_a_plan_no_longer_asks_for_one() -> None:
    assert followed([], months("--++"), [required("2026-02")]).missing == ()


def test_where_nothing_says_when_a_figure_has_recovered_a_missing_plan_stays_missing() -> None:
    found = followed([], months("--++"), [required("2026-02")], recovered_after=None)
    assert [one.since for one in found.missing] == ["2026-02"]


def test_a_threshold_over_all_indicators_is_answered_by_a_plan_that_names_it() -> None:
    together = required("2026-02", "fifty-points", Matter("", ""))
    assert [one.triggers for one in followed([plan()], months("--"), [together]).missing] == [
        ("fifty-points",)
    ]
    assert followed([plan(trigger="fifty-points")], months("--"), [together]).missing == ()


@given(signs=st.text(alphabet="+-?0", min_size=2, max_size=12), needed=st.integers(1, 4))
def test_no_claim_and_no_month_that_cannot_be_judged_changes_whether_a_figure_recovered(
    signs: str, needed: int
) -> None:
    judged = "".join(sign for sign in signs[2:] if sign in "+-")
    claimed = plan(closed_claimed_on="2026-04-02", claimed_by="driftchef")
    for one in (plan(), claimed):
        [status] = followed([one], months(signs), recovered_after=needed).plans
        assert (status.state is PlanState.RECOVERED) == ("+" * needed in judged)
