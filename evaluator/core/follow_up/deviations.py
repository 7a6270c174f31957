"""Deviations: every miss, and when the supplier was told of it.

Small ones together can weigh as much as a large one, so all are noted and told at once
(Upphandlingsmyndigheten, "Genomför uppföljningen").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evaluator.core.outcomes import Outcome, Verdict, View
from evaluator.decisions.notices import Notice

SMALL_POINTS = 1
"""A deviation of at most so many points, after the repeat rule, is counted among the small ones."""


class DeviationState(StrEnum):
    """How a deviation stands.

    `withdrawn`: the supplier was told of a miss, or it was sealed, and the present results no longer show it.
    `not_judged`: told of a month of which no result is published.
    """

    TOLD = "told"
    UNTOLD = "untold"
    WITHDRAWN = "withdrawn"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True)
class Deviation:
    """One miss of an indicator on a service (empty: on all together) in a month.

    `outcome` is the published one, None where the indicator was not judged in that month. `notices` are in
    order of their days, and `untold_days` the days since the month ended without any; None for one told.
    """

    indicator: str
    service: str
    period: str
    state: DeviationState
    outcome: Outcome | None
    notices: tuple[Notice, ...]
    untold_days: int | None

    @property
    def points(self) -> int:
        """Points after the repeat rule; 0 where nothing missed."""
        return 0 if self.outcome is None else self.outcome.points_after_repeat


@dataclass(frozen=True)
class DeviationsOfMonth:
    """The misses of one month together: how many, how many of them small and untold, and their points."""

    period: str
    count: int
    small: int
    untold: int
    points: int


@dataclass(frozen=True)
class DeviationsFollowed:
    """All deviations, newest month first, and those of each month together."""

    deviations: tuple[Deviation, ...]
    months: tuple[DeviationsOfMonth, ...]


Key = tuple[str, str, str]
"""Period, indicator, service."""


def follow_deviations(
    notices: Iterable[Notice],
    outcomes: Iterable[Outcome],
    month_ends: Mapping[str, date],
    today: date,
    restated: Iterable[Outcome] = (),
) -> DeviationsFollowed:
    """Return every miss with what the supplier was told of it, as it stands on the day `today`.

    `outcomes` are the present ones of whole scopes, in any view and order; `month_ends` the first day after
    each month of which there are results. `restated` were sealed and have been replaced by a restatement.
    """
    outcomes = tuple(outcomes)
    published = {_key_of(one): one for one in outcomes if _counts(one)}
    told: dict[Key, list[Notice]] = {}
    for notice in sorted(notices, key=lambda one: (one.told_on, one.id)):
        told.setdefault((notice.period, notice.indicator, notice.service or ""), []).append(notice)
    every = [*outcomes, *restated]
    missed = {_key_of(one) for one in every if _counts(one) and one.verdict is Verdict.MISSED}
    found = [
        _deviation(key, published.get(key), told.get(key, []), month_ends, today)
        for key in sorted(missed | set(told))
    ]
    newest_first = sorted(found, key=lambda one: one.period, reverse=True)
    return DeviationsFollowed(tuple(newest_first), tuple(_months(newest_first)))


def _counts(outcome: Outcome) -> bool:
    return outcome.scope.is_whole and outcome.view is View.AFTER_EXCLUSIONS


def _key_of(outcome: Outcome) -> Key:
    return outcome.period, outcome.indicator, outcome.scope.service


def _deviation(
    key: Key,
    outcome: Outcome | None,
    notices: list[Notice],
    month_ends: Mapping[str, date],
    today: date,
) -> Deviation:
    period, indicator, service = key
    state = _state(outcome, notices, is_published=period in month_ends)
    is_untold = state is DeviationState.UNTOLD
    return Deviation(
        indicator=indicator,
        service=service,
        period=period,
        state=state,
        outcome=outcome,
        notices=tuple(notices),
        untold_days=(today - month_ends[period]).days if is_untold else None,
    )


def _state(outcome: Outcome | None, notices: list[Notice], *, is_published: bool) -> DeviationState:
    if outcome is not None and outcome.verdict is Verdict.MISSED:
        return DeviationState.TOLD if notices else DeviationState.UNTOLD
    return DeviationState.WITHDRAWN if is_published else DeviationState.NOT_JUDGED


def _months(deviations: Iterable[Deviation]) -> Iterable[DeviationsOfMonth]:
    months: dict[str, list[Deviation]] = {}
    for one in deviations:
        if one.state in (DeviationState.TOLD, DeviationState.UNTOLD):
            months.setdefault(one.period, []).append(one)
    for period, found in months.items():
        yield DeviationsOfMonth(
            period=period,
            count=len(found),
            small=sum(one.points <= SMALL_POINTS for one in found),
            untold=sum(one.state is DeviationState.UNTOLD for one in found),
            points=sum(one.points for one in found),
        )
