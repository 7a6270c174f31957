"""The supplier's own list of tickets."""

import pandas as pd

from collector.mapping import StatedTicketsMapping
from collector.records import FactKind, as_facts
from collector.source import Normalised, Page
from collector.sources.amounts import read_lengths
from collector.sources.files import FileSource
from collector.sources.periods import read_periods
from collector.sources.row_reader import RowReader


class StatedTicketsSource(FileSource):
    """The supplier's own list of tickets."""

    _mapping: StatedTicketsMapping

    def normalise(self, page: Page) -> Normalised:
        """Return the stated tickets of `page`."""
        return normalise_stated_tickets(page, self._mapping)


def normalise_stated_tickets(page: Page, mapping: StatedTicketsMapping) -> Normalised:
    """Return the stated tickets of a page; of a ticket stated twice in a period the last row stands."""
    reader, columns = RowReader(page, mapping), mapping.columns
    start, end = read_periods(reader, mapping, page.origin)
    ticket = reader.text(columns.ticket)
    reader.refuse(ticket == "", "the ticket key is blank")
    stated = {
        "indicator": reader.words("indicator", required=True),
        "ticket": ticket,
        "from_at": start,
        "to_at": end,
        "service": reader.words("service"),
        "priority": reader.words("priority"),
        "left_out": said_yes(reader, columns.left_out, mapping.left_out_words),
        "rounded_to": mapping.rounded_to,
    }
    if columns.resolved_at is not None:
        stated["resolved_at"] = reader.times(columns.resolved_at)
    if columns.used is not None:
        unit = str(mapping.used_is)
        name = "used_days" if unit == "working_days" else "used"
        stated[name] = read_lengths(reader, columns.used, unit, mapping.decimal)
    if columns.verdict is not None:
        stated["missed"] = _verdicts(reader, columns.verdict, mapping)
    facts = as_facts(FactKind.STATED_TICKET, pd.DataFrame(stated, index=reader.rows.index)[reader.good])
    return Normalised({FactKind.STATED_TICKET: facts}, reader.rejects(), page.warnings)


def said_yes(reader: RowReader, column: str | None, words: tuple[str, ...]) -> pd.Series:
    """Return 1 where a column says one of `words`, else 0; 0 throughout without a column."""
    if column is None:
        return pd.Series(0, index=reader.rows.index, dtype="int64")
    return reader.text(column).isin(words).astype("int64")


def _verdicts(reader: RowReader, column: str, mapping: StatedTicketsMapping) -> pd.Series:
    text = reader.text(column)
    missed = {word: int(verdict == "missed") for word, verdict in mapping.verdicts.items()}
    found: pd.Series = text.map(missed).astype("Int64")
    reader.refuse(found.isna() & (text != ""), "the mapping lists no such verdict: " + text.str.slice(0, 40))
    return found
