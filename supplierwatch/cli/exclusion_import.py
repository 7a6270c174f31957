"""The command `exclusion import`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import complain, session_of, write_json, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def import_requests(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Spreadsheet, .xlsx or .csv.")],
    mapping: Annotated[
        Path | None, typer.Option(help="File that names its headings.", show_default="the usual headings")
    ] = None,
    by: Annotated[Literal["supplier", "customer"], typer.Option(help="Which side asks.")] = "supplier",
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day it came, where a row names none.", show_default="today"),
    ] = None,
    *,
    keep_late: Annotated[bool, typer.Option(help="Note late requests too; they stand refused.")] = False,
    skip_wrong: Annotated[bool, typer.Option(help="Leave wrong rows out and take the others.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add the requests of a supplier's spreadsheet; those that are there already are left alone.

    Ends with 2, and adds nothing, where any row is wrong or late.
    """
    from supplierwatch.cli import problems
    from supplierwatch.exclusion_import import ImportRules, load_sheet_mapping
    from supplierwatch.exclusion_import import import_requests as take
    from supplierwatch.ledgers import day_of
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    day = day_of(session.now(), watch) if on is None else on.date()
    rules = ImportRules(by, day, keep_late=keep_late, skip_wrong=skip_wrong)
    found = take(watch, file, load_sheet_mapping(mapping), rules)
    for problem in found.problems:
        complain(f"left out: {problem}")
    for problem in found.doubtful:
        complain(f"warning: {problem}")
    names = [one.id for one in found.added]
    if as_json:
        wrong = problems.as_document(found.problems)["problems"]
        doubtful = problems.as_document(found.doubtful)["problems"]
        write_json(
            {
                "added": names,
                "already_there": found.known,
                "left_out": wrong,
                "in_time_by_own_date": doubtful,
            }
        )
    else:
        write_text("\n".join([*names, f"{len(names)} added, {found.known} already there"]))
