"""What the files of action plans and deviations must say."""

from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.decisions.action_plans import ActionPlan
from evaluator.decisions.notices import Notice

PLAN = {
    "id": "A-1",
    "indicator": "K05",
    "opened_for": "2026-02",
    "opened_on": "2026-03-10",
    "why": "below target",
    "what": "one more technician",
    "owner_role": "driftchef",
    "due": "2026-06-30",
}
STEP = {"what": "recruit", "owner_role": "driftchef"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"opened_on": "2026-01-31"}, "comes before the month 2026-02 began"),
        ({"due": "2026-03-09"}, "due .2026-03-09. comes before opened_on"),
        ({"steps": [STEP | {"due": "2026-07-01"}]}, "the steps due 2026-07-01 do not lie between"),
        ({"steps": [STEP | {"due": "2026-03-09"}]}, "the steps due 2026-03-09 do not lie between"),
        ({"closed_claimed_on": "2026-05-01"}, "closed_claimed_on and claimed_by go together"),
        ({"claimed_by": "driftchef"}, "closed_claimed_on and claimed_by go together"),
        ({"closed_claimed_on": "2026-03-09", "claimed_by": "driftchef"}, "comes before opened_on"),
        ({"owner_role": ""}, "at least 1 character"),
        ({"opened_for": "2026-13"}, "String should match pattern"),
        ({"recovered_after": 0}, "greater than or equal to 1"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ActionPlan.model_validate({**PLAN, **changes})


def test_a_plan_may_be_reported_as_done_on_the_day_it_was_opened() -> None:
    plan = ActionPlan.model_validate({**PLAN, "closed_claimed_on": "2026-03-10", "claimed_by": "driftchef"})
    assert plan.closed_claimed_on == plan.opened_on


def test_nobody_can_be_told_of_a_month_before_it_began() -> None:
    with pytest.raises(ValidationError, match="comes before the month 2026-03 began"):
        Notice.model_validate(
            {
                "id": "N-1",
                "indicator": "K05",
                "period": "2026-03",
                "told_on": "2026-02-28",
                "how": "möte",
                "by_role": "avtalscontroller",
                "reference": "protokoll",
            }
        )
