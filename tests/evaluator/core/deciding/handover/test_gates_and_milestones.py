"""Gates wait for evidence and milestones; milestones are counted and held against their plan."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.core.deciding.handover.gates import GateState, judge_gate
from evaluator.core.deciding.handover.milestones import (
    Count,
    MilestoneState,
    judge_milestone,
    planned_by,
)
from evaluator.decisions.handover import Gate, Milestone, PlannedCount

LABEL = {"sv": "namn", "en": "name"}
TODAY = date(2030, 3, 1)


def milestone(**more: Any) -> Milestone:
    return Milestone.model_validate({"id": "assets", "label": LABEL, "target": "98 %", **more})


def counted(day: str, done: int, of: int = 100) -> dict[str, Any]:
    return {"day": day, "done": done, "of": of, "evidence": "lista"}


def gate(**more: Any) -> Gate:
    return Gate.model_validate(
        {"id": "G1", "label": LABEL, "phase": "review", "due": "2030-03-15", "owner": "avtalsägare", **more}
    )


def state_of(found: Milestone, *counts: Count, today: date = TODAY) -> MilestoneState:
    return judge_milestone(found, counts, today).state


def test_nothing_counted_is_not_nothing_done() -> None:
    standing = judge_milestone(milestone(), [], TODAY)
    assert (standing.state, standing.last) == (MilestoneState.NOT_COUNTED, None)


def test_97_of_100_do_not_reach_98_percent_and_98_do() -> None:
    assert state_of(milestone(counted=[counted("2030-02-01", 97)])) is MilestoneState.UNDER_WAY
    assert state_of(milestone(counted=[counted("2030-02-01", 98)])) is MilestoneState.REACHED


def test_what_is_counted_after_the_day_is_not_known_on_it() -> None:
    assert state_of(milestone(counted=[counted("2030-03-02", 100)])) is MilestoneState.NOT_COUNTED


def test_collected_counts_stand_in_place_of_written_ones() -> None:
    found = judge_milestone(milestone(measure="assets_verified"), [Count(date(2030, 2, 1), 50, 100)], TODAY)
    assert found.last == Count(date(2030, 2, 1), 50, 100)


def test_a_milestone_that_falls_below_its_target_is_reached_no_longer() -> None:
    fell = milestone(counted=[counted("2030-01-01", 99), counted("2030-02-01", 90)])
    assert judge_milestone(fell, [], TODAY).reached_on is None
    regained = milestone(
        counted=[counted("2030-01-01", 99), counted("2030-01-10", 90), counted("2030-02-01", 98)]
    )
    assert judge_milestone(regained, [], TODAY).reached_on == date(2030, 2, 1)


def test_the_plan_rises_evenly_between_its_days() -> None:
    plan = [PlannedCount(day=date(2030, 1, 1), done=0), PlannedCount(day=date(2030, 1, 31), done=60)]
    found = [planned_by(plan, date(2029, 12, 31)), planned_by(plan, date(2030, 1, 11))]
    # Ten of thirty days: a third of 60.
    assert found == [Fraction(0), Fraction(20)]
    assert planned_by(plan, date(2030, 2, 15)) == 60
    assert planned_by([], TODAY) is None


@pytest.mark.parametrize(("done", "expected"), [(49, MilestoneState.BEHIND), (50, MilestoneState.ON_PLAN)])
def test_a_milestone_is_behind_where_less_is_done_than_planned_by_the_day(
    done: int, expected: MilestoneState
) -> None:
    plan = [{"day": "2030-02-01", "done": 0}, {"day": "2030-03-29", "done": 100}]
    # 28 of 56 days have passed on 1 March: 50 are planned.
    assert state_of(milestone(plan=plan, counted=[counted("2030-03-01", done)])) is expected


def test_a_gate_waits_for_its_evidence_and_its_milestones() -> None:
    waiting = gate(evidence=[{"what": LABEL}], milestones=["assets"])
    standing = judge_gate(waiting, {"assets": judge_milestone(milestone(), [], TODAY)}, TODAY)
    assert (standing.state, standing.days_left) == (GateState.WAITING, 14)
    assert ([one.what.en for one in standing.missing_evidence], standing.missing_milestones) == (
        ["name"],
        ("assets",),
    )
    assert not standing.is_complete


def test_a_gate_with_all_it_waits_for_is_ready_and_nobody_has_passed_it() -> None:
    received = [{"what": LABEL, "received_on": "2030-02-20", "reference": "KS 2030/1"}]
    assert judge_gate(gate(evidence=received), {}, TODAY).state is GateState.READY


def test_evidence_that_came_later_was_missing_on_the_day() -> None:
    received = [{"what": LABEL, "received_on": "2030-03-02", "reference": "KS 2030/1"}]
    assert judge_gate(gate(evidence=received), {}, TODAY).state is GateState.WAITING


def test_a_gate_is_overdue_the_day_after_it_was_due() -> None:
    due = gate(evidence=[{"what": LABEL}])
    assert judge_gate(due, {}, date(2030, 3, 15)).state is GateState.WAITING
    assert judge_gate(due, {}, date(2030, 3, 16)).state is GateState.OVERDUE


@pytest.mark.parametrize(
    ("passed", "evidence", "expected"),
    [
        (True, [], GateState.PASSED),
        (True, [{"what": LABEL}], GateState.PASSED_WITHOUT),
        (False, [], GateState.HELD),
    ],
)
def test_what_people_decided_stands_and_what_was_missing_is_shown(
    *, passed: bool, evidence: list[Any], expected: GateState
) -> None:
    decision = {"passed": passed, "by": "styrgrupp", "day": "2030-02-28", "reason": "se protokoll"}
    assert judge_gate(gate(evidence=evidence, decision=decision), {}, TODAY).state is expected


def test_a_decision_of_a_later_day_is_none_yet() -> None:
    decision = {"passed": True, "by": "styrgrupp", "day": "2030-03-02"}
    assert judge_gate(gate(decision=decision), {}, TODAY).state is GateState.READY


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"target": "0 %"}, "a share above 0 %"),
        ({"target": "101 %"}, "a share above 0 %"),
        ({"measure": "m", "counted": [counted("2030-01-01", 1)]}, "leave it out where a measure"),
        ({"counted": [counted("2030-01-01", 101)]}, "more than there are"),
        ({"plan": [{"day": "2030-02-01", "done": 5}, {"day": "2030-03-01", "done": 4}]}, "rise"),
        ({"plan": [{"day": "2030-02-01", "done": 5}, {"day": "2030-02-01", "done": 6}]}, "rise"),
    ],
)
def test_a_milestone_that_contradicts_itself_is_refused(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        milestone(**wrong)


def test_evidence_names_both_when_it_came_and_which_document_it_is() -> None:
    with pytest.raises(ValidationError, match="go together"):
        gate(evidence=[{"what": LABEL, "received_on": "2030-02-20"}])
