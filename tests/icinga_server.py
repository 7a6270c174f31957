"""Icinga 2 with Icinga DB, started by tests on 127.0.0.1 in their own folders, without systemd."""

import os
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import psycopg
import pytest
import trustme

from tests.databases import fresh_database
from tests.services import free_port, program, wait_until

_NODE = "watch.example"
_USER, _PASSWORD = "watch", "a password for this test only"
_SCHEMA = Path("/usr/share/icingadb/schema/pgsql/schema.sql")
_STOP_SECONDS = 10.0

_CONFIGURATION = """
const NodeName = "{node}"
const ZoneName = NodeName
include <itl>
object Endpoint NodeName {{ }}
object Zone ZoneName {{ endpoints = [ NodeName ] }}
object ApiListener "api" {{ bind_host = "127.0.0.1"; bind_port = {api} }}
object IcingaDB "icingadb" {{ host = "127.0.0.1"; port = {redis} }}
object ApiUser "{user}" {{ password = "{password}"; permissions = [ "*" ] }}
object CheckerComponent "checker" {{ }}
object FileLogger "main" {{ severity = "information"; path = "{log}" }}
"""

_OBJECTS = """
object Host "{host}" {{
  check_command = "dummy"
  enable_active_checks = false
  max_check_attempts = 1
  vars.dummy_state = 0
}}
object Service "web" {{
  host_name = "{host}"
  check_command = "dummy"
  enable_active_checks = false
  max_check_attempts = {attempts}
}}
"""


@dataclass(frozen=True)
class Icinga:
    """A running Icinga 2: its address, who may ask it, its authority, and the address of its database."""

    address: str
    user: str
    password: str
    certificate_authority: Path
    database: str

    def ask(self, path: str, body: Mapping[str, Any], method: str = "POST") -> Any:
        """Return the answer of the API; fails where it refuses."""
        answer = httpx2.request(
            method,
            f"{self.address}/v1/{path}",
            json=body,
            auth=(self.user, self.password),
            headers={"Accept": "application/json"},
            verify=ssl.create_default_context(cafile=str(self.certificate_authority)),
            timeout=30,
            trust_env=False,
        )
        answer.raise_for_status()
        return answer.json()

    def tell(self, host: str, status: int, at: float, service: str | None = "web") -> None:
        """Hand in a check result that was found at `at`; of the host itself where no service is named."""
        name, kind = (host, "Host") if service is None else (f"{host}!{service}", "Service")
        times = {"execution_start": at, "execution_end": at}
        told = {"type": kind, kind.lower(): name, "exit_status": status, "plugin_output": "told", **times}
        answer = self.ask("actions/process-check-result", told)
        assert [one["code"] for one in answer["results"]] == [200]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what the database answers."""
        with psycopg.connect(self.database.replace("+psycopg", "")) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def wait_for_states(self, host: str, count: int) -> None:
        """Wait until Icinga DB has written `count` states of the host's service."""
        query = (
            "SELECT count(*) FROM sla_history_state s JOIN host h ON h.id = s.host_id "
            "WHERE h.name = %s AND s.service_id IS NOT NULL"
        )
        wait_until(f"{count} states of {host}", lambda: self.rows(query, host)[0][0] >= count)

    def wait_for(self, query: str) -> None:
        """Wait until the database answers `query` with a row."""
        wait_until("a row of Icinga DB", lambda: self.rows(query))


def lay_schema(database: str) -> None:
    """Create the tables of Icinga DB in a new database; skips where Icinga DB is not installed."""
    if not _SCHEMA.exists():
        pytest.skip("icingadb is not installed (Debian package icingadb)")
    with psycopg.connect(database.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION citext")
        connection.execute(_SCHEMA.read_bytes())


@contextmanager
def running_icinga(folder: Path, server: str, hosts: Mapping[str, int]) -> Iterator[Icinga]:
    """Yield an Icinga that watches `hosts`, each with a service `web` of so many attempts until a hard state.

    Its database is a new one on the PostgreSQL `server`. Skips where Icinga is not installed.
    """
    daemon, icingadb, redis = program("icinga2"), program("icingadb"), program("redis-server")
    database = fresh_database(server)
    lay_schema(database)
    api, store = free_port(), free_port()
    authority = _certificates(folder / "data" / "certs")
    configuration = folder / "icinga2.conf"
    with ExitStack() as running:
        redis_folder = folder / "redis"
        redis_folder.mkdir()
        running.enter_context(
            _running([redis, "--port", str(store), "--bind", "127.0.0.1", "--save", ""], redis_folder)
        )
        configuration.write_text(_written(api, store, folder, hosts))
        constants = _constants(folder)
        running.enter_context(
            _running([daemon, "daemon", "-c", str(configuration), *constants], folder, _as_myself())
        )
        settings = folder / "icingadb.yml"
        settings.write_text(_settings(database, store))
        running.enter_context(_running([icingadb, "--config", str(settings)], folder))
        icinga = Icinga(f"https://127.0.0.1:{api}", _USER, _PASSWORD, authority, database)
        wait_until("Icinga's API", lambda: _answers(icinga))
        wait_until(
            "the hosts in Icinga DB",
            lambda: icinga.rows("SELECT count(*) FROM service")[0][0] == len(hosts),
        )
        yield icinga


def _certificates(folder: Path) -> Path:
    folder.mkdir(parents=True)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.crt"))
    issued = authority.issue_cert("127.0.0.1", _NODE, common_name=_NODE)
    issued.private_key_pem.write_to_path(str(folder / f"{_NODE}.key"))
    issued.cert_chain_pems[0].write_to_path(str(folder / f"{_NODE}.crt"))
    return folder / "ca.crt"


def _written(api: int, redis: int, folder: Path, hosts: Mapping[str, int]) -> str:
    log = folder / "icinga2.log"
    main = _CONFIGURATION.format(node=_NODE, api=api, redis=redis, user=_USER, password=_PASSWORD, log=log)
    return main + "".join(_OBJECTS.format(host=name, attempts=count) for name, count in hosts.items())


def _constants(folder: Path) -> list[str]:
    """Return the options that keep Icinga within `folder`."""
    places = {
        "DataDir": "data",
        "LogDir": "log",
        "CacheDir": "cache",
        "SpoolDir": "spool",
        "InitRunDir": "run",
    }
    found = []
    for name, place in places.items():
        (folder / place).mkdir(exist_ok=True)
        found += ["-D", f"{name}={folder / place}"]
    return found


def _as_myself() -> dict[str, str]:
    return {"ICINGA2_USER": "root", "ICINGA2_GROUP": "root"} if os.geteuid() == 0 else {}


def _settings(database: str, redis: int) -> str:
    host, port_and_name = database.rpartition("@")[2].split(":")
    port, name = port_and_name.split("/")
    return (
        f"database:\n  type: pgsql\n  host: {host}\n  port: {port}\n  database: {name}\n  user: watch\n"
        f"  password: none\nredis:\n  host: 127.0.0.1\n  port: {redis}\nlogging:\n  output: console\n"
    )


def _answers(icinga: Icinga) -> bool:
    try:
        return bool(icinga.ask("status/IcingaApplication", {}, "GET"))
    except (httpx2.TransportError, httpx2.HTTPStatusError):
        return False


@contextmanager
def _running(
    command: list[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    with (folder / f"{Path(command[0]).name}.out").open("wb") as output:
        started = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, **(environment or {})},
        )
    try:
        yield
    finally:
        started.terminate()
        try:
            started.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait(_STOP_SECONDS)
