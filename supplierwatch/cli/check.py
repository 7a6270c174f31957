"""The command `check`."""

from typing import Annotated

import typer

from supplierwatch.cli.session import session_of, write_json

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def check(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON document.")] = False,
) -> None:
    """Check all files of the watch, and show every problem and warning at once.

    Ends with 2 where there is an error; warnings alone end with 0.
    """
    from collector.errors import ProblemsFound, Severity
    from supplierwatch.cli.problems import as_document, print_problems
    from supplierwatch.watch import load_watch

    session = session_of(context)
    try:
        problems = load_watch(session.folder).warnings
    except ProblemsFound as error:
        problems = error.problems
    if as_json:
        write_json(as_document(problems))
    else:
        print_problems(problems, session)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(2)
