"""How things stand now, and how well sources were heard."""

from collections import Counter

from fastapi import Request

from collector.store.database import Database
from evaluator.core.outcomes import View
from evaluator.results.listing import read_listed_health
from evaluator.results.open_cases import count_all_cases
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
    return models.StandingAnswer(
        running=_month(site.database, found.running), finished=_month(site.database, found.finished)
    )


@router.get("/sources", summary="Sources")
def sources(request: Request, month: MonthName = None) -> list[models.SourceAnswer]:
    """How well each source was heard up to the evaluation of a month."""
    site = site_of(request)
    evaluation = month_asked(site, viewer_of(request), month)
    return [answers.source_answer(one) for one in read_listed_health(site.database, evaluation.number)]


def _month(database: Database, found: StandingMonth | None) -> models.StandingMonthAnswer | None:
    if found is None:
        return None
    open_cases, overdue_cases = count_all_cases(database, found.evaluation.number)
    judged = [one for one in found.outcomes if one.view is View.AFTER_EXCLUSIONS]
    return models.StandingMonthAnswer(
        period=found.evaluation.period,
        known_at=found.evaluation.known_at,
        is_over=found.is_over,
        verdicts=dict(Counter(one.verdict for one in judged)),
        points=sum(one.points_after_repeat for one in judged),
        open_cases=open_cases,
        overdue_cases=overdue_cases,
        score_low=Exact.of(None if found.score is None else found.score.low),
        score_high=Exact.of(None if found.score is None else found.score.high),
    )
