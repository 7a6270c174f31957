"""Whether the prober itself was awake, and its clock in order. Pure: told the time, never asks for it."""

from collections import deque
from dataclasses import dataclass, field

from collector.probing.outcome import Doubt

BEAT = 0.25
"""Seconds between two beats."""

LONGEST_BEAT = 1.25
"""Seconds after which a beat that is not there says that the prober was stopped, or had no processor."""

LARGEST_DRIFT = 2.0
"""Seconds by which the clock may run apart from the seconds that passed, between two beats."""

_KEPT = 3600.0


@dataclass
class Pulse:
    """The beats of one process: `wall` is the clock that may be set, `passed` counts seconds that passed."""

    wall: float
    passed: float
    asleep_seconds: float = 0.0
    _disturbed: deque[tuple[float, Doubt]] = field(default_factory=deque)

    def beat(self, wall: float, passed: float) -> None:
        """Take note that the prober is awake."""
        gap, moved = passed - self.passed, wall - self.wall
        if abs(moved - gap) > LARGEST_DRIFT:
            # Seconds that do not pass while a machine sleeps show as a clock that moved on by itself.
            self._disturbed.append((passed, Doubt.CLOCK))
            self.asleep_seconds += max(0.0, moved - gap)
        if gap > LONGEST_BEAT:
            self._disturbed.append((passed, Doubt.ASLEEP))
            self.asleep_seconds += gap
        self.wall, self.passed = wall, passed
        while self._disturbed and self._disturbed[0][0] < passed - _KEPT:
            self._disturbed.popleft()

    def doubt_since(self, passed: float) -> Doubt | None:
        """Return what disturbed the prober after `passed`; the clock before all else."""
        found = {doubt for ended, doubt in self._disturbed if ended >= passed}
        if Doubt.CLOCK in found:
            return Doubt.CLOCK
        return Doubt.ASLEEP if found else None
