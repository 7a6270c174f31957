"""Publishing: the files people write for it, held against the contract."""

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from supplierwatch.__main__ import main
from supplierwatch.archiving.store import read_archived, read_content
from supplierwatch.collecting import opened_store
from supplierwatch.example import example_watch, save_copy
from supplierwatch.watch import load_watch
from tests.supplierwatch.watches import problems_of, write_watch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_copy(example_watch(), tmp_path / "watch")
    return tmp_path / "watch"


def change(path: Path, position: int, key: str, field: str, value: Any) -> None:
    yaml = YAML()
    content = yaml.load(path)
    content[key][position][field] = value
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)


def test_the_examples_contradict_nothing(folder: Path) -> None:
    deciding = load_watch(folder).deciding

    assert deciding.publishing is not None
    assert deciding.publishing.content.ratings[0].indicator == "K01"
    assert deciding.meetings is not None
    assert len(deciding.meetings.content.meetings) == 6


def test_a_rating_of_an_unknown_indicator_is_refused_with_its_place(folder: Path) -> None:
    change(folder / "publishing.yaml", 0, "ratings", "indicator", "K99")

    problem = problems_of(folder)[0]

    assert "no indicator 'K99'" in problem.found
    assert problem.file.endswith("publishing.yaml")
    assert problem.path == "ratings[#1].indicator"


def test_a_meeting_before_the_contract_is_refused(folder: Path) -> None:
    change(folder / "meetings.yaml", 0, "meetings", "day", "2021-10-28")

    assert "2021-10-28 comes before the contract began" in problems_of(folder)[0].found


PUBLISHED = """\
ocid: ocds-213czf-000-00001
award: award-1
contract: contract-1
buyer: {id: "212000-0000", name: Exempelstaden}
supplier: {id: "556000-0000", name: Leverantör X}
breaches:
  - id: B1
    requirement: Bilaga 4
    description: Avbrott
    first_day: 2026-10-01
    last_day: 2026-10-03
    penalty: negotiated
    amount: 100000
"""


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = write_watch(tmp_path_factory.mktemp("published") / "watch")
    for command in (("collect",), ("evaluate", "--period", "2026-10")):
        assert main(["--watch", str(found), "--quiet", *command]) == 0
    return found


def publish(folder: Path, publication: str) -> int:
    return main(["--watch", str(folder), "publish", publication, "--period", "2026-10"])


def test_without_identifiers_nothing_is_published(
    evaluated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (evaluated / "publishing.yaml").unlink(missing_ok=True)

    assert publish(evaluated, "implementation") == 4  # nothing found, as for each file that a command needs
    assert "no publishing.yaml" in " ".join(capsys.readouterr().err.split())


def test_the_notice_is_written_and_what_nobody_decided_is_named(
    evaluated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (evaluated / "publishing.yaml").write_text(PUBLISHED, encoding="utf-8")

    assert publish(evaluated, "performance_notice") == 0

    told = capsys.readouterr()
    (release,) = json.loads(told.out)["releases"]
    assert release["ocid"] == "ocds-213czf-000-00001"
    (failure,) = release["contracts"][0]["implementation"]["performanceFailures"]
    assert failure["penaltyValue"] == {"amount": 100000, "currency": "SEK"}
    assert "no rating is decided of" in told.err


def test_the_implementation_is_written(evaluated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (evaluated / "publishing.yaml").write_text(PUBLISHED, encoding="utf-8")

    assert publish(evaluated, "implementation") == 0

    (release,) = json.loads(capsys.readouterr().out)["releases"]
    assert release["tag"] == ["implementationUpdate"]
    assert release["contracts"][0]["implementation"]["metrics"]


def test_a_rating_decided_before_the_time_was_over_is_none_of_this_notice(
    evaluated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rated = "  - {{indicator: resolved-in-time, rating: good, decided_by: Chef, day: {day}, reason: God}}\n"
    decided = {}
    for day in ("2026-10-31", "2026-11-01"):
        text = f"{PUBLISHED}ratings:\n{rated.format(day=day)}"
        (evaluated / "publishing.yaml").write_text(text, encoding="utf-8")
        assert publish(evaluated, "performance_notice") == 0
        (release,) = json.loads(capsys.readouterr().out)["releases"]
        metrics = release["contracts"][0]["implementation"]["metrics"]
        (found,) = (one for one in metrics if one["id"] == "resolved-in-time")
        decided[day] = "measureClassification" in found["observations"][0]

    assert decided == {"2026-10-31": False, "2026-11-01": True}


def test_what_is_published_is_kept_in_the_archive(
    evaluated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (evaluated / "publishing.yaml").write_text(PUBLISHED, encoding="utf-8")
    assert publish(evaluated, "implementation") == 0
    text = capsys.readouterr().out

    with opened_store(load_watch(evaluated), {}) as database, database.reading() as connection:
        last = read_archived(connection, kind="implementation")[-1]
        assert read_content(connection, last).decode().rstrip() == text.rstrip()
    assert (last.identity.period, last.identity.edition, last.identity.form) == ("2026-10", "public", "json")
