"""The whole report as one view model: everything shown, in the order shown, in one language."""

from dataclasses import dataclass

from dashboards.ledger.section import LedgerSection
from dashboards.report.answer import Answer, build_answer
from dashboards.report.context import Context, context_of
from dashboards.report.decision import DecisionClock, build_decision_clock
from dashboards.report.deviations import DeviationsSection, build_deviations
from dashboards.report.evidence import EvidenceGroup, build_evidence
from dashboards.report.exclusions import ExclusionRow, build_exclusions
from dashboards.report.head import Entry, Head, build_head
from dashboards.report.health import HealthRow, build_health
from dashboards.report.ledger import build_ledger_section
from dashboards.report.method import build_method
from dashboards.report.money import CreditsSection, build_credits
from dashboards.report.outlook import ForecastSection, build_forecasts
from dashboards.report.plans import PlansSection, build_plans
from dashboards.report.reconciliation import ReconciliationSection, build_reconciliation
from dashboards.report.scorecard import ScoreSection, build_score
from dashboards.report.seal import RestatementSection, build_restatement
from dashboards.report.segments import SegmentGroup, build_segments
from dashboards.report.statements import StatementRow, build_statements
from dashboards.report.triggers import TriggersSection, build_triggers
from dashboards.report.verdicts import VerdictRow, build_verdicts
from dashboards.wording import wording
from evaluator.core.follow_up.summary import FollowUp
from evaluator.results.published import PeriodResults


@dataclass(frozen=True)
class Report:
    """The report; `not_judged` names the indicators whose period does not end with this month."""

    language: str
    head: Head
    restatement: RestatementSection | None
    decision: DecisionClock
    answer: Answer
    verdicts: tuple[VerdictRow, ...]
    not_judged: tuple[str, ...]
    forecasts: ForecastSection | None
    segments: tuple[SegmentGroup, ...]
    credits: CreditsSection | None
    triggers: TriggersSection | None
    ledger: LedgerSection | None
    plans: PlansSection | None
    deviations: DeviationsSection | None
    score: ScoreSection | None
    statements: tuple[StatementRow, ...]
    reconciliation: ReconciliationSection | None
    evidence: tuple[EvidenceGroup, ...]
    exclusions: tuple[ExclusionRow, ...]
    health: tuple[HealthRow, ...]
    method: tuple[Entry, ...]


def build_report(results: PeriodResults, language: str, follow_up: FollowUp | None = None) -> Report:
    """Return the report of `results` in `sv` or `en`; pure, so equal results give equal reports.

    `follow_up` is what people did about them, which stands in sections of its own; None leaves these out.
    """
    context = context_of(results, wording(language))
    judged = {outcome.indicator for outcome in context.whole_outcomes()}
    return Report(
        language=language,
        head=build_head(context),
        restatement=build_restatement(context),
        decision=build_decision_clock(context),
        answer=build_answer(context),
        verdicts=build_verdicts(context),
        not_judged=tuple(
            f"{one.label.in_language(language)} ({one.id})"
            for one in results.contract.indicators
            if one.id not in judged
        ),
        forecasts=build_forecasts(context),
        segments=build_segments(context),
        credits=build_credits(context),
        triggers=build_triggers(context),
        ledger=build_ledger_section(context, follow_up),
        plans=_plans(context, follow_up),
        deviations=_deviations(context, follow_up),
        score=build_score(context),
        statements=build_statements(context),
        reconciliation=build_reconciliation(context),
        evidence=build_evidence(context),
        exclusions=build_exclusions(context),
        health=build_health(context),
        method=build_method(context),
    )


def _plans(context: Context, follow_up: FollowUp | None) -> PlansSection | None:
    if follow_up is None or follow_up.plans is None:
        return None
    return build_plans(follow_up.plans, context.contract, context.wording, follow_up.read_on)


def _deviations(context: Context, follow_up: FollowUp | None) -> DeviationsSection | None:
    if follow_up is None or follow_up.deviations is None:
        return None
    period = context.results.period.name
    return build_deviations(
        follow_up.deviations, context.contract, context.wording, follow_up.read_on, period
    )
