"""The supplier's own figures."""

from collector.mapping import StatementsMapping
from collector.records import FactKind, as_facts
from collector.source import Normalised, Page
from collector.sources.figures import read_figures
from collector.sources.files import FileSource
from collector.sources.row_reader import RowReader


class StatementsSource(FileSource):
    """The supplier's own figures for the indicators."""

    _mapping: StatementsMapping

    def normalise(self, page: Page) -> Normalised:
        """Return the statements of `page`."""
        return normalise_statements(page, self._mapping)


def normalise_statements(page: Page, mapping: StatementsMapping) -> Normalised:
    """Return the statements of a page; one with a denominator of 0 states nothing and is put aside."""
    reader = RowReader(page, mapping)
    figures = read_figures(reader, mapping, page.origin)
    figures["indicator"] = reader.words("indicator", required=True)
    reader.refuse((figures["denominator"] == 0).fillna(value=False), "the denominator is 0")
    facts = as_facts(FactKind.STATEMENT, figures[reader.good])
    return Normalised({FactKind.STATEMENT: facts}, reader.rejects(), page.warnings)
