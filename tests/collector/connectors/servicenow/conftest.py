"""A ServiceNow in memory, and its address."""

from collections.abc import Iterator

import pytest

from tests.collector.connectors.servicenow.server import ServiceNowServer
from tests.replay import Replay, replaying


@pytest.fixture
def server() -> ServiceNowServer:
    return ServiceNowServer()


@pytest.fixture
def replay(server: ServiceNowServer) -> Iterator[Replay]:
    with replaying(server.answer) as running:
        yield running
