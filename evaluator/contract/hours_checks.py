"""Names that service hours use, and names they cannot have."""

from collections.abc import Iterator, Mapping, Sequence

from evaluator.contract.combined_hours import AnyHoursTerms, CombinedHoursTerms
from evaluator.contract.contract import Contract

Misfit = tuple[tuple[str | int, ...], str, str]
"""The path in the contract, what was found there, what is allowed."""

RESERVED = ("always", "service")
"""What clocks and indicators write for around the clock, and for the hours of the ticket's service."""


def misfits_of_hours(contract: Contract) -> Iterator[Misfit]:
    """Yield names with a meaning of their own, names defined nowhere, and hours made of themselves."""
    for name, terms in contract.service_hours.items():
        if name in RESERVED:
            path = ("service_hours", name)
            yield path, f"the name {name} is taken: it means hours that nobody defines", "another name"
        if isinstance(terms, CombinedHoursTerms):
            yield from _misfits_of_parts(name, terms, contract.service_hours)
        elif terms.holidays is not None and terms.holidays not in contract.holidays:
            yield _nowhere(("service_hours", name, "holidays"), terms.holidays, sorted(contract.holidays))


def circle_through(name: str, hours: Mapping[str, AnyHoursTerms]) -> list[str]:
    """Return names that lead from `name` back to it, each made of the next; none where there is no circle."""
    trails = [[name]]
    for trail in trails:  # grows while it is read
        terms = hours.get(trail[-1])
        for part in terms.of if isinstance(terms, CombinedHoursTerms) else ():
            if part == name:
                return [*trail, name]
            if part not in trail:
                trails.append([*trail, part])
    return []


def _misfits_of_parts(
    name: str, terms: CombinedHoursTerms, hours: Mapping[str, AnyHoursTerms]
) -> Iterator[Misfit]:
    for position, part in enumerate(terms.of):
        if part not in hours:
            yield _nowhere(("service_hours", name, "of", position), part, sorted(hours))
    circle = circle_through(name, hours)
    if circle:
        found = f"these hours are made of themselves: {' -> '.join(circle)}"
        yield ("service_hours", name, "of"), found, "hours that lead to openings"


def _nowhere(path: tuple[str | int, ...], name: str, known: Sequence[str]) -> Misfit:
    return path, f"{name!r} is defined nowhere", ", ".join(known) or "nothing is defined yet"
