"""One look at one target: tries until one goes well, the references before a failure is believed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from collector.probing.guarding import TryOnce, guarded
from collector.probing.judging import judge
from collector.probing.outcome import Doubt, Sample, Try
from collector.probing.pulse import Pulse
from collector.probing.settings import Probe
from collector.probing.times import Times

AreWeBlind = Callable[[], Awaitable[bool]]


@dataclass
class Looker:
    """Looks at targets under the name `prober`; tells of a probe that cannot be done as it is set."""

    prober: str
    times: Times
    pulse: Pulse
    try_once: TryOnce
    are_we_blind: AreWeBlind
    tell: Callable[[str, str], None]
    told_until: int = 0
    """Up to when was told before this process began: a clock that lies before it was set back."""

    _told_at: dict[str, int] = field(default_factory=dict)

    async def look(self, probe: Probe) -> Sample:
        """Return what is seen of `probe` now."""
        at, begun = int(self.times.wall()), self.times.passed()
        tries = await self._tries(probe)
        doubt = None
        if tries[-1].seen.failure is not None:
            # A last try comes after the references answered, so that a fault of ours which ended between
            # the two is not held against the service.
            if await self.are_we_blind():
                doubt = Doubt.BLIND
            else:
                tries = [*tries, await self._try(probe)]
        self.pulse.beat(self.times.wall(), self.times.passed())
        doubt = self._doubt(probe.name, at, begun) or doubt
        state, result = judge(probe.look, tries, doubt, at)
        return Sample(
            at=at,
            probe=probe,
            prober=self.prober,
            state=state,
            result=result,
            milliseconds=int(tries[-1].seconds * 1000),
            tries=len(tries),
            certificate_ends_at=tries[-1].seen.certificate_ends_at,
        )

    async def _tries(self, probe: Probe) -> list[Try]:
        tries = [await self._try(probe)]
        while tries[-1].seen.failure is not None and len(tries) <= probe.retries:
            await asyncio.sleep(probe.pause)
            tries.append(await self._try(probe))
        return tries

    async def _try(self, probe: Probe) -> Try:
        begun = self.times.passed()
        seen = await guarded(self.try_once, probe.look, partial(self.tell, probe.name))
        return Try(seen, self.times.passed() - begun)

    def _doubt(self, name: str, at: int, begun: float) -> Doubt | None:
        before = self._told_at.get(name, self.told_until)
        if at < before:
            # Of this time was told before: one of the two is wrong, and nobody knows which.
            return Doubt.CLOCK
        self._told_at[name] = at
        return self.pulse.doubt_since(begun)
