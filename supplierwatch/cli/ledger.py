"""The command `ledger`: shows the ledger; its sub-commands make entries."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from supplierwatch.cli.ledger_entries import claim, credit, dispute, settle, waive, withdraw
from supplierwatch.cli.options import AsJson, Language
from supplierwatch.cli.session import complain, session_of, write_file, write_text

if TYPE_CHECKING:
    from evaluator.core.periods import Period

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once

ledger_app = typer.Typer(
    name="ledger",
    invoke_without_command=True,
    help="Show what became of calculated credits, or note what was done about one.",
)
for command in (claim, credit, dispute, settle, waive, withdraw):
    ledger_app.command()(command)


@ledger_app.callback()
def ledger(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    period: Annotated[str | None, typer.Option(help="Only the month 2026-10.", show_default="all")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First month.", show_default="all")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last month.", show_default="all")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Day or time to show it as of.", show_default="now")
    ] = None,
    language: Language = None,
    html: Annotated[Path | None, typer.Option(help="Write one page to FILE (- for standard output).")] = None,
    *,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what became of calculated credits: claimed, credited, disputed, waived, lapsed, open.

    Ends with 2 where an entry is about more than there was to credit, dispute, settle or withdraw. A claim
    that lapses soon is a warning.
    """
    if context.invoked_subcommand is not None:
        return
    from collector.errors import Severity
    from dashboards.ledger.csv_form import render_ledger_csv
    from dashboards.ledger.document import render_ledger_json
    from dashboards.ledger.page import render_ledger_html
    from dashboards.ledger.section import build_ledger
    from dashboards.wording import wording
    from supplierwatch.cli.ledger_table import print_ledger
    from supplierwatch.collecting import opened_store
    from supplierwatch.ledgers import find_ledger_problems, read_ledger, refuse_future_entries
    from supplierwatch.periods_asked import find_period, read_as_of
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch, now = load_watch(session.folder), session.now()
    refuse_future_entries(watch, now)
    known_by = None if as_of is None else read_as_of(as_of, watch.zone)
    first, last = _span(period, first, last, partial(find_period, instant=now, zone=watch.zone))
    with opened_store(watch, session.environment) as database:
        found = read_ledger(watch, database, now, known_by)
    problems = list(find_ledger_problems(watch, found))
    lapsing = found.lapsing_within(watch.settings.warn_days_before_lapse)
    shown = found.between(first, last)
    terms, words = watch.versions.latest.contract, wording(language or watch.settings.language)
    if as_json:
        write_text(render_ledger_json(shown, lapsing).rstrip("\n"))
    elif as_csv:
        write_text(render_ledger_csv(shown, terms, words).rstrip("\r\n"))
    elif html is None:
        print_ledger(build_ledger(shown, lapsing, terms, words), words)
    else:
        write_file(session, html, render_ledger_html(shown, lapsing, terms, words))
    for problem in problems:
        complain(f"supplierwatch: {problem}")
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(2)


def _span(
    period: str | None, first: str | None, last: str | None, find: Callable[..., "Period"]
) -> tuple[str | None, str | None]:
    """The first and last month asked for; None where there is no such bound."""
    if period is not None and (first is not None or last is not None):
        raise typer.BadParameter("--period names one month; --from and --to a span of them")
    first, last = (
        None if name is None else find(name, option=option).name
        for name, option in (
            (period or first, "--from" if period is None else "--period"),
            (period or last, "--to" if period is None else "--period"),
        )
    )
    if first is not None and last is not None and first > last:
        raise typer.BadParameter(f"--from: {first} comes after {last}; allowed: the first month first")
    return first, last
