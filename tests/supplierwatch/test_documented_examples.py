"""Every example of the pages about connectors, deliveries and probes is read as an operator's file is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import dedent, indent
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from collector.connectors.connector import Setting
from collector.connectors.registry import connectors, open_connector
from collector.entries import SourceEntry, SourcesFile
from collector.errors import ProblemsFound
from collector.mapping import CommonMapping
from collector.probing.settings import ProbesFile
from collector.remote.settings import SignIn
from collector.remote.surroundings import Surroundings
from supplierwatch.terms import validate_terms
from supplierwatch.watched_sources import MAPPING
from supplierwatch.yaml_files import read_document

DOCS = Path(__file__).resolve().parents[2] / "docs"
NOW = 1_790_000_000


@dataclass(frozen=True)
class Example:
    """One block of YAML: the page and section it stands in, its line, and its text."""

    page: str
    section: str
    line: int
    text: str

    @property
    def begins(self) -> str:
        """The first key of the block."""
        lines = [line for line in self.text.splitlines() if not line.startswith("#")]
        return lines[0].split(":", 1)[0]

    @property
    def named(self) -> str | None:
        """The mapping file that a comment says the block is."""
        found = re.match(r"# mappings/(\S+)", self.text)
        return None if found is None else found[1]

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def _examples(page: str) -> Iterator[Example]:
    section, begun, lines = "", 0, list[str]()
    for number, line in enumerate((DOCS / page).read_text(encoding="utf-8").splitlines(), start=1):
        if begun == 0 and line.startswith("## "):
            section = line.removeprefix("## ")
        if line == "```yaml":
            begun, lines = number, []
        elif line == "```" and begun > 0:
            yield Example(page, section, begun, dedent("\n".join(lines)))
            begun = 0
        elif begun > 0:
            lines.append(line)


EXAMPLES = [one for page in ("connectors.md", "deliveries.md", "probes.md") for one in _examples(page)]
ENTRIES = [one for one in EXAMPLES if one.begins in ("sources", "- name")]
MAPPINGS = [one for one in EXAMPLES if one.begins == "type"]


def _read(text: str, kind: TypeAdapter[Any], folder: Path) -> Any:
    file = folder / "example.yaml"
    file.write_text(text)
    return validate_terms(read_document(file), kind)


def _entries(example: Example, folder: Path) -> tuple[SourceEntry, ...]:
    text = example.text if example.begins == "sources" else f"sources:\n{example.text}"
    return _read(text, TypeAdapter(SourcesFile), folder).sources  # type: ignore[no-any-return]  # of the adapter


@cache
def _mappings(section: str, folder: Path) -> dict[Example, CommonMapping]:
    return {one: _read(one.text, MAPPING, folder) for one in MAPPINGS if one.section == section}


def _opens(entry: SourceEntry, mapping: CommonMapping) -> bool:
    assert entry.connector is not None
    surroundings = Surroundings(lambda: NOW, {}, Path(), lambda: False, lambda _: None)
    try:
        open_connector(Setting(entry.name, entry.connector, mapping, surroundings, b"key"))
    except ProblemsFound:
        return False
    return True


def test_each_example_is_of_a_kind_that_is_tried_here() -> None:
    others = {one.begins for one in EXAMPLES} - {"sources", "- name", "type"}
    assert others == {"connector", "sign_in", "prober", "scrape_configs"}


@pytest.mark.parametrize("example", ENTRIES, ids=str)
def test_sources_are_read_and_one_of_the_mappings_beside_them_fits(example: Example, tmp_path: Path) -> None:
    beside = _mappings(example.section, tmp_path)
    for entry in _entries(example, tmp_path):
        named = [mapping for one, mapping in beside.items() if one.named == entry.mapping]
        fitting = named or list(beside.values())
        if entry.connector is not None and fitting:
            assert any(_opens(entry, mapping) for mapping in fitting), entry.name


def test_every_connector_has_an_example(tmp_path: Path) -> None:
    entries = [entry for one in ENTRIES for entry in _entries(one, tmp_path)]
    shown = {getattr(one.connector, "type") for one in entries if one.connector is not None}  # noqa: B009 - each has it
    assert shown == set(connectors())


@pytest.mark.parametrize("example", MAPPINGS, ids=str)
def test_a_mapping_is_read(example: Example, tmp_path: Path) -> None:
    assert _read(example.text, MAPPING, tmp_path).source_columns()


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.begins == "sign_in"], ids=str)
def test_each_way_to_sign_in_is_read(example: Example, tmp_path: Path) -> None:
    kind: TypeAdapter[Any] = TypeAdapter(dict[str, SignIn])
    ways = [_read(line, kind, tmp_path)["sign_in"] for line in example.text.splitlines()]
    assert {type(way) for way in ways} == set(get_args(get_args(SignIn)[0]))


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.begins == "connector"], ids=str)
def test_a_part_of_an_entry_is_read_within_a_whole_one(example: Example, tmp_path: Path) -> None:
    more = "  type: topdesk\n  address: https://city.example\n  since: 2026-01-01\n"
    whole = indent(f"name: tickets\nmapping: tickets.yaml\n{example.text}\n{more}", "    ")
    text = f"sources:\n  -{whole[3:]}"
    (entry,) = _read(text, TypeAdapter(SourcesFile), tmp_path).sources
    assert entry.connector.sweep is not None


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.begins == "prober"], ids=str)
def test_probes_are_read(example: Example, tmp_path: Path) -> None:
    assert _read(example.text, TypeAdapter(ProbesFile), tmp_path).probes
