"""One request for a page: who asks, in which language, for which month, and what of the store that means."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from collector.errors import NothingFound
from collector.instants import to_datetime
from collector.store.database import Database
from dashboards.pages.addresses import Addresses
from dashboards.pages.blocks import Page
from dashboards.pages.frame import Asked, build_frame
from dashboards.pages.plain import build_empty, build_nothing_sealed
from dashboards.pages.render import render_page
from dashboards.pages.visible import seen_by
from dashboards.report.context import Context, context_of
from dashboards.viewers import Viewer
from dashboards.wording import Wording, wording
from dashboards.wording.words import LANGUAGES
from evaluator.contract.contract import Contract
from evaluator.evaluate import read_contract_of
from evaluator.results.page_reads import Part, ShownMonth, read_part, read_shown_months
from evaluator.results.published import Evaluation, PeriodResults
from supplierwatch.watch import Watch
from supplierwatch.web.forms import FormTokens
from supplierwatch.web.site import site_of, viewer_of

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
LONGEST_CHOICE = 64


@dataclass(frozen=True)
class Visit:
    """What one request is about; months are those the viewer may see, oldest first."""

    request: Request
    watch: Watch
    database: Database
    viewer: Viewer
    now: int
    tokens: FormTokens

    @cached_property
    def words(self) -> Wording:
        """The wording in the language asked for, else in that of the watch."""
        return wording(self._asked_language or self.watch.settings.language)

    @property
    def _asked_language(self) -> str:
        asked = self.request.query_params.get("language", "")
        return asked if asked in LANGUAGES else ""

    @cached_property
    def months(self) -> tuple[ShownMonth, ...]:
        """The months with results that the viewer may see."""
        found = read_shown_months(self.database)
        return tuple(one for one in found if one.is_sealed or self.viewer.sees_unsealed)

    @cached_property
    def month(self) -> str:
        """The month asked for, else the last; raises NothingFound for one without results to see."""
        asked = self.request.query_params.get("month", "")
        return self.known_month(asked) if asked else self.months[-1].period

    @property
    def today(self) -> date:
        """The day it is in the contract's time zone."""
        return to_datetime(self.now).astimezone(self.watch.zone).date()

    def known_month(self, name: str) -> str:
        """Return `name`; raises NothingFound where the viewer sees no results of such a month."""
        if not _MONTH.fullmatch(name) or name not in {one.period for one in self.months}:
            raise NothingFound("there are no results of such a month")
        return name

    @property
    def addresses(self) -> Addresses:
        """Addresses of pages in the language and month asked for."""
        return Addresses(self._asked_language, self.month if "month" in self.request.query_params else "")

    def chosen(self, name: str) -> str:
        """Return what was chosen beside language and month; empty where nothing was, or nonsense."""
        return self.request.query_params.get(name, "")[:LONGEST_CHOICE]

    def evaluation(self, month: str) -> Evaluation:
        """Return the evaluation of `month` that is shown."""
        return next(one.evaluation for one in self.months if one.period == month)

    def contract(self, month: str) -> Contract:
        """Return the contract that `month` was judged by."""
        return read_contract_of(self.database, self.watch.versions, self.evaluation(month))

    def results(self, month: str, part: Part) -> PeriodResults:
        """Return `part` of the results of `month`, as far as the viewer may see them."""
        results = read_part(self.database, self.contract(month), self.months, month, part)
        return seen_by(self.viewer, results)

    def context(self, month: str, part: Part) -> Context:
        """Return the context of `part` of the results of `month`."""
        return context_of(self.results(month, part), self.words)

    def told(self, results: PeriodResults) -> Context:
        """Return the context of results with their evidence, as far as the viewer may see it."""
        return context_of(seen_by(self.viewer, results), self.words)


def visited(request: Request, tokens: FormTokens) -> Visit:
    """Return the visit that `request` is."""
    site = site_of(request)
    return Visit(request, site.watch(), site.database, viewer_of(request), site.now(), tokens)


def answer(visit: Visit, make: Callable[[Visit], Page], *, has_months: bool = True) -> Response:
    """Return the page that `make` makes of `visit`; where there are no results yet, what to do about it."""
    if not visit.months:
        page = build_empty(visit.words) if visit.viewer.sees_unsealed else build_nothing_sealed(visit.words)
        return respond(visit, page, has_months=False)
    return respond(visit, make(visit), has_months=has_months)


def respond(visit: Visit, page: Page, *, has_months: bool, month: str = "") -> Response:
    """Return `page` within its frame."""
    periods: Sequence[str] = [one.period for one in visit.months]
    shown = month or (visit.month if periods else "")
    contract = visit.watch.versions.latest.contract.contract.title.in_language(visit.words.language)
    frame = build_frame(
        contract,
        periods,
        shown,
        visit.addresses if periods else Addresses(visit.words.language),
        visit.viewer,
        _asked(visit, has_months=has_months),
        visit.words,
    )
    return HTMLResponse(render_page(page, frame))


def _asked(visit: Visit, *, has_months: bool) -> Asked:
    request, signs_in = visit.request, visit.watch.settings.web.sign_in == "oidc"
    chosen = tuple(
        (name, value[:LONGEST_CHOICE])
        for name, value in request.query_params.items()
        if name in ("indicator", "service", "view") and value
    )
    token = visit.tokens.make(visit.viewer.name)
    return Asked(request.url.path, chosen, has_months, signs_out=signs_in, form_token=token)
