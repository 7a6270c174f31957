"""The demonstration, for its first months; the whole of it is played from the wheel elsewhere."""

import json
from pathlib import Path

import pytest

from collector.instants import format_instant
from collector.store.database import open_database
from collector.store.health import read_source_health
from collector.store.read import read_horizon
from supplierwatch.__main__ import main
from supplierwatch.archiving.store import read_archived
from supplierwatch.demonstration import play, prepare
from supplierwatch.watch import load_watch


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration played for one month."""
    folder = tmp_path_factory.mktemp("played") / "demo"
    assert main(["demo", str(folder), "--months", "1"]) == 0
    return folder


def last_intakes(folder: Path) -> tuple[int, set[str]]:
    """Return the horizon, and when the sources last brought something."""
    with open_database(f"sqlite:///{folder / 'store.db'}") as database:
        horizon = read_horizon(database)
        health = read_source_health(database, horizon)
    return horizon, {format_instant(one.last_intake_at) for one in health if one.last_intake_at is not None}


def test_commit_times_follow_the_simulated_clock(demo: Path) -> None:
    # 06:00 in Stockholm on 9 June is 04:00 in UTC.
    assert last_intakes(demo)[1] == {"2024-06-09T04:00:00Z"}


def test_the_reports_are_written_in_both_languages_and_kept_in_the_archive(demo: Path) -> None:
    names = {"2024-05-sv.html", "2024-05-en.html", "2024-05-sv.pdf", "2024-05-en.pdf"}
    assert {path.name for path in (demo / "reports").iterdir()} == names
    with open_database(f"sqlite:///{demo / 'store.db'}") as database, database.reading() as connection:
        # Beside them stand the documents of the decision basis, of kinds of their own.
        assert {one.identity.file_name for one in read_archived(connection, kind="service")} == names


def test_the_reports_tell_what_people_did_as_of_the_simulated_day(demo: Path) -> None:
    text = (demo / "reports" / "2024-05-en.html").read_text(encoding="utf-8")
    assert "The deviations of the month, and when the supplier was told" in text
    assert "Plans that the contract requires and nobody has made" in text
    assert "What became of calculated credits" in text
    # Played on 9 June 2024; nothing of May has lapsed by then.
    assert "As it stood on 2024-06-09" in text


def test_the_example_is_left_with_its_schemas_for_people_to_edit(demo: Path) -> None:
    assert (demo / "schemas" / "contract.schema.json").exists()
    # The first survey of users comes in June, the first list of urgent tickets much later.
    assert [warning.path for warning in load_watch(demo).warnings] == [
        "sources[satisfaction].files",
        "sources[urgent].files",
    ]


def test_playing_again_goes_on_with_what_is_there_and_keeps_what_people_wrote(demo: Path) -> None:
    before = last_intakes(demo)
    contract = demo / "contract.yaml"
    contract.write_text(contract.read_text(encoding="utf-8") + "# a note\n", encoding="utf-8")
    begun: list[str] = []
    shown = play(prepare(demo), {}, begun.append, months=1)
    assert (begun, shown.results.period.name) == (["2024-05"], "2024-05")
    assert last_intakes(demo) == before
    assert contract.read_text(encoding="utf-8").endswith("# a note\n")


def test_an_outage_behind_a_result_is_explained(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outage = play(prepare(demo), {}, lambda _name: None, months=1).results.outages[0]
    place = f"{outage.service}/{outage.unit}" if outage.unit else outage.service
    subject = f"{place}@{format_instant(outage.starts_at)}"
    assert main(["--watch", str(demo), "explain", subject, "--language", "en"]) == 0
    text = capsys.readouterr().out
    assert "What was seen" in text
    assert outage.indicator in text
    assert main(["--watch", str(demo), "explain", subject, "--json"]) == 0
    [explained] = json.loads(capsys.readouterr().out)["outages"]
    assert explained["starts_at"] == format_instant(outage.starts_at)
