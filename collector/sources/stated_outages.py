"""The supplier's own list of outages."""

import pandas as pd

from collector.mapping import StatedOutagesMapping
from collector.records import FactKind, as_facts
from collector.source import Normalised, Page
from collector.sources.files import FileSource
from collector.sources.row_reader import RowReader
from collector.sources.stated_tickets import said_yes


class StatedOutagesSource(FileSource):
    """The supplier's own list of outages."""

    _mapping: StatedOutagesMapping

    def normalise(self, page: Page) -> Normalised:
        """Return the stated outages of `page`."""
        return normalise_stated_outages(page, self._mapping)


def normalise_stated_outages(page: Page, mapping: StatedOutagesMapping) -> Normalised:
    """Return the stated outages of a page; one that does not end after it starts is put aside."""
    reader, columns = RowReader(page, mapping), mapping.columns
    starts_at = reader.times(columns.starts_at, required="the start of the outage")
    stated = {
        "service": reader.words("service", required=True),
        "unit": reader.words("unit"),
        "starts_at": starts_at,
        "planned": said_yes(reader, columns.planned, mapping.planned_words),
    }
    if columns.ends_at is not None:
        stated["ends_at"] = reader.times(columns.ends_at)
        reader.refuse(
            (stated["ends_at"] <= starts_at).fillna(value=False), "the outage does not end after it starts"
        )
    if columns.users_affected is not None:
        stated["users_affected"] = reader.whole_numbers(columns.users_affected)
        reader.refuse(
            (stated["users_affected"] < 0).fillna(value=False), "the number of users affected is below zero"
        )
    stated["outage"] = _keys(reader, columns.outage, stated)
    frame = pd.DataFrame(stated).assign(rounded_to=mapping.rounded_to)
    facts = as_facts(FactKind.STATED_OUTAGE, frame[reader.good])
    return Normalised({FactKind.STATED_OUTAGE: facts}, reader.rejects(), page.warnings)


def _keys(reader: RowReader, column: str | None, stated: dict[str, pd.Series]) -> pd.Series:
    """The list's own keys, or service, unit and start as one text."""
    if column is not None:
        keys = reader.text(column)
        reader.refuse(keys == "", "the key of the outage is blank")
        return keys
    place = stated["service"].fillna("") + "/" + stated["unit"].fillna("")
    return place + "@" + stated["starts_at"].astype("str").fillna("")
