"""A watch that keeps its facts in PostgreSQL, from its files to an explanation, through the command line."""

from pathlib import Path

import psycopg
import pytest

from supplierwatch.__main__ import main
from tests.databases import fresh_database
from tests.supplierwatch.watches import replace_text, write_watch

VARIABLE = "TEST_STORE_PASSWORD"


@pytest.fixture
def address(postgresql_server: str) -> str:
    """The address of a new database without tables."""
    return fresh_database(postgresql_server)


@pytest.fixture
def on_postgresql(tmp_path: Path, address: str) -> Path:
    """The starting watch with its store on PostgreSQL, and the password in the environment."""
    folder = write_watch(tmp_path / "watch")
    settings = folder / "supplierwatch.yaml"
    replace_text(settings, '"sqlite:///store.db"', f'"{address}"')
    replace_text(settings, "# password_env: STORE_PASSWORD", f"password_env: {VARIABLE}")
    return folder


def test_a_watch_on_postgresql_is_checked_collected_evaluated_reported_and_explained(
    on_postgresql: Path, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # The server trusts everyone; the signs are those that an address has to escape.
    monkeypatch.setenv(VARIABLE, "a/b@c:d%e")
    for command in (
        ["check"],
        ["collect"],
        ["evaluate", "--period", "2026-10"],
        ["report", "--period", "2026-10"],
        ["explain", "A-1", "--language", "en"],
    ):
        assert main(["--watch", str(on_postgresql), *command]) == 0, command
    # One ticket, open 08:00 to 10:00 on a Monday, of at most 16 hours.
    words = " ".join(capsys.readouterr().out.split())
    assert "✓ resolved-in-time Resolved in time, October 2026: 2 h used of at most 16 h." in words
    assert (on_postgresql / "reports" / "2026-10-sv.html").exists()
    assert not (on_postgresql / "store.db").exists()
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM evaluation").fetchone() == (1,)


def test_a_password_that_is_not_set_is_named_by_its_variable_alone(
    on_postgresql: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert main(["--watch", str(on_postgresql), "collect"]) == 1
    assert f"the environment variable {VARIABLE}, which holds the store's password, is not set" in (
        capsys.readouterr().err
    )
