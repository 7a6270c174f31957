"""Who looks, and what that lets them see."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a viewer is: each sees the same figures, not each sees all of them."""

    READER = "reader"
    UNIT_READER = "unit_reader"
    SUPPLIER = "supplier"
    CONTRACT_MANAGER = "contract_manager"


@dataclass(frozen=True)
class Viewer:
    """Someone who looks: `name` is what sign-in calls them, `units` those a unit reader belongs to.

    A unit reader sees the contract's own figures and those of the own units, no other unit and no ticket of
    another. The supplier sees sealed months only, and neither decisions nor what the customer plans to claim.
    """

    role: Role
    name: str = ""
    units: frozenset[str] = frozenset()

    @property
    def sees_all_units(self) -> bool:
        """Whether figures and evidence of every unit are shown."""
        return self.role is not Role.UNIT_READER

    @property
    def sees_unsealed(self) -> bool:
        """Whether months that are not sealed are shown."""
        return self.role is not Role.SUPPLIER

    @property
    def sees_decisions(self) -> bool:
        """Whether the decision, the ledger and plans of the customer are shown."""
        return self.role in (Role.READER, Role.CONTRACT_MANAGER)

    @property
    def acknowledges(self) -> bool:
        """Whether the viewer may acknowledge alerts."""
        return self.role is Role.CONTRACT_MANAGER

    def sees_unit(self, unit: str) -> bool:
        """Whether figures of `unit` are shown; empty is the whole contract."""
        return unit == "" or self.sees_all_units or unit in self.units


ANYONE_HERE = Viewer(Role.READER, "local")
"""Who looks at an address of this machine, where nobody has to sign in."""
