"""L05: an indicator whose sources give no facts of the kind it measures.

A source that does not exist is refused when the contract is read.
"""

from collections.abc import Iterator

from evaluator.contract.indicators import (
    AnyIndicator,
    Imported,
    MeasurementVolume,
    MonitoringIndicator,
    PeriodicDuty,
    Rate,
    SurveyIndex,
)
from evaluator.contract.rule_names import DATA_SOURCE
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, Path

ID = DATA_SOURCE
TICKETS, STATES, FIGURES = "tickets", "states of services", "measurements"


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield each indicator of which no source gives what it is measured from."""
    for path, indicator in examined.indicators():
        yield from _unable(
            examined, (*path, "data"), indicator.id, indicator.data, _needed(examined, indicator)
        )
        if isinstance(indicator, Rate) and isinstance(indicator.volume, MeasurementVolume):
            place = (*path, "volume", "data")
            yield from _unable(examined, place, indicator.id, indicator.volume.data, FIGURES)


def _needed(examined: Examined, indicator: AnyIndicator) -> str:
    if isinstance(indicator, Imported | SurveyIndex | PeriodicDuty):
        return FIGURES
    if not isinstance(indicator, MonitoringIndicator):
        return TICKETS
    told = examined.contract.availability_rules[indicator.rules].outages_from_tickets
    # Tickets can say that a service was down, where the contract lets them.
    return STATES if told is None else ""


def _unable(
    examined: Examined, path: Path, name: str, data: tuple[str, ...], needed: str
) -> Iterator[LintFinding]:
    given = {source: examined.sources[source].kind for source in data if source in examined.sources}
    if len(given) < len(data) or not needed or needed in given.values():
        return
    told = ", ".join(f"{source} gives {kind}" for source, kind in given.items())
    able = [source for source, gives in examined.sources.items() if gives.kind == needed]
    yield LintFinding(
        ID,
        path,
        f"{name} is measured from {needed}, and none of its sources gives any",
        f"{told}; sources that give {needed}: {', '.join(sorted(able)) or 'none'}",
        "Name a source that gives them, or change what the indicator measures",
    )
