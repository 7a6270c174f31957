"""The views of PostgreSQL made for reading: what dashboards ask, in schema `reading`.

Each view is defined in a file of `reading/`. A migration carries a frozen copy of its own; a test holds both
together. The views run with the rights of whoever asks, so row-level security of the tables holds for them.
SQLite has none: its readers are the program's own pages and reports.
"""

import re
from importlib.resources import files

READING_SCHEMA = "reading"
"""The schema of the views."""

_FILES = (
    "functions.sql",
    "months.sql",
    "names.sql",
    "figures.sql",
    "money.sql",
    "tickets.sql",
    "monitoring.sql",
)
_CREATED = re.compile(r"^CREATE (VIEW|FUNCTION) reading\.(\w+)", re.MULTILINE)

COLUMNS_OF_SEALS = ("number", "period", "restatement", "evaluation", "sealed_at", "reason")
"""What the views read of `seal`; its other columns hold whole documents, and no reader needs them."""


def reading_statements() -> tuple[str, ...]:
    """Return the SQL that creates the schema and its views, each after those it builds on."""
    folder = files("evaluator.results") / "reading"
    made = (f"CREATE SCHEMA {READING_SCHEMA};\n",)
    return made + tuple((folder / name).read_text(encoding="utf-8") for name in _FILES)


def view_names() -> tuple[str, ...]:
    """Return the names of the views, without their schema."""
    found = _CREATED.findall("".join(reading_statements()))
    return tuple(name for kind, name in found if kind == "VIEW")
