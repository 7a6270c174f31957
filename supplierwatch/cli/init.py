"""The command `init`."""

from pathlib import Path
from typing import Annotated

import typer

from supplierwatch.cli.session import session_of

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def init(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(help="Where to; the watch folder if left out.")] = None,
) -> None:
    """Create a small commented watch to begin from; never overwrites a file."""
    from supplierwatch.example import save_copy, starting_watch
    from supplierwatch.schemas import SCHEMAS_FOLDER, save_schemas

    session = session_of(context)
    place = session.folder if folder is None else folder
    paths = save_copy(starting_watch(), place)
    save_schemas(place / SCHEMAS_FOLDER)
    for path in paths:
        session.say(f"wrote {path}")
    session.say(f"Edit the files, and see how they fit with: supplierwatch --watch {place} check")
