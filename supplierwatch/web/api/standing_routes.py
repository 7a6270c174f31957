"""How things stand now, and how well sources were heard."""

from collections import Counter

from fastapi import Request

from evaluator.core.outcomes import View
from evaluator.results.listing import read_listed_health
from evaluator.results.read_standing import read_standing
from evaluator.results.standing import StandingMonth
from supplierwatch.web.api import answers, models
from supplierwatch.web.api.parts import Exact
from supplierwatch.web.api.routing import api_router
from supplierwatch.web.api.shown import MonthName, month_asked
from supplierwatch.web.site import site_of, viewer_of

router = api_router("standing")


@router.get("/standing", summary="How things stand")
def standing(request: Request) -> models.StandingAnswer:
    """The running month and the last one that is over, in short."""
    site = site_of(request)
    found = read_standing(site.database, site.watch().versions)
    return models.StandingAnswer(running=_month(found.running), finished=_month(found.finished))


@router.get("/sources", summary="Sources")
def sources(request: Request, month: MonthName = None) -> list[models.SourceAnswer]:
    """How well each source was heard up to the evaluation of a month."""
    site = site_of(request)
    evaluation = month_asked(site, viewer_of(request), month)
    return [answers.source_answer(one) for one in read_listed_health(site.database, evaluation.number)]


def _month(found: StandingMonth | None) -> models.StandingMonthAnswer | None:
    if found is None:
        return None
    judged = [one for one in found.outcomes if one.view is View.AFTER_EXCLUSIONS]
    return models.StandingMonthAnswer(
        period=found.evaluation.period,
        known_at=found.evaluation.known_at,
        is_over=found.is_over,
        verdicts=dict(Counter(one.verdict for one in judged)),
        points=sum(one.points_after_repeat for one in judged),
        open_cases=len(found.open_cases),
        overdue_cases=sum(1 for one in found.open_cases if one.missed),
        score_low=Exact.of(None if found.score is None else found.score.low),
        score_high=Exact.of(None if found.score is None else found.score.high),
    )
