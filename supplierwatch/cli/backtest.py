"""The command `backtest`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from supplierwatch.cli.options import AsJson, Html, Language
from supplierwatch.cli.session import session_of

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def backtest(  # noqa: PLR0913, PLR0917 - a command has an argument for each of its options
    context: typer.Context,
    draft: Annotated[
        Path | None, typer.Argument(help="A draft: a contract file, or an amendment of today's contract.")
    ] = None,
    months: Annotated[int, typer.Option(help="How many finished months are judged.")] = 24,
    first: Annotated[str | None, typer.Option("--from", help="First month, such as 2025-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last month, such as 2026-10.")] = None,
    baseline: Annotated[
        Literal["today", "published"],
        typer.Option(help="What stands beside the draft: today's contract, or what was published."),
    ] = "today",
    targets: Annotated[
        str | None, typer.Option(help="Indicator whose limits and targets are tried instead.")
    ] = None,
    limits: Annotated[str | None, typer.Option(help='Limits to try, such as "6 h, 8 h".')] = None,
    shares: Annotated[str | None, typer.Option(help='Targets to try, such as "85 %, 90 %".')] = None,
    language: Language = None,
    html: Html = None,
    *,
    show_all: Annotated[bool, typer.Option("--all", help="List every ticket that flipped.")] = False,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write rows as CSV.")] = False,
) -> None:
    """Judge a draft of the contract on history beside today's, or try targets. Publishes nothing."""
    from supplierwatch.back_testing import back_test_watch, read_tries, try_targets_of
    from supplierwatch.cli.comparisons import Forms, write_comparison, written_back_test, written_targets
    from supplierwatch.cli.progress import shown_count
    from supplierwatch.collecting import opened_store
    from supplierwatch.drafts import months_asked, read_draft, version_today
    from supplierwatch.watch import load_watch

    _refuse_what_does_not_fit(draft, targets, limits, shares)
    if as_csv and as_json:
        raise typer.BadParameter("--csv and --json: one of them")
    session = session_of(context)
    watch, now = load_watch(session.folder), session.now()
    today = version_today(watch, now)
    proposed = today if draft is None else read_draft(draft, watch, today)
    asked = None if targets is None else read_tries(targets, limits, shares)
    names = months_asked(watch, now, months, first, last)
    spoken = language or watch.settings.language
    with (
        opened_store(watch, session.environment) as database,
        shown_count(session, "judging", len(names)) as begins,
    ):
        if asked is not None:
            table = try_targets_of(watch, database, proposed, asked, names, now, begins)
            written = written_targets(table, proposed, spoken)
        else:
            is_published = baseline == "published"
            found = back_test_watch(
                watch, database, today, proposed, names, now, begins, against_published=is_published
            )
            named = ("published" if is_published else "", str(draft))
            lists_all = show_all or html is not None
            written = written_back_test(found, database, (today, proposed), named, spoken, show_all=lists_all)
    write_comparison(session, written, Forms(as_json, as_csv, html), spoken)


def _refuse_what_does_not_fit(
    draft: Path | None, targets: str | None, limits: str | None, shares: str | None
) -> None:
    if draft is None and targets is None:
        raise typer.BadParameter("name a draft, or an indicator with --targets")
    if targets is None and (limits is not None or shares is not None):
        raise typer.BadParameter("--limits and --shares belong to --targets")
