"""Reached levels: how often each target would have been met, from the figures that were published."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.contract.indicators import AnyIndicator, OutageLimits
from evaluator.core.deciding.tender.spread import NINE_TENTHS
from evaluator.core.follow_up.targets import target_end, usual_ends, with_target
from evaluator.core.outcomes import Outcome, Verdict
from evaluator.core.verdicts import judge_scope

SHARES = (Fraction(1, 2), Fraction(3, 4), NINE_TENTHS)
"""The shares of periods of which it is told which value they reached."""

_ON_EACH_SIDE = 2

Terms = Mapping[str, AnyIndicator]
"""The indicator as it was when each period (by name) was judged."""


@dataclass(frozen=True)
class Reached:
    """A target and in how many periods it would have been met; unknown ones are not assessable."""

    end: Fraction
    met: int
    missed: int
    unknown: int
    is_present: bool = False
    is_proposed: bool = False

    @property
    def periods(self) -> int:
        """All periods looked at, the unknown with them."""
        return self.met + self.missed + self.unknown


@dataclass(frozen=True)
class ReachedLevels:
    """What one indicator reached on one service, after agreed exclusions, under its present measuring rules.

    `levels` are in order of the target, the present one among them; there are none for a target with two
    ends. `reached_by` has for each of `SHARES` the value that so many of the periods with a value
    reached or passed; None where none has one. Periods of `unknown` were not assessable or not measured,
    those of `other_rules` were measured by other rules than the present ones; neither counts as met.
    `as_measured` are the periods met at the present target without any exclusion. `by_misses` is the number
    of periods with so few cases that the contract counts misses: there no other target changes the verdict.
    """

    indicator: AnyIndicator
    service: str
    periods: tuple[str, ...]
    levels: tuple[Reached, ...]
    reached_by: tuple[Fraction | None, ...]
    lowest: Fraction | None
    highest: Fraction | None
    unknown: tuple[str, ...]
    other_rules: tuple[str, ...]
    as_measured: Reached | None
    by_misses: int = 0

    @property
    def around(self) -> tuple[Reached, ...]:
        """The levels that tell something: the present one, those proposed, and what lies nearest to them.

        Of levels that were met at times the two nearest on each side of the present one are among them, and
        of those that were never missed the hardest.
        """
        present = self.present
        if present is None:
            return ()
        at_times = [one for one in self.levels if one.met > 0 and one.missed > 0]
        below = [one for one in at_times if one.end < present.end][-_ON_EACH_SIDE:]
        above = [one for one in at_times if one.end > present.end][:_ON_EACH_SIDE]
        always = [one for one in self.levels if one.missed == 0]
        hardest = always[-1:] if self.indicator.target.lowest is not None else always[:1]
        told = {one.end for one in (present, *below, *above, *hardest)}
        return tuple(one for one in self.levels if one.end in told or one.is_proposed)

    @property
    def present(self) -> Reached | None:
        """The present target; None where it has two ends."""
        return next((one for one in self.levels if one.is_present), None)


def reached_levels(
    indicator: AnyIndicator,
    service: str,
    after: Sequence[Outcome],
    measured: Sequence[Outcome],
    terms: Terms,
    ends: Iterable[Fraction] = (),
) -> ReachedLevels:
    """Return what `indicator` reached on `service`, and how often each of `ends` would have been met.

    `after` and `measured` are its outcomes of periods that are over, oldest first, after agreed exclusions
    and as measured; `ends` are tried beside the usual ones around its own.
    """
    other = tuple(one.period for one in after if not measured_alike(indicator, terms.get(one.period)))
    own = [one for one in after if one.period not in other]
    figures = [one.figure for one in own if one.figure is not None]
    known = [figure.value for figure in figures if figure.value is not None]
    alike = [one for one in measured if one.period not in other]
    proposed = tuple(ends)
    tried = _ends(indicator, proposed)
    return ReachedLevels(
        indicator=indicator,
        service=service,
        periods=tuple(one.period for one in own),
        levels=tuple(_reached(indicator, own, end, is_proposed=end in proposed) for end in tried),
        reached_by=tuple(_reached_by(indicator, known, share) for share in SHARES),
        lowest=min(known, default=None),
        highest=max(known, default=None),
        unknown=tuple(one.period for one in own if one.verdict not in (Verdict.MET, Verdict.MISSED)),
        other_rules=other,
        by_misses=sum(_is_small(indicator, one) for one in own),
        as_measured=None if not tried or not alike else _reached(indicator, alike, target_end(indicator)),
    )


def measured_alike(one: AnyIndicator, other: AnyIndicator | None) -> bool:
    """Return whether both measure the same: all but the target, its bands, weight, name and consequence."""
    if other is None:
        return False
    judged = {"target", "bands", "weight", "label", "clause", "consequence"}
    return one.model_dump(exclude=judged) == other.model_dump(exclude=judged)


def _ends(indicator: AnyIndicator, ends: Iterable[Fraction]) -> tuple[Fraction, ...]:
    # No one number tells a target with two ends, or one that is several limits at once.
    two_ends = indicator.target.lowest is not None and indicator.target.highest is not None
    if two_ends or isinstance(indicator, OutageLimits):
        return ()
    bands = [end for band in indicator.bands for end in (band.lowest, band.highest) if end is not None]
    return tuple(sorted({*usual_ends(indicator), *bands, *ends}))


def _reached(
    indicator: AnyIndicator, outcomes: Iterable[Outcome], end: Fraction, *, is_proposed: bool = False
) -> Reached:
    own = target_end(indicator) == end
    tried = with_target(indicator, end)
    verdicts = [judge_scope(one.figure, tried, one.scope, is_over=True).verdict for one in outcomes]
    met, missed = verdicts.count(Verdict.MET), verdicts.count(Verdict.MISSED)
    return Reached(end, met, missed, len(verdicts) - met - missed, is_present=own, is_proposed=is_proposed)


def _is_small(indicator: AnyIndicator, outcome: Outcome) -> bool:
    sample, figure = indicator.minimum_sample, outcome.figure
    return sample is not None and figure is not None and 0 < figure.sample_size < sample.size


def _reached_by(indicator: AnyIndicator, values: Sequence[Fraction], share: Fraction) -> Fraction | None:
    """The best value that at least `share` of the periods reached or passed."""
    if not values:
        return None
    best_first = sorted(values, reverse=indicator.target.lowest is not None)
    return best_first[math.ceil(share * len(values)) - 1]
