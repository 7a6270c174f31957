"""Action plans and deviations as JSON, exact and without wording, and as rows of CSV."""

from collections.abc import Iterator
from typing import Any

from dashboards.report.context import Context
from dashboards.report.csv_columns import Row
from evaluator.core.follow_up.action_plans import MissingPlan, PlansFollowed, PlanStatus
from evaluator.core.follow_up.deviations import Deviation, DeviationsFollowed
from evaluator.core.follow_up.summary import FollowUp
from evaluator.core.outcomes import Outcome


def plans_document(followed: PlansFollowed) -> dict[str, Any]:
    """Return the plans, and those that are missing."""
    return {
        "plans": [_plan(one) for one in followed.plans],
        "missing": [_missing(one) for one in followed.missing],
    }


def deviations_document(followed: DeviationsFollowed) -> dict[str, Any]:
    """Return every deviation, and those of each month together."""
    return {
        "deviations": [_deviation(one) for one in followed.deviations],
        "months": [vars(one) for one in followed.months],
    }


def deviation_rows(context: Context, follow_up: FollowUp | None) -> Iterator[Row]:
    """Yield the deviations of the month as rows of CSV."""
    if follow_up is None or follow_up.deviations is None:
        return
    for one in follow_up.deviations.deviations:
        if one.period == context.results.period.name:
            yield {
                "row": context.wording.text("deviation"),
                "indicator": one.indicator,
                "service": context.service(one.service),
                "period": one.period,
                "points_after_repeat": one.points,
                "state": one.state.value,
                "told_on": "" if not one.notices else one.notices[0].told_on.isoformat(),
            }


def plan_rows(context: Context, follow_up: FollowUp | None) -> Iterator[Row]:
    """Yield the plans as rows of CSV."""
    if follow_up is None or follow_up.plans is None:
        return
    for one in follow_up.plans.plans:
        yield {
            "row": context.wording.text("action plan"),
            "label": one.plan.id,
            "indicator": one.plan.indicator,
            "service": context.service(one.plan.service or ""),
            "period": one.plan.opened_for,
            "state": one.state.value,
            "due": one.plan.due.isoformat(),
        }


def _plan(one: PlanStatus) -> dict[str, Any]:
    return {
        **one.plan.model_dump(mode="json"),
        "state": one.state.value,
        "met_running": one.met_running,
        "needed": one.needed,
        "recovered_in": one.recovered_in,
        "is_overdue": one.is_overdue,
        "overdue_steps": [step.model_dump(mode="json") for step in one.overdue_steps],
        "judged": [_judged(outcome) for outcome in one.judged],
    }


def _missing(one: MissingPlan) -> dict[str, Any]:
    return {
        **vars(one.matter),
        "triggers": list(one.triggers),
        "since": one.since,
        "latest": one.latest,
        "after": one.after,
    }


def _deviation(one: Deviation) -> dict[str, Any]:
    return {
        "indicator": one.indicator,
        "service": one.service,
        "period": one.period,
        "state": one.state.value,
        "points": one.points,
        "untold_days": one.untold_days,
        "outcome": None if one.outcome is None else _judged(one.outcome),
        "notices": [notice.model_dump(mode="json") for notice in one.notices],
    }


def _judged(outcome: Outcome) -> dict[str, Any]:
    value = None if outcome.figure is None else outcome.figure.value
    exact = None if value is None else {"numerator": value.numerator, "denominator": value.denominator}
    return {"period": outcome.period, "verdict": outcome.verdict.value, "value": exact}
