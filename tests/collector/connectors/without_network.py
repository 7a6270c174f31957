"""A connector whose system is a function: without a network many answers are read quickly."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from collector.connectors.connector import Connector, Setting
from collector.connectors.registry import connectors
from collector.mapping import read_mapping
from collector.remote import client as remote
from collector.remote.answer import Answer
from tests.collector.connectors.helpers import World
from tests.replay import Asked, Reply


class StandIn:
    """Sends nothing: what `answer` says is what the system answers."""

    def __init__(self, answer: Callable[[Asked], Reply]) -> None:
        self._answer = answer

    def close(self) -> None:
        """Nothing is open."""

    def send(
        self,
        method: str,
        address: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
        form: Mapping[str, str] | None = None,  # noqa: ARG002 - as the real one
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to a request."""
        told = {name.lower(): value for name, value in (headers or {}).items()}
        posted = b"" if body is None else json.dumps(body).encode()
        path = urlsplit(address).path
        reply = self._answer(Asked(method, path, dict(query or {}), told, posted))
        found = {name.lower(): value for name, value in reply.headers.items()}
        return Answer(path, reply.status, found, reply.body)


def connector_without_network(
    options: dict[str, Any], mapping: dict[str, Any], world: World, answer: Callable[[Asked], Reply]
) -> Connector[Any]:
    """Return the connector of `options`, which asks `answer`, each request once."""
    given = {"since": "2026-01-01", "address": "http://127.0.0.1", "attempts": 1, **options}
    kind = connectors()[given["type"]]
    read: Any = TypeAdapter(kind.options_type).validate_python(given)
    surroundings = world.surroundings()
    with patch.object(remote, "Sender", lambda *_given: StandIn(answer)):
        client = remote.Client(read, surroundings)
    asking = type(kind.__name__, (kind,), {"client": client})
    connector: Connector[Any] = asking(Setting("tickets", read, read_mapping(mapping), surroundings, b"key"))
    return connector
