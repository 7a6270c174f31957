"""Icinga 2: how its hosts and services are now, and what changes while we listen.

Its API keeps no history. Of the time between two runs only the last change is known: when what is now began.
"""

import json
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from collector.connectors.connector import Chunk, Evidence, HttpConnector, Span
from collector.connectors.icinga2_states import Seen, event_of, objects_of, rows_of
from collector.connectors.options import HttpOptions, Seconds
from collector.identifiers import content_hash
from collector.remote.problems import unreadable

_ATTRIBUTES = [
    *("state", "last_state_change", "last_hard_state", "last_hard_state_change", "last_check"),
    "display_name",
]
_SEEN_AT = "seen_at"
_DELIVERY = 6
"""Seconds by which every event has come: Icinga 2.13 hands them out every five."""


class Icinga2Options(HttpOptions):
    """Where the API is, and how long a run listens."""

    type: Literal["icinga2"]
    states: Literal["hard", "soft"] = Field(
        default="hard", description="`soft` begin with the first failed check, `hard` when it was confirmed"
    )
    listen: Seconds = Field(
        default=60, description="seconds that a run listens; 0: it only looks how everything is now"
    )
    every: Annotated[int, Field(gt=_DELIVERY)] = Field(
        default=60, description="seconds of listening after which what was heard is saved"
    )
    queue: str = Field(
        default="supplierwatch", pattern=r"^[A-Za-z0-9_.-]+$", description="name of our queue of events"
    )


class Icinga2Connector(HttpConnector[Icinga2Options]):
    """Listens to events, and looks how everything is before each time it listens."""

    _has_looked = False

    options_type = Icinga2Options
    mapping_types: ClassVar[tuple[str, ...]] = ("service_states",)
    evidence = Evidence.LIVE_TESTED
    follows = "Icinga 2.13"
    has_history = False

    def known_until(self, now: int) -> int:
        """Return when we last looked or stopped to listen."""
        return int(self.own.get(_SEEN_AT, now))

    def read(self, span: Span) -> Iterator[Chunk]:  # noqa: ARG002 - it has no history to ask for
        """Yield how everything is, and what is heard until the run has listened long enough.

        The span is that of now: of former times nothing can be asked. Raises SourceUnreadable.
        """
        ends_at = self.surroundings.now() + self.options.listen
        while True:
            rest = min(self.options.every, ends_at - self.surroundings.now())
            yield self._listened(rest) if rest > _DELIVERY else self._looked()
            if self.surroundings.now() + _DELIVERY >= ends_at or self.surroundings.is_time_up():
                return

    def _looked(self) -> Chunk:
        looked = self._now()
        return self._chunk(looked, [], looked[2])

    def _listened(self, seconds: int) -> Chunk:
        """Return how everything is and what was heard in `seconds`; listening begins before looking."""
        body = {"queue": self.options.queue, "types": ["StateChange"]}
        heard: list[Seen] = []
        address = self.options.address
        with self.client.lines("v1/events", body, seconds) as lines:
            looked = self._now()
            for line in lines:
                seen = event_of(_event(line, address), address, hard=self.options.states == "hard")
                heard += [] if seen is None else [seen]
        return self._chunk(looked, heard, max(looked[2], self.surroundings.now() - _DELIVERY))

    def _now(self) -> tuple[list[Seen], int, int]:
        """Return how everything is, when Icinga was started, and when we looked."""
        started = self.client.get("v1/status/IcingaApplication").json()
        found, now = [], self.surroundings.now()
        for kind in ("hosts", "services"):
            # A query, and not a list in the address: that is how the API takes several attributes.
            answer = self.client.ask(
                "POST",
                f"v1/objects/{kind}",
                body={"attrs": _ATTRIBUTES},
                headers={"X-HTTP-Method-Override": "GET"},
            )
            found += objects_of(answer, kind, now, hard=self.options.states == "hard")
        return found, _started_at(started, self.options.address), now

    def _chunk(self, looked: tuple[list[Seen], int, int], heard: list[Seen], reached: int) -> Chunk:
        objects, started_at, _ = looked
        before = self.own.get(_SEEN_AT)
        seen_at = None if before is None else int(before)
        # The first time in a run everything is told: a result may have been handed in late, with an old time.
        again = 0 if seen_at is None or not self._has_looked else seen_at - self.options.overlap
        rows = rows_of(objects, heard, started_at, seen_at, again)
        self._has_looked = True
        self.own[_SEEN_AT] = str(reached)
        digest = content_hash(repr((objects, heard)).encode())
        return Chunk(rows, reached, digest, f"{self.options.address}/v1/events")


def _event(line: str, address: str) -> Any:
    try:
        return json.loads(line, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise unreadable(address, "an event is no JSON, or was cut off") from error


def _started_at(told: Any, address: str) -> int:
    try:
        return int(float(told["results"][0]["status"]["icingaapplication"]["app"]["program_start"]))
    except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
        raise unreadable(address, "the status of Icinga does not say when it was started") from error
