"""Comparisons of wordings, written: to the terminal, as JSON, as CSV, as a page."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Group

from collector.store.database import Database
from dashboards.comparison.back_test import Compared, tell_back_test
from dashboards.comparison.documents import (
    back_test_csv,
    back_test_document,
    targets_csv,
    targets_document,
)
from dashboards.comparison.html_form import render_comparison
from dashboards.comparison.naming import Naming
from dashboards.comparison.target_table import tell_targets
from dashboards.explanation.parts import Explained
from dashboards.wording import wording
from evaluator.back_test import read_keys
from evaluator.contract.versions import ContractVersion
from evaluator.core.follow_up.back_test import BackTest
from evaluator.core.follow_up.target_table import TargetTable
from supplierwatch.cli.drawing import draw
from supplierwatch.cli.session import Session, result_console, write_file, write_json, write_text

TICKETS_LISTED = 50
"""How many flipped tickets the terminal lists unless all are asked for."""


@dataclass(frozen=True)
class Forms:
    """In which forms a comparison is asked for; none of them: tables in the terminal."""

    as_json: bool
    as_csv: bool
    html: Path | None


@dataclass(frozen=True)
class Written:
    """A comparison told to people, and as it is written for programs; `command` makes it anew."""

    told: Explained
    command: str
    document: Callable[[], dict[str, Any]]
    rows: Callable[[], str]


def written_back_test(
    found: BackTest,
    database: Database,
    wordings: tuple[ContractVersion, ContractVersion],
    names: tuple[str, str],
    language: str,
    *,
    show_all: bool,
) -> Written:
    """Return a back-test ready to be written; `names` as `compared_wordings` takes them."""
    compared = compared_wordings(found, database, wordings, names, language, show_all=show_all)
    return Written(
        tell_back_test(compared),
        f"supplierwatch backtest {names[1]}",
        lambda: back_test_document(compared),
        lambda: back_test_csv(found),
    )


def compared_wordings(
    found: BackTest,
    database: Database,
    wordings: tuple[ContractVersion, ContractVersion],
    names: tuple[str, str],
    language: str,
    *,
    show_all: bool,
) -> Compared:
    """Return a back-test with its words and the keys of its tickets.

    `names` are what stands beside the draft (empty: today's wording; else what was published), and the draft.
    """
    today, draft = wordings
    words = wording(language)
    return Compared(
        found=found,
        naming=Naming(today.contract, draft.contract, words),
        today=words.text("what was published") if names[0] else words.text("today's wording"),
        draft=names[1],
        keys=read_keys(database, [int(number) for number in found.flips["ticket_id"]]),
        most_tickets=None if show_all else TICKETS_LISTED,
    )


def written_targets(table: TargetTable, version: ContractVersion, language: str) -> Written:
    """Return a table of targets ready to be written."""
    naming = Naming(version.contract, version.contract, wording(language))
    return Written(
        tell_targets(table, naming),
        f"supplierwatch backtest --targets {table.indicator.id}",
        lambda: targets_document(table),
        lambda: targets_csv(table),
    )


def write_comparison(session: Session, written: Written, forms: Forms, language: str) -> None:
    """Write a comparison in the forms asked for."""
    if forms.as_json:
        write_json(written.document())
    elif forms.as_csv:
        write_text(written.rows().rstrip("\n"))
    if forms.html is not None:
        write_file(session, forms.html, render_comparison(written.told, written.command, language))
    elif not (forms.as_json or forms.as_csv):
        result_console().print(Group(*draw(written.told, wording(language))))
