"""The commands `alerts ...`: what is worth telling, and the rules by which other programs tell it."""

from pathlib import Path
from typing import Annotated

import typer

from supplierwatch.cli.alert_states import acknowledge, list_alerts, test
from supplierwatch.cli.session import session_of, write_file

# ruff: noqa: PLC0415 - imports wait inside the functions, so that --help answers at once

alerts_app = typer.Typer(
    name="alerts", help="What is worth an alert, and rules for Prometheus.", no_args_is_help=True
)

alerts_app.command(name="list")(list_alerts)
alerts_app.command()(acknowledge)
alerts_app.command()(test)

Out = Annotated[Path, typer.Option("--out", help="File to write; - is standard output.")]


@alerts_app.command()
def rules(context: typer.Context, out: Out = Path("-")) -> None:
    """Write the alerting rules for Prometheus that follow from the contract and the settings."""
    from supplierwatch.alert_files import rules_text
    from supplierwatch.watch import load_watch

    session = session_of(context)
    write_file(session, out, rules_text(load_watch(session.folder), session.now()))


@alerts_app.command()
def routes(context: typer.Context, out: Out = Path("-")) -> None:
    """Write the configuration for Alertmanager: who is told of what, and when not."""
    from supplierwatch.alert_files import routes_text
    from supplierwatch.watch import load_watch

    session = session_of(context)
    write_file(session, out, routes_text(load_watch(session.folder)))
