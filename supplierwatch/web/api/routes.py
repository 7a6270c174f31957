"""The addresses of the JSON API, and its description."""

from typing import Any

from fastapi import APIRouter, FastAPI

from supplierwatch.web.api import (
    contract_routes,
    evidence_routes,
    money_routes,
    outcome_routes,
    standing_routes,
)
from supplierwatch.web.api.parts import ProblemDetails


def api_routers() -> tuple[APIRouter, ...]:
    """Return the routes of the API, by what they are about."""
    modules = (contract_routes, outcome_routes, money_routes, evidence_routes, standing_routes)
    return tuple(module.router for module in modules)


def describe_errors(app: FastAPI) -> None:
    """Add the shape of errors, which no route answers by itself, to the description of `app`."""
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        document = describe()
        document["components"]["schemas"].setdefault("ProblemDetails", ProblemDetails.model_json_schema())
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI documents how to extend the description
