"""Acknowledging an alert: the one thing people change from a page."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from collector.errors import NothingFound
from supplierwatch.notifying.acknowledging import acknowledge
from supplierwatch.web.forms import FormTokens, read_own_form
from supplierwatch.web.site import Site, site_of, viewer_of


def acknowledging_router(tokens: FormTokens) -> APIRouter:
    """Return the route that a form with the field `alert` is sent to."""
    router = APIRouter(include_in_schema=False)

    @router.post("/acknowledge")
    async def acknowledge_alert(request: Request) -> Response:
        name = viewer_of(request).name
        fields = await read_own_form(request, tokens, name)
        await run_in_threadpool(_acknowledge, site_of(request), fields.get("alert", ""), name)
        return RedirectResponse("/", 303)

    return router


def _acknowledge(site: Site, alert: str, name: str) -> None:
    with site.database.writing() as connection:
        if not acknowledge(connection, alert, name, site.now()):
            raise NothingFound("no such alert is open")
