"""What follows from the consultation of a watch."""

from datetime import date

from dashboards.deciding.consultation.findings import ConsultationFindings
from evaluator.contract.parts import Label
from evaluator.core.deciding.consultation.summary import summarise
from supplierwatch.watch import Watch


def assess_consultation(watch: Watch, today: date) -> ConsultationFindings | None:
    """Return the summary of the replies that were in by `today`; None where nobody was consulted."""
    read = watch.deciding.consultation
    if read is None:
        return None
    return ConsultationFindings(
        read.name, read.content_hash, read.content, summarise(read.content, today), _alternatives(watch)
    )


def _alternatives(watch: Watch) -> dict[str, Label]:
    read = watch.deciding.alternatives
    return {} if read is None else {one.id: one.label for one in read.content.alternatives}
