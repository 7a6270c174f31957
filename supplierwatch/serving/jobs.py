"""Which function does which job."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from supplierwatch.retention import in_words
from supplierwatch.retention import retain as retain_facts
from supplierwatch.serving.collect_job import collect
from supplierwatch.serving.evaluate_job import evaluate
from supplierwatch.serving.job_names import JobName
from supplierwatch.serving.message_jobs import deliver, notify
from supplierwatch.serving.report_job import report
from supplierwatch.serving.work import Work

Job = Callable[[Work], str]
"""Does its work, and returns what a person should know of it all the same; raises where it failed."""


def retain(work: Work) -> str:
    """Remove facts that are kept no longer, and return what was removed."""
    found = retain_facts(work.watch, work.database, work.now(), lambda _step: work.go_on(), dry_run=False)
    return "; ".join(in_words(one, work.watch.zone, dry_run=False) for one in found if one.rows > 0)


JOBS: Mapping[JobName, Job] = MappingProxyType(
    {
        JobName.COLLECT: collect,
        JobName.EVALUATE: evaluate,
        JobName.REPORT: report,
        JobName.RETAIN: retain,
        JobName.NOTIFY: notify,
        JobName.DELIVER: deliver,
    }
)
