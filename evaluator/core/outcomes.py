"""Outcomes: the measured value of an indicator for a period and scope, and what is judged of it."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


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
    unknown facts could be; both equal the value when all is known.
    """

    numerator: int
    denominator: int
    sample_size: int
    misses: int | None
    known: int
    expected: int
    low: Fraction | None
    high: Fraction | None

    @property
    def value(self) -> Fraction | None:
        """The exact value, or None where there is none."""
        return None if self.denominator == 0 else Fraction(self.numerator, self.denominator)

    @property
    def completeness(self) -> Fraction | None:
        """The known share of what was to be known; None where nothing was to be known."""
        return None if self.expected == 0 else Fraction(self.known, self.expected)


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
    Confidence stands beside the verdict and never changes it (design rule 6): `confidence` is the
    Wilson 95 % interval of a share of cases, None for other kinds.
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
