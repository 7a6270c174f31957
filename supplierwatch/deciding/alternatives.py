"""Comparing the alternatives of a watch: what its file states, what results measure, what it costs."""

from collections.abc import Mapping

from dashboards.deciding.alternatives.findings import AlternativesFindings, Source
from evaluator.core.deciding.alternatives.acceptability import draw_totals
from evaluator.core.deciding.alternatives.feasibility import Feasibility
from evaluator.core.deciding.alternatives.measured import (
    AS_USUAL,
    Measured,
    ScoreTerms,
    Variant,
    can_leave_out,
    measure_area,
    measure_indicator,
)
from evaluator.core.deciding.alternatives.model import build_model
from evaluator.core.deciding.alternatives.tipping import holds_of
from evaluator.core.deciding.alternatives.values import Estimate, order_of, totals_of
from evaluator.core.deciding.alternatives.variants import Reading, ReadOtherwise, with_unknown
from evaluator.core.deciding.alternatives.weight_space import weight_space_of
from evaluator.core.outcomes import View
from evaluator.decisions.alternatives import AlternativesFile, Criterion
from evaluator.decisions.measured_by import ByIndicator, ByScoreArea
from evaluator.results.published import PeriodResults
from supplierwatch.deciding.alternative_costs import assess_costs
from supplierwatch.deciding.files import ReadFile
from supplierwatch.deciding.missing_files import no_file
from supplierwatch.watch import Watch

_VIEWS = {
    Reading.AS_MEASURED: View.AS_MEASURED,
    Reading.IF_PENDING_ACCEPTED: View.IF_PENDING_ACCEPTED,
}


def assess_alternatives(
    watch: Watch,
    results: PeriodResults,
    feasibility: Mapping[str, Feasibility] | None = None,
    seed: int | None = None,
) -> AlternativesFindings:
    """Return how the alternatives of `alternatives.yaml` compare on `results`.

    `feasibility` says by alternative whether there is time for it, `seed` draws otherwise than the file says.
    Raises NothingFound where the watch has no such file.
    """
    read = watch.deciding.alternatives
    if read is None:
        raise no_file("alternatives.yaml", watch.folder, "alternatives")
    return compare_alternatives(read, results, {} if feasibility is None else feasibility, seed)


def compare_alternatives(
    read: ReadFile[AlternativesFile],
    results: PeriodResults,
    feasibility: Mapping[str, Feasibility],
    seed: int | None = None,
) -> AlternativesFindings:
    """Return how the alternatives that the file `read` states compare on `results`."""
    terms, drawn_by = read.content, read.content.simulation.seed if seed is None else seed
    costs, drawn, bounds = assess_costs(terms, results, drawn_by)
    measured = _measure(terms, results, AS_USUAL)
    model = build_model(terms, measured, bounds)
    totals = totals_of(model)
    order = order_of(totals)
    acceptability, separation = draw_totals(
        model,
        terms.simulation,
        drawn_by,
        drawn,
    )
    return AlternativesFindings(
        terms=terms,
        source=Source(read.name, read.content_hash, drawn_by, results),
        model=model,
        measured=measured,
        totals=totals,
        order=order,
        holds=holds_of(model, order[0][0]) if order and len(order[0]) == 1 else (),
        space=weight_space_of(model, terms.simulation.draws, drawn_by),
        acceptability=acceptability,
        separation=separation,
        variants=_variants(terms, results, measured, bounds, order),
        costs=costs,
        feasibility=feasibility,
    )


def _measure(terms: AlternativesFile, results: PeriodResults, variant: Variant) -> dict[str, Measured | None]:
    found = {}
    for criterion in terms.criteria:
        by = criterion.measured_by
        if isinstance(by, ByIndicator):
            read = variant if not variant.without_segment or can_leave_out(by, variant) else AS_USUAL
            found[criterion.id] = measure_indicator(by, results.history, results.period.name, read)
        elif isinstance(by, ByScoreArea):
            read = AS_USUAL if variant.without_segment else variant
            found[criterion.id] = _measure_area(by.area, results, read)
    return found


def _measure_area(area: str, results: PeriodResults, variant: Variant) -> Measured | None:
    terms = results.contract.scorecard
    if terms is None:
        return None
    weights = {indicator.id: indicator.weight for indicator in results.contract.indicators}
    return measure_area(area, ScoreTerms(terms, weights), results.history, results.period.name, variant)


def _variants(
    terms: AlternativesFile,
    results: PeriodResults,
    usual: Mapping[str, Measured | None],
    bounds: Mapping[str, Estimate],
    order: tuple[tuple[str, ...], ...],
) -> tuple[ReadOtherwise, ...]:
    readings: list[tuple[Reading, str, dict[str, Measured | None]]] = [
        (reading, "", _measure(terms, results, Variant(view))) for reading, view in _VIEWS.items()
    ]
    readings += [
        (reading, "", with_unknown(terms, usual, reading))
        for reading in (Reading.UNKNOWN_AGAINST, Reading.UNKNOWN_FOR)
    ]
    readings += [
        (Reading.WITHOUT_SEGMENT, name, _measure(terms, results, Variant(without_segment=name)))
        for name in _segments_to_leave_out(terms.criteria, results)
    ]
    found = []
    for reading, segment, measured in readings:
        totals = totals_of(build_model(terms, measured, bounds))
        places = order_of(totals)
        found.append(ReadOtherwise(reading, segment, totals, places, places != order, measured))
    return tuple(found)


def _segments_to_leave_out(criteria: tuple[Criterion, ...], results: PeriodResults) -> list[str]:
    """The segments without which some measured criterion would be another."""
    pooled = [
        by.indicator
        for criterion in criteria
        if isinstance(by := criterion.measured_by, ByIndicator)
        and can_leave_out(by, Variant(without_segment="any"))
    ]
    return [
        segment.id
        for segment in results.contract.segments
        if any(one.indicator in pooled and one.scope.segment == segment.id for one in results.history)
    ]
