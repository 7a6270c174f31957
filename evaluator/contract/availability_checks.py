"""Names that availability rules use must be names that the contract or the sources file defines."""

from collections.abc import Iterable, Iterator

from evaluator.contract.contract import Contract

Misfit = tuple[tuple[str | int, ...], str, str]
"""Where in the contract, what was found there, what is allowed."""


def misfits_of_availability(contract: Contract, sources: Iterable[str] | None) -> Iterator[Misfit]:
    """Yield each name that availability rules use and nothing defines; sources only where they are known."""
    hours = sorted(contract.service_hours)
    for name, rules in contract.availability_rules.items():
        path = ("availability_rules", name)
        allowed = rules.maintenance_allowed_in
        if allowed is not None and allowed not in contract.service_hours:
            yield (*path, "maintenance_allowed_in"), f"{allowed!r} is defined nowhere", ", ".join(hours)
        told = rules.outages_from_tickets
        if told is None or sources is None:
            continue
        known = sorted(sources)
        for source in told.data:
            if source not in known:
                where, found = (*path, "outages_from_tickets", "data"), f"{source!r} is defined nowhere"
                yield where, found, ", ".join(known) or "nothing is defined yet"
