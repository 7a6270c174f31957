"""The table of docs/connectors.md and what is recorded say of each connector what its class says."""

import re
from pathlib import Path

import pytest

from collector.connectors.connector import Evidence
from collector.connectors.registry import connectors

ROOT = Path(__file__).resolve().parents[3]
RECORDED = Path(__file__).parent / "recorded"
DOCUMENT = (ROOT / "docs" / "connectors.md").read_text(encoding="utf-8")


def _rows() -> dict[str, list[str]]:
    """Return the cells of the table's rows by the type they name."""
    table = DOCUMENT.split("## Which there are", 1)[1].split("\n## ", 1)[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if "`" in line
    ]
    return {row[1].strip("`"): row for row in cells if len(row) == 5}


def test_the_table_names_each_connector_and_no_other() -> None:
    assert sorted(_rows()) == sorted(connectors())


@pytest.mark.parametrize("kind", sorted(connectors()))
def test_the_table_says_how_it_was_tried_what_it_follows_and_gives(kind: str) -> None:
    connector = connectors()[kind]
    _, _, tried, follows, gives = _rows()[kind]
    assert tried == connector.evidence.value
    assert follows == connector.follows
    assert tuple(re.findall(r"`(\w+)`", gives)) == connector.mapping_types


@pytest.mark.parametrize(
    "kind", sorted(kind for kind, one in connectors().items() if one.evidence is Evidence.DOCUMENTED_ONLY)
)
def test_a_connector_nobody_ran_has_recorded_answers_that_name_what_they_follow(kind: str) -> None:
    folders = [folder for folder in RECORDED.iterdir() if folder.name.startswith(kind)]
    assert folders, f"recorded/{kind} is missing"
    assert all((folder / "README.md").stat().st_size > 100 for folder in folders)


ANSWERS = sorted(file for file in RECORDED.glob("*/*") if file.name != "README.md")


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_recorded_answer_is_named_with_what_it_follows_or_was_asked(answer: Path) -> None:
    assert f"`{answer.name}`" in (answer.parent / "README.md").read_text(encoding="utf-8")


def test_what_is_recorded_is_of_connectors_that_there_are() -> None:
    assert {folder.name for folder in RECORDED.iterdir()} <= set(connectors())
