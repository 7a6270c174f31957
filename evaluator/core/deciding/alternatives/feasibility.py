"""Whether there is time for an alternative, as the time plan finds it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class FeasibilityState(StrEnum):
    """What the time plan says; *not assessed* where there is no plan."""

    FEASIBLE = "feasible"
    UNCERTAIN = "uncertain"
    NOT_FEASIBLE = "not_feasible"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True)
class Feasibility:
    """Whether an alternative can be carried out in time, how probably (0 to 1), by which day.

    `safe_start` is the latest day to begin at the certainty that the plan chose; None where none is left.
    """

    state: FeasibilityState
    probability: Fraction | None = None
    by: date | None = None
    safe_start: date | None = None


NOT_ASSESSED = Feasibility(FeasibilityState.NOT_ASSESSED)
