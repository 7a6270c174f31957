"""What people did about the results, in the JSON report."""

from typing import Any

from dashboards.ledger.document import ledger_document
from dashboards.report.follow_up_documents import deviations_document, plans_document
from evaluator.core.follow_up.summary import FollowUp


def follow_up_document(follow_up: FollowUp | None) -> dict[str, Any]:
    """Return the keys that follow-up adds to a report; none where there is no follow-up."""
    if follow_up is None:
        return {}
    ledger, plans, deviations = follow_up.ledger, follow_up.plans, follow_up.deviations
    return {
        "follow_up": {
            "read_on": follow_up.read_on.isoformat(),
            "ledger": None if ledger is None else ledger_document(ledger, follow_up.lapsing),
            "action_plans": None if plans is None else plans_document(plans),
            "deviations": None if deviations is None else deviations_document(deviations),
        }
    }
