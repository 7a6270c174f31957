"""Reports on demand and their archive, on the command line."""

import json
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from collector.errors import ProblemsFound
from collector.store.database import open_database
from dashboards.document.docx_judgements import read_judgements
from dashboards.reports.kinds import ReportKind
from supplierwatch.__main__ import main
from supplierwatch.archiving.on_demand import find_report_period
from supplierwatch.archiving.tables import ARCHIVED_REPORT
from supplierwatch.watch import load_watch
from tests.supplierwatch.watches import write_watch

OCTOBER = ("--period", "2026-10")
NOVEMBER_9 = 1_794_200_000


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A watch whose October was evaluated; tests make reports of different kinds in it."""
    folder = write_watch(tmp_path_factory.mktemp("reported") / "watch")
    for command in (("collect",), ("evaluate", *OCTOBER)):
        assert main(["--watch", str(folder), "--quiet", *command]) == 0
    return folder


def run(folder: Path, *command: str) -> int:
    return main(["--watch", str(folder), *command])


def listed(folder: Path, capsys: pytest.CaptureFixture[str], **wanted: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    options = [text for name, value in wanted.items() for text in (f"--{name}", value)]
    assert run(folder, "reports", "list", "--json", *options) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["reports"]
    return found


@pytest.mark.parametrize(
    ("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>")]
)
def test_a_report_is_written_in_every_form_into_the_reports_folder(
    form: str, begins: bytes, evaluated: Path
) -> None:
    assert run(evaluated, "report", *OCTOBER, "--kind", "public_notice", "--format", form) == 0
    content = (evaluated / "reports" / f"2026-10-public-notice-public-sv.{form}").read_bytes()
    assert content.lower().startswith(begins.lower())


def test_what_was_made_of_the_same_results_is_given_out_again_as_it_was(
    evaluated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = (
        "report",
        *OCTOBER,
        "--kind",
        "meeting_tactical",
        "--format",
        "pdf",
        "--role",
        "contract manager",
    )
    path = evaluated / "reports" / "2026-10-meeting-tactical-public-sv.pdf"
    assert run(evaluated, *command) == 0
    first = path.read_bytes()
    path.unlink()
    assert run(evaluated, *command) == 0
    assert path.read_bytes() == first
    assert "made before of the same; --again makes it anew" in capsys.readouterr().err
    (made,) = listed(evaluated, capsys, kind="meeting_tactical")
    assert (made["version"], made["made_by"], made["content_hash"]) == (
        1,
        "contract manager",
        sha256(first).hexdigest(),
    )


def test_new_results_make_the_next_version_which_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_watch(tmp_path / "watch")
    report = ("report", *OCTOBER, "--kind", "public_notice", "--format", "json")
    rows = ["Ticket;Time;Status;Kind;Priority", "A-9;2026-10-07 08:00:00;New;Incident;3"]
    for command in (("collect",), ("evaluate", *OCTOBER), report):
        assert run(folder, *command) == 0
    (folder / "deliveries" / "tickets-late.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    for command in (("collect",), ("evaluate", *OCTOBER), report):
        assert run(folder, *command) == 0
    first, second = listed(folder, capsys)
    assert (first["version"], first["differs"]) == (1, [])
    assert second["version"] == 2
    before, after = first["evaluation"], second["evaluation"]
    assert second["differs"] == [f"evaluation {before} -> {after}"]


def test_the_service_report_is_made_as_before_and_kept_too(
    evaluated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(evaluated, "report", *OCTOBER, "--format", "json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["form"]["name"] == "supplierwatch report"
    names = [(one["form"], one["edition"]) for one in listed(evaluated, capsys, kind="service")]
    assert names == [("json", "confidential")]


def test_a_report_of_the_archive_is_exported_and_shown(
    evaluated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(evaluated, "report", *OCTOBER, "--kind", "meeting_strategic", "--format", "pdf") == 0
    (made,) = listed(evaluated, capsys, kind="meeting_strategic")
    number, target = str(made["number"]), tmp_path / "out.pdf"
    assert run(evaluated, "reports", "export", number, "--output", str(target)) == 0
    assert sha256(target.read_bytes()).hexdigest() == made["content_hash"]
    capsys.readouterr()
    assert run(evaluated, "reports", "show", number) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["report"], shown["versions"]) == (made, [made])
    assert run(evaluated, "reports", "export", "999") == 4


def test_verify_ends_with_5_where_a_report_is_not_what_was_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_watch(tmp_path / "watch")
    for command in (("collect",), ("evaluate", *OCTOBER), ("report", *OCTOBER)):
        assert run(folder, *command) == 0
    assert run(folder, "reports", "verify") == 0
    with open_database(f"sqlite:///{folder / 'store.db'}") as database, database.writing() as connection:
        connection.execute(sa.update(ARCHIVED_REPORT).values(packed=zlib.compress(b"forged")))
    capsys.readouterr()
    assert run(folder, "reports", "verify") == 5
    assert "2026-10-sv.html: not what was kept" in capsys.readouterr().out
    assert run(folder, "reports", "export", "1") == 1


def test_the_archive_comes_back_with_a_backup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, restored = write_watch(tmp_path / "watch"), tmp_path / "restored"
    for command in (("collect",), ("evaluate", *OCTOBER), ("report", *OCTOBER)):
        assert run(folder, *command) == 0
    before = listed(folder, capsys)
    assert run(folder, "backup", str(tmp_path / "backup.zip")) == 0
    assert run(restored, "restore", str(tmp_path / "backup.zip")) == 0
    assert listed(restored, capsys) == before
    assert run(restored, "reports", "verify") == 0


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("--kind", "unit"), "a unit report is of"),
        (("--kind", "supplier", "--unit", "north"), "is of the whole contract, not of 'north'"),
        (("--kind", "unit", "--unit", "nowhere"), "no unit or segment 'nowhere'"),
        (("--kind", "unit"), "supplierwatch: --unit: "),
    ],
)
def test_a_unit_that_is_missing_unknown_or_one_too_many_is_told(
    command: tuple[str, ...], said: str, evaluated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(evaluated, "report", *OCTOBER, "--format", "pdf", *command) != 0
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"no package", "this is no DOCX that can be read"),
    ],
)
def test_what_was_written_elsewhere_than_in_a_docx_is_refused_with_option_and_file(
    content: bytes | None,
    said: str,
    evaluated: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "written.docx"
    if content is not None:
        path.write_bytes(content)

    command = ("report", *OCTOBER, "--kind", "supplier", "--format", "docx", "--written", str(path))

    assert run(evaluated, *command) == 2
    told = capsys.readouterr().err
    assert f"--written: {path}" in told
    assert said in told


def test_a_month_or_a_kind_that_the_archive_cannot_have_is_told(
    evaluated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(evaluated, "reports", "list", "--period", "2026-13") == 2
    assert "--period: '2026-13'; allowed: a month such as 2026-10" in capsys.readouterr().err
    assert run(evaluated, "report", *OCTOBER) == 0
    assert run(evaluated, "reports", "list", "--kind", "monthly") == 4
    told = capsys.readouterr().err
    assert "the archive has no report of the kind 'monthly'; it has " in told
    assert "service" in told.rsplit("it has ", 1)[1]


def test_what_the_supplier_wrote_into_its_report_is_kept_when_it_is_made_again(
    evaluated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ("report", *OCTOBER, "--kind", "supplier", "--format", "docx")
    path = evaluated / "reports" / "2026-10-supplier-public-sv.docx"
    assert run(evaluated, *command) == 0
    written = tmp_path / "written.docx"
    name = write_into(path, written, "Vi instämmer i utfallet.")
    assert run(evaluated, *command, "--written", str(written)) == 0
    found = read_judgements(path.read_bytes())
    assert found[name].texts == ("Vi instämmer i utfallet.",)
    assert [one["version"] for one in listed(evaluated, capsys, kind="supplier")] == [1, 2]


def write_into(source: Path, target: Path, text: str) -> str:
    """Write `text` into the first place for words of a DOCX, as a word processor does; return its name."""
    from docx import Document  # noqa: PLC0415 - of the extra `reports`
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    document = Document(str(source))
    control = next(iter(document.element.body.iter(qn("w:sdt"))))
    for mark in control.iter(qn("w:showingPlcHdr")):
        mark.getparent().remove(mark)
        break
    first, *others = control.iter(qn("w:t"))
    first.text = text
    for other in others:
        other.text = ""
    document.save(str(target))
    return str(next(iter(control.iter(qn("w:tag")))).get(qn("w:val")))


@pytest.mark.parametrize(
    ("kind", "name", "last"),
    [
        (ReportKind.SERVICE, None, "2026-10"),
        (ReportKind.SERVICE, "2026-03", "2026-03"),
        (ReportKind.HALF_YEAR, None, "2026-06"),
        (ReportKind.HALF_YEAR, "2026-H1", "2026-06"),
        (ReportKind.HALF_YEAR, "2026-H2", "2026-12"),
        (ReportKind.HALF_YEAR, "2026-10", "2026-10"),
    ],
)
def test_a_period_is_a_month_or_a_half_year_by_name_or_its_last_month(
    kind: ReportKind, name: str | None, last: str, evaluated: Path
) -> None:
    assert find_report_period(name, kind, load_watch(evaluated), NOVEMBER_9).name == last


@pytest.mark.parametrize("name", ["2026-H3", "H1", "soon", "2026-13"])
def test_another_name_of_a_half_year_is_refused(name: str, evaluated: Path) -> None:
    with pytest.raises(ProblemsFound, match="a half year such as 2026-H2"):
        find_report_period(name, ReportKind.HALF_YEAR, load_watch(evaluated), NOVEMBER_9)
