"""The supplier's own list of urgent incidents: what it counted in a month, and how, as it likes to count."""

import numpy as np
import pandas as pd

from collector.simulator.days import Whole
from collector.simulator.moments import City
from collector.simulator.tickets import Kind

LISTED_PRIORITIES = (0, 1)
"""P1 and P2."""


def list_urgent(
    generator: np.random.Generator, city: City, tickets: pd.DataFrame, judged: pd.DataFrame
) -> pd.DataFrame:
    """Return the list: `month` (number), `ticket` (position), `resolved` (local second) and `within`.

    It counts a ticket in the month of its first solution, whatever was reopened later. In the months of
    `altered_months` some of those that were late are listed as solved earlier, in time (see `Traits`).
    """
    about = tickets.iloc[judged["ticket"].to_numpy()]
    urgent = (about["kind"] == Kind.INCIDENT) & about["priority"].isin(LISTED_PRIORITIES)
    found = judged.loc[urgent.to_numpy()].rename(columns={"at": "resolved"})
    month = city.days.month[city.days.position(found["resolved"].to_numpy())]
    found = found.assign(month=month).sort_values(["month", "ticket"], kind="stable", ignore_index=True)
    since = max(city.days.month_number(city.traits.lists_from), 0)
    found = found.loc[(found["month"] >= since) & (found["month"] < len(city.days.months))]
    return _altered(generator, city, tickets, found.reset_index(drop=True))


def _altered(
    generator: np.random.Generator, city: City, tickets: pd.DataFrame, listed: pd.DataFrame
) -> pd.DataFrame:
    """The list with some late tickets solved earlier in it: within an hour of their opening."""
    resolved, within = listed["resolved"].to_numpy().copy(), listed["within"].to_numpy().copy()
    opened = tickets["opened"].to_numpy()[listed["ticket"].to_numpy()]
    for name in city.traits.altered_months:
        here = (listed["month"] == city.days.month_number(name)).to_numpy() & ~within
        late: Whole = np.flatnonzero(here)
        chosen = generator.permutation(late)[: city.traits.altered_tickets]
        resolved[chosen] = opened[chosen] + generator.integers(1800, 3600, len(chosen))
        within[chosen] = True
    return listed.assign(resolved=resolved, within=within)
