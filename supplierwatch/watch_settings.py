"""Reading the settings of a watch."""

from pathlib import Path

from pydantic import TypeAdapter

from supplierwatch.settings import Settings
from supplierwatch.terms import validate_terms
from supplierwatch.yaml_files import read_document

SETTINGS_FILE = "supplierwatch.yaml"

_SETTINGS = TypeAdapter(Settings)


def read_settings(folder: Path) -> Settings:
    """Return the settings of the watch in `folder`; raises ProblemsFound with every problem of their file."""
    return validate_terms(read_document(folder / SETTINGS_FILE), _SETTINGS)
