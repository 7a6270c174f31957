"""Credits, score and thresholds."""

from fastapi import Request

from collector.errors import NothingFound
from evaluator.core.outcomes import View
from evaluator.results.listing import read_listed_credits
from evaluator.results.money_read import read_triggers
from evaluator.results.read import read_score
from supplierwatch.web.api import answers, models
from supplierwatch.web.api.routing import api_router
from supplierwatch.web.api.shown import MonthName, month_asked, months_seen
from supplierwatch.web.site import site_of, viewer_of

router = api_router("money")


@router.get("/credits", summary="Points and credits")
def credits_of(
    request: Request, month: MonthName = None, view: View = View.AFTER_EXCLUSIONS
) -> list[models.CreditAnswer]:
    """The calculated credit of every service, of one month or of all that are shown."""
    site, viewer = site_of(request), viewer_of(request)
    shown = [one.evaluation for one in months_seen(site, viewer) if month is None or one.period == month]
    periods = {one.number: one.period for one in shown}
    return [
        answers.credit_answer(periods[number], credit, currency)
        for number, credit, currency in read_listed_credits(site.database, list(periods), view)
    ]


@router.get("/score", summary="The score of a month")
def score(request: Request, month: MonthName = None) -> models.ScoreAnswer:
    """The total and its areas, each as the interval it lies in."""
    site = site_of(request)
    evaluation = month_asked(site, viewer_of(request), month)
    found = read_score(site.database, evaluation.number)
    if found is None:
        raise NothingFound(f"the contract gives {evaluation.period} no score")
    return answers.score_answer(evaluation.period, found)


@router.get("/triggers", summary="Thresholds")
def triggers(request: Request, month: MonthName = None) -> list[models.TriggerAnswer]:
    """How far each threshold is reached after exclusions."""
    site = site_of(request)
    evaluation = month_asked(site, viewer_of(request), month)
    found = read_triggers(site.database, evaluation.number)
    return [
        answers.trigger_answer(evaluation.period, one) for one in found if one.view == View.AFTER_EXCLUSIONS
    ]
