"""The addresses of the pages."""

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from dashboards.pages.render import stylesheet
from supplierwatch.web.forms import FormTokens
from supplierwatch.web.pages import figures, matters, months
from supplierwatch.web.pages.visit import answer, respond, visited


def page_router(tokens: FormTokens) -> APIRouter:
    """Return the routes of all pages; `tokens` makes those of their forms."""
    router = APIRouter(include_in_schema=False)
    _add_style(router)
    _add_figures(router, tokens)
    _add_evidence(router, tokens)
    _add_matters(router, tokens)
    return router


def _add_style(router: APIRouter) -> None:
    @router.get("/static/pages.css")
    def style() -> Response:
        return PlainTextResponse(stylesheet(), media_type="text/css")


def _add_figures(router: APIRouter, tokens: FormTokens) -> None:
    @router.get("/")
    def overview(request: Request) -> Response:
        return answer(visited(request, tokens), figures.overview)

    @router.get("/indicators/{indicator}")
    def of_indicator(request: Request, indicator: str) -> Response:
        return answer(visited(request, tokens), lambda visit: figures.indicator(visit, indicator))

    @router.get("/services/{service}")
    def of_service(request: Request, service: str) -> Response:
        return answer(visited(request, tokens), lambda visit: figures.service(visit, service))

    @router.get("/units")
    def units(request: Request) -> Response:
        return answer(visited(request, tokens), figures.units)

    @router.get("/units/{unit}")
    def of_unit(request: Request, unit: str) -> Response:
        return answer(visited(request, tokens), lambda visit: figures.unit(visit, unit))


def _add_evidence(router: APIRouter, tokens: FormTokens) -> None:
    @router.get("/evidence/{key:path}")
    def evidence(request: Request, key: str) -> Response:
        return answer(visited(request, tokens), lambda visit: matters.evidence(visit, key), has_months=False)

    @router.get("/tickets/{ticket}")
    def of_ticket(request: Request, ticket: str) -> Response:
        return answer(visited(request, tokens), lambda visit: matters.ticket(visit, ticket), has_months=False)


def _add_matters(router: APIRouter, tokens: FormTokens) -> None:
    @router.get("/reports")
    def reports(request: Request) -> Response:
        return answer(visited(request, tokens), months.reports, has_months=False)

    @router.get("/reports/{period}")
    def of_report(request: Request, period: str) -> Response:
        visit = visited(request, tokens)
        if visit.chosen("form") == "html":
            return months.whole_report(visit, visit.known_month(period))
        page = months.report(visit, visit.known_month(period))
        return respond(visit, page, has_months=False, month=period)

    @router.get("/decision")
    def decision(request: Request) -> Response:
        return answer(visited(request, tokens), months.decision, has_months=False)

    @router.get("/health")
    def health(request: Request) -> Response:
        return answer(visited(request, tokens), months.health)
