"""What the draft of the next contract would have made of history: met n of m, points and money."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from evaluator.core.follow_up.back_test import BackTest, Judged, OutcomePair, Sums
from evaluator.core.outcomes import Verdict, View

VIEWS = (View.AS_MEASURED, View.AFTER_EXCLUSIONS)
"""Without and with agreed exclusions."""


@dataclass(frozen=True)
class MetOf:
    """In how many months a target was met and missed, and in how many nobody can tell."""

    met: int
    missed: int
    unknown: int

    @property
    def months(self) -> int:
        """All months, the unknown with them: none of these is met."""
        return self.met + self.missed + self.unknown


@dataclass(frozen=True)
class BackTestedIndicator:
    """One indicator on one service in a view, by today's wording and by the draft; None: it has none."""

    indicator: str
    service: str
    view: View
    today: MetOf | None
    draft: MetOf | None


@dataclass(frozen=True)
class BackTestedSums:
    """Points, and money after caps, that each wording gives in a view."""

    view: View
    today_points: int
    draft_points: int
    today_amount: Fraction
    draft_amount: Fraction


@dataclass(frozen=True)
class BackTested:
    """The draft held against history; months without facts were judged by neither wording."""

    months: tuple[str, ...]
    without_facts: tuple[str, ...]
    indicators: tuple[BackTestedIndicator, ...]
    sums: tuple[BackTestedSums, ...]

    def in_view(self, view: View) -> tuple[BackTestedIndicator, ...]:
        """Return the indicators in one view."""
        return tuple(one for one in self.indicators if one.view is view)


def sum_up(found: BackTest) -> BackTested:
    """Return what a back-test came to, indicator by indicator, with and without exclusions."""
    pairs: dict[tuple[View, str, str], list[OutcomePair]] = {}
    for pair in found.pairs:
        if pair.view in VIEWS:
            pairs.setdefault((pair.view, pair.indicator, pair.service), []).append(pair)
    return BackTested(
        months=tuple(dict.fromkeys(one.name for one in found.months)),
        without_facts=found.months_without_facts,
        indicators=tuple(
            BackTestedIndicator(
                indicator,
                service,
                view,
                _met_of(one.today for one in own),
                _met_of(one.draft for one in own),
            )
            for (view, indicator, service), own in pairs.items()
        ),
        sums=tuple(_sums(view, found) for view in VIEWS if view in found.views),
    )


def _met_of(many: Iterable[Judged | None]) -> MetOf | None:
    verdicts = [one.verdict for one in many if one is not None]
    if not verdicts:
        return None
    met, missed = verdicts.count(Verdict.MET), verdicts.count(Verdict.MISSED)
    return MetOf(met, missed, len(verdicts) - met - missed)


def _sums(view: View, found: BackTest) -> BackTestedSums:
    total = found.total(view)
    today: Sums = total.today
    draft: Sums = total.draft
    return BackTestedSums(view, today.points, draft.points, today.amount, draft.amount)
