"""Whatever an answer holds, it is read, put aside or refused: no connector breaks on it, none tells it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector.errors import SupplierwatchError
from tests.collector.connectors.helpers import NOW, World, connector_of, fetched
from tests.collector.connectors.test_moving_tickets import SECRETS, SINCE, SYSTEMS
from tests.collector.connectors.ticket_system import TicketSystem
from tests.replay import Asked, Reply, replaying

DAY = 86_400
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "Anna", [], {}, 0, -1, 1.5, True, [[]], "../../7", "2026-10-05", {"a": []}]
)


@pytest.mark.parametrize("name", SYSTEMS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(number=st.integers(0, 12), place=st.integers(0, 60), odd=ODD)
def test_an_answer_with_an_odd_value_anywhere_is_read_or_refused(
    name: str, number: int, place: int, odd: Any
) -> None:
    options, mapping, server, route = SYSTEMS[name]
    system = TicketSystem(World(NOW, SECRETS))
    for ticket in range(1, 4):
        system.open(ticket, NOW - ticket * DAY)
        system.change(ticket, "status", "solved", NOW - ticket * DAY + 60)
    with replaying(_mutated(system.answering(server(system)), number, place, odd)) as replay:
        told = {"since": SINCE, "attempts": 1, "address": replay.address + route, **options}
        connector, refused = connector_of({**told, "sweep": {}}, mapping, system.world), ""
        try:
            for page in fetched(connector):
                connector.normalise(page)
        except SupplierwatchError as error:
            refused = str(error)
    assert "Anna" not in refused
    assert {asked.headers["host"] for asked in replay.asked} == {replay.address.removeprefix("http://")}
    assert not any(".." in asked.path for asked in replay.asked)


def _mutated(answer: Callable[[Asked], Reply], number: int, place: int, odd: Any) -> Callable[[Asked], Reply]:
    """Return `answer` whose reply `number` has `odd` in the place of one of its values."""
    count = 0

    def mutated(asked: Asked) -> Reply:
        nonlocal count
        reply = answer(asked)
        count += 1
        if count - 1 != number or reply.body == b"":
            return reply
        content = json.loads(reply.body)
        places = list(_places(content, ()))
        body = json.dumps(_replaced(content, places[place % len(places)], odd)).encode()
        return Reply(reply.status, body, reply.headers)

    return mutated


def _places(content: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield path
    items = (
        content.items()
        if isinstance(content, dict)
        else enumerate(content)
        if isinstance(content, list)
        else ()
    )
    for key, value in items:
        yield from _places(value, (*path, key))


def _replaced(content: Any, path: tuple[Any, ...], odd: Any) -> Any:
    if path == ():
        return odd
    copy = dict(content) if isinstance(content, dict) else list(content)
    copy[path[0]] = _replaced(copy[path[0]], path[1:], odd)
    return copy
