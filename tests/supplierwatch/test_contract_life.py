"""A year in a contract's life, as docs/contract-life.md tells it, on SQLite and on PostgreSQL."""

import subprocess
import sys
from pathlib import Path

import pytest

from supplierwatch.demonstration import prepare
from tests.databases import fresh_database
from tests.supplierwatch.walk_through import Command, Ran, Written, follow, read_steps
from tests.supplierwatch.watches import replace_text

ROOT = Path(__file__).parents[2]


def store_of(kind: str, request: pytest.FixtureRequest) -> str:
    """The address of a store of a kind, as settings name it."""
    if kind == "sqlite":
        return "sqlite:///store.db"
    return fresh_database(request.getfixturevalue("postgresql_server"))


@pytest.mark.long
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)])
def test_every_command_of_the_page_does_what_the_page_says(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    folder = tmp_path / "watch"
    prepare(folder)
    replace_text(folder / "supplierwatch.yaml", "sqlite:///store.db", store_of(kind, request))
    command = [sys.executable, "-m", "tests.supplierwatch.life_process", str(folder)]
    taken = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (taken.returncode, taken.stderr) == (0, "")


def test_a_page_says_on_which_day_a_command_is_given_what_it_says_and_how_it_ends() -> None:
    commands = "2025-01-02 $ supplierwatch seal \\\n  --by A\nsealed\n...\n(exit 2)\n"
    page = f"```yaml a.yaml\nx: 1\n```\n\n```console\n{commands}```\n"
    assert read_steps(page) == [
        Written("a.yaml", "x: 1\n", appends=False),
        Command("2025-01-02", ("seal", "--by", "A"), ("sealed",), 2),
    ]


def test_what_a_command_says_otherwise_is_told(tmp_path: Path) -> None:
    step = Command("2025-01-02", ("seal",), ("sealed twice",), 0)
    told = follow([step], tmp_path, lambda _command: Ran("sealed   once", 2))
    assert [one.partition("\n")[2][:40] for one in told] == [
        "ended with 2, not 0:\nsealed   once",
        "did not say ['sealed twice'], but:\nseale",
    ]
