"""The states of tickets as clocks see them: which are waiting, and whom they count against."""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from collector.records import TicketState
from evaluator.contract.clock_parts import Party, StateWord
from evaluator.core.clock.histories import Flags

STATES = len(TicketState)
PARTIES = tuple(Party)
WAITING = {
    "waiting_user": TicketState.WAITING_USER,
    "waiting_customer": TicketState.WAITING_CUSTOMER,
    "waiting_third": TicketState.WAITING_THIRD,
    "waiting_supplier": TicketState.WAITING_SUPPLIER,
}
DONE = (TicketState.RESOLVED, TicketState.CLOSED, TicketState.CANCELLED)
_BY_NAME = {
    TicketState.WAITING_USER: Party.USER,
    TicketState.WAITING_CUSTOMER: Party.CUSTOMER,
    TicketState.WAITING_THIRD: Party.THIRD,
}


def flags_of(states: Iterable[TicketState]) -> Flags:
    """Return for each number of a state whether it is one of `states`."""
    table = np.zeros(STATES, dtype=np.bool_)
    table[[int(state) for state in states]] = True
    return table


def party_number(party: Party) -> int:
    """Return the position of `party` among all."""
    return PARTIES.index(party)


def parties_of_states(waits_for: Mapping[StateWord, Party]) -> npt.NDArray[np.int64]:
    """Return for each number of a state the position of the party that its time counts against.

    Time after the work was said to be done counts against the user, who was to say that it was not, unless
    `waits_for` names another for `resolved`; work, and waiting for the supplier, against the supplier.
    """
    named = {word.state: party for word, party in waits_for.items()}
    done = named.get(TicketState.RESOLVED, Party.USER)
    parties = dict.fromkeys(TicketState, Party.SUPPLIER)
    parties |= _BY_NAME | named | dict.fromkeys(DONE, done)
    return np.array([party_number(parties[state]) for state in TicketState], dtype=np.int64)
