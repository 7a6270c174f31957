"""Outcomes: of one month, and of one indicator through time."""

from typing import Annotated

from fastapi import Query, Request
from pydantic import TypeAdapter
from starlette.responses import Response

from collector.errors import NothingFound
from evaluator.core.outcomes import Outcome, View
from evaluator.results.listing import Extent, Wanted, read_listed_outcomes
from supplierwatch.web.api import answers, models
from supplierwatch.web.api.routing import api_router
from supplierwatch.web.api.shown import MonthName, Named, month_asked, months_seen, units_seen
from supplierwatch.web.site import site_of, viewer_of

router = api_router("outcomes")

Scoped = Annotated[Extent, Query(description="of the whole, of its segments, or of its units")]
Seen = Annotated[View, Query(description="as measured, after exclusions, or if pending ones are accepted")]
MONTHS = 24
_LISTED = TypeAdapter(list[models.OutcomeAnswer])


@router.get("/outcomes", response_model=list[models.OutcomeAnswer], summary="Outcomes of a month")
def outcomes(
    request: Request,
    month: MonthName = None,
    indicator: Named = None,
    service: Named = None,
    unit: Named = None,
    scope: Scoped = Extent.WHOLE,
    view: Seen = View.AFTER_EXCLUSIONS,
) -> Response:
    """Outcomes by indicator, service, segment and unit; a `unit` that is named is of scope `units`."""
    site, viewer = site_of(request), viewer_of(request)
    evaluation = month_asked(site, viewer, month)
    extent = scope if unit is None else Extent.UNITS
    wanted = Wanted(extent, indicator, service, unit, view, units_seen(viewer))
    return _answer(request, read_listed_outcomes(site.database, [evaluation.number], wanted))


@router.get(
    "/indicators/{indicator}/history",
    response_model=list[models.OutcomeAnswer],
    summary="An indicator through time",
)
def history(request: Request, indicator: str, service: Named = None, unit: Named = None) -> Response:
    """The outcomes of an indicator after exclusions, of up to 24 months, oldest first."""
    site, viewer = site_of(request), viewer_of(request)
    if all(one.id != indicator for one in site.watch().versions.latest.contract.indicators):
        raise NothingFound(f"the contract has no indicator {indicator!r}")
    numbers = [one.evaluation.number for one in months_seen(site, viewer)][-MONTHS:]
    extent = Extent.WHOLE if unit is None else Extent.UNITS
    wanted = Wanted(extent, indicator, service, unit, units=units_seen(viewer))
    return _answer(request, read_listed_outcomes(site.database, numbers, wanted))


def _answer(request: Request, found: list[Outcome]) -> Response:
    """Write the outcomes here: of thousands, the framework's own checks take longer than all the rest."""
    contract = site_of(request).watch().versions.latest.contract
    content = _LISTED.dump_json(list(answers.outcome_answers(found, contract)))
    return Response(content, media_type="application/json")
