"""Deviations in words: the misses of a month, whether the supplier was told, and each month's together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dashboards.report.context import anchor
from dashboards.report.plans import Labels
from dashboards.wording.words import Wording, marked
from evaluator.contract.contract import Contract
from evaluator.core.follow_up.deviations import (
    Deviation,
    DeviationsFollowed,
    DeviationsOfMonth,
    DeviationState,
)

_STATES = {
    DeviationState.TOLD: marked("The supplier was told"),
    DeviationState.UNTOLD: marked("Not told yet"),
    DeviationState.WITHDRAWN: marked("Withdrawn: no longer below target"),
    DeviationState.NOT_JUDGED: marked("Told of a month without results"),
}
_MONTHS_SHOWN = 12


@dataclass(frozen=True)
class DeviationRow:
    """One deviation; `told` says when, how and by whom, `needs_care` that nobody told the supplier."""

    anchor: str
    period: str
    about: str
    service: str
    value: str
    points: str
    state: str
    told: str
    needs_care: bool


@dataclass(frozen=True)
class MonthRow:
    """The deviations of one month together."""

    month: str
    count: str
    small: str
    points: str
    untold: str


@dataclass(frozen=True)
class DeviationsSection:
    """Deviations as they stood on a day; `earlier_untold` tells of other months'."""

    read_on: str
    rows: tuple[DeviationRow, ...]
    months: tuple[MonthRow, ...]
    earlier_untold: str


def build_deviations(
    followed: DeviationsFollowed, contract: Contract, words: Wording, read_on: date, period: str | None = None
) -> DeviationsSection:
    """Return the deviations of `period` in words (None: of every month), and the months up to it together."""
    labels = Labels(words, contract)
    own = [one for one in followed.deviations if period in (None, one.period)]
    months = [one for one in followed.months if period is None or one.period <= period]
    return DeviationsSection(
        read_on=words.day(read_on),
        rows=tuple(_row(one, labels) for one in own),
        months=tuple(_month(one, words) for one in months[:_MONTHS_SHOWN]),
        earlier_untold="" if period is None else _others(followed, words, period),
    )


def _others(followed: DeviationsFollowed, words: Wording, period: str) -> str:
    untold = sum(one.untold for one in followed.months if one.period != period)
    if untold == 0:
        return ""
    return words.plural(
        "Of other months the supplier has not been told of {n} deviation.",
        "Of other months the supplier has not been told of {n} deviations.",
        untold,
    )


def _row(one: Deviation, labels: Labels) -> DeviationRow:
    words = labels.words
    return DeviationRow(
        anchor=anchor("deviation", one.period, one.indicator, one.service),
        period=one.period,
        about=labels.indicator(one.indicator),
        service=labels.service(one.service),
        value="" if one.outcome is None else labels.value(one.outcome),
        points=words.number(one.points),
        state=words.text(_STATES[one.state]),
        told="; ".join(_told(one, words)),
        needs_care=one.state is DeviationState.UNTOLD,
    )


def _told(one: Deviation, words: Wording) -> Iterator[str]:
    if one.untold_days is not None:
        yield words.plural("{n} day since the month ended", "{n} days since the month ended", one.untold_days)
    for notice in one.notices:
        yield f"{words.day(notice.told_on)}, {notice.how}, {notice.by_role} ({notice.reference})"


def _month(one: DeviationsOfMonth, words: Wording) -> MonthRow:
    return MonthRow(
        month=words.month(one.period),
        count=words.number(one.count),
        small=words.number(one.small),
        points=words.number(one.points),
        untold=words.number(one.untold),
    )
