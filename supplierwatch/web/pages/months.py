"""Pages of months: reports, the decision, data health."""

from functools import lru_cache

from starlette.responses import HTMLResponse, Response

from dashboards.ledger.section import build_ledger
from dashboards.pages.blocks import Page
from dashboards.pages.decision import MonthScore, build_decision_page
from dashboards.pages.health import build_health_page
from dashboards.pages.reports import ReportedMonth, build_report_page, build_reports
from dashboards.pages.visible import seen_by
from dashboards.report.html_form import render_html, report_policy
from dashboards.viewers import Viewer
from evaluator.evaluate import read_contract_of
from evaluator.results.page_reads import Part, read_scores
from evaluator.results.read import read_period
from evaluator.results.seals import read_seals
from supplierwatch.deciding.time_plan import safe_starts_of
from supplierwatch.ledgers import read_ledger
from supplierwatch.web.pages.running import read_heard, read_running
from supplierwatch.web.pages.visit import Visit

REPORTS_KEPT = 16


def reports(visit: Visit) -> Page:
    """Return the list of reports."""
    made = read_seals(visit.database)
    zone, words = visit.watch.zone, visit.words
    shown = [
        ReportedMonth(
            one.evaluation,
            tuple(seal for seal in made if seal.period == one.period),
            words.instant(one.evaluation.known_at, zone),
        )
        for one in visit.months
    ]
    return build_reports(shown, words, visit.addresses)


def report(visit: Visit, month: str) -> Page:
    """Return the page of one month's report."""
    context = visit.context(month, Part(exclusions=True))
    return build_report_page(context, read_seals(visit.database, month), visit.addresses)


def whole_report(visit: Visit, month: str) -> Response:
    """Return the report of a month itself; what was published never changes, so the last few are kept."""
    seal = next((one.number for one in read_seals(visit.database, month)[::-1]), 0)
    number = visit.evaluation(month).number
    page = _kept(_Wanted(visit, month), number, seal, visit.words.language, _sight(visit.viewer))
    return HTMLResponse(page, headers={"Content-Security-Policy": report_policy()})


class _Wanted:
    """What a report is made from, which its number stands for: any two of them are the same key."""

    def __init__(self, visit: Visit, month: str) -> None:
        self.visit = visit
        self.month = month

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Wanted) and self.visit.database is other.visit.database

    def __hash__(self) -> int:
        return id(self.visit.database)


def _sight(viewer: Viewer) -> tuple[bool, bool, frozenset[str]]:
    """What of a month a viewer sees; whoever sees the same is given the same page."""
    return viewer.sees_all_units, viewer.sees_decisions, viewer.units


@lru_cache(maxsize=REPORTS_KEPT)
def _kept(
    wanted: _Wanted, _number: int, _seal: int, language: str, _sight: tuple[bool, bool, frozenset[str]]
) -> str:
    visit = wanted.visit
    evaluation = visit.evaluation(wanted.month)
    contract = read_contract_of(visit.database, visit.watch.versions, evaluation)
    results = seen_by(visit.viewer, read_period(visit.database, contract, evaluation))
    return render_html(results, language, shows_decision=visit.viewer.sees_decisions)


def decision(visit: Visit) -> Page:
    """Return the decision as it stands in the last month with results."""
    context = visit.context(visit.months[-1].period, Part(months=1))
    scores = [MonthScore(*one) for one in read_scores(visit.database, visit.months)]
    section = None
    if context.contract.credits is not None:
        ledger = read_ledger(visit.watch, visit.database, visit.now)
        lapsing = ledger.lapsing_within(visit.watch.settings.warn_days_before_lapse)
        section = build_ledger(ledger, lapsing, context.contract, visit.words)
    starts = safe_starts_of(visit.watch, visit.today)
    return build_decision_page(context, scores, section, visit.addresses, visit.today, starts)


def health(visit: Visit) -> Page:
    """Return how well the sources are heard, and how the service itself is."""
    context = visit.context(visit.month, Part(months=1))
    return build_health_page(context, read_heard(visit), read_running(visit), visit.addresses)
