"""Whether the service itself runs: sources that fell silent, results that grew old, jobs that fail."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluator.core.alerts.signals import Signal
from evaluator.decisions.alert_terms import AlertTerms, Kind
from evaluator.results.standing import Standing

EVALUATE = "evaluate"
"""The job that judges; where it finds no new facts it leaves results as they are."""


@dataclass(frozen=True)
class JobHeard:
    """How a job of the service goes: whether it failed last, and when it last went well."""

    job: str
    is_failing: bool
    last_success_at: int | None


def sources_silent(
    standing: Standing, silent_after: Mapping[str, int], now: int, terms: AlertTerms
) -> Iterator[Signal]:
    """Yield the sources that were not heard for longer than each may be; `silent_after` is in seconds."""
    for source, longest in sorted(silent_after.items()):
        heard = standing.sources.get(source)
        at = None if heard is None else heard.last_success_at
        if at is None or now - at > longest:
            yield Signal(
                Kind.SOURCE_SILENT,
                terms.severity(Kind.SOURCE_SILENT),
                subject=source,
                value=None if at is None else Fraction(now - at),
                limit=Fraction(longest),
                since=None if at is None else at + longest,
                at=at,
            )


def evaluated_at(standing: Standing, jobs: Iterable[JobHeard] = ()) -> int | None:
    """Return when results were last made, or found to hold still; None before the first."""
    months = [one for one in (standing.running, standing.finished) if one is not None]
    confirmed = [one.last_success_at for one in jobs if one.job == EVALUATE and months]
    known = [at for at in confirmed if at is not None]
    return max([*known, *(one.evaluation.evaluated_at for one in months)], default=None)


def stale_evaluation(
    standing: Standing, now: int, terms: AlertTerms, jobs: Iterable[JobHeard] = ()
) -> Iterator[Signal]:
    """Yield that results are older than `terms` accept, or that there are none."""
    at, longest = evaluated_at(standing, jobs), terms.evaluation_stale_after
    if at is None or now - at > longest:
        yield Signal(
            Kind.EVALUATION_STALE,
            terms.severity(Kind.EVALUATION_STALE),
            value=None if at is None else Fraction(now - at),
            limit=Fraction(longest),
            since=None if at is None else at + longest,
            at=at,
        )


def jobs_failing(jobs: Iterable[JobHeard], now: int, terms: AlertTerms) -> Iterator[Signal]:
    """Yield the jobs that failed when they last ran."""
    for one in jobs:
        if one.is_failing:
            at = one.last_success_at
            yield Signal(
                Kind.JOB_FAILING,
                terms.severity(Kind.JOB_FAILING),
                subject=one.job,
                value=None if at is None else Fraction(now - at),
                at=at,
            )
