"""The monthly service report: what the monthly page shows, in a form that can be printed, filed and sent."""

from dashboards.document.model import Document, Edition
from dashboards.reports.following import (
    decision_section,
    deviations_section,
    exclusions_section,
    plans_section,
    triggers_section,
)
from dashboards.reports.frame import make_document
from dashboards.reports.levels import (
    answer_section,
    forecasts_section,
    outlook_section,
    score_section,
    verdicts_section,
)
from dashboards.reports.money import credits_section, ledger_section
from dashboards.reports.segments import segments_section
from dashboards.reports.telling import Telling
from dashboards.reports.told import (
    deliveries_section,
    evidence_section,
    health_section,
    method_section,
    restatement_section,
    statements_section,
)


def build_service_report(telling: Telling, edition: Edition) -> Document:
    """Return the report of the month: figures and wording are those of the monthly page."""
    sections = (
        restatement_section(telling),
        answer_section(telling),
        decision_section(telling),
        verdicts_section(telling),
        segments_section(telling),
        credits_section(telling),
        triggers_section(telling),
        ledger_section(telling),
        plans_section(telling),
        deviations_section(telling),
        score_section(telling),
        forecasts_section(telling),
        statements_section(telling),
        exclusions_section(telling),
        health_section(telling),
        deliveries_section(telling),
        outlook_section(telling),
        method_section(telling),
        evidence_section(telling),
    )
    return make_document(telling, telling.words.text("Service report"), sections, edition)
