"""The command line: exit codes, output for people and programs, and how soon it answers."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from supplierwatch.__main__ import main
from tests.supplierwatch.watches import replace_text

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    "demo",
    "init",
    "check",
    "schema",
    "collect",
    "evaluate",
    "report",
    "explain",
    "ledger",
    "contract-changes",
    "needs",
    "consultation",
    "tender",
    "serve",
    "jobs",
    "probe",
    "version",
)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a user would, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "supplierwatch", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=environment.pop("cwd", str(ROOT)),
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


def test_the_program_runs_as_a_module() -> None:
    found = run("version")
    assert (found.returncode, found.stdout.split()[0]) == (0, "supplierwatch")


def test_help_names_every_command_and_the_exit_codes() -> None:
    text = run("--help").stdout
    assert all(command in text for command in COMMANDS)
    assert "4 nothing found" in " ".join(text.split())


def test_every_command_and_exit_code_is_documented() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert all(f"| `{command}" in text for command in COMMANDS)
    assert all(f"| {code} |" in text for code in range(5))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert f"supplierwatch {command}" in capsys.readouterr().out


def test_help_answers_in_under_half_a_second() -> None:
    # Time of the processor, and the best of three: other work on the machine is not the program's doing.
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run("--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 0.5


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; from supplierwatch.__main__ import main; main(['--help']); "
        "print([name for name in ('pandas', 'numpy', 'sqlalchemy', 'pydantic') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ}
    )
    assert found.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "arguments", [["frobnicate"], ["check", "--frob"], ["explain"], ["report", "--format", "pdf"]]
)
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    assert main(arguments) == 2


def test_a_watch_without_problems_ends_with_0(watch_folder: Path) -> None:
    assert main(["--watch", str(watch_folder), "check"]) == 0


def test_a_watch_with_warnings_alone_ends_with_0(
    watch_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_text(watch_folder / "contract.yaml", "notice_by: 2026-12-31", "notice_by: null")
    assert main(["--watch", str(watch_folder), "check"]) == 0
    found = capsys.readouterr()
    assert "! warning" in found.out
    assert found.err == "0 errors, 1 warning.\n"


def test_a_watch_with_an_error_ends_with_2(watch_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_text(watch_folder / "contract.yaml", "currency: SEK", "currency: kronor")
    assert main(["--watch", str(watch_folder), "check"]) == 2
    assert "✗ error" in capsys.readouterr().out


def test_check_gives_one_json_document(watch_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_text(watch_folder / "contract.yaml", "currency: SEK", "currency: kronor")
    assert main(["--watch", str(watch_folder), "check", "--json"]) == 2
    document = json.loads(capsys.readouterr().out)
    assert (document["errors"], document["warnings"]) == (1, 0)
    assert document["problems"][0]["path"] == "contract.currency"


def test_the_environment_names_the_watch(watch_folder: Path) -> None:
    assert run("check", SUPPLIERWATCH_WATCH=str(watch_folder)).returncode == 0


def test_the_current_folder_is_the_watch(watch_folder: Path) -> None:
    assert run("check", cwd=str(watch_folder)).returncode == 0


def test_every_other_command_refuses_a_watch_with_an_error_too(
    watch_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_text(watch_folder / "contract.yaml", "currency: SEK", "currency: kronor")
    assert main(["--watch", str(watch_folder), "collect"]) == 2
    assert "contract.currency: 'kronor'" in capsys.readouterr().err
    assert not (watch_folder / "store.db").exists()


def test_collecting_brings_facts_and_twice_brings_nothing_new(
    watch_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--watch", str(watch_folder), "collect", "--json"]) == 0
    [first] = json.loads(capsys.readouterr().out)["runs"]
    assert (first["source"], first["outcome"], first["rows"], first["rejects"]) == (
        "tickets",
        "complete",
        2,
        0,
    )
    # One ticket, two statuses of it, and its priority and kind at opening where the source keeps them.
    assert first["new"] >= 3
    assert main(["--watch", str(watch_folder), "collect", "tickets", "--json"]) == 0
    [second] = json.loads(capsys.readouterr().out)["runs"]
    assert (second["outcome"], second["new"], second["changed"]) == ("complete", 0, 0)


def test_a_source_that_cannot_be_read_ends_with_3_and_is_named(
    watch_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (watch_folder / "deliveries" / "tickets-2026-11.csv").write_bytes(
        b"Ticket;Time;Status;Kind;Priority\n\xff;\n"
    )
    assert main(["--watch", str(watch_folder), "collect"]) == 3
    found = capsys.readouterr()
    assert "failed" in found.out
    assert "tickets-2026-11.csv" in found.err


def test_an_unknown_source_ends_with_2(watch_folder: Path) -> None:
    assert main(["--watch", str(watch_folder), "collect", "phone"]) == 2


def test_a_store_that_cannot_be_opened_ends_with_1_without_a_traceback(
    watch_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_text(
        watch_folder / "supplierwatch.yaml", "sqlite:///store.db", "sqlite:///no/such/folder/store.db"
    )
    assert main(["--watch", str(watch_folder), "collect"]) == 1
    assert capsys.readouterr().err.startswith("supplierwatch: the database")


def test_init_writes_a_watch_that_can_be_checked_and_never_overwrites(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new"
    assert main(["init", str(folder)]) == 0
    assert main(["--watch", str(folder), "check"]) == 0
    contract = (folder / "contract.yaml").read_bytes()
    (folder / "contract.yaml").write_bytes(contract + b"# mine\n")
    capsys.readouterr()
    assert main(["init", str(folder)]) == 2
    assert "the file is there already" in capsys.readouterr().err
    assert (folder / "contract.yaml").read_bytes() == contract + b"# mine\n"


def test_schemas_are_written_where_asked(tmp_path: Path, watch_folder: Path) -> None:
    assert main(["--watch", str(watch_folder), "schema"]) == 0
    assert main(["schema", "--folder", str(tmp_path / "elsewhere")]) == 0
    assert (watch_folder / "schemas" / "contract.schema.json").read_bytes() == (
        tmp_path / "elsewhere" / "contract.schema.json"
    ).read_bytes()


def test_quiet_says_nothing_but_results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quiet", "init", str(tmp_path / "new")]) == 0
    assert capsys.readouterr() == ("", "")


def test_no_progress_is_shown_where_nobody_watches(watch_folder: Path) -> None:
    found = run("--watch", str(watch_folder), "collect", "--json")
    assert found.stderr == ""
    json.loads(found.stdout)


@pytest.mark.parametrize("period", ["2026-13", "october", "2026", "2026-10-01"])
def test_a_period_that_is_no_month_ends_with_2(
    watch_folder: Path, period: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--watch", str(watch_folder), "evaluate", "--period", period]) == 2
    assert "a month such as 2026-10" in capsys.readouterr().err


def test_a_naive_as_of_ends_with_2(watch_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["evaluate", "--period", "2026-10", "--as-of", "2026-11-09T06:00:00"]
    assert main(["--watch", str(watch_folder), *arguments]) == 2
    assert "names no time zone" in capsys.readouterr().err


def test_a_file_cannot_steer_the_terminal(watch_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The bidirectional override would turn the rest of the line around; an escape would clear the screen.
    replace_text(watch_folder / "contract.yaml", "currency: SEK", 'currency: "\\e[2J\\u202e"')
    main(["--watch", str(watch_folder), "check"])
    main(["--watch", str(watch_folder), "collect"])
    found = capsys.readouterr()
    assert not {"\x1b", "\u202e"} & set(found.out + found.err)
