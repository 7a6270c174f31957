"""The file of the own probe in a watch: checked against the contract, line by line."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from collector.errors import ProblemsFound
from supplierwatch.probe_files import PROBES_FILE, load_probes
from supplierwatch.schemas import build_schemas
from supplierwatch.watch import load_watch
from supplierwatch.yaml_files import read_document
from tests.supplierwatch.watches import line_of, only_problem_of, replace_text

PROBES = """\
# yaml-language-server: $schema=schemas/probes.schema.json
prober: City hall
references:
  - {name: operator, look: {kind: icmp, host: 192.0.2.1, time_out: 2}}
  - {name: names, look: {kind: dns, name: example.org, resolver: 192.0.2.53, time_out: 2}}
probes:
  - name: desk page
    service: desk
    every: 60
    look:
      kind: http
      address: https://desk.example.se/
      must_contain: [Logga in]
"""


@pytest.fixture
def folder(watch_folder: Path) -> Path:
    (watch_folder / PROBES_FILE).write_text(PROBES, encoding="utf-8")
    return watch_folder


def test_a_watch_has_the_probes_that_its_file_names(folder: Path) -> None:
    probes = load_watch(folder).probes
    assert probes is not None
    assert [(probe.name, probe.service) for probe in probes.probes] == [("desk page", "desk")]


def test_a_watch_without_the_file_has_no_probes(watch_folder: Path) -> None:
    assert load_watch(watch_folder).probes is None


def test_a_service_that_the_contract_lacks_is_told_with_its_line(folder: Path) -> None:
    replace_text(folder / PROBES_FILE, "service: desk", "service: dask")
    problem = only_problem_of(folder)
    assert problem.found == "the contract has no 'dask'"
    assert problem.line == line_of(folder / PROBES_FILE, "service: dask")


def test_a_unit_that_the_contract_lacks_is_told(folder: Path) -> None:
    replace_text(folder / PROBES_FILE, "    every: 60", "    unit: nowhere\n    every: 60")
    assert only_problem_of(folder).path == "probes[desk page].unit"


def test_a_look_that_takes_too_long_is_told_at_its_interval(folder: Path) -> None:
    replace_text(folder / PROBES_FILE, "every: 60", "every: 30")
    problem = only_problem_of(folder)
    # 4 tries of 10 s, 2 pauses of 2 s, 2 s for the references.
    assert "one look can take 46 s" in problem.found
    assert problem.line == line_of(folder / PROBES_FILE, "every: 30")


def test_a_key_that_is_not_known_is_told_with_those_that_are(folder: Path) -> None:
    replace_text(folder / PROBES_FILE, "must_contain", "contains")
    assert "must_contain" in only_problem_of(folder).allowed


def test_an_authority_that_is_not_there_is_told(folder: Path) -> None:
    replace_text(folder / PROBES_FILE, "kind: http", "kind: http\n      authority: city.pem")
    assert only_problem_of(folder).found == "there is no file 'city.pem'"


def test_probes_without_references_are_a_warning(folder: Path) -> None:
    text = PROBES[: PROBES.index("references:")] + PROBES[PROBES.index("probes:") :]
    (folder / PROBES_FILE).write_text(text, encoding="utf-8")
    [warning] = load_watch(folder).warnings
    assert "nothing tells an outage of the prober's own network" in warning.found


def test_a_prober_reads_its_file_whatever_the_others_say(folder: Path) -> None:
    (folder / "contract.yaml").write_text("half an edit", encoding="utf-8")
    assert load_probes(folder).prober == "City hall"


def test_a_file_that_is_missing_is_told(watch_folder: Path) -> None:
    with pytest.raises(ProblemsFound, match=PROBES_FILE):
        load_probes(watch_folder)


def test_the_file_follows_its_schema(folder: Path) -> None:
    validator = Draft202012Validator(build_schemas()["probes"])
    assert list(validator.iter_errors(read_document(folder / PROBES_FILE).content)) == []
