"""What a try shows, what a look comes to, and the sample that is written of it."""

from dataclasses import dataclass
from enum import StrEnum

from collector.instants import format_instant
from collector.probing.settings import Probe


class Failure(StrEnum):
    """In which way a try failed."""

    TIME_OUT = "time_out"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    NAME = "name"
    TLS = "tls"
    STATUS = "status"
    REDIRECT = "redirect"
    CONTENT = "content"
    ANSWER = "answer"


class Doubt(StrEnum):
    """Why the prober does not know what it saw; its own fault, not that of the service."""

    BLIND = "blind"
    ASLEEP = "asleep"
    CLOCK = "clock"
    NOT_ABLE = "not_able"


UP, DEGRADED, DOWN, UNKNOWN = "up", "degraded", "down", "unknown"
SLOW, ENDS_SOON = "slow", "certificate_ends_soon"


@dataclass(frozen=True)
class Seen:
    """What one try showed; `certificate_ends_at` where a verified one was met."""

    failure: Failure | None = None
    certificate_ends_at: int | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Try:
    """One try: what it showed, and the seconds it took."""

    seen: Seen
    seconds: float


@dataclass(frozen=True)
class Sample:
    """One look at one target: `at` is when its first try began, for `speaks_for` seconds it holds.

    `state` is up, degraded, down or unknown; `result` is the reason where there is one, else the state.
    """

    at: int
    probe: Probe
    prober: str
    state: str
    result: str
    milliseconds: int
    tries: int
    certificate_ends_at: int | None = None

    def as_record(self) -> dict[str, str]:
        """Return the sample as it is written and offered to mappings: all text, blank where unknown."""
        ends = self.certificate_ends_at
        aspect = self.probe.aspect
        return {
            "at": format_instant(self.at),
            "prober": self.prober if aspect is None else f"{self.prober}: {aspect}",
            "probe": self.probe.name,
            "service": self.probe.service,
            "unit": "" if self.probe.unit is None else self.probe.unit,
            "state": self.state,
            "result": self.result,
            "speaks_for": str(self.probe.speaks_for),
            "milliseconds": str(self.milliseconds),
            "tries": str(self.tries),
            "certificate_ends_at": "" if ends is None else format_instant(ends),
        }
