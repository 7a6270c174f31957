"""The loop of a prober: looks at each target at its moments, writes what it saw, and watches itself."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from collector.probing.due import next_due
from collector.probing.guarding import TryOnce
from collector.probing.health import ProberHealth, save_health
from collector.probing.looking import Looker
from collector.probing.outcome import Sample
from collector.probing.pulse import BEAT, Pulse
from collector.probing.references import References
from collector.probing.settings import Probe, ProbesFile
from collector.probing.spool import Spool, SpoolLimits
from collector.probing.times import Times

WRITE_SECONDS = 1.0
HEARTBEAT_SECONDS = 30.0
LATE = 1.0
"""Seconds after its turn from which a look counts as late."""

_MOST_WAITING = 50_000
"""Samples that wait in memory for a disk that takes no more; beyond, the oldest are given up and told."""

Tell = Callable[[str, str], None]
"""Is told of an event: its name, and what belongs to it; no secrets, nothing of what a target answered."""


@dataclass
class Counts:
    """What the prober counts of itself, since its spool began."""

    late_looks: int = 0
    asleep_seconds: float = 0.0
    blind_seconds: float = 0.0
    answering: int = 0
    last_sample_at: int | None = None


@dataclass
class Prober:
    """One process that looks, under one name."""

    terms: ProbesFile
    name: str
    spool: Spool
    try_once: TryOnce
    tell: Tell
    times: Times = field(default_factory=Times)
    counts: Counts = field(default_factory=Counts)
    _waiting: deque[Sample] = field(default_factory=deque)
    _is_written: bool = True
    _looker: Looker = field(init=False)
    _references: References = field(init=False)

    def __post_init__(self) -> None:
        self._references = References(
            self.terms.references, self.try_once, self.times.passed, self._told("reference_not_able")
        )
        self._looker = Looker(
            self.name,
            self.times,
            Pulse(self.times.wall(), self.times.passed()),
            self.try_once,
            self._references.are_silent,
            self._told("probe_not_able"),
            told_until=self.spool.written_until,
        )

    async def once(self) -> list[Sample]:
        """Look at every target once, now, and write what was seen."""
        beating = asyncio.create_task(self._beat())
        try:
            samples = list(await asyncio.gather(*(self._looker.look(probe) for probe in self.terms.probes)))
        finally:
            await _cancelled([beating])
        for sample in samples:
            self._take(sample)
        self._write()
        await self._feel(0.0)
        return samples

    async def run(self, stop: asyncio.Event) -> None:
        """Look at every target at its moments until `stop` is set, and write what was seen until then."""
        tasks = [asyncio.create_task(self._watch(probe)) for probe in self.terms.probes]
        tasks += [asyncio.create_task(work()) for work in (self._beat, self._keep_writing, self._feel_often)]
        stopped = asyncio.create_task(stop.wait())
        try:
            # No task ends by itself; one that does has an error, which ends the prober too.
            done, _ = await asyncio.wait([stopped, *tasks], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await _cancelled([stopped, *tasks])
            self._write()
            self._keep_health()

    async def _watch(self, probe: Probe) -> None:
        while True:
            due = next_due(probe.name, probe.every, self.times.wall())
            wait = due - self.times.wall()
            begun = self.times.passed()
            await asyncio.sleep(wait)
            if self.times.passed() - begun - wait > LATE:
                self.counts.late_looks += 1
            sample = await self._looker.look(probe)
            self._take(sample)
            # A look that took longer than its interval left others out.
            self.counts.late_looks += int((self.times.passed() - begun - wait) // probe.every)

    def _take(self, sample: Sample) -> None:
        self._waiting.append(sample)
        last = self.counts.last_sample_at
        self.counts.last_sample_at = sample.at if last is None else max(last, sample.at)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            self._looker.pulse.beat(self.times.wall(), self.times.passed())

    async def _keep_writing(self) -> None:
        while True:
            await asyncio.sleep(WRITE_SECONDS)
            self._write()

    def _write(self) -> None:
        """Write what waits; what cannot be written waits on, as far as there is room."""
        try:
            self.spool.append((sample.as_record() for sample in self._waiting), self.times.passed())
            self._waiting.clear()
            early = self.spool.turn(int(self.times.wall()), self.times.passed())
        except OSError as error:
            if self._is_written:
                self.tell("spool_not_written", f"{self.spool.folder}: {error.strerror}; samples wait")
            self._is_written = False
            self._give_up_oldest()
            return
        if not self._is_written:
            self.tell("spool_written_again", f"{self.spool.folder}")
        self._is_written = True
        if early > 0:
            self.tell("spool_full", f"{early} segments were removed before their time")

    def _give_up_oldest(self) -> None:
        lost = max(0, len(self._waiting) - _MOST_WAITING)
        for _ in range(lost):
            self._waiting.popleft()
        if lost > 0:
            self.tell("samples_lost", f"{lost} samples, as the spool cannot be written")

    async def _feel_often(self) -> None:
        before = self.times.passed()
        while True:
            now = self.times.passed()
            await self._feel(now - before)
            before = now
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def _feel(self, since_before: float) -> None:
        """Note how the prober fares; of the seconds since it did so before, all or none were blind."""
        self.counts.answering = await self._references.answering()
        if self.terms.references and self.counts.answering == 0:
            self.counts.blind_seconds += since_before
            self.tell("prober_blind", "no reference answers; what fails meanwhile is unknown")
        self._keep_health()

    def _keep_health(self) -> None:
        try:
            save_health(self.spool.folder, self._health())
        except OSError as error:
            self.tell("health_not_written", f"{self.spool.folder}: {error.strerror}")

    def _health(self) -> ProberHealth:
        counts = self.counts
        return ProberHealth(
            prober=self.name,
            at=int(self.times.wall()),
            last_sample_at=counts.last_sample_at,
            late_looks=counts.late_looks,
            asleep_seconds=int(counts.asleep_seconds + self._looker.pulse.asleep_seconds),
            blind_seconds=int(counts.blind_seconds),
            references=len(self.terms.references),
            references_answering=counts.answering,
            unwritten=len(self._waiting),
        )

    def _told(self, event: str) -> Callable[[str, str], None]:
        already: set[tuple[str, str]] = set()

        def told(name: str, problem: str) -> None:
            # Once each: the same would be told at every look.
            if (name, problem) not in already:
                already.add((name, problem))
                self.tell(event, f"{name}: {problem}")

        return told


async def _cancelled(tasks: list["asyncio.Task[None] | asyncio.Task[bool]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def counts_of(health: ProberHealth | None) -> Counts:
    """Return the counts that go on from what a prober left behind."""
    if health is None:
        return Counts()
    return Counts(
        health.late_looks,
        float(health.asleep_seconds),
        float(health.blind_seconds),
        health.references_answering,
        health.last_sample_at,
    )


def limits_of(terms: ProbesFile, segment_seconds: float = 60.0) -> SpoolLimits:
    """Return how long and how much the spool keeps."""
    return SpoolLimits(terms.kept_days * 86_400, terms.largest_spool, segment_seconds)


def folder_of(terms: ProbesFile, watch: Path, name: str) -> Path:
    """Return the folder of the prober `name`."""
    return watch / terms.spool / name
