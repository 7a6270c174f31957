"""The jobs of the service, by name."""

from enum import StrEnum


class JobName(StrEnum):
    """What the service does, in the order in which it is done where several jobs are due."""

    COLLECT = "collect"
    EVALUATE = "evaluate"
    REPORT = "report"
    RETAIN = "retain"
    NOTIFY = "notify"
    DELIVER = "deliver"


LANES: tuple[tuple[JobName, ...], ...] = (
    (JobName.COLLECT, JobName.EVALUATE, JobName.REPORT, JobName.RETAIN),
    (JobName.NOTIFY, JobName.DELIVER),
)
"""Jobs of one lane are done one at a time, each lane by a thread of its own: alerts wait for no collect."""


MONTHLY = frozenset({JobName.REPORT})
"""Jobs about one month each: every missed one is made up, and what was done of them is remembered."""


class Outcome(StrEnum):
    """How a run of a job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    HANDED_BACK = "handed_back"
