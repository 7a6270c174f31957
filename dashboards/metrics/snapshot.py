"""What the metrics of one moment are made from."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.core.alerts.raising import Surroundings
from evaluator.decisions.alert_terms import AlertTerms
from evaluator.results.standing import CaseCount, Standing


@dataclass(frozen=True)
class JobStanding:
    """How a job of the service stands; `succeeded_at` is None before it ever went well."""

    job: str
    succeeded_at: int | None
    is_failing: bool
    overdue_seconds: int


@dataclass(frozen=True)
class Snapshot:
    """How everything stands at `now`.

    `confirmed_at` is when results were last brought up to date, though nothing had changed; None where
    that is not known. `messages_waiting` is None where nobody keeps messages. `cases` are of the month that
    runs.
    """

    now: int
    standing: Standing
    beside: Surroundings
    terms: AlertTerms
    jobs: Sequence[JobStanding] = ()
    messages_waiting: int | None = None
    confirmed_at: int | None = None
    cases: Sequence[CaseCount] = ()
