"""Whether the service itself runs: silent sources, those that fell behind, old results, jobs that fail."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.core.alerts.signals import Signal
from evaluator.core.deliveries import DeliveryState, ExpectedDelivery
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


def sources_behind(
    standing: Standing, silent_after: Mapping[str, int], now: int, terms: AlertTerms
) -> Iterator[Signal]:
    """Yield the sources that answer, and of which nothing later is known all the same: they fell behind."""
    for source, longest in sorted(silent_after.items()):
        heard = standing.sources.get(source)
        if heard is None or heard.reached_at is None or heard.last_success_at is None:
            continue
        answers, lag = now - heard.last_success_at <= longest, now - heard.reached_at
        if answers and lag > longest:
            yield Signal(
                Kind.SOURCE_BEHIND,
                terms.severity(Kind.SOURCE_BEHIND),
                subject=source,
                value=Fraction(lag),
                limit=Fraction(longest),
                since=heard.reached_at + longest,
                at=heard.reached_at,
            )


def sources_unmapped(standing: Standing, terms: AlertTerms) -> Iterator[Signal]:
    """Yield the sources with words that no mapping explains; each word more is told anew."""
    month = standing.running or standing.finished
    for one in () if month is None else month.health:
        if one.unmapped > 0:
            yield Signal(
                Kind.SOURCE_UNMAPPED,
                terms.severity(Kind.SOURCE_UNMAPPED),
                subject=one.source,
                value=Fraction(one.unmapped),
                stage=max(len(one.unmapped_words) - 1, 0),
            )


def deliveries_missing(
    expected: Mapping[str, Sequence[ExpectedDelivery]], terms: AlertTerms
) -> Iterator[Signal]:
    """Yield the sources of which a delivery is due and did not come; each one more is told anew."""
    for source, deliveries in sorted(expected.items()):
        missing = [one for one in deliveries if one.state is DeliveryState.MISSING]
        if missing:
            first = min(one.due_at for one in missing)
            yield Signal(
                Kind.DELIVERY_MISSING,
                terms.severity(Kind.DELIVERY_MISSING),
                subject=source,
                value=Fraction(len(missing)),
                since=first,
                at=first,
                stage=len(missing) - 1,
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


def messages_undelivered(messages: int, terms: AlertTerms) -> Iterator[Signal]:
    """Yield that messages did not reach people, whichever they were.

    One more is not told anew: that one may be the very message that told of it, and would go on for ever.
    """
    if messages > 0:
        yield Signal(
            Kind.MESSAGE_UNDELIVERED, terms.severity(Kind.MESSAGE_UNDELIVERED), value=Fraction(messages)
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
