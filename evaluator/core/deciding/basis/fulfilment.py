"""How often each service level was reached over the months, and what the worst stretch was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from evaluator.core.outcomes import Outcome, Scope, Verdict, View

_JUDGED = (Verdict.MET, Verdict.MISSED)


@dataclass(frozen=True)
class Fulfilment:
    """An indicator in one scope over the periods of a stretch of time.

    `met` of `judged` periods reached the target; `without_verdict` were judged by nobody and count as
    neither. `cases` is the sum of samples. `repeats` are misses right after a miss (by the contract's rule),
    `longest_miss` the most misses without a period that met the target between them; a period without a
    verdict does not break the row, as it does not break a repeat. `latest` is the last outcome.
    """

    indicator: str
    scope: Scope
    met: int
    missed: int
    without_verdict: int
    repeats: int
    longest_miss: int
    cases: int
    points: int
    latest: Outcome

    @property
    def judged(self) -> int:
        """Periods that could be judged."""
        return self.met + self.missed


def fulfilment(history: Iterable[Outcome], view: View = View.AFTER_EXCLUSIONS) -> tuple[Fulfilment, ...]:
    """Return the fulfilment of each indicator and scope in `history`, in one view, ordered by both."""
    found = sorted(
        (one for one in history if one.view is view), key=lambda one: (one.indicator, one.scope, one.period)
    )
    groups = groupby(found, key=lambda one: (one.indicator, one.scope))
    return tuple(_fulfilment(list(outcomes)) for _, outcomes in groups)


def _fulfilment(outcomes: Sequence[Outcome]) -> Fulfilment:
    last = outcomes[-1]
    return Fulfilment(
        indicator=last.indicator,
        scope=last.scope,
        met=sum(one.verdict is Verdict.MET for one in outcomes),
        missed=sum(one.verdict is Verdict.MISSED for one in outcomes),
        without_verdict=sum(one.verdict not in _JUDGED for one in outcomes),
        repeats=sum(one.repeated for one in outcomes),
        longest_miss=_longest_miss(outcomes),
        cases=sum(one.figure.sample_size for one in outcomes if one.figure is not None),
        points=sum(one.points_after_repeat for one in outcomes),
        latest=last,
    )


def _longest_miss(outcomes: Sequence[Outcome]) -> int:
    judged = [one.verdict for one in outcomes if one.verdict in _JUDGED]
    runs = (len(list(group)) for verdict, group in groupby(judged) if verdict is Verdict.MISSED)
    return max(runs, default=0)


@dataclass(frozen=True)
class Flip:
    """A verdict of one month that agreed exclusions changed."""

    before: Outcome
    after: Outcome


def flips(outcomes: Iterable[Outcome]) -> tuple[Flip, ...]:
    """Return the verdicts of whole scopes that agreed exclusions changed, by indicator and scope."""
    views: dict[View, dict[tuple[str, Scope, str], Outcome]] = {view: {} for view in View}
    for one in outcomes:
        if one.scope.is_whole:
            views[one.view][one.indicator, one.scope, one.period] = one
    after = views[View.AFTER_EXCLUSIONS]
    pairs = (
        Flip(before, after[key]) for key, before in sorted(views[View.AS_MEASURED].items()) if key in after
    )
    return tuple(one for one in pairs if one.before.verdict is not one.after.verdict)
