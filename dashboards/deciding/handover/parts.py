"""What the parts of a handover share: traces, and how nothing is shown."""

from dashboards.document.model import Origin, Trace
from dashboards.document.traces import file_trace
from evaluator.core.deciding.handover.findings import HandoverFindings

COMMAND = "supplierwatch handover"
NOTHING = "\u2013"


def handover_file(findings: HandoverFindings, key: str) -> Trace:
    """Return the trace of what `handover.yaml` says under `key`."""
    return file_trace("handover.yaml", key, findings.file_hash)


def handover_query(findings: HandoverFindings) -> Trace:
    """Return the trace of what was collected up to the horizon."""
    return Trace(Origin.RESULT, COMMAND, f"{findings.file_hash[:12]}-{findings.horizon}")
