"""Icinga 2's API: a real one, looked at and listened to, and the shapes it must not be believed in."""

import time
from dataclasses import dataclass
from typing import Any

import pytest

from collector.connectors.icinga2 import Icinga2Connector
from collector.connectors.icinga2_states import event_of
from collector.errors import SourceUnreadable
from collector.records import FactKind, ServiceState
from collector.remote.surroundings import Surroundings
from collector.source import Page
from tests.collector.connectors.helpers import World, connector_of, facts, fetched
from tests.icinga_server import Icinga
from tests.replay import Asked, Reply, json_reply, replaying

UP, DEGRADED, DOWN = int(ServiceState.UP), int(ServiceState.DEGRADED), int(ServiceState.DOWN)
UNKNOWN = int(ServiceState.UNKNOWN)
MAPPING: dict[str, Any] = {
    "type": "service_states",
    "time_format": "unix",
    "columns": {"at": "at", "state": "state", "service": "checkable"},
    "states": {
        "ok": "up",
        "warning": "degraded",
        "critical": "down",
        "unknown": "down",
        "up": "up",
        "down": "down",
        "pending": "unknown",
        "missed": "unknown",
    },
    "records": "changes_only",
}


@dataclass
class Present(World):
    """The world with the clock of this machine."""

    def surroundings(self) -> Surroundings:
        """Return the surroundings that a connector is given."""
        return Surroundings(lambda: int(time.time()), self.secrets, self.folder, lambda: self.is_time_up)


def _options(icinga: Icinga, **options: Any) -> dict[str, Any]:
    return {
        "type": "icinga2",
        "address": icinga.address,
        "sign_in": {"type": "basic", "user": icinga.user, "password_env": "ICINGA_PASSWORD"},
        "certificate_authority": str(icinga.certificate_authority),
        **options,
    }


def _run(icinga: Icinga, cursor: str | None = None, **options: Any) -> tuple[list[Page], Any]:
    world = Present(secrets={"ICINGA_PASSWORD": icinga.password})
    connector = connector_of(_options(icinga, **options), MAPPING, world)
    pages = fetched(connector, cursor)
    return pages, connector


def _states(connector: Any, pages: list[Page], checkable: str) -> list[tuple[int, int]]:
    rows = facts([connector.normalise(page) for page in pages], FactKind.SERVICE_STATE)
    rows = rows[rows["service"] == checkable].drop_duplicates("at", keep="last").sort_values("at")
    return [(int(at), int(state)) for at, state in zip(rows["at"], rows["state"], strict=True)]


def test_what_changes_while_we_listen_is_known_by_the_time_of_its_check(
    icinga: Icinga, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = int(time.time())
    icinga.tell("heard", 0, now - 100)
    look = Icinga2Connector._now

    def look_before_it_changes(connector: Icinga2Connector) -> Any:
        looked = look(connector)
        for status, at in [(2, now - 90), (1, now - 80), (0, now - 70)]:
            icinga.tell("heard", status, at)
        return looked

    monkeypatch.setattr(Icinga2Connector, "_now", look_before_it_changes)
    pages, connector = _run(icinga, listen=7, every=7)
    assert _states(connector, pages, "heard!web") == [
        (now - 100, UP),
        (now - 90, DOWN),
        (now - 80, DEGRADED),
        (now - 70, UP),
    ]


def test_soft_states_are_looked_at_where_they_are_asked_for(icinga: Icinga) -> None:
    now = int(time.time())
    icinga.tell("tried", 0, now - 100)
    icinga.tell("tried", 2, now - 90)
    soft = _run(icinga, listen=0, states="soft")
    assert _states(soft[1], soft[0], "tried!web") == [(now - 90, DOWN)]
    hard = _run(icinga, listen=0)
    assert _states(hard[1], hard[0], "tried!web") == [(now - 100, UP)]


@pytest.mark.parametrize(("states", "heard"), [("hard", None), ("soft", 1_790_000_000)])
def test_a_soft_state_is_heard_only_where_it_is_asked_for(states: str, heard: int | None) -> None:
    event = {
        "type": "StateChange",
        "host": "shop",
        "service": "web",
        "state": "2",
        "state_type": "0",
        "timestamp": "1790000003.5",
        "check_result": {"execution_end": "1790000000.75"},
    }
    seen = event_of(event, "https://icinga.example", hard=states == "hard")
    assert (None if seen is None else seen.at) == heard


@pytest.mark.parametrize(
    "event",
    [
        [],
        {"type": "StateChange"},
        {"type": "StateChange", "host": "a", "state_type": "1", "state": "0", "check_result": None},
        {
            "type": "StateChange",
            "host": "a",
            "state_type": "1",
            "state": "0",
            "check_result": {"execution_end": "1e999"},
        },
    ],
)
def test_an_event_of_another_shape_is_refused(event: Any) -> None:
    with pytest.raises(SourceUnreadable, match="not the shape of a change of state"):
        event_of(event, "https://icinga.example", hard=True)


def test_what_changed_while_nobody_listened_is_unknown_until_what_is_now_began(icinga: Icinga) -> None:
    now = int(time.time())
    icinga.tell("missed", 0, now - 100)
    icinga.tell("held", 0, now - 100)
    first, connector = _run(icinga, listen=0)
    seen_at = max(page.reached_at for page in first if page.reached_at is not None)
    time.sleep(2.1)
    # Twice: what was between the two cannot be asked for any more.
    icinga.tell("missed", 2, seen_at + 1)
    icinga.tell("missed", 0, seen_at + 2)
    second, connector = _run(icinga, first[-1].cursor, listen=0)
    assert _states(connector, second, "missed!web") == [(seen_at, UNKNOWN), (seen_at + 2, UP)]
    assert _states(connector, second, "held!web") == [(now - 100, UP)]


def test_what_was_never_checked_is_pending(icinga: Icinga) -> None:
    pages, connector = _run(icinga, listen=0)
    [(_, state)] = _states(connector, pages, "never!web")
    assert state == UNKNOWN


def test_nothing_is_known_after_a_run_ends(icinga: Icinga) -> None:
    pages, _ = _run(icinga, listen=0)
    told = {page.reached_at for page in pages if page.reached_at is not None}
    assert max(told) <= int(time.time())
    assert len(told) == 1


def _answers(asked: Asked) -> Reply:
    """Answer as Icinga 2 is documented to, except that the stream of events ends at once."""
    if asked.path.startswith("/v1/status"):
        app = {"icingaapplication": {"app": {"program_start": 1_790_000_000.5}}}
        return json_reply({"results": [{"name": "IcingaApplication", "status": app}]})
    return json_reply({"results": []})


def _replayed(address: str, **options: Any) -> Any:
    return connector_of({"type": "icinga2", "address": address, **options}, MAPPING, World())


def test_a_stream_that_icinga_ends_is_not_taken_for_silence() -> None:
    with replaying(_answers) as replay, pytest.raises(SourceUnreadable, match="ended an answer"):
        fetched(_replayed(replay.address))


def test_a_new_start_of_icinga_leaves_unknown_what_was_before_it() -> None:
    started_at, changed_at = 1_790_000_000, 1_700_000_000
    attributes = {
        "state": 0,
        "last_hard_state": 0,
        "last_state_change": changed_at,
        "last_hard_state_change": changed_at,
        "last_check": started_at + 5,
    }

    def answer(asked: Asked) -> Reply:
        if asked.path.endswith("/hosts"):
            return json_reply({"results": [{"name": "shop", "attrs": attributes}]})
        return _answers(asked)

    with replaying(answer) as replay:
        connector = _replayed(replay.address, listen=0)
        first = fetched(connector)
        seen_at = started_at - 60
        cursor = first[-1].cursor.replace(str(World().now), str(seen_at))
        connector = _replayed(replay.address, listen=0)
        assert _states(connector, fetched(connector, cursor), "shop") == [
            (seen_at, UNKNOWN),
            (started_at, UP),
        ]


@pytest.mark.parametrize("content", [{"results": {}}, {"results": [{"name": "a!b", "attrs": {}}]}, []])
def test_objects_of_another_shape_are_refused(content: Any) -> None:
    def answer(asked: Asked) -> Reply:
        return json_reply(content) if "objects" in asked.path else _answers(asked)

    with replaying(answer) as replay, pytest.raises(SourceUnreadable, match="the answer"):
        fetched(_replayed(replay.address, listen=0))
