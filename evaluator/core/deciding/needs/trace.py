"""The trace need, requirement, indicator, data source, and what is not covered in either direction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evaluator.decisions.needs import CheckMethod, Level, Need, NeedsFile, Requirement


class Standing(StrEnum):
    """Where an indicator is defined; one of the draft of the next contract is measured only under that."""

    CONTRACT = "contract"
    DRAFT = "draft"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class IndicatorBasis:
    """What an indicator of the contract is measured from, and in how many of its past months it was.

    `is_fed` is whether any of its sources gives what it is measured from. `measured` and `months` are None
    where nothing was evaluated yet.
    """

    name: str
    sources: tuple[str, ...]
    is_fed: bool
    measured: int | None = None
    months: int | None = None


@dataclass(frozen=True)
class SourceBasis:
    """A source, what it gives, and whether this is for measuring (a supplier's statement is not)."""

    name: str
    gives: str
    is_for_measuring: bool


@dataclass(frozen=True)
class Known:
    """What is there to measure with: indicators of the contract and of the draft, sources, segments."""

    indicators: Mapping[str, IndicatorBasis]
    drafted: frozenset[str] = frozenset()
    sources: tuple[SourceBasis, ...] = ()
    segments: tuple[str, ...] = ()

    def standing(self, indicator: str) -> Standing:
        """Return where `indicator` is defined."""
        if indicator in self.indicators:
            return Standing.CONTRACT
        return Standing.DRAFT if indicator in self.drafted else Standing.UNKNOWN


class GapKind(StrEnum):
    """What is not covered; the first four leave the needs analysis incomplete."""

    NEED_WITHOUT_REQUIREMENT = "need_without_requirement"
    SHALL_WITHOUT_CHECK = "shall_without_check"
    INDICATOR_UNKNOWN = "indicator_unknown"
    SEGMENT_UNHEARD = "segment_unheard"
    REQUIREMENT_WITHOUT_NEED = "requirement_without_need"
    INDICATOR_WITHOUT_SOURCE = "indicator_without_source"
    INDICATOR_NEVER_MEASURED = "indicator_never_measured"
    INDICATOR_ANSWERS_NOTHING = "indicator_answers_nothing"
    SOURCE_FEEDS_NOTHING = "source_feeds_nothing"


INCOMPLETE = frozenset(
    {
        GapKind.NEED_WITHOUT_REQUIREMENT,
        GapKind.SHALL_WITHOUT_CHECK,
        GapKind.INDICATOR_UNKNOWN,
        GapKind.SEGMENT_UNHEARD,
    }
)
"""Gaps that leave the needs analysis incomplete."""


@dataclass(frozen=True)
class Gap:
    """One thing that is not covered; `by` is the requirement that names an unknown indicator."""

    kind: GapKind
    subject: str
    by: str = ""


class WhyUnverified(StrEnum):
    """Why nobody can see today whether a requirement is met."""

    NO_CHECK = "no_check"
    INDICATOR_UNKNOWN = "indicator_unknown"
    INDICATOR_DRAFTED = "indicator_drafted"
    NO_SOURCE = "no_source"
    NEVER_MEASURED = "never_measured"


@dataclass(frozen=True)
class Unverified:
    """A requirement that nobody can see met today, why, and the indicator at fault, if any."""

    requirement: str
    level: Level
    why: WhyUnverified
    indicator: str = ""


def requirements_of(need: Need, file: NeedsFile) -> tuple[Requirement, ...]:
    """Return the requirements that answer `need`."""
    return tuple(one for one in file.requirements if need.id in one.needs)


def indicators_of(need: Need, file: NeedsFile) -> tuple[str, ...]:
    """Return the indicators that tell of `need`: those that check its requirements, then its own."""
    checked = [name for one in requirements_of(need, file) for name in one.check.indicators]
    return tuple(dict.fromkeys([*checked, *need.indicators]))


def find_gaps(file: NeedsFile, heard: frozenset[str], known: Known) -> tuple[Gap, ...]:
    """Return what is not covered, in either direction; `heard` are the segments that any voice spoke for.

    Nothing is said of requirements where none is written, nor of segments where the contract has none.
    """
    return (
        *_of_needs(file),
        *(Gap(GapKind.SEGMENT_UNHEARD, name) for name in known.segments if name not in heard),
        *(gap for one in file.requirements for gap in _of_requirement(one, known)),
        *_of_measuring(file, known),
    )


def _of_needs(file: NeedsFile) -> Iterator[Gap]:
    for need in file.needs:
        if need.without_requirement is None and not requirements_of(need, file):
            yield Gap(GapKind.NEED_WITHOUT_REQUIREMENT, need.id)


def _of_requirement(requirement: Requirement, known: Known) -> Iterator[Gap]:
    if not requirement.needs and requirement.without_need is None:
        yield Gap(GapKind.REQUIREMENT_WITHOUT_NEED, requirement.id)
    if requirement.level is Level.SHALL and requirement.check.method is CheckMethod.NONE_STATED:
        yield Gap(GapKind.SHALL_WITHOUT_CHECK, requirement.id)
    for name in requirement.check.indicators:
        if known.standing(name) is Standing.UNKNOWN:
            yield Gap(GapKind.INDICATOR_UNKNOWN, name, requirement.id)


def _of_measuring(file: NeedsFile, known: Known) -> Iterator[Gap]:
    answering = {name for one in file.requirements for name in one.check.indicators}
    answering |= {name for need in file.needs for name in need.indicators}
    for basis in known.indicators.values():
        if not basis.is_fed:
            yield Gap(GapKind.INDICATOR_WITHOUT_SOURCE, basis.name)
        elif basis.measured == 0:
            yield Gap(GapKind.INDICATOR_NEVER_MEASURED, basis.name)
        if basis.name not in answering:
            yield Gap(GapKind.INDICATOR_ANSWERS_NOTHING, basis.name)
    feeding = {source for basis in known.indicators.values() for source in basis.sources}
    for source in known.sources:
        if source.is_for_measuring and source.name not in feeding:
            yield Gap(GapKind.SOURCE_FEEDS_NOTHING, source.name)


def find_unverified(file: NeedsFile, known: Known) -> tuple[Unverified, ...]:
    """Return the requirements that nobody can see met today, those a tender must meet first.

    One checked by an indicator needs each of them measured. Ways that need no measuring, such as a test,
    count as checks: whether they were carried out is not known here.
    """
    found = [one for requirement in file.requirements for one in _unverified(requirement, known)]
    return tuple(sorted(found, key=lambda one: one.level is not Level.SHALL))


def _unverified(requirement: Requirement, known: Known) -> Iterator[Unverified]:
    if requirement.check.method is CheckMethod.NONE_STATED:
        yield Unverified(requirement.id, requirement.level, WhyUnverified.NO_CHECK)
    for name in requirement.check.indicators:
        why = _why_unverified(name, known)
        if why is not None:
            yield Unverified(requirement.id, requirement.level, why, name)


def _why_unverified(indicator: str, known: Known) -> WhyUnverified | None:
    standing = known.standing(indicator)
    if standing is Standing.UNKNOWN:
        return WhyUnverified.INDICATOR_UNKNOWN
    if standing is Standing.DRAFT:
        return WhyUnverified.INDICATOR_DRAFTED
    basis = known.indicators[indicator]
    if not basis.is_fed:
        return WhyUnverified.NO_SOURCE
    return WhyUnverified.NEVER_MEASURED if basis.measured == 0 else None


def sources_of(indicators: Sequence[str], known: Known) -> tuple[str, ...]:
    """Return the sources that `indicators` of the contract are measured from, each once."""
    found = [known.indicators[name].sources for name in indicators if name in known.indicators]
    return tuple(dict.fromkeys(source for sources in found for source in sources))
