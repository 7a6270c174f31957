"""Writes docs/conformance.md from the tables of differences: `python -m tests.conformance.table`."""

import tomllib
from pathlib import Path
from typing import Any

from tests.conformance.harness import DIFFERENCES, statement

PAGE = Path(__file__).resolve().parents[2] / "docs" / "conformance.md"
GOLDEN = Path(__file__).parent / "golden.toml"

OPENING = """\
# Cases of other tools

What other tools assert in their own tests, or publish as worked examples, is run against this program through
adapters that translate and compute nothing. A case either gives what its source expects, or stands below with
our answer, theirs and the reason. `python -m tests.conformance.table` writes this page from the tables in
`tests/conformance/differences`, which the tests hold. The cases themselves are not part of this repository;
where they are missing, the tests that need them say so and are skipped.

| whose cases | cases | agree | differ by choice | later | reached by |
|---|---|---|---|---|---|
"""

GOLDEN_OPENING = """\
## Golden fixtures

Small worked cases that every part of the reckoning must keep, with the tests that hold them.

| fixture | what | held by |
|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    files = file_names()
    parts = [OPENING + "".join(_row(name) for name in files)]
    parts += [_section(name) for name in files if statement(name).get("differs")]
    parts.append(GOLDEN_OPENING + "".join(_golden_row(one) for one in golden_fixtures()))
    return "\n".join(parts)


def file_names() -> list[str]:
    """Return the files of cases that have a table, those that come later last."""
    names = [path.stem for path in DIFFERENCES.glob("*.toml")]
    return sorted(names, key=lambda name: (agreeing(name) == 0, statement(name)["of"].casefold()))


def agreeing(name: str) -> int:
    """Return how many cases of a file give what their source expects."""
    table = statement(name)
    return int(table["cases"]) - len(table.get("differs", [])) - later_cases(name)


def later_cases(name: str) -> int:
    """Return how many cases of a file come with a later part of the product."""
    return int(statement(name).get("later", {}).get("cases", 0))


def golden_fixtures() -> list[dict[str, Any]]:
    """Return the golden fixtures in order, with the tests that hold each."""
    found: list[dict[str, Any]] = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))["fixtures"]
    return found


def _row(name: str) -> str:
    table = statement(name)
    later = table.get("later", {})
    parts = [str(later["cases"])] if later_cases(name) else []
    parts += [f"`{key}` of answers" for key in later.get("keys", [])]
    told = f"{', '.join(parts)}: with {later['with']}" if later else ""
    numbers = f"{table['cases']} | {agreeing(name)} | {len(table.get('differs', []))}"
    return f"| {table['of']} (`{name}`) | {numbers} | {told} | {table.get('reached_by', '')} |\n"


def _section(name: str) -> str:
    table = statement(name)
    rows = [
        f"| {_cell(one['case'])} | {_told(one['ours'])} | {_told(one['theirs'])} | {_cell(one['reason'])} |\n"
        for one in table["differs"]
    ]
    return f"## {table['of']}\n\n| case | ours | theirs | reason |\n|---|---|---|---|\n{''.join(rows)}"


def _golden_row(one: dict[str, Any]) -> str:
    held = "<br>".join(f"`{test}`" for test in one.get("tests", [])) or f"with {one['later']}"
    return f"| {one['fixture']} | {one['what']} | {held} |\n"


def _told(answer: dict[str, Any]) -> str:
    return "<br>".join(f"{key.replace('_', ' ')}: {_cell(_value(value))}" for key, value in answer.items())


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_value, value)) or "none"
    if isinstance(value, dict):
        return "(" + ", ".join(f"{key} {_value(found)}" for key, found in value.items()) + ")"
    return (
        {True: "yes", False: "no", "null": "none"}.get(value, str(value)) if _is_word(value) else str(value)
    )


def _is_word(value: Any) -> bool:
    return isinstance(value, bool | str)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
