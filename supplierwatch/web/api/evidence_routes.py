"""What stands behind an outcome: tickets and outages, part by part."""

import json
from typing import Annotated

from fastapi import Query, Request

from evaluator.results.listing import EvidenceWanted, read_listed_outages, read_listed_tickets
from evaluator.results.published import OutageEvidence
from supplierwatch.web.api import answers, models
from supplierwatch.web.api.routing import api_router
from supplierwatch.web.api.shown import MonthName, month_asked, units_seen
from supplierwatch.web.refusals import Refused
from supplierwatch.web.site import site_of, viewer_of

router = api_router("evidence")

MOST = 1000
Limit = Annotated[int, Query(ge=1, le=MOST, description="how many at most")]
Indicator = Annotated[str, Query(max_length=200, examples=["K05"])]
Number = Annotated[str | None, Query(pattern=r"^\d{1,18}$", description="`next` of the part before")]
After = Annotated[str | None, Query(max_length=600, description="`next` of the part before")]


@router.get("/evidence/tickets", summary="Tickets behind an indicator")
def tickets(
    request: Request,
    indicator: Indicator,
    month: MonthName = None,
    after: Number = None,
    limit: Limit = 100,
    *,
    missed_only: bool = False,
) -> models.TicketPage:
    """The tickets judged for an indicator in a month; a unit reader sees those of own units."""
    site, viewer = site_of(request), viewer_of(request)
    evaluation = month_asked(site, viewer, month)
    last = None if after is None else int(after)
    wanted = EvidenceWanted(evaluation.number, indicator, last, limit, missed_only, units_seen(viewer))
    found = read_listed_tickets(site.database, wanted)
    is_full = len({number for number, _ in found}) == limit
    return models.TicketPage(
        period=evaluation.period,
        tickets=tuple(answers.ticket_answer(one) for _, one in found),
        next=str(found[-1][0]) if is_full else None,
    )


@router.get("/evidence/outages", summary="Outages behind an indicator")
def outages(
    request: Request, indicator: Indicator, month: MonthName = None, after: After = None, limit: Limit = 100
) -> models.OutagePage:
    """The outages counted for an indicator in a month, by their begin."""
    site, viewer = site_of(request), viewer_of(request)
    evaluation = month_asked(site, viewer, month)
    last = None if after is None else _place(after)
    wanted = EvidenceWanted(evaluation.number, indicator, last, limit, units=units_seen(viewer))
    found = read_listed_outages(site.database, wanted)
    return models.OutagePage(
        period=evaluation.period,
        outages=tuple(answers.outage_answer(one) for one in found),
        next=_next(found[-1]) if len(found) == limit else None,
    )


def _next(last: OutageEvidence) -> str:
    return json.dumps([last.starts_at, last.service, last.unit])


def _place(after: str) -> tuple[int, str, str]:
    try:
        starts_at, service, unit = json.loads(after)
    except (ValueError, TypeError):
        raise Refused(422, "after: give it as `next` of the part before had it") from None
    is_place = type(starts_at) is int and isinstance(service, str) and isinstance(unit, str)
    # What cannot be printed is in no name, and no database takes all of it as text.
    if not is_place or abs(starts_at) >= 1 << 62 or not (service + unit).isprintable():
        raise Refused(422, "after: give it as `next` of the part before had it")
    return starts_at, service, unit
