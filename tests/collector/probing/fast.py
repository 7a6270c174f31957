"""A loop whose time passes only while nobody has anything to do: hours of probing in a moment.

What sleeps for a minute is woken at once, and the clocks of the loop show that a minute passed.
"""

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from collector.probing.looks import AnyLook
from collector.probing.outcome import Failure, Seen
from collector.probing.times import Times

T = TypeVar("T")
MIDNIGHT = 1_796_083_200
"""2026-12-01T00:00:00Z, when these loops begin."""


class _FastSelector(selectors.SelectSelector):
    passed = 1000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.passed += timeout or 0.0
        return super().select(0)


class _FastLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.fast = _FastSelector()
        super().__init__(self.fast)

    def time(self) -> float:
        return self.fast.passed


@dataclass
class World:
    """The world around a prober: clocks, and what answers; `moved` is by how much somebody set the clock."""

    loop: _FastLoop = field(default_factory=_FastLoop)
    moved: float = 0.0
    asked: list[tuple[int, str]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)

    @property
    def now(self) -> float:
        """What the clock shows."""
        return MIDNIGHT + self.loop.time() - 1000.0 + self.moved

    @property
    def times(self) -> Times:
        """The clocks of a prober in this world."""
        return Times(lambda: self.now, self.loop.time)

    def stop_for(self, seconds: float) -> None:
        """Stop the process for so long: time passes, nothing happens."""
        self.loop.fast.passed += seconds

    def tell(self, event: str, problem: str) -> None:
        """Take note of what a prober tells."""
        self.told.append((event, problem))

    def answering(self, down: Callable[[str, float], bool]) -> Callable[[AnyLook], Awaitable[Seen]]:
        """Return what tries a TCP look: refused where `down` says so of its host at that moment."""

        async def try_once(look: AnyLook) -> Seen:
            host = getattr(look, "host", "")
            self.asked.append((int(self.now), host))
            return Seen(Failure.REFUSED if down(host, self.now - MIDNIGHT) else None)

        return try_once

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` to its end."""
        try:
            return self.loop.run_until_complete(work)
        finally:
            self.loop.close()
