"""The command `schema`."""

from pathlib import Path
from typing import Annotated

import typer

from supplierwatch.cli.session import session_of

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def schema(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Option(help="Folder to write to.", show_default="schemas in the watch folder")
    ] = None,
) -> None:
    """Write a JSON Schema for each kind of file, so that an editor completes and checks them."""
    from supplierwatch.schemas import SCHEMAS_FOLDER, save_schemas

    session = session_of(context)
    for path in save_schemas(session.folder / SCHEMAS_FOLDER if folder is None else folder):
        session.say(f"wrote {path}")
