"""Servers that the tests of several connectors share."""

from collections.abc import Iterator

import pytest

from tests.icinga_server import Icinga, running_icinga

_TRIED_THREE_TIMES = ("soft", "tried")
_HOSTS = ("exact", "earlier", "planned", "oracle", "heard", "missed", "held", "never")


@pytest.fixture(scope="session")
def icinga(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Icinga]:
    """An Icinga with Icinga DB, whose hosts belong to one test each."""
    hosts = dict.fromkeys(_HOSTS, 1) | dict.fromkeys(_TRIED_THREE_TIMES, 3)
    with running_icinga(tmp_path_factory.mktemp("icinga"), postgresql_server, hosts) as running:
        yield running
