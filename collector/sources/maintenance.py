"""Planned maintenance windows."""

import pandas as pd

from collector.mapping import MaintenanceMapping
from collector.records import FactKind, as_facts
from collector.source import Normalised, Page
from collector.sources.files import FileSource
from collector.sources.row_reader import RowReader


class MaintenanceSource(FileSource):
    """Planned maintenance windows."""

    _mapping: MaintenanceMapping

    def normalise(self, page: Page) -> Normalised:
        """Return the maintenance windows of `page`."""
        return normalise_maintenance(page, self._mapping)


def normalise_maintenance(page: Page, mapping: MaintenanceMapping) -> Normalised:
    """Return the maintenance windows of a page; one that does not end after it starts is put aside.

    One that was called off ends then; called off before it began it is kept without length, so that it
    stands in place of what was delivered of it before.
    """
    reader = RowReader(page, mapping)
    columns = mapping.columns
    windows = {
        "window": reader.text(columns.window),
        "service": reader.words("service", required=True),
        "unit": reader.words("unit"),
        "starts_at": reader.times(columns.starts_at, required="the start of the window"),
        "ends_at": reader.times(columns.ends_at, required="the end of the window"),
    }
    if columns.announced_at is not None:
        windows["announced_at"] = reader.times(columns.announced_at)
    reader.refuse(windows["window"] == "", "the key of the window is blank")
    reader.refuse(
        (windows["ends_at"] <= windows["starts_at"]).fillna(value=False),
        "the window does not end after it starts",
    )
    if columns.cancelled_at is not None:
        windows["ends_at"] = _ends_as_held(windows, reader.times(columns.cancelled_at))
    facts = as_facts(FactKind.MAINTENANCE, pd.DataFrame(windows)[reader.good])
    return Normalised({FactKind.MAINTENANCE: facts}, reader.rejects(), page.warnings)


def _ends_as_held(windows: dict[str, pd.Series], cancelled_at: pd.Series) -> pd.Series:
    starts_at, ends_at = windows["starts_at"], windows["ends_at"]
    off = cancelled_at.where(cancelled_at > starts_at, starts_at)
    return ends_at.mask((cancelled_at < ends_at).fillna(value=False), off)
