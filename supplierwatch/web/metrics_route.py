"""Who may read the metrics: this machine, networks that are named, and who knows the token."""

import secrets

from fastapi import APIRouter, Request
from starlette.responses import Response

from supplierwatch.metrics import metrics_response
from supplierwatch.settings_parts import read_secret
from supplierwatch.web.addresses import is_loopback, is_within
from supplierwatch.web.refusals import Refused
from supplierwatch.web.site import Site, site_of


def metrics_router() -> APIRouter:
    """Return the route of /metrics."""
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    def metrics(request: Request) -> Response:
        site = site_of(request)
        require_metrics_reader(request, site)
        accept = request.headers.get("accept", "")
        content, media_type = metrics_response(site.watch(), site.database, site.now(), accept)
        return Response(content, headers={"Content-Type": media_type})

    return router


def require_metrics_reader(request: Request, site: Site) -> None:
    """Raise Refused (401) where neither the address nor a token lets the request read metrics.

    Where people sign in, a proxy on this machine may stand in front, and everybody would come from an address
    of this machine: then even that counts only where it is listed.
    """
    settings = site.settings.web
    peer = request.client.host if request.client is not None else ""
    is_near = settings.sign_in == "none" and is_loopback(peer)
    if is_near or is_within(peer, settings.metrics.networks):
        return
    if not _has_token(request, settings.metrics.token_env, site):
        raise Refused(401, headers={"WWW-Authenticate": "Bearer"})


def _has_token(request: Request, name: str | None, site: Site) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if name is None or scheme.lower() != "bearer":
        return False
    wanted = read_secret(name, "the token of /metrics", site.environment)
    return secrets.compare_digest(given.encode(), wanted.encode())
