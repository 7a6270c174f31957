"""Which requirements can stand in tender documents: those of which somebody can see whether they are met."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from evaluator.decisions.needs import CheckMethod, Requirement


class Refusal(StrEnum):
    """Why a requirement cannot be checked.

    What tenders are judged by must be possible to check (EU Court of Justice, C-448/01 EVN and Wienstrom,
    4 December 2003).
    """

    NO_CHECK = "no_check"
    NOT_TOLD_HOW = "not_told_how"
    UNKNOWN_INDICATOR = "unknown_indicator"


@dataclass(frozen=True)
class SourcedRequirement:
    """A requirement, and the file that it stands in."""

    file: str
    requirement: Requirement


@dataclass(frozen=True)
class RefusedRequirement:
    """A requirement that the annex refuses; `unknown` are the indicators that the next contract lacks."""

    source: SourcedRequirement
    refusal: Refusal
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class SortedRequirements:
    """Requirements that can be checked, in their order, and those that are refused."""

    kept: tuple[SourcedRequirement, ...] = ()
    refused: tuple[RefusedRequirement, ...] = ()


def sort_requirements(
    requirements: Iterable[SourcedRequirement], indicators: Collection[str]
) -> SortedRequirements:
    """Return which requirements the annex keeps; `indicators` are those of the next contract."""
    kept, refused = [], []
    for one in requirements:
        found = _refused(one, indicators)
        if found is None:
            kept.append(one)
        else:
            refused.append(found)
    return SortedRequirements(tuple(kept), tuple(refused))


def _refused(source: SourcedRequirement, indicators: Collection[str]) -> RefusedRequirement | None:
    check = source.requirement.check
    if check.method is CheckMethod.NONE_STATED:
        return RefusedRequirement(source, Refusal.NO_CHECK)
    unknown = tuple(name for name in check.indicators if name not in indicators)
    if unknown:
        return RefusedRequirement(source, Refusal.UNKNOWN_INDICATOR, unknown)
    if check.method is not CheckMethod.INDICATOR and check.how is None:
        return RefusedRequirement(source, Refusal.NOT_TOLD_HOW)
    return None
