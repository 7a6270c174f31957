"""A page of a connector as facts, by the type of its mapping."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from collector.connectors.histories import normalise_histories
from collector.connectors.rows import BEGUN, FROM, MOST_GONE, PART, PRESENT_PART, ROW_PART, TO
from collector.mapping import CommonMapping
from collector.mapping.tickets import TICKET, TicketHistoryMapping, TicketMapping
from collector.source import Normalised, Page, Sweep, empty_rejects
from collector.sources.event_log import normalise_event_log
from collector.sources.maintenance import normalise_maintenance
from collector.sources.measurements import normalise_measurements
from collector.sources.samples import normalise_samples
from collector.sources.service_states import normalise_service_states
from collector.sources.stated_outages import normalise_stated_outages
from collector.sources.stated_tickets import normalise_stated_tickets
from collector.sources.statements import normalise_statements
from collector.sources.ticket_table import normalise_ticket_table

_BY_ROW: dict[str, Callable[[Page, Any], Normalised]] = {
    "event_log": normalise_event_log,
    "ticket_table": normalise_ticket_table,
    "maintenance": normalise_maintenance,
    "measurements": normalise_measurements,
    "statements": normalise_statements,
    "stated_tickets": normalise_stated_tickets,
    "stated_outages": normalise_stated_outages,
}
_BY_PROBER: dict[str, Callable[[Page, Any, str], Normalised]] = {
    "service_states": normalise_service_states,
    "samples": normalise_samples,
}


def normalise_page(page: Page, mapping: CommonMapping, name: str) -> Normalised:
    """Return the facts of a page of the connector of source `name`; pure."""
    if page.rows.empty:
        return Normalised({}, empty_rejects(), page.warnings)
    present = page.rows[page.rows[PART] == PRESENT_PART]
    if len(present):
        return Normalised({}, empty_rejects(), page.warnings, sweep=_sweep(present, mapping))
    if isinstance(mapping, TicketHistoryMapping):
        return normalise_histories(page, mapping)
    kind: str = getattr(mapping, "type")  # noqa: B009 - the union's tag
    rows = page.rows[page.rows[PART] == ROW_PART].drop(columns=PART)
    plain = Page(
        page.origin, _with_all(rows, mapping), page.cursor, page.content_hash, warnings=page.warnings
    )
    if kind in _BY_PROBER:
        return _BY_PROBER[kind](plain, mapping, name)
    return _BY_ROW[kind](plain, mapping)


def _with_all(rows: pd.DataFrame, mapping: CommonMapping) -> pd.DataFrame:
    """Return `rows` with every column of the mapping, blank where the page has none."""
    missing = [column for column in mapping.source_columns() if column not in rows]
    return rows.assign(**{column: pd.Series("", index=rows.index, dtype="str") for column in missing})


def _sweep(present: pd.DataFrame, mapping: CommonMapping) -> Sweep:
    prefix = mapping.identifier_prefix if isinstance(mapping, TicketMapping) else ""
    first = present.iloc[0]
    keys = present[TICKET]
    return Sweep(
        int(first[FROM]),
        int(first[TO]),
        frozenset(prefix + keys[keys != ""]),
        int(first[MOST_GONE]),
        int(first[BEGUN]),
    )
