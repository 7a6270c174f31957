"""The command `check`."""

from typing import Annotated

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import session_of, write_json

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def check(
    context: typer.Context,
    *,
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="L01", help="Only what these rules find (and errors)."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="L07", help="Not what these rules find.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check all files of the watch and the terms of its contract, and show every problem at once.

    Ends with 2 where there is an error; warnings alone end with 0.
    """
    from collector.errors import Severity
    from supplierwatch.cli.problems import as_document, print_problems
    from supplierwatch.linting import check_watch, select

    session = session_of(context)
    rules, ignored = _known(rule or []), _known(ignore or [])
    found = check_watch(session.folder, session.now(), session.environment)
    problems = select(found.problems, rules, ignored)
    if as_json:
        write_json(as_document(problems))
    else:
        print_problems(problems, session)
    for remark in found.remarks:
        session.say(remark)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(2)


def _known(rules: list[str]) -> list[str]:
    """Return the ids of rules as they are written; refuse one that no rule has."""
    from supplierwatch.linting import RULE_IDS

    written = [rule.upper() for rule in rules]
    for rule in written:
        if rule not in RULE_IDS:
            raise typer.BadParameter(f"there is no rule {rule!r}; the rules are {', '.join(RULE_IDS)}")
    return written
