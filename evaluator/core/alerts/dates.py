"""Dates that come near: claims that lapse, notices, safe starts, reports that are due."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

import numpy as np

from evaluator.contract.contract import Contract, OptionState
from evaluator.core.alerts.signals import Report, Signal
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.follow_up.ledger import Ledger
from evaluator.core.periods import month as month_of
from evaluator.decisions.alert_terms import AlertTerms, Kind
from evaluator.results.standing import StandingMonth

LAST_DAY = "end"
"""The decision that the contract's last day is, beside its options."""

URGENT_DAYS = 7
"""So many days before a claim lapses it is told anew."""

DAYS_A_WEEK = 7

PAST_DAYS_TOLD = 30
"""So many days a latest safe start that is past is still told of."""


def claims_lapsing(ledger: Ledger, today: date, terms: AlertTerms) -> Iterator[Signal]:
    """Yield the credits that can still be claimed for few days, soonest first."""
    for row in sorted(ledger.rows, key=lambda one: (one.lapses_on, one.period, one.service)):
        left = (row.last_day_to_claim - today).days
        if row.balance.open > 0 and 0 <= left <= terms.claim_days:
            yield Signal(
                Kind.CLAIM_LAPSING,
                terms.severity(Kind.CLAIM_LAPSING),
                service=row.service,
                month=row.period,
                value=Fraction(left),
                limit=Fraction(terms.claim_days),
                on_day=row.last_day_to_claim,
                amount=row.balance.open,
                stage=int(left <= URGENT_DAYS),
            )


def decision_dates(contract: Contract) -> dict[str, date]:
    """Return the days that decide: by which notice of an open option must be given, and the last day."""
    notices = {
        one.id: one.notice_by
        for one in contract.term.options
        if one.state is OptionState.OPEN and one.notice_by is not None
    }
    return {**notices, LAST_DAY: contract.term.current_last_day}


def notices_near(contract: Contract, today: date, terms: AlertTerms) -> Iterator[Signal]:
    """Yield the days that decide and are near, each told anew on every lead that `terms` name."""
    for decision, on_day in decision_dates(contract).items():
        left = (on_day - today).days
        reached = [lead for lead in terms.notice_days if 0 <= left <= lead]
        if reached:
            yield Signal(
                Kind.NOTICE_NEAR,
                terms.severity(Kind.NOTICE_NEAR),
                subject=decision,
                value=Fraction(left),
                limit=Fraction(reached[-1]),
                on_day=on_day,
                stage=len(reached) - 1,
            )


def safe_starts_near(starts: Mapping[str, date], today: date, terms: AlertTerms) -> Iterator[Signal]:
    """Yield the latest safe starts of a new procurement that are near, or past for few days.

    `starts` has one for each day by which it must be done. Each is told anew on every lead that `terms` name,
    and once more when it is past. What has been past for longer is no news: the decision page shows it.
    """
    leads = [weeks * DAYS_A_WEEK for weeks in terms.safe_start_weeks]
    for deadline, day in starts.items():
        left = (day - today).days
        if -PAST_DAYS_TOLD <= left <= leads[0]:
            reached = [lead for lead in leads if left <= lead]
            yield Signal(
                Kind.SAFE_START,
                terms.severity(Kind.SAFE_START),
                subject=deadline,
                value=Fraction(left),
                limit=Fraction(reached[-1]),
                on_day=day,
                stage=len(leads) if left < 0 else len(reached) - 1,
            )


def report_due_at(contract: Contract, month: str, working_day: int) -> int:
    """Return the instant after the end of `working_day`, counted from the first day after `month`."""
    period = month_of(month, contract.contract.zone)
    calendars = compile_calendars(contract, period.starts_at, period.ends_at)
    # Counted from the month's last day, so that the first day after it can be the first.
    return int(calendars.contract_days.add_days(np.array([period.ends_at - 1]), working_day)[0])


def reports_due(contract: Contract, month: str, terms: AlertTerms) -> dict[Report, int]:
    """Return after which instants the supplier's report of `month`, and our own, are late."""
    days = {
        Report.SUPPLIER: contract.reporting.report_by_working_day,
        Report.OWN: terms.own_report_by_working_day,
    }
    return {report: report_due_at(contract, month, day) for report, day in days.items()}


def reports_missing(
    contract: Contract, month: StandingMonth, made: Mapping[Report, bool], now: int, terms: AlertTerms
) -> Iterator[Signal]:
    """Yield the reports of a month that is over which are late; what `made` does not say is not known."""
    for report, due in reports_due(contract, month.evaluation.period, terms).items():
        if now >= due and made.get(report) is False:
            yield Signal(
                Kind.REPORT_MISSING,
                terms.severity(Kind.REPORT_MISSING),
                subject=report,
                month=month.evaluation.period,
                since=due,
                at=due,
            )
