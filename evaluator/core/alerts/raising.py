"""All that is worth an alert now, from how things stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from collector.instants import to_datetime
from evaluator.core.alerts.cases import tickets_about_to_miss
from evaluator.core.alerts.dates import claims_lapsing, notices_near, reports_missing, safe_starts_near
from evaluator.core.alerts.figures import breaches, burning, forecast_signals, thresholds
from evaluator.core.alerts.running import (
    JobHeard,
    deliveries_missing,
    jobs_failing,
    messages_undelivered,
    sources_behind,
    sources_silent,
    sources_unmapped,
    stale_evaluation,
)
from evaluator.core.alerts.signals import Report, Signal
from evaluator.core.deliveries import ExpectedDelivery
from evaluator.core.follow_up.ledger import Ledger
from evaluator.decisions.alert_terms import AlertTerms
from evaluator.results.standing import OpenCase, Standing


@dataclass(frozen=True)
class Surroundings:
    """What alerts look at beside the figures.

    `ledger` is None where no credit can be claimed. `silent_after` says of each source for how many seconds
    it may be silent. `reports_made` says which reports of the last month that is over are there; one it does
    not name is not known, and not missed. `about_to_miss` are the cases of the running month whose limit
    runs out soon. `deliveries` are those that each source owed. `safe_starts` are the latest safe starts of a
    new procurement by the name of each deadline; none without a time plan. `messages_undelivered` counts the
    messages of the last days that did not reach people.
    """

    ledger: Ledger | None = None
    silent_after: Mapping[str, int] = field(default_factory=dict)
    reports_made: Mapping[Report, bool] = field(default_factory=dict)
    jobs: Sequence[JobHeard] = ()
    about_to_miss: Sequence[OpenCase] = ()
    deliveries: Mapping[str, Sequence[ExpectedDelivery]] = field(default_factory=dict)
    messages_undelivered: int = 0
    safe_starts: Mapping[str, date] = field(default_factory=dict)


def signals(standing: Standing, beside: Surroundings, now: int, terms: AlertTerms) -> tuple[Signal, ...]:
    """Return everything worth an alert at `now`, each matter once.

    Figures are those of the last evaluation: where that is stale it is told, and they stay as they were, so
    that nothing seems to recover because nobody looked.
    """
    wanted = [one for one in _all(standing, beside, now, terms) if terms.wants(one.kind, one.indicator)]
    return tuple({one.key: one for one in wanted}.values())


def _all(standing: Standing, beside: Surroundings, now: int, terms: AlertTerms) -> Iterator[Signal]:
    contract = standing.contract
    today = to_datetime(now).astimezone(contract.contract.zone).date()
    yield from stale_evaluation(standing, now, terms, beside.jobs)
    yield from _of_figures(standing, beside.about_to_miss, terms)
    if standing.finished is not None:
        judging = standing.finished.contract or contract
        yield from reports_missing(judging, standing.finished, beside.reports_made, now, terms)
    if beside.ledger is not None:
        yield from claims_lapsing(beside.ledger, today, terms)
    yield from notices_near(contract, today, terms)
    yield from safe_starts_near(beside.safe_starts, today, terms)
    yield from sources_silent(standing, beside.silent_after, now, terms)
    yield from sources_behind(standing, beside.silent_after, now, terms)
    yield from sources_unmapped(standing, terms)
    yield from deliveries_missing(beside.deliveries, terms)
    yield from jobs_failing(beside.jobs, now, terms)
    yield from messages_undelivered(beside.messages_undelivered, terms)


def _of_figures(standing: Standing, about_to_miss: Sequence[OpenCase], terms: AlertTerms) -> Iterator[Signal]:
    """Thresholds as the last month that is over left them: what a running month counts can still change."""
    running, finished = standing.running, standing.finished
    for month in (running, finished):
        if month is not None:
            yield from breaches(month.contract or standing.contract, month, terms)
    if running is not None:
        yield from burning(running.contract or standing.contract, running, terms)
        yield from tickets_about_to_miss(about_to_miss, running, terms)
    latest, settled = running or finished, finished or running
    if latest is not None and settled is not None:
        yield from forecast_signals(latest.contract or standing.contract, latest, terms)
        yield from thresholds(settled.contract or standing.contract, settled, terms)
