"""Request Tracker 5 on SQLite, started by tests on 127.0.0.1 in a folder of its own."""

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.services import free_port, wait_until

_SERVER = Path("/usr/share/request-tracker5/libexec/rt-server")
_SET_UP = Path("/usr/sbin/rt-setup-database-5")
_SETTINGS = """
Set($rtname, 'tests');
Set($Organization, 'example.se');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($WebPath, '');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{database}');
Set($Timezone, 'Europe/Stockholm');
Set($MailCommand, 'testfile');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'warning');
Set(%GnuPG, Enable => 0);
Set(%SMIME, Enable => 0);
1;
"""
_SIGN_IN = """
my $user = RT::CurrentUser->new; $user->Load('root');
my ($id, $told, $token) = RT::AuthToken->new($user)->Create(Owner => $user->id, Description => 'tests');
print $token;
"""
_INSIDE = "use lib '/usr/share/request-tracker5/lib'; use RT; RT->LoadConfig; RT->Init;"


@dataclass(frozen=True)
class RequestTracker:
    """A running Request Tracker: its address, a token of its root user, surroundings, log, database."""

    address: str
    token: str
    environment: Mapping[str, str]
    log: Path
    database: Path

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Return what REST 2 answers."""
        request = urllib.request.Request(  # noqa: S310 - an address of this machine
            f"{self.address}/REST/2.0{path}",
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"token {self.token}", "Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - an address of this machine
            return json.load(answer)

    def create(self, **fields: Any) -> str:
        """Create a ticket and return its number; `Created` dates it back."""
        made = self.ask("POST", "/ticket", {"Queue": "General", "Subject": "Not to be kept", **fields})
        return str(made["id"])

    def update(self, ticket: str, **fields: Any) -> list[str]:
        """Change fields of a ticket; return what Request Tracker says of it."""
        told: list[str] = self.ask("PUT", f"/ticket/{ticket}", fields)
        return told

    def work(self, ticket: str, *steps: tuple[int, dict[str, Any]]) -> None:
        """Change a ticket step by step, each (instant, fields), and date the history back to the instants."""
        for at, fields in steps:
            (before,) = self._sql("SELECT coalesce(max(id), 0) FROM Transactions")
            self.update(ticket, **fields)
            when = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")
            self._sql("UPDATE Transactions SET Created = ? WHERE id > ?", when, before)
            self._sql("UPDATE Tickets SET LastUpdated = ? WHERE id = ?", when, ticket)

    def opened(self, at: int, **fields: Any) -> str:
        """Create a ticket that was opened, and last changed, at an instant."""
        when = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")
        ticket = self.create(Created=when, **fields)
        self._sql("UPDATE Tickets SET LastUpdated = ? WHERE id = ?", when, ticket)
        return ticket

    def _sql(self, statement: str, *values: Any) -> tuple[Any, ...]:
        with closing(sqlite3.connect(self.database, timeout=10)) as connection, connection:
            return connection.execute(statement, values).fetchone() or ()

    def run(self, program: str, *arguments: str) -> str:
        """Run lines of Perl inside this Request Tracker and return what it prints."""
        return _perl(self.environment, program, *arguments)


@contextmanager
def running_request_tracker() -> Iterator[RequestTracker]:
    """Yield a Request Tracker whose own zone is Europe/Stockholm; skips where it is not installed."""
    if not _SERVER.exists() or not _SET_UP.exists() or shutil.which("starman") is None:
        pytest.skip("Request Tracker is not installed (request-tracker5 rt5-db-sqlite starman)")
    with tempfile.TemporaryDirectory(prefix="watch-request-tracker-") as name:
        folder, port = Path(name), free_port()
        (folder / "more").mkdir()
        settings = folder / "RT_SiteConfig.pm"
        settings.write_text(_SETTINGS.format(port=port, database=folder / "rt.sqlite"))
        environment = {
            **os.environ,
            "RT_SITE_CONFIG": str(settings),
            "RT_SITE_CONFIG_DIR": str(folder / "more"),
        }
        _run([str(_SET_UP), "--action", "init", "--skip-create"], environment, folder)
        token = _perl(environment, _SIGN_IN)
        with _server(folder, port, environment) as log:
            yield RequestTracker(f"http://127.0.0.1:{port}", token, environment, log, folder / "rt.sqlite")


@contextmanager
def _server(folder: Path, port: int, environment: Mapping[str, str]) -> Iterator[Path]:
    log = folder / "server.log"
    command = [str(_SERVER), "--server", "Starman", "--workers", "2", "--host", "127.0.0.1"]
    with log.open("wb") as output:
        started = subprocess.Popen(
            [*command, "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environment,
        )

    def answers() -> bool:
        if started.poll() is not None:
            pytest.fail(f"Request Tracker ended with {started.returncode}:\n{log.read_text()[-2000:]}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/NoAuth/css/print.css", timeout=5).close()
        except OSError as error:
            return hasattr(error, "code")
        return True

    try:
        wait_until("Request Tracker to answer", answers)
        yield log
    finally:
        started.terminate()
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait(10)


def _perl(environment: Mapping[str, str], program: str, *arguments: str) -> str:
    return _run(["perl", "-e", _INSIDE + program, *arguments], environment, None)


def _run(command: list[str], environment: Mapping[str, str], folder: Path | None) -> str:
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    if done.returncode != 0:
        pytest.fail(f"{command[0]} failed: {done.stderr[-2000:]}")
    return done.stdout
