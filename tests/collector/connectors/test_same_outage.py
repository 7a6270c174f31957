"""One outage, told by Prometheus, Zabbix and Icinga, lasts the same seconds."""

import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from collector.collect import collect
from collector.connectors.connector import Connector, Setting
from collector.connectors.registry import connectors
from collector.mapping import read_mapping
from collector.records import FactKind
from collector.remote.surroundings import Surroundings
from collector.store.database import Database
from collector.store.read import read_horizon, read_lasting, read_service_states
from collector.store.runs import RunOutcome
from evaluator.core.availability.availability import Availability
from tests.conformance.availability import measure, preset
from tests.icinga_server import Icinga, running_icinga
from tests.services import Service, load_samples, running_prometheus
from tests.zabbix_server import Zabbix, running_zabbix

DAY = 86_400
BEGIN = int(time.time()) // DAY * DAY - DAY
"""The start of yesterday in UTC."""

OUTAGES = ((BEGIN + 7200, BEGIN + 7290), (BEGIN + 50_000 - 5, BEGIN + 50_025 - 5))
"""90 and 25 seconds; probes look every five seconds, so that each border is an instant of a probe."""

WINDOW = (BEGIN + 3600, BEGIN + DAY - 3600)
DOWN_SECONDS = 90 + 25
UP = Fraction(DAY - 7200 - DOWN_SECONDS, DAY - 7200)


def _is_down(at: int) -> bool:
    return any(begin <= at < end for begin, end in OUTAGES)


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("prometheus")
    probed = range(BEGIN, BEGIN + DAY, 5)
    samples = (f'probe_success{{instance="shop"}} {0 if _is_down(at) else 1} {at}' for at in probed)
    load_samples(folder, ["# TYPE probe_success gauge", *samples])
    configuration = folder / "prometheus.yml"
    configuration.write_text("scrape_configs: []\n")
    with running_prometheus(folder, configuration) as service:
        yield service


@pytest.fixture(scope="module")
def zabbix() -> Iterator[Zabbix]:
    with running_zabbix() as running:
        watched = running.watch_service("shop", since=BEGIN)
        values = {BEGIN + 60: 1}
        for begin, end in OUTAGES:
            values |= {begin: 0, end: 1}
        running.send("shop", values)
        running.wait_for_events(watched, 4)
        running.wait_for_service(watched, 4)
        yield running


@pytest.fixture(scope="module")
def icinga(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Icinga]:
    folder = tmp_path_factory.mktemp("icinga")
    with running_icinga(folder, postgresql_server, {"shop": 1}) as running:
        running.tell("shop", 0, BEGIN)
        for begin, end in OUTAGES:
            running.tell("shop", 2, begin)
            running.tell("shop", 0, end)
        running.wait_for_states("shop", 5)
        yield running


LATER = [
    pytest.param(0, id="now"),
    *(pytest.param(after, id=f"{after} s after midnight") for after in (60, 4000)),
]
"""When is collected: the back-fill and what is new meet a day before, at another place of the first slice."""


def _now(after: int) -> int:
    return BEGIN + DAY + after if after else int(time.time())


def _source(
    name: str, options: dict[str, Any], mapping: dict[str, Any], secret: str = "", after: int = 0
) -> Connector[Any]:
    kind = connectors()[options["type"]]
    since = time.strftime("%Y-%m-%d", time.gmtime(BEGIN))
    read = TypeAdapter(kind.options_type).validate_python({"since": since, **options})
    surroundings = Surroundings(lambda: _now(after), {"SECRET": secret}, Path())
    return kind(Setting(name, read, read_mapping(mapping), surroundings))


def _mapping(service: str, states: dict[str, str], **more: Any) -> dict[str, Any]:
    return {
        "type": "samples",
        "time_format": "unix",
        "columns": {"at": "at", "state": "state", "service": service},
        "states": states,
        "records": "all",
        **more,
    }


def _measured(source: Connector[Any], database: Database, after: int = 0) -> Availability:
    """Return the availability of the day before yesterday's end, by what a run of `source` saved."""
    record = collect(source, database, lambda: _now(after))
    assert (record.outcome, record.rejects) == (RunOutcome.COMPLETE, 0)
    horizon = read_horizon(database)
    states = read_service_states(database, horizon, WINDOW).assign(service="S")
    observed = read_lasting(database, FactKind.OBSERVED, horizon, WINDOW).assign(service="S")
    return measure(states, observed, preset("icinga_db"), WINDOW)


def _told(found: Availability) -> tuple[Fraction | None, list[tuple[int, int]]]:
    """Return the share of the window that was up, and from when to when it was not."""
    outages = found.outages[["starts_at", "ends_at"]].astype("int64")
    return found.figures[0].value, list(zip(outages["starts_at"], outages["ends_at"], strict=True))


@pytest.mark.parametrize("after", LATER)
def test_prometheus_tells_the_outage_to_the_second(
    prometheus: Service, sqlite_database: Database, after: int
) -> None:
    options = {"type": "prometheus", "address": prometheus.address, "query": "probe_success"}
    mapping = _mapping("metric.instance", {"up": "up", "down": "down"}, max_gap=15)
    source = _source("prometheus", options, mapping, after=after)
    assert _told(_measured(source, sqlite_database, after)) == (UP, [*OUTAGES])


@pytest.mark.parametrize("after", LATER)
def test_zabbix_tells_the_outage_to_the_second(zabbix: Zabbix, sqlite_database: Database, after: int) -> None:
    sign_in = {"type": "bearer", "token_env": "SECRET"}
    options = {"type": "zabbix", "address": zabbix.address, "sign_in": sign_in, "reads": "services"}
    mapping = _mapping("service", {"ok": "up", "high": "down"}, max_gap=900)
    source = _source("zabbix", options, mapping, zabbix.token, after=after)
    assert _told(_measured(source, sqlite_database, after)) == (UP, [*OUTAGES])


def test_icinga_db_tells_the_outage_to_the_second(icinga: Icinga, sqlite_database: Database) -> None:
    mapping = _mapping("checkable", {"ok": "up", "critical": "down", "pending": "unknown", "lost": "unknown"})
    mapping |= {"type": "service_states", "records": "changes_only"}
    options = {"type": "icinga_db", "address": icinga.database}
    assert _told(_measured(_source("icinga", options, mapping), sqlite_database)) == (UP, [*OUTAGES])
