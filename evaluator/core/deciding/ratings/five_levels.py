"""The five-level scale for suppliers' performance, and which ratings some facts leave possible.

Source: FAR 42.1503, tables 42-1 and 42-2 (the United States' CPARS). A rating needs everything its line asks
for; nobody is rated below *satisfactory* only for not going beyond the contract, and the two highest ratings
need that no significant weakness was found.
"""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from itertools import product
from typing import TypeVar

COMMENT_DAYS = 14
"""Calendar days that the supplier has to comment on a rating (FAR 42.1503 (d))."""

_Fact = TypeVar("_Fact", bound=StrEnum)


class FiveLevel(StrEnum):
    """A rating; the best comes first."""

    EXCEPTIONAL = "exceptional"
    VERY_GOOD = "very_good"
    SATISFACTORY = "satisfactory"
    MARGINAL = "marginal"
    UNSATISFACTORY = "unsatisfactory"

    @property
    def rank(self) -> int:
        """5 for the best, 1 for the worst."""
        return len(FiveLevel) - list(FiveLevel).index(self)


class RatedArea(StrEnum):
    """What is rated, each by itself (FAR 42.1503 (b))."""

    QUALITY = "quality"
    COST_CONTROL = "cost_control"
    TIMELINESS = "timeliness"
    MANAGEMENT = "management"
    SMALL_BUSINESS = "small_business"
    REGULATORY = "regulatory"


class Requirements(StrEnum):
    """How far the requirements of the contract were met."""

    EXCEEDS_MANY = "meets_all_exceeds_many"
    EXCEEDS_SOME = "meets_all_exceeds_some"
    MEETS_ALL = "meets_all"
    MISSES_SOME = "misses_some"
    MISSES_MOST = "misses_most"


class Problems(StrEnum):
    """What problems there were."""

    FEW_MINOR = "few_minor"
    SOME_MINOR = "some_minor"
    SERIOUS = "serious"


class CorrectiveAction(StrEnum):
    """How well the supplier put problems right; with none to put right, highly effective."""

    HIGHLY_EFFECTIVE = "highly_effective"
    EFFECTIVE = "effective"
    SATISFACTORY = "satisfactory"
    MARGINAL = "marginal"
    INEFFECTIVE = "ineffective"


_BY_REQUIREMENTS = dict(zip(Requirements, FiveLevel, strict=True))
_BY_ACTION = dict(zip(CorrectiveAction, FiveLevel, strict=True))
_BY_PROBLEMS = {
    Problems.FEW_MINOR: FiveLevel.EXCEPTIONAL,
    Problems.SOME_MINOR: FiveLevel.VERY_GOOD,
    Problems.SERIOUS: FiveLevel.MARGINAL,
}


@dataclass(frozen=True)
class StatedFacts:
    """What is known of an area; None: nobody has stated it."""

    requirements: Requirements | None = None
    problems: Problems | None = None
    corrective_action: CorrectiveAction | None = None
    has_significant_weakness: bool | None = None

    @property
    def are_complete(self) -> bool:
        """Whether everything was stated."""
        return all(getattr(self, one.name) is not None for one in fields(self))


def possible_ratings(facts: StatedFacts) -> tuple[FiveLevel, ...]:
    """Return the ratings that what is not stated leaves open, the best first; one alone where all is."""
    stated = (
        _or_any(facts.requirements, Requirements),
        _or_any(facts.problems, Problems),
        _or_any(facts.corrective_action, CorrectiveAction),
        (True, False) if facts.has_significant_weakness is None else (facts.has_significant_weakness,),
    )
    found = {_rating(*one) for one in product(*stated)}
    return tuple(one for one in FiveLevel if one in found)


def comments_due(told_on: date) -> date:
    """Return the last day of the supplier's comment period; the day it was told is not counted."""
    return told_on + timedelta(days=COMMENT_DAYS)


def requirements_met(judged: int, missed: int) -> Requirements | None:
    """Return what counting misses can say of the requirements; None where nothing was judged.

    It never says that a requirement was exceeded: whether that was of benefit is for people to say. *Most*
    is more than half.
    """
    if judged == 0:
        return None
    if missed == 0:
        return Requirements.MEETS_ALL
    return Requirements.MISSES_MOST if 2 * missed > judged else Requirements.MISSES_SOME


def _or_any(stated: _Fact | None, every: type[_Fact]) -> tuple[_Fact, ...]:
    return tuple(every) if stated is None else (stated,)


def _rating(
    requirements: Requirements,
    problems: Problems,
    action: CorrectiveAction,
    weakness: bool,  # noqa: FBT001 - one of the facts, combined in their order
) -> FiveLevel:
    """The worst that any of the facts asks for; a significant weakness leaves *satisfactory* at best."""
    asked = [_BY_REQUIREMENTS[requirements], _BY_PROBLEMS[problems], _BY_ACTION[action]]
    if weakness:
        asked.append(FiveLevel.SATISFACTORY)
    return min(asked, key=lambda one: one.rank)
