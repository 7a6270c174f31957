"""JSON Schemas of the files people edit, for editors."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from supplierwatch.example import example_watch, save_copy, starting_watch
from supplierwatch.schemas import DIALECT, build_schemas, save_schemas
from supplierwatch.yaml_files import read_document

MARK = "# yaml-language-server: $schema="


def marked_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.yaml"))


@pytest.fixture(scope="module", params=["example", "start"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A watch as it is handed out, with its schemas beside it."""
    place = tmp_path_factory.mktemp(request.param)
    save_copy(example_watch() if request.param == "example" else starting_watch(), place)
    save_schemas(place / "schemas")
    return place


def schema_of(path: Path) -> dict[str, Any]:
    """Return the schema that the first line of a file leads an editor to."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(MARK)
    schema: dict[str, Any] = json.loads((path.parent / first.removeprefix(MARK)).read_text(encoding="utf-8"))
    return schema


def test_every_file_that_is_handed_out_leads_to_its_schema_and_follows_it(folder: Path) -> None:
    files = marked_files(folder)
    assert len(files) >= 5
    for path in files:
        errors = [
            f"{path.name}: {error.json_path}: {error.message}"
            for error in Draft202012Validator(schema_of(path)).iter_errors(read_document(path).content)
        ]
        assert errors == []


@pytest.mark.parametrize("name", build_schemas())
def test_each_schema_is_one_of_draft_2020_12(name: str) -> None:
    schema = build_schemas()[name]
    assert schema["$schema"] == DIALECT
    Draft202012Validator.check_schema(schema)


def test_a_schema_refuses_an_unknown_key() -> None:
    validator = Draft202012Validator(build_schemas()["settings"])
    assert not validator.is_valid({"langauge": "sv"})


def test_schemas_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in save_schemas(tmp_path / "a")}
    second = {path.name: path.read_bytes() for path in save_schemas(tmp_path / "b")}
    assert first == second
