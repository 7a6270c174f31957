"""What a ticket's life is made of: the local seconds of its steps, one array for each."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from collector.simulator.days import Days, Flags, Hours, Whole
from collector.simulator.population import Population
from collector.simulator.season import Floats
from collector.simulator.traits import Traits

NEVER = -1
"""Stands for a step that a ticket does not take."""

STATUSES = (
    "Ny",
    "Tilldelad",
    "Pågår",
    "Väntar på användare",
    "Väntar på kund",
    "Väntar på tredje part",
    "Löst",
    "Stängt",
    "Avbrutet",
    "Återöppnat",
    "Parkerad",
)


class Status(IntEnum):
    """A status, as its position in `STATUSES`."""

    NEW = 0
    ASSIGNED = 1
    IN_PROGRESS = 2
    WAITING_USER = 3
    WAITING_CUSTOMER = 4
    WAITING_THIRD = 5
    RESOLVED = 6
    CLOSED = 7
    CANCELLED = 8
    REOPENED = 9
    PARKED = 10


@dataclass(frozen=True)
class City:
    """Where the tickets arise: its days, hours and units, the strain of each day, the supplier's traits."""

    days: Days
    hours: Hours
    population: Population
    strain: Floats
    traits: Traits


@dataclass(frozen=True, eq=False)
class Moments:
    """The steps of some tickets, in local seconds (`NEVER` where not taken), one entry for each ticket.

    `pause_status` is the status between `paused` and `resumed`; `noted` is when a root cause analysis or an
    answer came. `judged`, `within` and `counts` say when the supplier counts the ticket, whether as in time,
    and whether at all: by its first solution, whatever was reopened later.
    """

    assigned: Whole
    begun: Whole
    paused: Whole
    resumed: Whole
    pause_status: Whole
    resolved: Whole
    reopened: Whole
    resolved_again: Whole
    noted: Whole
    closed: Whole
    cancelled: Flags
    judged: Whole
    within: Flags
    counts: Flags


def never(count: int) -> Whole:
    """Return `count` steps not taken."""
    return np.full(count, NEVER, dtype=np.int64)
