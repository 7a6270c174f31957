"""The commands `audiences apply` and `audiences list`."""

from typing import Annotated

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import result_console, session_of, write_json, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once

audiences_app = typer.Typer(
    name="audiences", no_args_is_help=True, help="Who reads which rows of a PostgreSQL store."
)


@audiences_app.command("apply")
def apply(
    context: typer.Context,
    *,
    only_print: Annotated[
        bool, typer.Option("--print", help="Write the SQL about roles for an administrator; change nothing.")
    ] = False,
    renew_passwords: Annotated[
        bool, typer.Option("--renew-passwords", help="Set passwords of roles that are there, too.")
    ] = False,
) -> None:
    """Make roles, grants and rows of audiences in the database what the settings say."""
    from supplierwatch.audiences.apply import apply_audiences, plan_audiences, units_of
    from supplierwatch.collecting import opened_store
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    wanted, units = watch.settings.audiences.roles, units_of(watch.versions)
    with opened_store(watch, session.environment) as database:
        if only_print:
            _, statements = plan_audiences(database, wanted, units)
            write_text("\n".join(statements) or "-- nothing is left to do about roles")
            session.say("passwords are never printed: set each with \\password ROLE in psql")
            return
        applied = apply_audiences(
            database, wanted, units, session.environment, renew_passwords=renew_passwords
        )
    write_text(f"{len(wanted)} audiences are as the settings say; roles created: {len(applied.created)}")
    for role in applied.without_password:
        session.say(f"{role} has no password yet: set one with \\password {role} in psql")
    for role in applied.former:
        session.say(f"{role} is no audience any more and reads nothing; remove it with: DROP ROLE {role}")


@audiences_app.command("list")
def list_audiences(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the audiences of the settings, and whether the database has them so."""
    from supplierwatch.audiences.standing import read_audiences
    from supplierwatch.collecting import opened_store
    from supplierwatch.watch import load_watch

    session = session_of(context)
    watch = load_watch(session.folder)
    with opened_store(watch, session.environment) as database:
        found = read_audiences(database, watch.settings.audiences.roles)
    if as_json:
        write_json([one.as_document() for one in found])
        return
    if not found:
        session.say("the settings name no audience; add them under audiences.roles")
        return
    from rich.table import Table

    table = Table("role", "kind", "units", "in the database")
    for one in found:
        table.add_row(one.role, one.kind, ", ".join(one.units), one.standing)
    result_console().print(table)
