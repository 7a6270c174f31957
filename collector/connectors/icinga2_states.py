"""States as Icinga 2's API tells them: objects as they are, events as they come, and both together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from collector.connectors.rows import ROW_PART, frame_of, joined_rows
from collector.remote.answer import Answer
from collector.remote.problems import unreadable

MISSED = "missed"
"""The word for the time in which nobody listened and something changed."""

_WORDS = {
    "host": {0: "up", 1: "down"},
    "service": {0: "ok", 1: "warning", 2: "critical", 3: "unknown"},
}
_PENDING = "pending"
_HARD = 1


@dataclass(frozen=True)
class Seen:
    """A state of a host (`service` is blank) or a service from the instant `at` on."""

    host: str
    service: str
    display_name: str
    state: str
    at: int

    @property
    def key(self) -> tuple[str, str]:
        """Whose state it is."""
        return self.host, self.service


def objects_of(answer: Answer, kind: str, now: int, *, hard: bool) -> list[Seen]:
    """Return the objects of an answer as they are, each since its last change, or `now` where it had none.

    Raises SourceUnreadable where the answer has another shape.
    """
    told = answer.json()
    results = told.get("results") if isinstance(told, Mapping) else None
    if not isinstance(results, list):
        raise unreadable(answer.address, "the answer holds no list of objects")
    try:
        return [_object(one, kind.removesuffix("s"), now, hard=hard) for one in results]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise unreadable(answer.address, "an object of the answer lacks its state or its times") from error


def event_of(event: Any, address: str, *, hard: bool) -> Seen | None:
    """Return the state that an event begins, None for one that is not asked for.

    It begins when the check that found it ended, as in Icinga's own history. Raises SourceUnreadable where
    the event has another shape.
    """
    try:
        if event["type"] != "StateChange" or (hard and _number(event["state_type"]) != _HARD):
            return None
        service = str(event.get("service", ""))
        kind = "service" if service else "host"
        ended = _number(event["check_result"]["execution_end"])
        return Seen(str(event["host"]), service, "", _word(kind, event["state"]), ended)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise unreadable(address, "an event has not the shape of a change of state") from error


def rows_of(
    objects: Sequence[Seen], heard: Sequence[Seen], started_at: int, seen_at: int | None, again: int
) -> pd.DataFrame:
    """Return states as rows with at (`unix`), state, host, service, checkable and display_name.

    `seen_at` is until when everything was known before. What began since, or what a new start of Icinga left
    open, was `missed` from then until what is now began. Of the rest only what began at `again` or later is
    told again.
    """
    names = {one.key: one.display_name for one in objects}
    looked = [seen for one in objects for seen in _since_then(one, started_at, seen_at, again)]
    told = [*looked, *heard]
    columns = {
        "at": [str(one.at) for one in told],
        "state": [one.state for one in told],
        "host": [one.host for one in told],
        "service": [one.service for one in told],
        "checkable": [f"{one.host}!{one.service}" if one.service else one.host for one in told],
        "display_name": [one.display_name or names.get(one.key, "") for one in told],
    }
    return joined_rows([frame_of(ROW_PART, columns)])


def _since_then(one: Seen, started_at: int, seen_at: int | None, again: int) -> list[Seen]:
    if seen_at is None:
        return [one]
    known_from = one.at if one.at > seen_at else max(one.at, _restart(started_at, seen_at))
    if known_from > seen_at:
        return [replace(one, state=MISSED, at=seen_at), replace(one, at=known_from)]
    return [one] if one.at >= again else []


def _restart(started_at: int, seen_at: int) -> int:
    """Return when Icinga was started, where that lies after what was known, else nothing later."""
    return started_at if started_at > seen_at else 0


def _object(told: Mapping[str, Any], kind: str, now: int, *, hard: bool) -> Seen:
    attributes = told["attrs"]
    host, _, service = str(told["name"]).partition("!")
    state, changed = ("last_hard_state", "last_hard_state_change") if hard else ("state", "last_state_change")
    never_checked = _number(attributes["last_check"]) < 0
    word = _PENDING if never_checked else _word(kind, attributes[state])
    at = _number(attributes[changed])
    return Seen(host, service, str(attributes.get("display_name", "")), word, at if at > 0 else now)


def _word(kind: str, state: Any) -> str:
    """Return the word for a state; a number that is not known stays as it is, to be put aside."""
    return _WORDS[kind].get(_number(state), str(state))


def _number(told: Any) -> int:
    """Return the whole part of a number that was told as text."""
    return int(float(told))
