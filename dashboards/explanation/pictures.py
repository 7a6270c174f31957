"""Pictures as facts: timelines in lanes, bars on a scale, dots against a limit; not how they look."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo


class Look(StrEnum):
    """What a stretch of a lane means; every drawing has a pattern or sign of its own for each."""

    RUNS = "runs"
    HELD = "held"
    WAITS_SUPPLIER = "waits_supplier"
    WAITS_CUSTOMER = "waits_customer"
    WAITS_USER = "waits_user"
    WAITS_THIRD = "waits_third"
    OVER = "over"
    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"
    MAINTENANCE = "maintenance"
    COUNTED = "counted"
    OPEN = "open"


class Sign(StrEnum):
    """What happens at an instant of a lane."""

    START = "start"
    STOP = "stop"
    RESET = "reset"
    DUE = "due"
    CHANGE = "change"


@dataclass(frozen=True)
class Stretch:
    """A part of a lane, its end not included; `words` say what it is."""

    starts_at: int
    ends_at: int
    look: Look
    words: str


@dataclass(frozen=True)
class Marker:
    """A sign at an instant of a lane."""

    at: int
    sign: Sign
    words: str


@dataclass(frozen=True)
class Lane:
    """One line of a timeline; `is_ground` lanes (service hours) are shaded behind all others."""

    label: str
    stretches: tuple[Stretch, ...]
    markers: tuple[Marker, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """What happened when, from `starts_at` to `ends_at`; `open_hours` are shaded behind the lanes.

    `meanings` say what each look in the lanes is called, in the order of the legend.
    """

    title: str
    description: str
    starts_at: int
    ends_at: int
    zone: ZoneInfo
    lanes: tuple[Lane, ...]
    meanings: tuple[tuple[Look, str], ...]
    sign_meanings: tuple[tuple[Sign, str], ...] = ()
    open_hours: tuple[tuple[int, int], ...] = ()
    open_label: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar from `low` to `high`, parts of the whole scale; `text` is its value for people."""

    label: str
    low: Fraction
    high: Fraction
    text: str
    is_notable: bool = False


@dataclass(frozen=True)
class Bars:
    """Bars on one scale from nothing to all; `line` is a place on it (a target), with its words."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    line: Fraction | None = None
    line_label: str = ""


@dataclass(frozen=True)
class Dot:
    """One case at `place`, a part of the limit (1 is the limit); `words` name it."""

    place: Fraction
    is_missed: bool
    words: str


@dataclass(frozen=True)
class Dots:
    """Cases by how much of their limit they used."""

    title: str
    description: str
    dots: tuple[Dot, ...]


Picture = Timeline | Bars | Dots
