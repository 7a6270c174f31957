"""What goes wrong at the simulated supplier: every trait named, so that a test can look for it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Traits:
    """The supplier's habits; shares are of 1, months are written `2026-02`.

    Each attribute is one trait, and everything else about the supplier is ordinary.
    """

    school_delay: float = 0.055
    """Schools do worse than the average shows: so much less of their incidents is solved in time."""

    weak_schools: int = 5
    """So many schools have outages and slow log-ins far more often than the rest."""

    declining_service: str = "Applikationsdrift B"
    """This service gets worse month by month before the city must decide on its option."""

    decline_from: str = "2026-01"
    """The first month of the decline; every month from it on adds outages, and makes them longer."""

    unseen_service: str = "Arbetsplats"
    """The probe of this service was silent for a month: nothing is known of it, neither up nor down."""

    unseen_month: str = "2026-02"
    """The month of silence."""

    parked_share: float = 0.004
    """Share of incidents with the status "Parkerad", which no clause explains."""

    late_share: float = 0.008
    """Share of tickets missing in the delivery of their time, and delivered a month or two later."""

    priority_change_share: float = 0.03
    """Share of incidents whose priority changed while work went on."""

    soon_reopened_share: float = 0.02
    """Share of incidents reopened within five working days: the same ticket by the contract."""

    later_reopened_share: float = 0.006
    """Share of incidents reopened later than that: a new cycle by the contract."""

    broken_rows: int = 3
    """Rows of each ticket delivery with a date that does not exist."""

    late_announced_share: float = 0.15
    """Share of maintenance windows announced later than ten working days ahead."""

    late_report_months: tuple[str, ...] = ("2024-07", "2025-12")
    """Months whose report came after the fifth working day."""

    kindness: float = 0.025
    """What the supplier's statements add to shares about schools.

    From the decline on they also overlook the declining service's outages that hit less than half its users,
    and for the unseen month they claim a figure although nothing was seen.
    """

    lists_from: str = "2026-02"
    """The first month with the supplier's own list of urgent incidents, ticket by ticket."""

    altered_months: tuple[str, ...] = ("2026-05", "2026-10")
    """Months whose list gives late incidents an earlier end."""

    altered_tickets: int = 4
    """So many incidents are altered in each of these months (fewer where fewer were late)."""

    school_start_factor: float = 1.7
    """School start in August brings so many times the ordinary number of tickets, and longer times."""

    december_factor: float = 1.25
    """So does December, with grades and orders before the year ends."""
