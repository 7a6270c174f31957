"""The files of the example watch, read plainly."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from collector.mapping import CommonMapping, read_mapping
from evaluator.contract.contract import Contract

EXAMPLE = Path(__file__).resolve().parents[3] / "deploy" / "example"


def example(path: str) -> Any:
    """Return the parsed content of a file of the example watch."""
    return YAML(typ="safe", pure=True).load((EXAMPLE / path).read_text(encoding="utf-8"))


def example_contract() -> Contract:
    """Return the contract as signed."""
    return Contract.model_validate(example("contract.yaml"))


def example_mapping(name: str) -> CommonMapping:
    """Return a mapping of the example."""
    return read_mapping(example(f"mappings/{name}.yaml"), f"{name}.yaml")


def source_names() -> list[str]:
    """Return the names in the sources file."""
    return [source["name"] for source in example("sources.yaml")["sources"]]
