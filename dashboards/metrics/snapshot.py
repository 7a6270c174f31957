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
class SourceStanding:
    """How a source stands beside when it was heard.

    `back_fill_left` are seconds (None: no back-fill is under way), `gone` tickets found to be deleted.
    """

    source: str
    is_left_alone: bool
    back_fill_left: int | None
    gone: int


@dataclass(frozen=True)
class ProberStanding:
    """How a prober fares by its own record; counts and seconds are since that began."""

    prober: str
    heartbeat_at: int
    late_looks: int
    asleep_seconds: int
    blind_seconds: int
    references_answering: int


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
    sources: Sequence[SourceStanding] = ()
    probers: Sequence[ProberStanding] = ()
    messages_waiting: int | None = None
    confirmed_at: int | None = None
    cases: Sequence[CaseCount] = ()
