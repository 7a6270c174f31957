"""The file of the time plan: what it may say, and what it refuses."""

from datetime import date

import pytest
from pydantic import ValidationError

from evaluator.decisions.time_plan import TimePlanFile
from evaluator.decisions.time_plan_parts import read_planned_days
from evaluator.decisions.time_plan_stages import AppealTerms
from tests.evaluator.core.deciding.time_plan.plans import appeal_terms

LABEL = {"sv": "Steg", "en": "Stage"}
DURATION = {"low": "1 month", "likely": "2 months", "high": "3 months", "source": "test"}


def stage(name: str, **more: object) -> dict[str, object]:
    return {"id": name, "label": LABEL, "duration": DURATION, **more}


def plan(**more: object) -> dict[str, object]:
    return {"stages": [stage("a"), stage("b", after=["a"])], "appeal": None, "cancellation": None, **more}


@pytest.mark.parametrize(
    ("text", "days"),
    # 365.25 / 12 is 30.4375: a part of a day counts as a day.
    [("1 day", 1), ("6 weeks", 42), ("1 month", 31), ("8 months", 244), ("0.4 months", 13), ("1 year", 366)],
)
def test_a_planned_length_is_whole_days_rounded_up(text: str, days: int) -> None:
    assert read_planned_days(text) == days


def test_days_already_counted_stay_themselves() -> None:
    assert read_planned_days(17) == 17


@pytest.mark.parametrize("found", ["8", "8 h", "soon", True, None, "-1 month"])
def test_a_length_without_a_unit_of_planning_is_refused(found: object) -> None:
    with pytest.raises(ValueError, match="planned length"):
        read_planned_days(found)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (plan(stages=[stage("a"), stage("a")]), "a is the id of more than one stage"),
        (plan(stages=[stage("a", after=["c"])]), "stage a: after: 'c' is not known; known are: a"),
        (plan(stages=[stage("a", only_during="lov")]), "calendar: 'lov' is not known; known are: none"),
        (plan(stages=[stage("a", standstill="electronic")]), "either a duration or a standstill"),
        (plan(stages=[{"id": "a", "label": LABEL}]), "either a duration or a standstill"),
        (
            plan(stages=[{"id": "a", "label": LABEL, "standstill": "other", "ends_on": "k"}]),
            "the law says its days",
        ),
        (plan(durations={"c": DURATION}), "durations: 'c' is not known"),
        (plan(durations={"a": {**DURATION, "low": "5 months"}}), "must not fall"),
        (plan(done={"c": "2026-01-01"}), "done: 'c' is not known"),
        (plan(done={"b": "2026-01-01"}), "b is done, and a, which comes before it, is not"),
        (plan(alternatives=[{"id": "x", "label": LABEL, "by": "expiry", "stages": ["c"]}]), "alternative x"),
        ({"stages": [stage("a")]}, "appeal and cancellation: after: 'standstill' is not known"),
        (plan(calendars={"k": {"label": LABEL}}), "give `yearly` or `monthly`"),
        (
            plan(calendars={"k": {"label": LABEL, "monthly": {"weekday": "mon", "week": 0}}}),
            "week 0 does not exist",
        ),
        (
            plan(
                calendars={"k": {"label": LABEL, "monthly": {"weekday": "mon", "not_in": list(range(1, 13))}}}
            ),
            "no month is left",
        ),
    ],
)
def test_what_does_not_hold_together_is_refused_by_name(content: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        TimePlanFile.model_validate(content)


def test_shares_of_appeals_begin_with_one_bidder_and_rise() -> None:
    with pytest.raises(ValidationError, match="begins with bidders_from: 1"):
        AppealTerms.model_validate(appeal_terms(by_bidders=[{"bidders_from": 2, "probability": "5 %"}]))


def test_stages_that_are_done_keep_their_last_day() -> None:
    found = TimePlanFile.model_validate(plan(done={"a": "2026-01-01"}))
    assert found.done == {"a": date(2026, 1, 1)}


def test_the_schema_shows_a_planned_length_as_people_write_it() -> None:
    schema = str(TimePlanFile.model_json_schema())
    assert "8 months" in schema
