"""How long one run of a source may go on, and waiting that ends with it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

Elapsed = Callable[[], float]
"""Seconds by a clock that nobody sets back; only its differences mean anything."""

_LOOK_SECONDS = 0.2
"""How often it is looked, while waiting, whether time is up."""


@dataclass(frozen=True)
class TimeBudget:
    """Until when a run goes on, by the clock `elapsed`; `is_to_stop` may end it at any time before."""

    until: float
    elapsed: Elapsed
    is_to_stop: Callable[[], bool]

    def is_up(self) -> bool:
        """Return whether the run should end at the next place where it can go on later."""
        return self.is_to_stop() or self.elapsed() >= self.until

    def sleep(self, seconds: float) -> None:
        """Wait for `seconds`, no longer than there is time."""
        end = self.elapsed() + seconds
        while (rest := end - self.elapsed()) > 0 and not self.is_up():
            time.sleep(min(rest, _LOOK_SECONDS))
