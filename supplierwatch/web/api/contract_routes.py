"""The contract, its months, seals and dates of decisions."""

from fastapi import Request

from collector.instants import to_datetime
from evaluator.results.seals import read_seals
from supplierwatch.web.api import answers, models
from supplierwatch.web.api.routing import api_router
from supplierwatch.web.api.shown import MonthName, months_seen
from supplierwatch.web.site import site_of, viewer_of

router = api_router("contract")


@router.get("/contract", summary="The contract")
def contract(request: Request) -> models.ContractAnswer:
    """Parties, term and currency, as the contract stands now."""
    return answers.contract_answer(site_of(request).watch().versions.latest.contract)


@router.get("/indicators", summary="The indicators")
def indicators(request: Request) -> list[models.Indicator]:
    """The indicators of the contract as it stands now, in its order."""
    return list(answers.indicator_answers(site_of(request).watch().versions.latest.contract))


@router.get("/months", summary="Months with results")
def months(request: Request) -> list[models.Month]:
    """Every month with results, oldest first, with the evaluation that is present."""
    return [answers.month_answer(one) for one in months_seen(site_of(request), viewer_of(request))]


@router.get("/seals", summary="Seals and restatements")
def seals(request: Request, month: MonthName = None) -> list[models.SealAnswer]:
    """Every seal (of a month) in the order in which they were made."""
    return [answers.seal_answer(one) for one in read_seals(site_of(request).database, month)]


@router.get("/decision-dates", summary="Dates of decisions")
def decision_dates(request: Request) -> list[models.DecisionDate]:
    """The last day of notice of each option, and the last day of the contract, with the days left."""
    site = site_of(request)
    watch = site.watch()
    today = to_datetime(site.now()).astimezone(watch.zone).date()
    return list(answers.decision_dates(watch.versions.latest.contract, today))
