"""The command `exclusion`: requests to leave something out, made, decided, listed and shown."""

import typer

from supplierwatch.cli.exclusion_decide import decide
from supplierwatch.cli.exclusion_import import import_requests
from supplierwatch.cli.exclusion_list import list_requests, show
from supplierwatch.cli.exclusion_propose import propose

exclusion_app = typer.Typer(
    name="exclusion",
    no_args_is_help=True,
    help="Make, decide, list, show and import requests to leave tickets or time out of the figures.",
)
exclusion_app.command("propose")(propose)
exclusion_app.command("decide")(decide)
exclusion_app.command("list")(list_requests)
exclusion_app.command("show")(show)
exclusion_app.command("import")(import_requests)
