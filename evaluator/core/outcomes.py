"""Outcomes: the measured value of an indicator for a period and scope, and what is judged of it."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from evaluator.core.confidence.prospects import Trend


class View(StrEnum):
    """With which exclusions a figure is made (design rule 7)."""

    AS_MEASURED = "as_measured"
    AFTER_EXCLUSIONS = "after_exclusions"
    IF_PENDING_ACCEPTED = "if_pending_accepted"


class Verdict(StrEnum):
    """What the contract says of a value; two ways of not knowing are kept apart (design, Words)."""

    MET = "met"
    MISSED = "missed"
    NOT_ASSESSABLE = "not_assessable"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, order=True)
class Scope:
    """What an outcome is about; an empty part means all of it.

    `service` is empty for indicators measured over several services together.
    """

    service: str = ""
    segment: str = ""
    unit: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether this is the scope the contract judges, not a segment or unit of it."""
        return not self.segment and not self.unit


@dataclass(frozen=True)
class Figure:
    """A value as it was counted, with the interval it lies in while some facts are unknown.

    The value is numerator / denominator, None where the denominator is 0. What it counts depends on
    the indicator: tickets, user-seconds, seconds (numerator) per ticket (denominator), units.
    `sample_size` is the number of cases, `misses` how many of them missed (None where the kind has
    no single misses). `known` of `expected` says how complete the facts are, in seconds for
    availability and in cases otherwise. `low` and `high` bound the value over everything the
    unknown facts could be; both equal the value when all is known. `binding` names the limit that the value
    is of, where an indicator holds several against each other; empty for others. `response` is the share
    of those asked who answered a survey, None where nobody was asked or that is not known.
    """

    numerator: int
    denominator: int
    sample_size: int
    misses: int | None
    known: int
    expected: int
    low: Fraction | None
    high: Fraction | None
    binding: str = ""
    response: Fraction | None = None

    @property
    def value(self) -> Fraction | None:
        """The exact value, or None where there is none."""
        return None if self.denominator == 0 else Fraction(self.numerator, self.denominator)

    @property
    def completeness(self) -> Fraction | None:
        """The known share of what was to be known; None where nothing was to be known."""
        return None if self.expected == 0 else Fraction(self.known, self.expected)


@dataclass(frozen=True)
class Budget:
    """What a target leaves to miss, in what its value is made of: cases, or seconds.

    Nothing is extrapolated: `consumed` is what was missed so far, and `initial` belongs to the extent that
    was counted or stated. Below nothing `remaining` is negative, by what was missed too much.
    """

    initial: Fraction
    consumed: Fraction

    @property
    def remaining(self) -> Fraction:
        """What may still be missed."""
        return self.initial - self.consumed

    @property
    def consumed_share(self) -> Fraction | None:
        """The part that is used up, more than 1 where too much was missed; None where there was no budget."""
        return None if self.initial == 0 else self.consumed / self.initial

    @property
    def remaining_share(self) -> Fraction | None:
        """The part that is left, negative where too much was missed; None where there was no budget."""
        consumed = self.consumed_share
        return None if consumed is None else 1 - consumed


@dataclass(frozen=True)
class Judgement:
    """What the contract says of a figure: the verdict and the points before any repeat rule."""

    verdict: Verdict
    points: int


@dataclass(frozen=True)
class Outcome:
    """One published outcome.

    `figure` is None where no source observed the period (*not measured*). `points` are before the
    repeat rule and `points_after_repeat` after it; both are 0 unless `verdict` is *missed*.
    What stands beside the verdict never changes it (design rule 6). `confidence` is the 95 % interval that
    the sample leaves: Wilson's of a share of cases, order statistics of a percentile, by the bootstrap for a
    mean; None for other kinds and too few cases. `trend` is that of the judged periods up to this one, None
    where none is made (units, views other than after exclusions, periods that overlap). `budget` is what the
    target left to miss, None for values that no sum of misses makes.
    """

    indicator: str
    period: str
    scope: Scope
    view: View
    figure: Figure | None
    verdict: Verdict
    points: int
    repeated: bool
    points_after_repeat: int
    confidence: tuple[float, float] | None
    trend: Trend | None = None
    budget: Budget | None = None
