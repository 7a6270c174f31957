"""What of a month's results a viewer may see: a unit reader nothing of other units, the rest everything."""

from dataclasses import replace

from dashboards.viewers import Viewer
from evaluator.core.reconciliation.found import Reconciliation
from evaluator.results.published import PeriodResults


def seen_by(viewer: Viewer, results: PeriodResults) -> PeriodResults:
    """Return what `viewer` may see of `results`; which months that is, the one who reads them has settled.

    Of other units a unit reader sees neither figures nor evidence, and nothing that names single tickets.
    """
    if viewer.sees_all_units:
        return results
    seal = results.seal
    return replace(
        results,
        outcomes=tuple(one for one in results.outcomes if viewer.sees_unit(one.scope.unit)),
        # Evidence of no unit could be of any.
        tickets=tuple(one for one in results.tickets if one.unit in viewer.units),
        outages=tuple(one for one in results.outages if viewer.sees_unit(one.unit)),
        statements=tuple(one for one in results.statements if viewer.sees_unit(one.scope.unit)),
        exclusions=(),
        exclusion_effects=(),
        seal=None if seal is None else replace(seal, differences=()),
        reconciliation=Reconciliation(),
    )
