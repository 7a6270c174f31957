"""Whether we see anything at all: references beyond our own network, asked before a failure is believed."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from collector.probing.guarding import TryOnce, guarded
from collector.probing.settings import Reference

FRESH_SECONDS = 1.0
"""An asking that began so shortly before is shared: many targets may fail at once."""


@dataclass
class References:
    """Asks the references; `passed` counts seconds, `tell` hears of one that cannot be asked as it is set."""

    references: Sequence[Reference]
    try_once: TryOnce
    passed: Callable[[], float]
    tell: Callable[[str, str], None]
    _asked: "asyncio.Task[int] | None" = None
    _asked_at: float = field(default=0.0)

    async def are_silent(self) -> bool:
        """Return whether there are references and none of them answers now."""
        return len(self.references) > 0 and await self.answering() == 0

    async def answering(self) -> int:
        """Return how many references answer; all are asked at the same time."""
        if self._asked is None or self.passed() - self._asked_at > FRESH_SECONDS:
            self._asked_at = self.passed()
            self._asked = asyncio.get_running_loop().create_task(self._ask())
        # Somebody who waits no longer does not end it for the others.
        return await asyncio.shield(self._asked)

    async def _ask(self) -> int:
        return sum(await asyncio.gather(*(self._answers(one) for one in self.references)))

    async def _answers(self, reference: Reference) -> bool:
        seen = await guarded(self.try_once, reference.look, partial(self.tell, reference.name))
        if seen.doubt is not None:
            self.tell(reference.name, f"this machine cannot look in the way of {reference.look.kind}")
        return seen.failure is None and seen.doubt is None
