"""The units and services of the simulated city, in the words the supplier's systems use."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SERVICES = ("Servicedesk", "Arbetsplats", "Drift", "Skolmiljö")
"""Services of tickets and invoices; a ticket's service is a position in this list."""

SCHOOL_SERVICE = 3

MONITORED = ("Arbetsplats", "Applikationsdrift A", "Applikationsdrift B", "Applikationsdrift C")
"""Services that are watched as a whole; the school environment is watched in each school."""

MONITORED_USERS = (22_000, 8_000, 20_000, 5_000)

_GROUPS = (("F", 12, 211, 97, 900, 300), ("D", 8, 173, 61, 900, 700), ("B", 10, 89, 41, 500, 80))
_SCHOOLS = 140


@dataclass(frozen=True, eq=False)
class Population:
    """Units by position: their names, users, and whether they are schools (the schools come last)."""

    units: npt.NDArray[np.str_]
    users: npt.NDArray[np.int64]
    is_school: npt.NDArray[np.bool_]

    @property
    def schools(self) -> npt.NDArray[np.int64]:
        """Positions of the schools."""
        return np.flatnonzero(self.is_school).astype(np.int64)


def build_population() -> Population:
    """Return administrations (F), districts (D), companies (B) and schools (S) with their users."""
    names: list[str] = []
    users: list[int] = []
    for letter, count, square, linear, spread, least in _GROUPS:
        names += [f"{letter}{number:02}" for number in range(1, count + 1)]
        users += [least + (square * number**2 + linear * number) % spread for number in range(1, count + 1)]
    names += [f"S{number:03}" for number in range(1, _SCHOOLS + 1)]
    users += [150 + (37 * number**2 + 11 * number) % 557 for number in range(1, _SCHOOLS + 1)]
    is_school = np.array([name.startswith("S") for name in names])
    return Population(np.array(names), np.array(users, dtype=np.int64), is_school)
