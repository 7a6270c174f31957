"""L11: a claim that lapses before the month it is about is closed for objections."""

from collections.abc import Iterator

from collector.instants import to_datetime
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, counted
from evaluator.core.periods import Period, start_of_day

ID = "L11"
_LONG = 120
"""Months after which no claim lapses too soon; objections that go on for over a year are not looked at."""


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield the time in which credits can be claimed where it ends before the figures are final."""
    terms = examined.contract.credits
    if terms is None:
        return
    months, within = (
        terms.claim_lapses_after_months,
        examined.contract.reporting.objections_within_working_days,
    )
    for period in examined.months:
        if months > _LONG or not examined.calendars.contract_days.holds(period.ends_at - 1, within):
            continue
        closes = int(examined.calendars.contract_days.add_days(period.ends_at - 1, within))
        lapses = _after(examined, period, months)
        if closes > lapses:
            zone = examined.contract.contract.zone
            last_objection, last_claim = (
                f"{to_datetime(end - 1).astimezone(zone):%Y-%m-%d}" for end in (closes, lapses)
            )
            yield LintFinding(
                ID,
                ("credits", "claim_lapses_after_months"),
                "claims lapse before the month they are about is closed for objections",
                f"{period.name}: {counted(within, 'working day')} for objections end on {last_objection}, and"
                f" {counted(months, 'month')} for claims on {last_claim}",
                "Let claims lapse later, or close the month for objections sooner",
            )
            return


def _after(examined: Examined, period: Period, months: int) -> int:
    """Return the instant `months` months after the end of `period`."""
    zone = examined.contract.contract.zone
    number = period.end_day.year * 12 + period.end_day.month - 1 + months
    return start_of_day(period.end_day.replace(year=number // 12, month=number % 12 + 1), zone)
