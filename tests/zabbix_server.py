"""Zabbix 6 with its web API, started by tests on 127.0.0.1 in folders of their own."""

import gzip
import json
import os
import re
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.databases import fresh_database, running_postgresql
from tests.services import free_port, wait_until

_SCHEMA = Path("/usr/share/zabbix-server-pgsql")
_FRONTEND = Path("/usr/share/zabbix")
_PROGRAM = Path("/usr/sbin/zabbix_server")
_NEEDED = "role role_rule users usrgrp users_groups hstgrp config config_autoreg_tls dbversion regexps"
"""The tables whose first rows a server and its API need; the others hold templates."""

_TRAPPER = 2
_UNSIGNED = 3
_LINUX_SERVERS = "2"
_HIGH = 4
_ON, _OFF = 0, 1


@dataclass(frozen=True)
class Watched:
    """A service that Zabbix watches through one host, one trapper item and one trigger (1 up, 0 down)."""

    name: str
    host: str
    hostid: str
    itemid: str
    triggerid: str
    serviceid: str


@dataclass(frozen=True)
class Zabbix:
    """A running Zabbix: the address of its frontend, an API token, where its trapper and database are."""

    address: str
    token: str
    trapper_port: int
    database: str

    def ask(self, method: str, params: Any) -> Any:
        """Return what the API answers to `method`."""
        return _ask(self.address, method, params, self.token)

    def send(self, host: str, values: dict[int, int]) -> None:
        """Send values of the item `up` of `host` by instant, in order, as the sender program does.

        Waits until the server has processed them.
        """
        data = [{"host": host, "key": "up", "value": str(values[at]), "clock": at} for at in sorted(values)]

        def taken() -> bool:
            told = _send(self.trapper_port, {"request": "sender data", "data": data})
            return f"processed: {len(data)};" in told["info"]

        # A server reads its configuration now and then; until then it knows no new item.
        wait_until(f"the server to take values of {host}", taken)

    def watch_service(self, name: str, *, severity: int = _HIGH, since: int | None = None) -> Watched:
        """Make host, item, trigger and service called `name`; a value of 0 is a problem of `severity`.

        `since` dates the service back: Zabbix counts up and down time from when a service was made.
        """
        # Not monitored at first: a server that read the item before the trigger would take values without it.
        host = {"host": name, "groups": [{"groupid": _LINUX_SERVERS}], "status": 1}
        made = self.ask("host.create", host)
        hostid = made["hostids"][0]
        item = {"name": "up", "key_": "up", "hostid": hostid, "type": _TRAPPER, "value_type": _UNSIGNED}
        itemid = self.ask("item.create", item)["itemids"][0]
        trigger = {
            "description": f"{name} is down",
            "expression": f"last(/{name}/up)=0",
            "priority": severity,
            "tags": [{"tag": "service", "value": name}],
        }
        triggerid = self.ask("trigger.create", trigger)["triggerids"][0]
        self.ask("host.update", {"hostid": hostid, "status": 0})
        tags = [{"tag": "service", "value": name}]
        service = {"name": name, "algorithm": 1, "sortorder": 0, "problem_tags": tags, "tags": tags}
        serviceid = self.ask("service.create", service)["serviceids"][0]
        if since is not None:
            self._date_back(serviceid, since)
        # The server looks for new services once a second.
        time.sleep(1.1)
        self.ask("host.update", {"hostid": hostid, "status": _ON})
        return Watched(name, name, hostid, itemid, triggerid, serviceid)

    def _date_back(self, serviceid: str, since: int) -> None:
        with psycopg.connect(self.database.replace("+psycopg", "")) as connection:
            connection.execute("UPDATE services SET created_at = %s WHERE serviceid = %s", (since, serviceid))

    def promise(self, name: str, effective_from: int) -> str:
        """Make a daily SLA in UTC for the service called `name`; return its id."""
        terms = {
            "name": name,
            "period": 0,
            "slo": "99.5",
            "effective_date": effective_from,
            "timezone": "UTC",
            "service_tags": [{"tag": "service", "value": name}],
        }
        made: str = self.ask("sla.create", terms)["slaids"][0]
        return made

    def wait_for_events(self, watched: Watched, number: int) -> None:
        """Wait until the trigger has `number` events."""
        asked = {"objectids": [watched.triggerid]}
        told = f"{number} events of {watched.name}"
        wait_until(told, lambda: len(self.ask("event.get", asked)) >= number)

    def wait_for_values(self, watched: Watched, number: int) -> None:
        """Wait until the history of the item has `number` values."""
        asked = {"itemids": [watched.itemid], "history": _UNSIGNED, "output": ["clock"]}
        told = f"{number} values of {watched.name}"
        wait_until(told, lambda: len(self.ask("history.get", asked)) >= number)

    def wait_for_service(self, watched: Watched, alarms: int) -> None:
        """Wait until the status of the service has changed `alarms` times."""
        period = {"period_from": 0, "period_to": 2_000_000_000}

        def told() -> bool:
            asked = {"serviceids": [watched.serviceid], "selectStatusTimeline": [period]}
            return len(self.ask("service.get", asked)[0]["status_timeline"][0]["alarms"]) >= alarms

        wait_until(f"{alarms} changes of the service {watched.name}", told)


@contextmanager
def running_zabbix() -> Iterator[Zabbix]:
    """Yield a Zabbix with its own PostgreSQL; skips where it is not installed."""
    php = shutil.which("php")
    if not _PROGRAM.exists() or not _FRONTEND.exists() or php is None:
        pytest.skip("Zabbix is not installed (zabbix-server-pgsql zabbix-frontend-php php-cli php-pgsql)")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="watch-zabbix-")))
        database = fresh_database(stack.enter_context(running_postgresql()))
        _fill(database)
        trapper, web = _trapper_port(), free_port()
        stack.enter_context(_server(folder, database, trapper))
        address = f"http://127.0.0.1:{web}"
        stack.enter_context(_frontend(folder, database, trapper, web, php))
        yield Zabbix(address, _token(address), trapper, database)


def _fill(database: str) -> None:
    schema = _unpacked("schema.sql.gz")
    statements = re.split(r"^(?=INSERT INTO )", _unpacked("data.sql.gz"), flags=re.MULTILINE)
    needed = _NEEDED.split()
    rows = [one for one in statements if one.startswith("INSERT INTO ") and one.split(" ", 3)[2] in needed]
    with psycopg.connect(database.replace("+psycopg", ""), autocommit=True) as connection:
        # Texts of the package, not of any user.
        connection.execute((schema + "".join(rows).replace("COMMIT;", "")).encode())


def _unpacked(name: str) -> str:
    return gzip.decompress((_SCHEMA / name).read_bytes()).decode()


def _trapper_port() -> int:
    # The server takes no port above 32767, where this machine's free ones lie.
    for _ in range(100):
        port = 10_000 + secrets.randbelow(20_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    pytest.fail("no port for the trapper was free")


@contextmanager
def _server(folder: Path, database: str, port: int) -> Iterator[None]:
    parts = urlsplit(database)
    settings = {
        "DBHost": parts.hostname,
        "DBPort": parts.port,
        "DBName": parts.path.strip("/"),
        "DBUser": parts.username,
        "ListenIP": "127.0.0.1",
        "ListenPort": port,
        "LogType": "console",
        "PidFile": folder / "server.pid",
        "SocketDir": folder,
        "AllowRoot": 1,
        "CacheUpdateFrequency": 1,
        "ServiceManagerSyncFrequency": 1,
        "HousekeepingFrequency": 0,
        **dict.fromkeys(("StartPingers", "StartHTTPPollers", "StartDiscoverers"), 0),
        **dict.fromkeys(("StartPollers", "StartPollersUnreachable", "StartTrappers", "StartDBSyncers"), 1),
        **dict.fromkeys(("StartPreprocessors", "StartLLDProcessors", "StartAlerters", "StartEscalators"), 1),
    }
    configuration = folder / "server.conf"
    configuration.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    with _program([str(_PROGRAM), "-f", "-c", str(configuration)], folder, port):
        yield


@contextmanager
def _frontend(folder: Path, database: str, trapper: int, port: int, php: str) -> Iterator[None]:
    pages = folder / "frontend"
    left_out = shutil.ignore_patterns("assets", "locale", "audio", "imgstore", "fonts")
    shutil.copytree(_FRONTEND, pages, ignore=left_out, symlinks=True)
    configuration = folder / "zabbix.conf.php"
    parts = urlsplit(database)
    named = {
        "TYPE": "POSTGRESQL",
        "SERVER": parts.hostname,
        "PORT": parts.port,
        "DATABASE": parts.path.strip("/"),
        "USER": parts.username,
        "PASSWORD": "",
    }
    lines = [f"$DB['{name}'] = '{value}';" for name, value in named.items()]
    more = [f"$ZBX_SERVER = '127.0.0.1'; $ZBX_SERVER_PORT = '{trapper}';", "$DB['DOUBLE_IEEE754'] = true;"]
    configuration.write_text("\n".join(["<?php", *lines, *more, "$IMAGE_FORMAT_DEFAULT = 'PNG';"]))
    reader = pages / "include/classes/core/CConfigFile.php"
    reader.write_text(reader.read_text().replace("/etc/zabbix/zabbix.conf.php", str(configuration)))
    command = [php, "-d", "date.timezone=UTC", "-S", f"127.0.0.1:{port}", "-t", str(pages)]
    with _program(command, folder, port):
        yield


@contextmanager
def _program(command: list[str], folder: Path, port: int) -> Iterator[None]:
    log = folder / f"{Path(command[0]).name}.log"
    with log.open("wb") as output:
        started = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PHP_CLI_SERVER_WORKERS": "2"},
            start_new_session=True,
        )

    def listens() -> bool:
        if started.poll() is not None:
            pytest.fail(f"{command[0]} ended with {started.returncode}:\n{log.read_text()[-2000:]}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_until(f"{command[0]} to listen", listens)
        yield
    finally:
        # Nothing of it is kept: its processes, a group of their own, need not put anything away.
        os.killpg(started.pid, signal.SIGKILL)
        started.wait(10)


def _token(address: str) -> str:
    session = _ask(address, "user.login", {"username": "Admin", "password": "zabbix"}, None)
    made = _ask(address, "token.create", {"name": "tests"}, session)
    token: str = _ask(address, "token.generate", made["tokenids"], session)[0]["token"]
    return token


def _ask(address: str, method: str, params: Any, token: str | None) -> Any:
    call = {"jsonrpc": "2.0", "method": method, "params": params, "auth": token, "id": 1}
    request = urllib.request.Request(  # noqa: S310 - an address of this machine
        f"{address}/api_jsonrpc.php",
        json.dumps(call).encode(),
        {"Content-Type": "application/json-rpc"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - an address of this machine
        found = json.load(answer)
    if "error" in found:
        pytest.fail(f"Zabbix refused {method}: {found['error']}")
    return found["result"]


def _send(port: int, message: dict[str, Any]) -> dict[str, Any]:
    content = json.dumps({**message, "clock": int(time.time()), "ns": 0}).encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"ZBXD\x01" + struct.pack("<II", len(content), 0) + content)
        answer = b""
        while part := connection.recv(4096):
            answer += part
    told: dict[str, Any] = json.loads(answer[13:])
    return told
