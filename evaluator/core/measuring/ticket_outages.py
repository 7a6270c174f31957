"""Tickets that say a service was down, as sightings of a prober beside those of probes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from collector.records import FactKind, ServiceState, as_facts
from evaluator.contract.outage_terms import TicketOutageTerms
from evaluator.core.intervals import AXIS, Flags, Integers, Intervals, difference, flatten, merge
from evaluator.core.measuring.selection import select_tickets
from evaluator.core.measuring.ticket_book import TicketBook, every_ticket

_WHOLE = ""
_START_OF_TIME = 0


@dataclass(frozen=True, eq=False)
class TicketSightings:
    """What the tickets say: frames of states and of observed intervals, as facts of those kinds."""

    states: pd.DataFrame
    observed: pd.DataFrame


def find_ticket_sightings(
    terms: TicketOutageTerms, book: TicketBook, service: str, units: Sequence[str]
) -> TicketSightings:
    """Return what the tickets of `service` say of it and of `units`, up to what is known.

    Tickets that overlap are one sighting. Where the tickets cannot be told to be outages of it or not
    (`Selection`: a kind, priority or service that is missing, or that no term names), the prober does not
    look.
    """
    places = [_WHOLE, *units] if terms.concerns == "unit" else [_WHOLE]
    tickets = _Tickets.of(terms, book, service, places)
    down = tickets.stretches(tickets.certain)
    doubtful = difference(tickets.stretches(~tickets.certain), down)
    if terms.without_ticket == "up":
        everyone = np.arange(len(places), dtype=np.int64) * AXIS
        looked = difference(Intervals(everyone + _START_OF_TIME, everyone + book.facts.known_at), doubtful)
    else:
        looked = down
    return _as_facts(terms.prober, service, places, down, looked)


@dataclass(frozen=True, eq=False)
class _Tickets:
    """The tickets that say something: of which place, from when to when, and whether they do for certain."""

    whose: Integers
    begins: Integers
    ends: Integers
    certain: Flags

    @classmethod
    def of(
        cls, terms: TicketOutageTerms, book: TicketBook, service: str, places: Sequence[str]
    ) -> "_Tickets":
        found = select_tickets(terms.tickets, [service], terms.data, every_ticket(book))
        begins, ends = (book.event(event) for event in (terms.begins, terms.ends))
        whose = np.zeros(len(book.tickets), dtype=np.int64)
        if terms.concerns == "unit":
            # A ticket of a unit that is not looked at says nothing; one without a unit is of the whole.
            units = book.tickets["unit"].astype("str").fillna(_WHOLE)
            whose = pd.Index(list(places)).get_indexer(pd.Index(units)).astype(np.int64)
        said = found.possible & begins.notna().to_numpy() & (whose >= 0)
        begun = begins[said].to_numpy(dtype=np.int64)
        ended = ends[said].fillna(book.facts.known_at).to_numpy(dtype=np.int64)
        ended = np.minimum(np.minimum(ended, begun + terms.longest), book.facts.known_at)
        return cls(whose[said], begun, ended, found.chosen[said])

    def stretches(self, chosen: Flags) -> Intervals:
        """Return when any of the chosen tickets lasted, on the flat axis by place."""
        return merge(
            flatten(self.whose[chosen], self.begins[chosen]), flatten(self.whose[chosen], self.ends[chosen])
        )


def _as_facts(
    prober: str, service: str, places: Sequence[str], down: Intervals, looked: Intervals
) -> TicketSightings:
    """Return down from each start and up from each end, and up before; seen where it looked."""
    everyone = np.arange(len(places), dtype=np.int64) * AXIS
    up_from = np.concatenate([everyone[~np.isin(everyone, down.starts)], down.ends])
    at = np.concatenate([up_from, down.starts])
    state = np.repeat([int(ServiceState.UP), int(ServiceState.DOWN)], [up_from.size, down.starts.size])
    units = np.array([None if place == _WHOLE else place for place in places], dtype=object)

    def frame(kind: FactKind, whose: Integers, **columns: Integers) -> pd.DataFrame:
        return as_facts(
            kind,
            pd.DataFrame(
                {
                    "prober": prober,
                    "service": service,
                    "unit": pd.Series(units[whose], dtype="str"),
                    **columns,
                }
            ),
        )

    return TicketSightings(
        states=frame(FactKind.SERVICE_STATE, at // AXIS, at=at % AXIS, state=state),
        observed=frame(
            FactKind.OBSERVED, looked.starts // AXIS, from_at=looked.starts % AXIS, to_at=looked.ends % AXIS
        ),
    )
