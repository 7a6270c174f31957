"""Where the API lies, and how each part of it tells of errors."""

from typing import Any

from fastapi import APIRouter

from supplierwatch.web.error_pages import PROBLEM_TYPE

PREFIX = "/api/v1"
_ERRORS = {
    401: "Nobody is signed in",
    403: "The role may not see this",
    404: "There is no such thing, or nothing is known of it",
    422: "A parameter cannot be understood",
    429: "Too many requests; Retry-After says how long to wait",
    503: "The store does not answer; nothing is lost",
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": text,
        "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
    }
    for status, text in _ERRORS.items()
}


def api_router(subject: str) -> APIRouter:
    """Return an empty router of the API for what is about `subject`."""
    return APIRouter(prefix=PREFIX, tags=[subject], responses=RESPONSES)
