"""Where decision.yaml and the contract do not fit together."""

import shutil
from pathlib import Path

import pytest

from collector.errors import ProblemsFound
from supplierwatch.example import example_watch, save_copy
from supplierwatch.watch import load_watch


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example watch, never played."""
    save_copy(example_watch(), tmp_path / "watch")
    return tmp_path / "watch"


def test_the_reply_of_a_unit_that_the_contract_does_not_have_is_refused_with_its_line(example: Path) -> None:
    path = example / "decision.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("unit: D01", "unit: D99"), encoding="utf-8")
    with pytest.raises(ProblemsFound, match=r"decision\.yaml:\d+: replies\[#1\]\.unit.*no unit 'D99'"):
        load_watch(example)


def test_a_watch_without_a_decision_file_says_nothing_of_a_decision(example: Path) -> None:
    (example / "decision.yaml").unlink()
    assert load_watch(example).deciding.decision is None


def test_units_that_only_facts_name_cannot_be_held_against_the_contract(tmp_path: Path) -> None:
    folder = tmp_path / "watch"
    shutil.copytree(Path(__file__).parents[3] / "deploy" / "real-data" / "volvo-it", folder)
    found = load_watch(folder).deciding.decision
    assert found is not None
    assert found.content.is_assumed
