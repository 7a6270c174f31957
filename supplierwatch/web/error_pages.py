"""What is answered where a request is refused or fails: a plain page, or problem details for programs.

Neither shows anything of the inside: no path, no statement, no trace. Source of the form for programs:
RFC 9457, Problem Details for HTTP APIs.
"""

import html
import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import HTTPConnection
from starlette.responses import Response

from dashboards.wording.words import LANGUAGES, marked, wording

API = "/api/"
PROBLEM_TYPE = "application/problem+json"

_TOLD = {
    400: marked("The request cannot be understood."),
    401: marked("You are not signed in."),
    403: marked("You may not see this page."),
    404: marked("There is no such page, or nothing is known of what it asks for."),
    405: marked("This address is read only."),
    408: marked("The request did not arrive in time."),
    413: marked("The request is too large."),
    414: marked("The address is too long."),
    422: marked("The request cannot be understood."),
    429: marked("You have asked for a great deal in a short time. Wait a moment, and ask again."),
    500: marked("Something went wrong here. It has been recorded."),
    503: marked("The figures cannot be reached just now. Nothing is lost; try again in a minute."),
}
_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/pages.css"></head>
<body><main id="content"><h1>{title}</h1><p>{told}</p><p><a href="/">{back}</a></p></main></body></html>
"""


def refusal(
    connection: HTTPConnection,
    status: int,
    *,
    detail: str = "",
    headers: Mapping[str, str] | None = None,
    language: str = "sv",
) -> Response:
    """Return the answer to a request that is refused with `status`; `detail` is for programs only."""
    if connection.scope["path"].startswith(API):
        return _problem(status, detail, headers)
    asked = connection.query_params.get("language")
    return _page(status, headers, asked if asked in LANGUAGES else language)


def _problem(status: int, detail: str, headers: Mapping[str, str] | None) -> Response:
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    content["detail"] = detail or _TOLD.get(status, HTTPStatus(status).phrase)
    return Response(json.dumps(content), status, headers, media_type=PROBLEM_TYPE)


def _page(status: int, headers: Mapping[str, str] | None, language: str) -> Response:
    words = wording(language)
    told = words.text(_TOLD.get(status, _TOLD[500 if status >= 500 else 400]))
    text = _PAGE.format(
        language=language,
        title=html.escape(f"{status} supplierwatch"),
        told=html.escape(told),
        back=html.escape(words.text("To the overview")),
    )
    return Response(text, status, headers, media_type="text/html")
