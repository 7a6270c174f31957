"""Runs of sources for people, as a table, and for programs, as JSON."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from collector.collect import RunRecord
from collector.instants import format_instant
from collector.store.runs import RunOutcome
from supplierwatch.cli import problems
from supplierwatch.cli.session import complain, printable, result_console

_COUNTS = ("pages", "rows", "new", "changed", "unchanged", "removed", "rejects")
_SIGNS = {RunOutcome.COMPLETE: "✓", RunOutcome.FAILED: "✗", RunOutcome.RUNNING: "…"}


def print_runs(runs: Sequence[RunRecord]) -> None:
    """Print `runs` as a table to standard output, and what went wrong or needs a look to standard error."""
    table = Table()
    table.add_column("source")
    table.add_column("outcome")
    for name in _COUNTS:
        table.add_column(name, justify="right")
    for run in runs:
        counts = [f"{getattr(run, name)}" for name in _COUNTS]
        table.add_row(Text(printable(run.source)), f"{_SIGNS[run.outcome]} {run.outcome}", *counts)
    result_console().print(table)
    for run in runs:
        for warning in run.warnings:
            complain(f"{run.source}: warning: {warning}")
        if run.problem:
            complain(f"{run.source}: {run.problem}")


def as_document(runs: Sequence[RunRecord]) -> dict[str, Any]:
    """Return `runs` as one JSON document."""
    return {"runs": [_as_json(run) for run in runs]}


def _as_json(run: RunRecord) -> dict[str, Any]:
    return {
        "source": run.source,
        "outcome": run.outcome.value,
        "started_at": format_instant(run.started_at),
        "finished_at": format_instant(run.finished_at),
        **{name: getattr(run, name) for name in _COUNTS},
        "problem": run.problem,
        "warnings": problems.as_document(run.warnings)["problems"],
    }
