"""What the tests of reports share: sources made by hand, and the words of a document."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from dashboards.document.model import Document, Edition, Section, Table, runs_of
from dashboards.reports.build import build_document
from dashboards.reports.kinds import ReportKind
from dashboards.reports.sources import ReportSources
from evaluator.core.follow_up.action_plans import PlansFollowed, PlanState, PlanStatus
from evaluator.core.follow_up.deviations import (
    Deviation,
    DeviationsFollowed,
    DeviationsOfMonth,
    DeviationState,
)
from evaluator.core.follow_up.ledger import CalculatedCredit, LedgerFacts, make_ledger
from evaluator.core.follow_up.summary import FollowUp
from evaluator.core.outcomes import Outcome, Verdict
from evaluator.core.periods import month, month_name_before
from evaluator.decisions.action_plans import ActionPlan
from evaluator.decisions.ledger import Claimed, Credited
from tests.dashboards.builders import OPERATION, PERIOD, ZONE, figure, make_results, outcome

TODAY = date(2026, 11, 9)


def follow_up() -> FollowUp:
    """144 000 kr calculated for October, of which 100 000 was claimed and 60 000 credited; one open plan."""
    entries = (
        Claimed(
            id="L1",
            period=PERIOD,
            service="T3",
            day=date(2026, 11, 5),
            kind="claimed",
            amount=Decimal(100_000),
            by="Avtalsförvaltare",
            reference="KS 1",
        ),
        Credited(
            id="L2",
            period=PERIOD,
            service="T3",
            day=date(2026, 11, 8),
            kind="credited",
            amount=Decimal(60_000),
            invoice="F 7",
            by="Avtalsförvaltare",
        ),
    )
    calculated = (CalculatedCredit(PERIOD, "T3", Decimal(144_000), date(2027, 2, 1)),)
    ledger = make_ledger(LedgerFacts("SEK", calculated, None), entries, TODAY)
    missed = outcome("K05", Verdict.MISSED, figure(84, 98, misses=14), OPERATION, points_after_repeat=2)
    untold = Deviation("K05", "T3", PERIOD, DeviationState.UNTOLD, missed, (), 9)
    plan = ActionPlan.model_validate(
        {
            "id": "P1",
            "indicator": "K05",
            "service": "T3",
            "opened_for": "2026-09",
            "opened_on": "2026-10-05",
            "why": "Upprepade brister",
            "what": "Fler tekniker i beredskap",
            "owner_role": "Leveransansvarig",
            "due": "2026-11-01",
            "recovered_after": 3,
        }
    )
    return FollowUp(
        read_on=TODAY,
        ledger=ledger,
        plans=PlansFollowed((_status(plan, missed),), ()),
        deviations=DeviationsFollowed((untold,), (DeviationsOfMonth(PERIOD, 1, 0, 1, 2),)),
    )


def _status(plan: ActionPlan, missed: Outcome) -> PlanStatus:
    return PlanStatus(
        plan=plan,
        state=PlanState.OPEN,
        judged=(missed,),
        met_running=0,
        needed=3,
        recovered_in=None,
        is_overdue=True,
        overdue_steps=(),
    )


def make_sources(**changes: Any) -> ReportSources:
    """Return sources of October 2026; `changes` replace whole fields."""
    return replace(ReportSources(make_results(), TODAY, follow_up()), **changes)


def earlier_results(count: int) -> tuple[Any, ...]:
    """Return the same results as those of the months before, oldest first."""
    found = []
    for back in range(count, 0, -1):
        period = month(month_name_before(PERIOD, back), ZONE)
        made = make_results()
        moved = tuple(replace(one, period=period.name) for one in made.outcomes)
        found.append(replace(made, period=period, outcomes=moved))
    return tuple(found)


def built(
    kind: ReportKind, edition: Edition = Edition.CONFIDENTIAL, unit: str | None = None, **changes: Any
) -> Document:
    return build_document(kind, make_sources(**changes), "sv", edition, unit)


def words_of(document: Document) -> str:
    """Return all words in the order of reading, no-break spaces as spaces."""
    found = [run.text for block in document.every_block() for run in runs_of(block)]
    return "\n".join(found).replace("\u00a0", " ")


def table(document: Document, name: str) -> Table:
    return next(one for one in document.tables() if one.name == name)


def row(document: Document, name: str, first: str) -> list[str]:
    """Return the words of the cells of the first row of a table whose first cell begins with `first`."""
    found = next(cells for cells in table(document, name).rows if cells[0].text.startswith(first))
    return [cell.text.replace("\u00a0", " ") for cell in found]


def section_names(document: Document) -> list[str]:
    return [section.name for section in document.sections]


def section(document: Document, name: str) -> Section:
    return next(one for one in document.sections if one.name == name)
