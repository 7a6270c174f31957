"""What the containers do at their first start, done here by the very same scripts, with paths replaced.

A real PostgreSQL that asks for passwords, the role the program writes as, the audiences; then the data
sources of Grafana log in as they are provisioned. What needs figures plays one month of the example first,
and is a longer proof.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from ruamel.yaml import YAML

from tests.databases import running_postgresql
from tests.deploy.provisioned import DEPLOY

SECRETS = (
    "store_password",
    "metrics_token",
    "readers_password",
    "district_north_password",
    "the_supplier_password",
)


@dataclass(frozen=True)
class Started:
    """A first start: where the server is, and the secrets by name."""

    port: int
    secrets: dict[str, str]

    def connected(self, source: dict[str, Any]) -> "psycopg.Connection[tuple[Any, ...]]":
        """Return a connection as a provisioned data source of Grafana makes it."""
        name = source["secureJsonData"]["password"].removeprefix("$__file{/run/secrets/").removesuffix("}")
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=source["user"],
            password=self.secrets[name],
            dbname=source["jsonData"]["database"],
            sslmode=source["jsonData"]["sslmode"],
        )


def script(part: str, folder: Path, **replaced: str) -> Path:
    """Copy a script of deploy/ with the paths of the container replaced."""
    text = (DEPLOY / part).read_text(encoding="utf-8")
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    copy = folder / Path(part).name
    copy.write_text(text, encoding="utf-8")
    copy.chmod(0o755)
    return copy


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """The first start without the months of the example, whose tables are made by `audiences apply`."""
    with first_start(tmp_path_factory.mktemp("first-start"), ":") as found:
        yield found


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """The first start with the first month of the example, which is enough to see that it works."""
    with first_start(tmp_path_factory.mktemp("played"), "supplierwatch demo --months 1") as found:
        yield found


@contextmanager
def first_start(folder: Path, demo: str) -> Iterator[Started]:
    """Start as the containers do, with `demo` in place of the command that plays all months."""
    if shutil.which("psql") is None:
        pytest.skip(
            "psql, which the image of PostgreSQL has, is not installed (Debian package postgresql-client)"
        )
    secrets = {name: f"{name} 'of' \"tests\" $x" for name in SECRETS}
    (folder / "secrets").mkdir()
    for name, secret in secrets.items():
        (folder / "secrets" / name).write_text(secret, encoding="utf-8")
    with running_postgresql() as address:
        port = int(address.rpartition(":")[2])
        _make_owner(folder, port)
        _ask_for_passwords(port)
        _play_example(folder, port, demo)
        yield Started(port, secrets)


def _make_owner(folder: Path, port: int) -> None:
    owner = script("postgresql/10-owner.sh", folder, **{"/run/secrets": str(folder / "secrets")})
    environment = {**os.environ, "POSTGRES_USER": "watch", "PGHOST": "127.0.0.1", "PGPORT": str(port)}
    subprocess.run(["/bin/sh", str(owner)], check=True, env=environment, capture_output=True)


def _ask_for_passwords(port: int) -> None:
    """Have the server ask for passwords as that of the container does; the tests' own role is let in."""
    with psycopg.connect(f"postgresql://watch@127.0.0.1:{port}/postgres", autocommit=True) as connection:
        [rules] = connection.execute("SHOW hba_file").fetchone() or [""]
        text = "host all watch 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        Path(str(rules)).write_text(text, encoding="utf-8")
        connection.execute("SELECT pg_reload_conf()")


def _play_example(folder: Path, port: int, demo: str) -> None:
    watch = folder / "watch"
    watch.mkdir()
    settings = (DEPLOY / "compose" / "supplierwatch.yaml").read_text(encoding="utf-8")
    (folder / "supplierwatch.yaml").write_text(
        settings.replace("@postgresql/", f"@127.0.0.1:{port}/"), encoding="utf-8"
    )
    play = script(
        "compose/play-example",
        folder,
        **{
            "/usr/share/supplierwatch/example": str(DEPLOY / "example"),
            "/run/settings": str(folder),
            "/watch": str(watch),
            "supplierwatch demo": demo,
        },
    )
    files = {f"{name.upper()}_FILE": str(folder / "secrets" / name) for name in SECRETS}
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    command = ["/bin/sh", str(DEPLOY / "compose" / "with-secrets"), str(play)]
    for _ in range(2):
        # Twice, as after every `docker compose up`.
        done = subprocess.run(
            command, env={"PATH": path, **files}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def sources() -> list[dict[str, Any]]:
    """The data sources of PostgreSQL, one per organisation."""
    files = sorted((DEPLOY / "grafana" / "provisioning" / "datasources").glob("*.yaml"))
    found = [one for path in files for one in YAML(typ="safe").load(path)["datasources"]]
    return [one for one in found if "postgresql" in one["type"]]


def test_every_data_source_logs_in_with_its_secret_and_is_the_audience_of_its_organisation(
    started: Started,
) -> None:
    found = {}
    for source in sources():
        with started.connected(source) as connection:
            found[source["user"]] = connection.execute("SELECT role, kind FROM audience").fetchall()
    kinds = {"readers": "reader", "district_north": "unit_reader", "the_supplier": "supplier"}
    assert found == {role: [(role, kind)] for role, kind in kinds.items()}


@pytest.mark.prove
def test_every_data_source_reads_its_rows(played: Started) -> None:
    units = {}
    for source in sources():
        with played.connected(source) as connection:
            found = connection.execute("SELECT DISTINCT unit FROM outcome WHERE unit <> ''").fetchall()
            units[source["user"]] = {unit for (unit,) in found}
    assert len(units["readers"]) > 16
    assert units["district_north"] <= {"D01"}
    # Nothing of the example is sealed yet.
    assert units["the_supplier"] == set()


@pytest.mark.prove
def test_the_contract_as_a_whole_is_there_for_the_unit_too(played: Started) -> None:
    [unit] = [one for one in sources() if one["user"] == "district_north"]
    with played.connected(unit) as connection:
        found = connection.execute("SELECT count(*) FROM outcome WHERE unit = '' AND segment = ''").fetchone()
    assert found is not None
    assert found[0] > 10


def test_a_wrong_password_is_refused(started: Started) -> None:
    wrong = Started(started.port, {**started.secrets, "readers_password": "guessed"})
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        wrong.connected(sources()[0])


def test_the_role_the_program_writes_as_is_no_superuser(started: Started) -> None:
    with psycopg.connect(f"postgresql://watch@127.0.0.1:{started.port}/supplierwatch") as connection:
        found = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = 'supplierwatch'"
        ).fetchone()
    assert found == (False, False, True)


def test_an_audience_may_not_open_temporary_tables_of_the_database(started: Started) -> None:
    with started.connected(sources()[0]) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TEMPORARY TABLE audience (role text)")


def test_an_audience_makes_no_large_object_and_enters_no_other_database(started: Started) -> None:
    source = sources()[0]
    with started.connected(source) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="lo_create"):
            connection.execute("SELECT lo_create(0)")
    elsewhere = {**source, "jsonData": {**source["jsonData"], "database": "postgres"}}
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        started.connected(elsewhere)
