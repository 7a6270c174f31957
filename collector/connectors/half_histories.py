"""A ticket one of whose changes could not be read is unmapped: half a history may look as good as any."""

from dataclasses import replace

import pandas as pd

from collector.connectors.among import is_among
from collector.mapping.tickets import AT, OPENED_AT, TICKET, TicketHistoryMapping
from collector.reading.rows import ROW_PROBLEM
from collector.reading.times import read_times
from collector.records import FactKind, TicketState, as_facts
from collector.source import Normalised
from collector.sources.row_reader import time_rule

IN_QUARANTINE = "a change of this ticket is in quarantine"
"""Stands as status, or behind each, of a ticket that is not known whole."""

NO_TICKET = "the answer holds a change of this ticket, and not the ticket"
"""Why a row is put aside that says nothing of the ticket's history as the page tells it."""

_STATUS = "status"


def stopped_where_rejected(
    found: Normalised, rows: pd.DataFrame, mapping: TicketHistoryMapping
) -> Normalised:
    """Return `found` with every status unmapped of tickets that have one of `rows` among the rejects.

    A ticket without any readable status gets one, at the first instant that can be read of it, so that it
    stops what stood of it before too. Where none can be read the rejects alone tell of it.
    """
    if found.rejects.empty:
        return found
    lost = rows.loc[found.rejects["line"].to_numpy()]
    lost = lost[(lost[ROW_PROBLEM] != NO_TICKET) & (lost[TICKET].str.strip() != "")]
    keys = mapping.identifier_prefix + lost[TICKET].str.strip()
    changes = found.facts[FactKind.TICKET_CHANGE]
    is_stopped = (changes["field"] == _STATUS) & is_among(changes["ticket"], keys)
    words = changes["value"].fillna("").astype("str")
    changes = changes.assign(
        value=changes["value"].mask(is_stopped, (words + f" ({IN_QUARANTINE})").str.strip()),
        state=changes["state"].mask(is_stopped, int(TicketState.UNMAPPED)),
    )
    untold = ~is_among(keys, changes.loc[is_stopped, "ticket"])
    marks = _marks(lost[untold], keys[untold], mapping)
    every = pd.concat([changes, as_facts(FactKind.TICKET_CHANGE, marks)], ignore_index=True)
    facts = {**found.facts, FactKind.TICKET_CHANGE: as_facts(FactKind.TICKET_CHANGE, every)}
    return replace(found, facts=facts)


def _marks(lost: pd.DataFrame, keys: pd.Series, mapping: TicketHistoryMapping) -> pd.DataFrame:
    rule = time_rule(mapping)
    instants = [read_times(lost[column].str.strip(), rule).instants for column in (OPENED_AT, AT)]
    first = pd.concat(instants, axis="columns").min(axis="columns").astype("Int64")
    marks = pd.DataFrame({"ticket": keys, "at": first}).dropna().sort_values("at", kind="stable")
    return marks.drop_duplicates("ticket").assign(
        sequence=0, field=_STATUS, value=IN_QUARANTINE, state=int(TicketState.UNMAPPED)
    )
