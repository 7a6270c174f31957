"""The application: global options, and the commands in the order people meet them."""

from pathlib import Path
from typing import Annotated

import typer

from supplierwatch.cli.check import check
from supplierwatch.cli.collect import collect
from supplierwatch.cli.demo import demo
from supplierwatch.cli.evaluate import evaluate
from supplierwatch.cli.explain import explain
from supplierwatch.cli.init import init
from supplierwatch.cli.report import report
from supplierwatch.cli.schema import schema
from supplierwatch.cli.session import WATCH_VARIABLE, Session
from supplierwatch.cli.version import version

EXIT_CODES = (
    "Exit codes: 0 done; 1 something unexpected, such as a database that does not answer; "
    "2 wrong use, or a file of the watch with problems; 3 a source could not be read; "
    "4 nothing found (no such period, ticket or outage)."
)

app = typer.Typer(
    name="supplierwatch",
    no_args_is_help=True,
    add_completion=False,
    # Tracebacks with the values of variables could show secrets.
    pretty_exceptions_enable=False,
    epilog=EXIT_CODES,
)

for command in (demo, init, check, schema, collect, evaluate, report, explain, version):
    app.command()(command)


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
