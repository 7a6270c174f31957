"""Figures measured elsewhere."""

import pandas as pd

from collector.mapping import MeasurementsMapping
from collector.records import FactKind, as_facts
from collector.source import Normalised, Page
from collector.sources.figures import read_figures
from collector.sources.files import FileSource
from collector.sources.row_reader import RowReader


class MeasurementsSource(FileSource):
    """Figures measured elsewhere."""

    _mapping: MeasurementsMapping

    def normalise(self, page: Page) -> Normalised:
        """Return the measurements of `page`."""
        return normalise_measurements(page, self._mapping)


def normalise_measurements(page: Page, mapping: MeasurementsMapping) -> Normalised:
    """Return the measurements of a page; a denominator of 0 says that there were no cases."""
    reader = RowReader(page, mapping)
    figures = read_figures(reader, mapping, page.origin)
    figures["measure"] = reader.words("measure", required=True)
    figures["segment"] = reader.words("segment")
    for name in ("sample_size", "population"):
        column = mapping.named_columns().get(name)
        if column is not None:
            figures[name] = reader.whole_numbers(column[0])
            reader.refuse((figures[name] < 0).fillna(value=False), f"the {name} is below zero")
    facts = as_facts(FactKind.MEASUREMENT, pd.DataFrame(figures)[reader.good])
    return Normalised({FactKind.MEASUREMENT: facts}, reader.rejects(), page.warnings)
