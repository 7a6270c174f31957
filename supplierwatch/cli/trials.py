"""What trying a source gave, for people and for programs."""

from dataclasses import asdict
from typing import Any

from rich.table import Table
from rich.text import Text

from supplierwatch.cli import problems
from supplierwatch.cli.session import complain, printable, result_console
from supplierwatch.trying import Trial


def print_trial(trial: Trial) -> None:
    """Print what the first page would bring to standard output, and what needs a look to standard error."""
    table = Table(title=Text(printable(f"{trial.source}: nothing was saved")), title_justify="left")
    table.add_column("what the first page would bring")
    table.add_column("count", justify="right")
    for name, count in _counts(trial):
        table.add_row(Text(printable(name)), f"{count}")
    result_console().print(table)
    if trial.rows == 0:
        complain(f"{trial.source}: it answered without a row; look at `since`, and what the account may see")
    for column in trial.blank:
        complain(
            f"{trial.source}: nothing stands in the column {column!r} of these {trial.rows} rows; "
            "check its name in the mapping, unless that is so there"
        )
    for line, reason in trial.rejects:
        complain(f"{trial.source}: row {line} would go into quarantine: {reason}")
    for warning in trial.warnings:
        complain(f"{trial.source}: warning: {warning}")


def as_document(trial: Trial) -> dict[str, Any]:
    """Return what trying a source gave as one JSON document."""
    return {
        **asdict(trial),
        "rejects": [{"line": line, "reason": reason} for line, reason in trial.rejects],
        "warnings": problems.as_document(trial.warnings)["problems"],
    }


def _counts(trial: Trial) -> list[tuple[str, int]]:
    facts = [(f"facts: {kind.replace('_', ' ')}", count) for kind, count in trial.facts.items()]
    unmapped = [(f"status without a mapping: {word}", count) for word, count in trial.unmapped.items()]
    return [("rows", trial.rows), *facts, *unmapped, ("rows for quarantine", trial.reject_count)]
