"""What follows from the register of needs, with what the watch has to measure them by."""

from collections.abc import Sequence
from datetime import date

from dashboards.deciding.needs.findings import NeedsFindings
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator, MeasurementVolume, Rate
from evaluator.core.deciding.needs.assessment import NeedsAssessment, assess
from evaluator.core.deciding.needs.trace import IndicatorBasis, Known, SourceBasis
from evaluator.core.lint.examined import examine
from evaluator.core.lint.sources_that_cannot import find
from evaluator.core.outcomes import Outcome, View
from evaluator.results.published import PeriodResults
from supplierwatch.deciding.next_contract import draft_indicators
from supplierwatch.source_abilities import is_for_measuring, what_it_gives
from supplierwatch.watch import Watch


def assess_needs(watch: Watch, results: PeriodResults | None, today: date) -> NeedsFindings | None:
    """Return what follows from the register of needs on `today`; None where the watch has none.

    `results` are the latest ones, None where nothing was evaluated. Units, segments and indicators are those
    of the contract in force on `today`.
    """
    read = watch.deciding.needs
    assessment = assess_register(watch, None if results is None else results.history, today)
    if read is None or assessment is None:
        return None
    contract = _contract_on(watch, today)
    return NeedsFindings(read.name, read.content_hash, read.content, assessment, contract, results)


def assess_register(watch: Watch, history: Sequence[Outcome] | None, today: date) -> NeedsAssessment | None:
    """Return what follows from the register, with the outcomes of past months; None of no register.

    `history` None says that nothing was evaluated, so that nothing is known of what was measured.
    """
    if watch.deciding.needs is None:
        return None
    contract = _contract_on(watch, today)
    return assess(
        watch.deciding.needs.content,
        read_known(watch, contract, history, today),
        {unit.id: unit.segment for unit in contract.units},
        contract.reporting.smallest_group,
        today,
    )


def _contract_on(watch: Watch, today: date) -> Contract:
    """Return the contract in force on `today`; before it began, as it will begin."""
    begun = [version for version in watch.versions.versions if version.first_day <= today]
    return (begun[-1] if begun else watch.versions.versions[0]).contract


def read_known(watch: Watch, contract: Contract, history: Sequence[Outcome] | None, today: date) -> Known:
    """Return the indicators of `contract` and of the draft, the sources, and the segments."""
    gives = {source.name: what_it_gives(source.mapping) for source in watch.sources}
    named = {finding.path[1] for finding in find(examine(contract, today, gives))}
    unable = {one.id for place, one in enumerate(contract.indicators) if place in named}
    return Known(
        indicators={one.id: _basis(one, history, is_fed=one.id not in unable) for one in contract.indicators},
        drafted=draft_indicators(watch),
        sources=tuple(
            SourceBasis(source.name, gives[source.name].kind, is_for_measuring(source.mapping))
            for source in watch.sources
        ),
        segments=tuple(segment.id for segment in contract.segments),
    )


def _basis(indicator: AnyIndicator, history: Sequence[Outcome] | None, *, is_fed: bool) -> IndicatorBasis:
    sources = list(indicator.data)
    if isinstance(indicator, Rate) and isinstance(indicator.volume, MeasurementVolume):
        sources += indicator.volume.data
    names = tuple(dict.fromkeys(sources))
    if history is None:
        return IndicatorBasis(indicator.id, names, is_fed)
    own = [
        one
        for one in history
        if one.indicator == indicator.id and one.scope.is_whole and one.view is View.AFTER_EXCLUSIONS
    ]
    measured = {one.period for one in own if one.figure is not None and one.figure.value is not None}
    return IndicatorBasis(indicator.id, names, is_fed, len(measured), len({one.period for one in own}))
