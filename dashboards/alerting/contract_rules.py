"""Rules about the contract as a whole: thresholds, days that decide, claims, reports."""

from collections.abc import Iterator
from itertools import pairwise

from dashboards.alerting.expressions import between, gauge
from dashboards.alerting.indicator_rules import SERVICE
from dashboards.alerting.rule import Rule, Ruling, path_of, sentence
from dashboards.wording.words import marked
from evaluator.contract.triggers import AnyTrigger
from evaluator.core.alerts.dates import DAYS_A_WEEK, PAST_DAYS_TOLD
from evaluator.core.alerts.figures import near_from
from evaluator.decisions.alert_terms import Kind

THRESHOLD = "SupplierwatchThresholdNear"
NOTICE = "SupplierwatchDecisionNear"
SAFE_START = "SupplierwatchSafeStartNear"
CLAIM = "SupplierwatchClaimLapsing"
REPORT = "SupplierwatchReportMissing"

_LEFT = marked(
    "{days} days are left before a new procurement is no longer possible without a bridging contract: "
    "{deadline}"
)
_PAST = marked("The latest safe start of a new procurement is past; plan a bridge: {deadline}")


def contract_rules(ruling: Ruling) -> Iterator[Rule]:
    """Yield the rules about the contract as a whole that are wanted."""
    terms = ruling.terms
    if terms.wants(Kind.THRESHOLD_NEAR):
        wanted = [one for one in ruling.contract.triggers if one.leads_to in terms.thresholds]
        yield from (_threshold(ruling, trigger) for trigger in wanted)
    if terms.wants(Kind.NOTICE_NEAR):
        yield from _decisions(ruling)
    if terms.wants(Kind.SAFE_START):
        yield from _safe_starts(ruling)
    if terms.wants(Kind.CLAIM_LAPSING) and ruling.contract.credits is not None:
        yield _claim(ruling)
    if terms.wants(Kind.REPORT_MISSING):
        yield _report(ruling)


def _threshold(ruling: Ruling, trigger: AnyTrigger) -> Rule:
    labels = {"contract": ruling.name, "trigger": trigger.id}
    reached, needed = gauge("trigger_reached", **labels), gauge("trigger_needed", **labels)
    near = near_from(trigger, ruling.terms)
    return ruling.rule(
        THRESHOLD,
        f"{reached} >= {near} and {needed} > 0",
        ruling.terms.severity(Kind.THRESHOLD_NEAR),
        sentence(
            marked("The threshold {label} is near or reached: {reached}"),
            label=trigger.label,
            reached="{{ $value }}",
        ),
        sentence(marked("Prepare what reaching it gives a right to: {gives}."), gives=trigger.gives),
        path_of("decision"),
        trigger=trigger.id,
    )


def _decisions(ruling: Ruling) -> Iterator[Rule]:
    days_left = gauge("decision_days_left", contract=ruling.name)
    for lead, next_lead in pairwise([*ruling.terms.notice_days, -1]):
        yield ruling.rule(
            NOTICE,
            between(days_left, next_lead + 1, lead),
            ruling.terms.severity(Kind.NOTICE_NEAR),
            sentence(
                marked("A day that decides the contract is {days} days away: {decision}"),
                days="{{ $value }}",
                decision="{{ $labels.decision }}",
            ),
            sentence(marked("Take up with the decision makers what is to be decided, and by when.")),
            path_of("decision"),
            lead=str(lead),
        )


def _safe_starts(ruling: Ruling) -> Iterator[Rule]:
    """One rule for each lead, and one for a start that is past; without a time plan no gauge is there."""
    days_left = gauge("safe_start_days_left", contract=ruling.name)
    leads = [weeks * DAYS_A_WEEK for weeks in ruling.terms.safe_start_weeks]
    for lead, next_lead in pairwise([*leads, -1, -PAST_DAYS_TOLD - 1]):
        yield ruling.rule(
            SAFE_START,
            between(days_left, next_lead + 1, lead),
            ruling.terms.severity(Kind.SAFE_START),
            sentence(_LEFT if lead >= 0 else _PAST, days="{{ $value }}", deadline="{{ $labels.deadline }}"),
            sentence(marked("See the time plan, and decide whether to begin now or to plan a bridge.")),
            path_of("decision"),
            lead=str(lead),
        )


def _claim(ruling: Ruling) -> Rule:
    days_left = gauge("claim_days_left", contract=ruling.name)
    return ruling.rule(
        CLAIM,
        between(days_left, 0, ruling.terms.claim_days),
        ruling.terms.severity(Kind.CLAIM_LAPSING),
        sentence(
            marked("A credit{service} can be claimed for {days} more days, and lapses then"),
            service=SERVICE,
            days="{{ $value }}",
        ),
        sentence(marked("Claim the credit or waive it with a reason, and write it into the ledger.")),
        "/",
    )


def _report(ruling: Ruling) -> Rule:
    return ruling.rule(
        REPORT,
        f"{gauge('report_missing', contract=ruling.name)} == 1",
        ruling.terms.severity(Kind.REPORT_MISSING),
        sentence(
            marked("The report of the last month that is over is missing: {report}"),
            report="{{ $labels.report }}",
        ),
        sentence(marked("Ask the supplier for its report; of our own, see why it was not made.")),
        path_of("reports"),
    )
