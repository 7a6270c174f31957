"""What the order is when the results are read another way: exclusions, unknown facts, a segment left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from evaluator.core.deciding.alternatives.measured import Measured
from evaluator.core.deciding.alternatives.values import Total
from evaluator.decisions.alternatives import AlternativesFile, Direction


class Reading(StrEnum):
    """How results are read otherwise than usual."""

    AS_MEASURED = "as_measured"
    IF_PENDING_ACCEPTED = "if_pending_accepted"
    UNKNOWN_AGAINST = "unknown_against"
    UNKNOWN_FOR = "unknown_for"
    WITHOUT_SEGMENT = "without_segment"


@dataclass(frozen=True)
class ReadOtherwise:
    """The totals and places under another reading, `segment` the one left out.

    `moved` is whether the places differ from the usual reading, and `measured` what is measured then.
    """

    reading: Reading
    segment: str
    totals: tuple[Total, ...]
    order: tuple[tuple[str, ...], ...]
    moved: bool
    measured: Mapping[str, Measured | None]


def with_unknown(
    terms: AlternativesFile, measured: Mapping[str, Measured | None], reading: Reading
) -> dict[str, Measured | None]:
    """Return what is measured when all unknown facts turn out against the supplier, or for it."""
    return {
        criterion.id: _at_end(found, criterion.direction, reading)
        for criterion in terms.criteria
        if (found := measured.get(criterion.id)) is not None
    }


def _at_end(found: Measured, direction: Direction, reading: Reading) -> Measured:
    takes_high = (direction is Direction.HIGHER) == (reading is Reading.UNKNOWN_FOR)
    value = found.high if takes_high else found.low
    return replace(found, value=value, low=value, high=value, confidence=None)
