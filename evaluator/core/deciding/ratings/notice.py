"""Ratings of a contract performance notice, proposed by published cut-offs (Procurement Regulations 2024).

Regulation 39 (5) names five ratings and no method. The cut-offs here are ours, and printed wherever a rating
is: they look at points before doubling, which the contract's own bands give. People decide the rating.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from evaluator.core.outcomes import Outcome, Verdict
from evaluator.decisions.publishing import NoticeRating


@dataclass(frozen=True)
class CutOffs:
    """Where one rating ends: mean points for each judged period, and how many periods have to be judged."""

    approaching_to: Fraction = Fraction(1)
    improvement_to: Fraction = Fraction(2)
    least_judged: Fraction = Fraction(1, 2)


USUAL_CUT_OFFS = CutOffs()


@dataclass(frozen=True)
class ProposedRating:
    """What the cut-offs give for one indicator, and what it rests on.

    `service` is the one with the most points for a judged period, whose rating it is: no mean over services
    hides it. `periods` counts its periods with results, `judged` those judged, `missed` those missed.
    """

    indicator: str
    rating: NoticeRating
    service: str
    periods: int
    judged: int
    missed: int
    mean_points: Fraction | None


def propose_rating(
    indicator: str, outcomes: Iterable[Outcome], cut_offs: CutOffs = USUAL_CUT_OFFS
) -> ProposedRating:
    """Return the rating that `cut_offs` give for `indicator`.

    `outcomes` are those of the time assessed, of whole scopes in one view; others of them are left out.

    - *Good*: every judged period met its target.
    - *Approaching target*, *requires improvement*: at most so many points for a judged period on average.
    - *Inadequate*: more.
    - *Other*: fewer periods were judged than has to be, so that nothing can be said.
    """
    by_service: dict[str, list[Outcome]] = {}
    for one in outcomes:
        if one.indicator == indicator and one.scope.is_whole:
            by_service.setdefault(one.scope.service, []).append(one)
    if not by_service:
        return ProposedRating(indicator, NoticeRating.OTHER, "", 0, 0, 0, None)
    every = [_of_service(indicator, name, found, cut_offs) for name, found in sorted(by_service.items())]
    told = [one for one in every if one.rating is not NoticeRating.OTHER]
    return max(told or every, key=lambda one: (one.mean_points or 0, one.missed))


def _of_service(indicator: str, service: str, outcomes: list[Outcome], cut_offs: CutOffs) -> ProposedRating:
    judged = [one for one in outcomes if one.verdict in (Verdict.MET, Verdict.MISSED)]
    missed = sum(one.verdict is Verdict.MISSED for one in judged)
    points = sum(one.points for one in judged)
    mean = Fraction(points, len(judged)) if judged else None
    return ProposedRating(
        indicator=indicator,
        rating=_rating(mean, missed, Fraction(len(judged), len(outcomes)), cut_offs),
        service=service,
        periods=len(outcomes),
        judged=len(judged),
        missed=missed,
        mean_points=mean,
    )


def _rating(mean: Fraction | None, missed: int, judged: Fraction, cut_offs: CutOffs) -> NoticeRating:
    if mean is None or judged < cut_offs.least_judged:
        return NoticeRating.OTHER
    if missed == 0:
        return NoticeRating.GOOD
    if mean <= cut_offs.approaching_to:
        return NoticeRating.APPROACHING_TARGET
    return NoticeRating.REQUIRES_IMPROVEMENT if mean <= cut_offs.improvement_to else NoticeRating.INADEQUATE
