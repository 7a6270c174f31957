"""The application: global options, and the commands in the order people meet them."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from supplierwatch.cli.alerts import alerts_app
from supplierwatch.cli.alternatives import alternatives
from supplierwatch.cli.audiences import audiences_app
from supplierwatch.cli.backtest import backtest
from supplierwatch.cli.backup import backup, restore
from supplierwatch.cli.check import check
from supplierwatch.cli.collect import collect
from supplierwatch.cli.consultation import consultation
from supplierwatch.cli.contract_changes import contract_changes
from supplierwatch.cli.dashboards import dashboards_app
from supplierwatch.cli.decide import decide, reply
from supplierwatch.cli.deliveries import deliveries
from supplierwatch.cli.demo import demo
from supplierwatch.cli.deviations import deviations_app
from supplierwatch.cli.diff import diff
from supplierwatch.cli.evaluate import evaluate
from supplierwatch.cli.exclusion import exclusion_app
from supplierwatch.cli.explain import explain
from supplierwatch.cli.handover import handover
from supplierwatch.cli.init import init
from supplierwatch.cli.jobs import jobs
from supplierwatch.cli.ledger import ledger_app
from supplierwatch.cli.messages import messages_app
from supplierwatch.cli.needs import needs
from supplierwatch.cli.pack import pack
from supplierwatch.cli.plan import plan_app
from supplierwatch.cli.probe import probe
from supplierwatch.cli.publish import publish
from supplierwatch.cli.reconcile import reconcile
from supplierwatch.cli.report import report
from supplierwatch.cli.reports import reports_app
from supplierwatch.cli.retain import retain
from supplierwatch.cli.schema import schema
from supplierwatch.cli.seal import restate, seal, seals
from supplierwatch.cli.serve import serve
from supplierwatch.cli.session import WATCH_VARIABLE, Session
from supplierwatch.cli.sources import sources
from supplierwatch.cli.tender import tender
from supplierwatch.cli.time_plan import time_plan
from supplierwatch.cli.verify import verify
from supplierwatch.cli.version import version

EXIT_CODES = (
    "Exit codes: 0 done; 1 something unexpected, such as a database that does not answer; "
    "2 wrong use, or a file of the watch with problems; 3 a source could not be read; "
    "4 nothing found (no such period, ticket or outage); 5 a seal does not verify."
)

app = typer.Typer(
    name="supplierwatch",
    no_args_is_help=True,
    add_completion=False,
    # Tracebacks with the values of variables could show secrets.
    pretty_exceptions_enable=False,
    epilog=EXIT_CODES,
)

COMMANDS: tuple[tuple[str, tuple[Callable[..., None], ...]], ...] = (
    ("Begin", (demo, init, check, schema)),
    ("Measure", (collect, sources, deliveries, evaluate, report, publish, explain, reconcile)),
    ("Fix and prove", (seal, restate, seals, verify, pack)),
    ("Change the contract", (diff, backtest, contract_changes)),
    ("Decide", (decide, reply, alternatives, handover, needs, consultation, time_plan, tender)),
    ("Run", (serve, jobs, probe)),
    ("Keep", (backup, restore, retain, version)),
)

for panel, commands in COMMANDS:
    for command in commands:
        app.command(command.__name__.replace("_", "-"), rich_help_panel=panel)(command)
for group in (exclusion_app, ledger_app, plan_app, deviations_app):
    app.add_typer(group, rich_help_panel="Follow up")

app.add_typer(dashboards_app, rich_help_panel="Run")
app.add_typer(audiences_app, rich_help_panel="Keep")
app.add_typer(alerts_app, rich_help_panel="Run")
app.add_typer(messages_app, rich_help_panel="Run")
app.add_typer(reports_app, rich_help_panel="Keep")


@app.callback()
def main(
    context: typer.Context,
    watch: Annotated[
        Path,
        typer.Option(envvar=WATCH_VARIABLE, help="Folder of the watch.", show_default="the current folder"),
    ] = Path(),
    *,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but results and errors.")] = False,
) -> None:
    """Measure what an outsourced IT service delivered against its contract."""
    context.obj = Session(watch, quiet)
