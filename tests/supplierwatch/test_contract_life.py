"""A year in a contract's life, as docs/contract-life.md tells it, on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest

from supplierwatch.__main__ import main
from supplierwatch.cli import session
from supplierwatch.demonstration import prepare
from tests.databases import fresh_database
from tests.supplierwatch.walk_through import Command, Ran, Written, follow, read_steps
from tests.supplierwatch.watches import replace_text

PAGE = Path(__file__).parents[2] / "docs" / "contract-life.md"


def store_of(kind: str, request: pytest.FixtureRequest) -> str:
    """The address of a store of a kind, as settings name it."""
    if kind == "sqlite":
        return "sqlite:///store.db"
    return fresh_database(request.getfixturevalue("postgresql_server"))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_command_of_the_page_does_what_the_page_says(
    kind: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "watch"
    prepare(folder)
    replace_text(folder / "supplierwatch.yaml", "sqlite:///store.db", store_of(kind, request))
    monkeypatch.chdir(folder)

    def run(command: Command) -> Ran:
        monkeypatch.setattr(session.time, "time", lambda: command.instant)
        capsys.readouterr()
        code = main(command.arguments)
        told = capsys.readouterr()
        return Ran(told.out + told.err, code)

    assert follow(read_steps(PAGE.read_text(encoding="utf-8")), folder, run) == []


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
