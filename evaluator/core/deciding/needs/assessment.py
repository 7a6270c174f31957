"""Everything that follows from a register of needs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evaluator.core.deciding.needs.dialogue import Owed, owed_answers
from evaluator.core.deciding.needs.ratings import Rating, Together, rate, segment_of, strongest, together
from evaluator.core.deciding.needs.trace import (
    INCOMPLETE,
    Gap,
    Known,
    Unverified,
    find_gaps,
    find_unverified,
    indicators_of,
    requirements_of,
    sources_of,
)
from evaluator.decisions.needs import Need, NeedsFile, Requirement


@dataclass(frozen=True)
class AssessedNeed:
    """One need with the ratings of each group, what answers it and what it is measured by."""

    need: Need
    ratings: tuple[Rating, ...]
    together: Together | None
    requirements: tuple[Requirement, ...]
    indicators: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class NeedsAssessment:
    """Needs with the strongest voice first, gaps, unverified requirements, answers owed.

    `voices` counts the voices of each group, so that none disappears in another.
    """

    needs: tuple[AssessedNeed, ...]
    voices: Mapping[str, int]
    known: Known
    gaps: tuple[Gap, ...]
    unverified: tuple[Unverified, ...]
    owed: tuple[Owed, ...]

    @property
    def missing(self) -> tuple[Gap, ...]:
        """The gaps that leave the needs analysis incomplete."""
        return tuple(gap for gap in self.gaps if gap.kind in INCOMPLETE)


def assess(
    file: NeedsFile, known: Known, segments: Mapping[str, str], smallest: int, today: date
) -> NeedsAssessment:
    """Return what follows from `file` on `today`.

    `segments` gives the segment of each unit of the contract, `smallest` the size from which a group of
    persons is shown.
    """
    every = [voice for need in file.needs for voice in need.voices]
    heard = frozenset(segment_of(voice, segments) for voice in every)
    return NeedsAssessment(
        needs=tuple(
            sorted((_assess(one, file, known, segments, smallest) for one in file.needs), key=_order)
        ),
        voices=Counter(voice.group for voice in every),
        known=known,
        gaps=find_gaps(file, heard, known),
        unverified=find_unverified(file, known),
        owed=owed_answers(file, today),
    )


def _assess(
    need: Need, file: NeedsFile, known: Known, segments: Mapping[str, str], smallest: int
) -> AssessedNeed:
    ratings, indicators = rate(need, segments, smallest), indicators_of(need, file)
    return AssessedNeed(
        need,
        ratings,
        together(ratings),
        requirements_of(need, file),
        indicators,
        sources_of(indicators, known),
    )


def _order(assessed: AssessedNeed) -> tuple[bool, object, str]:
    # The strongest voice, not the mean: what few ask for very much does not come last.
    highest = strongest(assessed.ratings)
    return highest is None, -(highest or 0), assessed.need.id
