"""The addresses of signing in and out."""

import html
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboards.wording.words import wording
from supplierwatch.web.forms import FormTokens, read_own_form
from supplierwatch.web.refusals import Refused
from supplierwatch.web.site import site_of, viewer_of

if TYPE_CHECKING:
    from supplierwatch.web.oidc import Provider

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/pages.css"></head>
<body><main id="content"><h1>{title}</h1><p><a href="/">{again}</a></p></main></body></html>
"""


def sign_in_router(provider: "Provider | None", tokens: FormTokens) -> APIRouter:
    """Return the routes; without a `provider` there is nothing to sign in at."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sign-in")
    async def sign_in(request: Request) -> Response:
        return await _known(provider).begin(request)

    @router.get("/sign-in/return")
    async def sign_in_return(request: Request) -> Response:
        return await _known(provider).finish(request)

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        await read_own_form(request, tokens, viewer_of(request).name)
        if "session" in request.scope:
            request.session.clear()
        return RedirectResponse("/signed-out", 303)

    @router.get("/signed-out")
    def signed_out(request: Request) -> Response:
        language = site_of(request).settings.language
        words = wording(language)
        title, again = words.text("You are signed out"), words.text("Sign in again")
        return HTMLResponse(
            _PAGE.format(language=language, title=html.escape(title), again=html.escape(again))
        )

    return router


def _known(provider: "Provider | None") -> "Provider":
    if provider is None:
        raise Refused(404)
    return provider
