"""What a job is given to do its work with."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from collector.store.database import Database
from supplierwatch.serving.schedules import Occurrence
from supplierwatch.watch import Watch


class HandedBack(Exception):  # noqa: N818 - what happened to the work, named as that
    """The work was broken off at a place where it can go on later: the service stops, or lost its lease."""


@dataclass
class Stopping:
    """Whether work is to be broken off; set by whoever wants that, asked by the work."""

    event: threading.Event = field(default_factory=threading.Event)

    def ask(self) -> None:
        """Ask the work to end at the next place where it can."""
        self.event.set()

    @property
    def is_asked(self) -> bool:
        """Whether somebody asked."""
        return self.event.is_set()


@dataclass(frozen=True)
class Work:
    """One piece of work: for which occurrence, on what, and by which clock.

    Jobs ask `is_to_stop`, or call `go_on`, where nothing is half done.
    """

    watch: Watch
    database: Database
    environment: Mapping[str, str]
    now: Callable[[], int]
    occurrence: Occurrence
    is_to_stop: Callable[[], bool]

    def go_on(self) -> None:
        """Raise HandedBack where the work is to be broken off."""
        if self.is_to_stop():
            raise HandedBack
