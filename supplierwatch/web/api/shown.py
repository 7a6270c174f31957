"""Which months a viewer sees, and the month a request is about."""

from typing import Annotated

from fastapi import Query

from collector.errors import NothingFound
from dashboards.viewers import Viewer
from evaluator.results.page_reads import ShownMonth, read_shown_months
from evaluator.results.published import Evaluation
from supplierwatch.web.site import Site

MonthName = Annotated[
    str | None,
    Query(
        pattern=r"^\d{4}-(0[1-9]|1[0-2])$",
        description="left out: the last",
        examples=["2026-10"],
    ),
]
Named = Annotated[str | None, Query(max_length=200)]


def months_seen(site: Site, viewer: Viewer) -> list[ShownMonth]:
    """Return the months whose results `viewer` sees, oldest first."""
    found = read_shown_months(site.database)
    return found if viewer.sees_unsealed else [one for one in found if one.is_sealed]


def month_asked(site: Site, viewer: Viewer, name: str | None) -> Evaluation:
    """Return the present evaluation of the month `name` (None: of the last month).

    Raises NothingFound where it has none that `viewer` sees.
    """
    found = [one.evaluation for one in months_seen(site, viewer) if name is None or one.period == name]
    if not found:
        raise NothingFound(f"{name or 'no month'} has results to be seen")
    return found[-1]


def units_seen(viewer: Viewer) -> frozenset[str] | None:
    """Return the units whose figures `viewer` sees; None for all."""
    return None if viewer.sees_all_units else viewer.units
