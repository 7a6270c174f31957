"""docs/conformance.md says what the tables say, and the tables what the cases are."""

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conformance import harness
from tests.conformance.table import PAGE, file_names, golden_fixtures, later_cases, page
from tests.shared_material import shared

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def cases_of(file: str) -> list[dict[str, Any]]:
    found = json.loads(shared(f"conformance/{file}.json").read_text(encoding="utf-8"))["cases"]
    assert isinstance(found, list)
    return found


def asked_of(file: str) -> set[str]:
    """The operations of a file that a test of this folder, or the one its table names, runs; "" is all."""
    elsewhere = harness.statement(file).get("run_in")
    if elsewhere is not None:
        return set(re.findall(r'cases\("(\w+)"\)', (ROOT / elsewhere).read_text(encoding="utf-8")))
    for path in HERE.glob("test_*.py"):
        importlib.import_module(f"tests.conformance.{path.stem}")
    return harness.asked.get(file, set())


def later_operations(file: str) -> set[str]:
    return set(harness.statement(file).get("later", {}).get("operations", []))


def test_the_page_says_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.conformance.table"


def test_every_file_of_cases_has_a_table() -> None:
    assert {path.stem for path in shared("conformance").glob("*.json")} == set(file_names())


@pytest.mark.parametrize("file", file_names())
def test_a_table_counts_the_cases_of_its_file(file: str) -> None:
    found = cases_of(file)
    later = [case for case in found if case["input"]["op"] in later_operations(file)]
    assert (harness.statement(file)["cases"], later_cases(file)) == (len(found), len(later))


@pytest.mark.parametrize("file", file_names())
def test_every_case_is_run_or_comes_later(file: str) -> None:
    operations = {case["input"]["op"] for case in cases_of(file)}
    run = asked_of(file)
    assert "" in run or operations - run == later_operations(file)
    assert not run & later_operations(file)


@pytest.mark.parametrize("file", file_names())
def test_a_table_states_what_the_source_of_each_case_expects(file: str) -> None:
    expected = {case["name"]: harness.expected_of(file, case) for case in cases_of(file)}
    for name, entry in harness.differences(file).items():
        theirs = harness.without_words(entry["theirs"])
        assert theirs == {key: expected[name][key] for key in theirs}, name
        assert theirs


@pytest.mark.parametrize("fixture", golden_fixtures(), ids=lambda one: one["fixture"])
def test_a_golden_fixture_is_held_by_tests_that_exist(fixture: dict[str, Any]) -> None:
    assert bool(fixture.get("tests")) != bool(fixture.get("later"))
    for test in fixture.get("tests", []):
        path, _, name = test.partition("::")
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), test
