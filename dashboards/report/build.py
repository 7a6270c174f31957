"""The whole report as one view model: everything shown, in the order shown, in one language."""

from dataclasses import dataclass

from dashboards.report.answer import Answer, build_answer
from dashboards.report.context import context_of
from dashboards.report.decision import DecisionClock, build_decision_clock
from dashboards.report.evidence import EvidenceGroup, build_evidence
from dashboards.report.head import Entry, Head, build_head
from dashboards.report.health import ExclusionRow, HealthRow, build_exclusions, build_health
from dashboards.report.method import build_method
from dashboards.report.money import CreditsSection, build_credits
from dashboards.report.outlook import ForecastSection, build_forecasts
from dashboards.report.scorecard import ScoreSection, build_score
from dashboards.report.segments import SegmentGroup, build_segments
from dashboards.report.statements import StatementRow, build_statements
from dashboards.report.verdicts import VerdictRow, build_verdicts
from dashboards.wording import wording
from evaluator.results.published import PeriodResults


@dataclass(frozen=True)
class Report:
    """The report; `not_judged` names the indicators whose period does not end with this month."""

    language: str
    head: Head
    decision: DecisionClock
    answer: Answer
    verdicts: tuple[VerdictRow, ...]
    not_judged: tuple[str, ...]
    forecasts: ForecastSection | None
    segments: tuple[SegmentGroup, ...]
    credits: CreditsSection | None
    score: ScoreSection | None
    statements: tuple[StatementRow, ...]
    evidence: tuple[EvidenceGroup, ...]
    exclusions: tuple[ExclusionRow, ...]
    health: tuple[HealthRow, ...]
    method: tuple[Entry, ...]


def build_report(results: PeriodResults, language: str) -> Report:
    """Return the report of `results` in `sv` or `en`; pure, so equal results give equal reports."""
    context = context_of(results, wording(language))
    judged = {outcome.indicator for outcome in context.whole_outcomes()}
    return Report(
        language=language,
        head=build_head(context),
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
        score=build_score(context),
        statements=build_statements(context),
        evidence=build_evidence(context),
        exclusions=build_exclusions(context),
        health=build_health(context),
        method=build_method(context),
    )
