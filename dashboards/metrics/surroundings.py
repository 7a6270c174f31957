"""Samples of what stands beside the figures: tickets, dates, claims, sources, reports, jobs, messages."""

from collections.abc import Iterator, Sequence
from datetime import date

from collector.instants import to_datetime
from dashboards.metrics.figures import months_of
from dashboards.metrics.samples import Sample
from dashboards.metrics.snapshot import Snapshot
from evaluator.contract.indicator_terms import Measured
from evaluator.contract.indicators import AnyIndicator
from evaluator.contract.time_limits import has_time_limit
from evaluator.core.alerts.dates import LAST_DAY, decision_dates, reports_missing
from evaluator.core.deliveries import DeliveryState
from evaluator.core.follow_up.ledger import Ledger, LedgerRow
from evaluator.results.standing import CaseCount


def surrounding_samples(snapshot: Snapshot) -> Iterator[Sample]:
    """Yield what is told beside the figures."""
    yield from _decisions(snapshot)
    yield from _tickets(snapshot)
    if snapshot.beside.ledger is not None:
        yield from _claims(snapshot.beside.ledger)
    yield from _sources(snapshot)
    yield from _reports(snapshot)
    yield from _evaluations(snapshot)
    yield from _service(snapshot)
    yield from _probers(snapshot)


def _today(snapshot: Snapshot) -> date:
    return to_datetime(snapshot.now).astimezone(snapshot.standing.contract.contract.zone).date()


def _decisions(snapshot: Snapshot) -> Iterator[Sample]:
    today = _today(snapshot)
    for decision, day in decision_dates(snapshot.standing.contract).items():
        kind = "last_day" if decision == LAST_DAY else "notice"
        yield Sample("decision_days_left", (decision, kind), float((day - today).days))
    for deadline, day in snapshot.beside.safe_starts.items():
        yield Sample("safe_start_days_left", (deadline,), float((day - today).days))


def _tickets(snapshot: Snapshot) -> Iterator[Sample]:
    month = snapshot.standing.running
    if month is None:
        return
    contract = snapshot.standing.contract if month.contract is None else month.contract
    for indicator in contract.indicators:
        if has_time_limit(indicator):
            yield from _of_indicator(indicator, snapshot.cases)


def _of_indicator(indicator: AnyIndicator, cases: Sequence[CaseCount]) -> Iterator[Sample]:
    together = indicator.measured is Measured.TOGETHER
    for service in ("",) if together else indicator.services:
        # A ticket of no known service could be of any: it is told in each of them.
        here = [
            one
            for one in cases
            if one.indicator == indicator.id and (together or one.service in {service, ""})
        ]
        about_to_miss, overdue = sum(one.about_to_miss for one in here), sum(one.overdue for one in here)
        yield Sample("tickets_about_to_miss", (indicator.id, service), float(about_to_miss))
        yield Sample("tickets_overdue", (indicator.id, service), float(overdue))


def _claims(ledger: Ledger) -> Iterator[Sample]:
    for service in dict.fromkeys(row.service for row in ledger.rows):
        rows = [row for row in ledger.rows if row.service == service and row.balance.open > 0]
        amount = sum(row.balance.open for row in rows)
        yield Sample("claim_open", (service, ledger.currency), float(amount))
        if rows:
            soonest: LedgerRow = min(rows, key=lambda row: row.lapses_on)
            left = (soonest.last_day_to_claim - ledger.day).days
            yield Sample("claim_days_left", (service,), float(left))


def _sources(snapshot: Snapshot) -> Iterator[Sample]:
    for source, longest in snapshot.beside.silent_after.items():
        yield Sample("source_silent_after_seconds", (source,), float(longest))
        heard = snapshot.standing.sources.get(source)
        if heard is not None and heard.last_success_at is not None:
            yield Sample("source_last_success_timestamp_seconds", (source,), float(heard.last_success_at))
        if heard is not None and heard.reached_at is not None:
            yield Sample("source_reached_timestamp_seconds", (source,), float(heard.reached_at))
    for standing in snapshot.sources:
        yield Sample("source_left_alone", (standing.source,), float(standing.is_left_alone))
        if standing.back_fill_left is not None:
            yield Sample("source_back_fill_left_seconds", (standing.source,), float(standing.back_fill_left))
        yield Sample("source_removed", (standing.source,), float(standing.gone))
    yield from _deliveries(snapshot)
    month = snapshot.standing.running or snapshot.standing.finished
    for one in () if month is None else month.health:
        yield Sample("source_rows", (one.source,), float(one.rows))
        yield Sample("source_rejects", (one.source,), float(one.rejects))
        yield Sample("source_unmapped", (one.source,), float(one.unmapped))


def _deliveries(snapshot: Snapshot) -> Iterator[Sample]:
    for source, deliveries in snapshot.beside.deliveries.items():
        states = [one.state for one in deliveries]
        yield Sample("deliveries_missing", (source,), float(states.count(DeliveryState.MISSING)))
        yield Sample("deliveries_late", (source,), float(states.count(DeliveryState.LATE)))
        due = [one.due_at for one in deliveries if one.arrived_at is None]
        if due:
            yield Sample("delivery_due_timestamp_seconds", (source,), float(min(due)))


def _reports(snapshot: Snapshot) -> Iterator[Sample]:
    month, made = snapshot.standing.finished, snapshot.beside.reports_made
    if month is not None:
        contract = snapshot.standing.contract if month.contract is None else month.contract
        late = reports_missing(contract, month, made, snapshot.now, snapshot.terms)
        missing = {signal.subject for signal in late}
        for report in made:
            yield Sample("report_missing", (report.value,), float(report.value in missing))


def _evaluations(snapshot: Snapshot) -> Iterator[Sample]:
    months = months_of(snapshot.standing)
    for place, (name, month) in enumerate(months.items()):
        at = month.evaluation.evaluated_at
        if place == 0 and snapshot.confirmed_at is not None:
            # Without new facts the results stay as they were written: they are no older for that.
            at = max(at, snapshot.confirmed_at)
        yield Sample("evaluation_timestamp_seconds", (name,), float(at))
        yield Sample("evaluation_known_timestamp_seconds", (name,), float(month.evaluation.known_at))
    yield Sample("evaluation_stale_after_seconds", (), float(snapshot.terms.evaluation_stale_after))


def _service(snapshot: Snapshot) -> Iterator[Sample]:
    for one in snapshot.jobs:
        if one.succeeded_at is not None:
            yield Sample("job_last_success_timestamp_seconds", (one.job,), float(one.succeeded_at))
        yield Sample("job_failing", (one.job,), float(one.is_failing))
        yield Sample("job_overdue_seconds", (one.job,), float(one.overdue_seconds))
    if snapshot.messages_waiting is not None:
        yield Sample("messages_waiting", (), float(snapshot.messages_waiting))
        yield Sample("messages_undelivered", (), float(snapshot.beside.messages_undelivered))


def _probers(snapshot: Snapshot) -> Iterator[Sample]:
    for one in snapshot.probers:
        yield Sample("prober_heartbeat_timestamp_seconds", (one.prober,), float(one.heartbeat_at))
        yield Sample("prober_late_looks", (one.prober,), float(one.late_looks))
        yield Sample("prober_asleep_seconds", (one.prober,), float(one.asleep_seconds))
        yield Sample("prober_blind_seconds", (one.prober,), float(one.blind_seconds))
        yield Sample("prober_references_answering", (one.prober,), float(one.references_answering))
