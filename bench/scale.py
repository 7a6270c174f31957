"""How large a run is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Sizes as a share of the whole ones, and how often each contest is repeated."""

    share: float = 1.0
    rounds: int = 7

    def of(self, tickets: int) -> int:
        return max(int(tickets * self.share), 10)
