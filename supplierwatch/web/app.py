"""The application: pages, API, metrics and sign-in, behind what guards them."""

import logging
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from collector.errors import NothingFound, SupplierwatchError
from supplierwatch.settings import Settings
from supplierwatch.watch import Watch
from supplierwatch.web.acknowledging_routes import acknowledging_router
from supplierwatch.web.addresses import LOOPBACK_NAMES, is_loopback
from supplierwatch.web.api.routes import api_routers, describe_errors
from supplierwatch.web.describing import DESCRIPTION, TITLE, VERSION
from supplierwatch.web.error_pages import refusal
from supplierwatch.web.forms import FormTokens
from supplierwatch.web.guarding import Guard
from supplierwatch.web.headers import SecurityHeaders
from supplierwatch.web.health_routes import health_router
from supplierwatch.web.listening import session_key
from supplierwatch.web.metrics_route import metrics_router
from supplierwatch.web.pages.routes import page_router
from supplierwatch.web.rates import Buckets
from supplierwatch.web.refusals import Refused
from supplierwatch.web.sign_in_routes import sign_in_router
from supplierwatch.web.signing_in import SigningIn
from supplierwatch.web.site import Site
from supplierwatch.web.store import OneMoment, open_served_store

if TYPE_CHECKING:
    from supplierwatch.web.oidc import Provider

_LOG = logging.getLogger("supplierwatch.web")


def build_app(
    watch: Callable[[], Watch], environment: Mapping[str, str], clock: Callable[[], int]
) -> ASGIApp:
    """Return the application that serves the watch that `watch` gives, as its files say at each request.

    How people sign in, names of hosts and limits are those of the settings at this moment; roles are read at
    each request. The store is opened when first asked, and closed as the application ends. Raises
    SupplierwatchError where a secret that the settings name is not set.
    """
    settings = watch().settings
    site = Site(watch, open_served_store(watch(), environment), environment, clock)
    key = session_key(settings.web, environment, secrets.token_urlsafe(48))
    tokens = FormTokens(key)
    return _guarded(_routed(site, tokens), site, key)


def _routed(site: Site, tokens: FormTokens) -> FastAPI:
    settings = site.settings
    provider = _provider(site)
    app = FastAPI(
        title=TITLE,
        description=DESCRIPTION,
        version=VERSION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_closing(site),
    )
    app.state.site = site
    routers = (
        health_router(),
        sign_in_router(provider, tokens),
        acknowledging_router(tokens),
        metrics_router(),
        *api_routers(),
        page_router(tokens),
    )
    for router in routers:
        # Taken over as they are and not included: so every route can be listed, and held against `access`.
        app.router.routes.extend(router.routes)
    describe_errors(app)
    _tell_refusals(app, settings)
    return app


def _provider(site: Site) -> "Provider | None":
    web = site.settings.web
    if web.sign_in != "oidc" or web.oidc is None:
        return None
    # The library of sign-in takes time that those who need none of it do not have.
    from supplierwatch.web.oidc import Provider  # noqa: PLC0415 - only where people sign in by it

    return Provider(web, web.oidc, site.environment)


def _guarded(app: ASGIApp, site: Site, key: str) -> ASGIApp:
    """Wrap `app` in what guards it, the innermost first."""
    web, language = site.settings.web, site.settings.language
    app = OneMoment(app)
    buckets = Buckets(web.limits.requests_per_minute, web.limits.burst)
    app = SigningIn(
        app,
        settings=lambda: site.settings.web,
        buckets=buckets,
        clock=site.clock,
        language=language,
    )
    app = SessionMiddleware(
        app,
        secret_key=key,
        session_cookie="__Host-supplierwatch" if web.is_secure else "supplierwatch",
        max_age=web.session_hours * 3_600,
        same_site="lax",
        https_only=web.is_secure,
    )
    app = Guard(app, hosts=known_hosts(site.settings), language=language)
    return SecurityHeaders(app, is_secure=web.is_secure)


def known_hosts(settings: Settings) -> list[str]:
    """Return the names this service is asked for by."""
    web = settings.web
    names = [*web.trusted_hosts]
    if web.public_address is not None:
        names.append(_host_of(web.public_address))
    if is_loopback(web.host) or web.sign_in != "none":
        # Watchers on this machine ask so; nobody else can, and who signs in is known anyway.
        names += LOOPBACK_NAMES
    return names


def _host_of(address: str) -> str:
    name = urlsplit(address).hostname or ""
    return f"[{name}]" if ":" in name else name


def _closing(site: Site) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        site.database.dispose()

    return lifespan


def _tell_refusals(app: FastAPI, settings: Settings) -> None:
    language = settings.language

    @app.exception_handler(Refused)
    def refused(request: Request, error: Refused) -> Response:
        return refusal(request, error.status, detail=error.detail, headers=error.headers, language=language)

    @app.exception_handler(HTTPException)
    def unanswered(request: Request, error: HTTPException) -> Response:
        return refusal(request, error.status_code, headers=error.headers, language=language)

    @app.exception_handler(RequestValidationError)
    def misunderstood(request: Request, error: RequestValidationError) -> Response:
        return refusal(request, 422, detail=_wrong(error), language=language)

    @app.exception_handler(NothingFound)
    def missing(request: Request, _error: NothingFound) -> Response:
        return refusal(request, 404, language=language)

    @app.exception_handler(SupplierwatchError)
    def failed(request: Request, error: SupplierwatchError) -> Response:
        _LOG.error("a request could not be answered: %s", error)
        return refusal(request, 503, headers={"Retry-After": "30"}, language=language)

    @app.exception_handler(Exception)
    def broken(request: Request, _error: Exception) -> Response:
        return refusal(request, 500, language=language)


def _wrong(error: RequestValidationError) -> str:
    """Say which parameters are wrong, and never what they held."""
    return "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
