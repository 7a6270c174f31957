"""What the next contract can build on, gathered from results, facts and tender.yaml."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from collector.identifiers import canonical_json, content_hash
from collector.store.database import Database
from evaluator.back_test import Wordings, back_test
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.contract.versions import ContractVersion
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.core.deciding.tender.arrivals import Arrivals, count_arrivals, peaks_of
from evaluator.core.deciding.tender.back_tested import BackTested, sum_up
from evaluator.core.deciding.tender.clauses import checklists
from evaluator.core.deciding.tender.findings import (
    CountedPerMonth,
    SegmentSize,
    TenderBasis,
    TenderFindings,
)
from evaluator.core.deciding.tender.levels import ReachedLevels, reached_levels
from evaluator.core.deciding.tender.outages import outage_volumes
from evaluator.core.deciding.tender.requirements import SourcedRequirement, sort_requirements
from evaluator.core.deciding.tender.seasons import Seasons, WatchedPeak, seasons_of, watched_peak
from evaluator.core.deciding.tender.spread import spread_of
from evaluator.core.deciding.tender.times import times_used
from evaluator.core.deciding.tender.volumes import volumes_of
from evaluator.core.follow_up.exclusion_deadlines import as_they_stood
from evaluator.core.follow_up.targets import own_limits
from evaluator.core.outcomes import Outcome, View
from evaluator.core.periods import Period, months_before
from evaluator.decisions.tender import CountedVolume, TenderFile
from evaluator.results.published import PeriodResults
from evaluator.tender_facts import TenderResults, read_opened, read_tender_results, tickets_removed_up_to
from supplierwatch.deciding.next_contract import Drafted, draft_next_contract
from supplierwatch.watch import Watch

MONTHS = 24
"""How many months the annex looks back, unless asked otherwise."""

Begins = Callable[[str], None]


def assess_tender(
    watch: Watch,
    database: Database,
    results: PeriodResults,
    today: date,
    months: int = MONTHS,
    begins: Begins | None = None,
) -> TenderFindings:
    """Return what the next contract can build on, from the `months` up to and with that of `results`.

    With `begins`, which is told each month, the draft is held against history too; that takes a while.
    Raises ProblemsFound where tender.yaml changes the contract to one that does not hold.
    """
    zone = results.contract.contract.zone
    periods = months_before(results.period, months, zone)
    found = read_tender_results(database, [period.name for period in periods])
    file = TenderFile() if watch.deciding.tender is None else watch.deciding.tender.content
    version = watch.versions.in_force(max(today, watch.versions.versions[0].first_day))
    basis = _basis(watch, found, periods, results, version)
    arrivals = _arrivals(database, results, periods, basis)
    seasons = seasons_of(arrivals)
    drafted = _draft(watch, file, version, today, found)
    contract = version.contract
    smallest = contract.reporting.smallest_group
    return TenderFindings(
        contract=contract,
        basis=basis,
        file=file,
        volumes=volumes_of(found.flow, basis.with_results, smallest),
        peaks=peaks_of(arrivals),
        seasons=seasons,
        watched=() if seasons is None else tuple(_watched(file, arrivals, seasons)),
        counted=tuple(_counted(one, found.outcomes, basis) for one in file.counted_volumes),
        sizes=_sizes(contract, today),
        levels=tuple(_levels(contract, watch, found, file)),
        times=times_used(found.times, [one.id for one in contract.indicators if own_limits(one)], smallest),
        outages=outage_volumes(found.outages, _every_indicator(watch)),
        requirements=sort_requirements(
            _requirements(watch), _indicators(contract if drafted is None else drafted.version.contract)
        ),
        checklists=(
            ()
            if file.next_contract is None
            else checklists(file.next_contract.term.options, file.option_clauses)
        ),
        draft=None if drafted is None else drafted.told,
        back_tested=(
            None
            if drafted is None or begins is None
            else _back_tested(watch, database, version, drafted, basis, today, begins)
        ),
    )


def _basis(
    watch: Watch,
    found: TenderResults,
    periods: Sequence[Period],
    results: PeriodResults,
    version: ContractVersion,
) -> TenderBasis:
    have = {one.period for one in found.evaluations}
    rests_on = [
        [one.number, one.contract_version, one.exclusions_version, one.horizon] for one in found.evaluations
    ]
    horizon = max([results.evaluation.horizon, *(one.horizon for one in found.evaluations)])
    return TenderBasis(
        months=tuple(period.name for period in periods),
        without_results=tuple(period.name for period in periods if period.name not in have),
        evaluations=tuple(one.number for one in found.evaluations),
        horizon=horizon,
        inputs=content_hash(canonical_json([rests_on, horizon])),
        file_hash="" if watch.deciding.tender is None else watch.deciding.tender.content_hash,
        needs_hash="" if watch.deciding.needs is None else watch.deciding.needs.content_hash,
        contract_hash=version.content_hash,
    )


def _arrivals(
    database: Database, results: PeriodResults, periods: Sequence[Period], basis: TenderBasis
) -> Arrivals:
    contract = results.contract
    starts_at, ends_at = periods[0].starts_at, periods[-1].ends_at
    removed = tickets_removed_up_to(database)
    kept = {period.name for period in periods if period.starts_at >= removed}
    return count_arrivals(
        read_opened(database, basis.horizon, starts_at, ends_at),
        contract.contract.zone,
        periods[0].first_day,
        periods[-1].end_day,
        compile_calendars(contract, starts_at, ends_at).contract_days.days.astype(np.int64),
        [month for month in basis.with_results if month in kept],
    )


def _draft(
    watch: Watch, file: TenderFile, version: ContractVersion, today: date, found: TenderResults
) -> Drafted | None:
    if file.next_contract is None:
        return None
    history = tuple(replace(one, confidence=None) for one in found.outcomes)
    return draft_next_contract(file.next_contract, version, watch, today, history)


def _watched(file: TenderFile, arrivals: Arrivals, seasons: Seasons) -> Iterator[WatchedPeak]:
    for period in file.watched_periods:
        spans = [(span.first, span.last) for span in period.spans]
        peak = watched_peak(period.id, spans, arrivals, seasons.ordinary)
        if peak is not None:
            yield peak


def _counted(volume: CountedVolume, outcomes: Sequence[Outcome], basis: TenderBasis) -> CountedPerMonth:
    """What an indicator's figure is a share of; as measured, since exclusions leave cases out."""
    found = {
        one.period: one.figure.denominator
        for one in outcomes
        if one.indicator == volume.indicator
        and one.view is View.AS_MEASURED
        and one.scope.is_whole
        and one.figure is not None
    }
    months = tuple((month, found.get(month)) for month in basis.months)
    return CountedPerMonth(volume, months, spread_of({month: n for month, n in months if n is not None}))


def _sizes(contract: Contract, today: date) -> tuple[SegmentSize, ...]:
    alive = [
        unit
        for unit in contract.units
        if (unit.first_day is None or unit.first_day <= today)
        and (unit.last_day is None or today <= unit.last_day)
    ]
    own = {
        segment.id: [unit for unit in alive if unit.segment == segment.id] for segment in contract.segments
    }
    return tuple(
        SegmentSize(name, len(units), sum(unit.users for unit in units)) for name, units in own.items()
    )


def _levels(
    contract: Contract, watch: Watch, found: TenderResults, file: TenderFile
) -> Iterator[ReachedLevels]:
    versions = {one.period: watch.versions.find(one.contract_version) for one in found.evaluations}
    for indicator in contract.indicators:
        own = [one for one in found.outcomes if one.indicator == indicator.id and one.scope.is_whole]
        ends = [one.end for one in file.proposed_targets if one.indicator == indicator.id]
        terms = {
            period: term
            for period, version in versions.items()
            if version is not None and (term := _term(version.contract, indicator.id)) is not None
        }
        for service in dict.fromkeys(one.scope.service for one in own):
            of_service = [one for one in own if one.scope.service == service]
            after = [one for one in of_service if one.view is View.AFTER_EXCLUSIONS]
            measured = [one for one in of_service if one.view is View.AS_MEASURED]
            yield reached_levels(indicator, service, after, measured, terms, ends)


def _term(contract: Contract, indicator: str) -> AnyIndicator | None:
    return next((one for one in contract.indicators if one.id == indicator), None)


def _every_indicator(watch: Watch) -> list[str]:
    """Indicators of every version: outages of an earlier one are outages all the same."""
    every = [one.id for version in watch.versions.versions for one in version.contract.indicators]
    return list(dict.fromkeys(every))


def _indicators(contract: Contract) -> frozenset[str]:
    return frozenset(one.id for one in contract.indicators)


def _requirements(watch: Watch) -> Iterator[SourcedRequirement]:
    for file in (watch.deciding.needs, watch.deciding.tender):
        if file is not None:
            yield from (SourcedRequirement(file.name, one) for one in file.content.requirements)


def _back_tested(
    watch: Watch,
    database: Database,
    version: ContractVersion,
    drafted: Drafted,
    basis: TenderBasis,
    today: date,
    begins: Begins,
) -> BackTested:
    exclusions = tuple(as_they_stood(watch.exclusions, watch.versions, today))
    wordings = Wordings(version, drafted.version, exclusions)
    return sum_up(back_test(database, wordings, basis.months, basis.horizon, begins))
