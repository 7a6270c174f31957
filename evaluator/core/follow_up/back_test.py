"""Back-test: what two wordings of a contract make of the same months, side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from evaluator.core.follow_up.flips import FLIP_COLUMNS, find_flips
from evaluator.core.follow_up.judged_month import JudgedMonth, whole_outcomes
from evaluator.core.outcomes import Outcome, Scope, Verdict, View


@dataclass(frozen=True)
class Judged:
    """What one wording says of an indicator on a service in a month; `misses` are single cases, if any."""

    verdict: Verdict
    value: Fraction | None
    misses: int | None
    points: int


@dataclass(frozen=True)
class OutcomePair:
    """One indicator on one service in a month and view; None where a wording has no such outcome."""

    period: str
    indicator: str
    service: str
    view: View
    today: Judged | None
    draft: Judged | None

    @property
    def differs(self) -> bool:
        """Whether verdict or points are not the same."""
        return _told(self.today) != _told(self.draft)


@dataclass(frozen=True)
class Sums:
    """Sums of one wording: outcomes below target and not judged, single misses, points and money.

    `points` are after the repeat rule: of a month on every service they count on, as in its report, of an
    indicator its own. `amount` is what is credited, of an indicator after caps and before rounding;
    `given_back` what bonus and earn-back give the supplier, which lowers no credit.
    """

    below_target: int = 0
    not_judged: int = 0
    misses: int = 0
    points: int = 0
    amount: Fraction = Fraction(0)
    given_back: Fraction = Fraction(0)

    def __add__(self, other: "Sums") -> "Sums":
        """Return both together."""
        return Sums(
            self.below_target + other.below_target,
            self.not_judged + other.not_judged,
            self.misses + other.misses,
            self.points + other.points,
            self.amount + other.amount,
            self.given_back + other.given_back,
        )


@dataclass(frozen=True)
class SumsOfBoth:
    """The sums of both wordings; `name` is a month, an indicator, or empty for all."""

    name: str
    view: View
    today: Sums
    draft: Sums


@dataclass(frozen=True, eq=False)
class BackTest:
    """Two wordings over the same months.

    `months` and `indicators` hold sums in each view, `flips` has `FLIP_COLUMNS`; months without facts were
    not judged.
    """

    months: tuple[SumsOfBoth, ...]
    indicators: tuple[SumsOfBoth, ...]
    pairs: tuple[OutcomePair, ...]
    flips: pd.DataFrame
    months_without_facts: tuple[str, ...]

    @property
    def views(self) -> tuple[View, ...]:
        """The views compared, in their order."""
        return tuple(dict.fromkeys(one.view for one in self.months))

    def total(self, view: View) -> SumsOfBoth:
        """Return the sums of all months in a view."""
        found = [one for one in self.months if one.view == view]
        return SumsOfBoth("", view, _total(one.today for one in found), _total(one.draft for one in found))

    def by_indicator(self, view: View) -> tuple[SumsOfBoth, ...]:
        """Return the sums of each indicator over all months in a view."""
        return tuple(one for one in self.indicators if one.view == view)


@dataclass(frozen=True, eq=False)
class ComparedMonth:
    """One month under both wordings, without the cases it was made from."""

    sums: tuple[SumsOfBoth, ...]
    indicators: tuple[SumsOfBoth, ...]
    pairs: tuple[OutcomePair, ...]
    flips: pd.DataFrame


def compare_month(name: str, today: JudgedMonth, draft: JudgedMonth) -> ComparedMonth:
    """Return a month under both wordings, with its sums, outcomes, and the tickets that flipped."""
    pairs = tuple(_pairs(name, today, draft))
    return ComparedMonth(
        sums=tuple(
            SumsOfBoth(name, view, _sums_of_month(today, view), _sums_of_month(draft, view))
            for view in _views(today, draft)
        ),
        indicators=tuple(_by_indicator(pairs, today, draft)),
        pairs=pairs,
        flips=find_flips(name, today.tickets, draft.tickets),
    )


def join_months(months: Sequence[ComparedMonth], without_facts: Sequence[str]) -> BackTest:
    """Return the back-test of several months, oldest first."""
    flips = [month.flips for month in months if not month.flips.empty]
    return BackTest(
        months=tuple(one for month in months for one in month.sums),
        indicators=tuple(_joined(one for month in months for one in month.indicators)),
        pairs=tuple(pair for month in months for pair in month.pairs),
        flips=pd.concat(flips, ignore_index=True) if flips else pd.DataFrame(columns=list(FLIP_COLUMNS)),
        months_without_facts=tuple(without_facts),
    )


def _views(today: JudgedMonth, draft: JudgedMonth) -> list[View]:
    """The views that both wordings have."""
    have = [{one.view for one in judged.outcomes} for judged in (today, draft)]
    return [view for view in View if all(view in views for views in have)]


def _sums_of_month(judged: JudgedMonth, view: View) -> Sums:
    own = [one for one in whole_outcomes(judged.outcomes) if one.view == view]
    counted = _total(_sums_of(_judged(one)) for one in own)
    credited = [one for one in judged.credits if one.view == view]
    return replace(
        counted,
        points=sum(one.points for one in credited) if credited else counted.points,
        amount=sum((Fraction(one.amount) for one in credited), Fraction(0)),
        given_back=sum((Fraction(one.given_back) for one in judged.totals if one.view == view), Fraction(0)),
    )


def _by_indicator(
    pairs: Iterable[OutcomePair], today: JudgedMonth, draft: JudgedMonth
) -> Iterator[SumsOfBoth]:
    found: dict[tuple[View, str], list[OutcomePair]] = {}
    for pair in pairs:
        found.setdefault((pair.view, pair.indicator), []).append(pair)
    for (view, name), own in found.items():
        yield SumsOfBoth(
            name,
            view,
            _total([*(_sums_of(one.today) for one in own), *_money_of_indicator(today, view, name)]),
            _total([*(_sums_of(one.draft) for one in own), *_money_of_indicator(draft, view, name)]),
        )


def _joined(many: Iterable[SumsOfBoth]) -> Iterator[SumsOfBoth]:
    """The sums of each name and view over all months."""
    found: dict[tuple[str, View], list[SumsOfBoth]] = {}
    for one in many:
        found.setdefault((one.name, one.view), []).append(one)
    for (name, view), own in found.items():
        yield SumsOfBoth(name, view, _total(one.today for one in own), _total(one.draft for one in own))


def _money_of_indicator(judged: JudgedMonth, view: View, indicator: str) -> Iterator[Sums]:
    for line in judged.lines:
        if line.view == view and line.indicator == indicator:
            if line.kind.gives_back:
                yield Sums(given_back=-line.after_caps)
            else:
                yield Sums(amount=line.after_caps)


def _pairs(period: str, today: JudgedMonth, draft: JudgedMonth) -> Iterator[OutcomePair]:
    sides = [
        {(one.indicator, one.scope, one.view): _judged(one) for one in whole_outcomes(judged.outcomes)}
        for judged in (today, draft)
    ]
    keys: dict[tuple[str, Scope, View], None] = dict.fromkeys([*sides[0], *sides[1]])
    views = _views(today, draft)
    for indicator, scope, view in keys:
        if view in views:
            key = (indicator, scope, view)
            yield OutcomePair(period, indicator, scope.service, view, sides[0].get(key), sides[1].get(key))


def _judged(outcome: Outcome) -> Judged:
    figure = outcome.figure
    return Judged(
        outcome.verdict,
        None if figure is None else figure.value,
        None if figure is None else figure.misses,
        outcome.points_after_repeat,
    )


def _sums_of(judged: Judged | None) -> Sums:
    if judged is None:
        return Sums()
    return Sums(
        below_target=int(judged.verdict is Verdict.MISSED),
        not_judged=int(judged.verdict not in (Verdict.MET, Verdict.MISSED)),
        misses=0 if judged.misses is None else judged.misses,
        points=judged.points,
    )


def _told(judged: Judged | None) -> tuple[Verdict, int] | None:
    return None if judged is None else (judged.verdict, judged.points)


def _total(many: Iterable[Sums]) -> Sums:
    return sum(many, Sums())
