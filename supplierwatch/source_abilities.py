"""What the mapping of a source can give, as the linter asks for it."""

from collector.mapping import (
    CommonMapping,
    MaintenanceMapping,
    MeasurementsMapping,
    SamplesMapping,
    ServiceStatesMapping,
)
from collector.mapping.tickets import TicketMapping, TicketTableMapping
from evaluator.core.lint.examined import SourceGives
from evaluator.core.lint.sources_that_cannot import FIGURES, STATES, TICKETS

_KINDS: dict[type[CommonMapping], str] = {
    ServiceStatesMapping: STATES,
    SamplesMapping: STATES,
    MaintenanceMapping: "maintenance windows",
    MeasurementsMapping: FIGURES,
}
_STATED = "what the supplier states"
"""All other mappings: figures, tickets and outages of the supplier's own, which nothing is measured from."""


def what_it_gives(mapping: CommonMapping) -> SourceGives:
    """Return what facts a mapping makes of its source."""
    if isinstance(mapping, TicketMapping):
        of_events = mapping.events.values() if isinstance(mapping, TicketTableMapping) else ()
        states = {*mapping.statuses.values(), *(event.state for event in of_events)}
        return SourceGives(TICKETS, states=frozenset(states))
    gap = mapping.max_gap if isinstance(mapping, SamplesMapping | ServiceStatesMapping) else None
    return SourceGives(_KINDS.get(type(mapping), _STATED), speaks_for=gap)


def is_for_measuring(mapping: CommonMapping) -> bool:
    """Return whether anything is measured from a source; what the supplier states is only compared."""
    return isinstance(mapping, TicketMapping) or type(mapping) in _KINDS
