"""Whether the process lives, and whether its store answers."""

import sqlalchemy as sa
from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from supplierwatch.web.site import site_of


def health_router() -> APIRouter:
    """Return the routes that watchers of this process ask."""
    router = APIRouter(include_in_schema=False)

    @router.get("/alive")
    async def alive() -> Response:
        return PlainTextResponse("alive\n")

    @router.get("/ready")
    def ready(request: Request) -> Response:
        with site_of(request).database.reading() as connection:
            connection.execute(sa.select(sa.literal(1)))
        return PlainTextResponse("ready\n")

    return router
