"""The commands `backup` and `restore`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from supplierwatch.cli.options import AsJson
from supplierwatch.cli.session import session_of, write_json, write_text

# ruff: noqa: PLC0415 - imports wait inside the function, so that --help answers at once


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Archive to write; one that is there is never overwritten.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Save the store and the files of the watch in one archive; secrets are never in it."""
    from collector.store.database import open_database
    from supplierwatch.archive import as_document
    from supplierwatch.backup import save_backup
    from supplierwatch.watch_settings import read_settings

    session = session_of(context)
    # Only the settings have to be whole: what is to be mended in the other files may need a backup first.
    settings = read_settings(session.folder)
    with open_database(settings.store_address(session.folder, session.environment)) as database:
        manifest = save_backup(session.folder, database, settings.secret_names(), file, session.now())
    if as_json:
        write_json(as_document(manifest))
    else:
        rows = sum(entry.rows or 0 for entry in manifest.tables.values())
        write_text(f"wrote {file}: {rows} rows of {len(manifest.tables)} tables, {len(manifest.files)} files")
    _name_secrets(session.say, manifest.secrets)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Archive that `backup` wrote.")],
    store: Annotated[
        str | None,
        typer.Option(help="Address of the store, such as sqlite:///store.db.", show_default="as it was"),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Restore a backup into an empty folder (--watch) and an empty store."""
    from supplierwatch.archive import as_document
    from supplierwatch.restore import restore_backup

    session = session_of(context)
    manifest = restore_backup(file, session.folder, session.environment, store)
    if as_json:
        write_json(as_document(manifest))
    else:
        rows = sum(entry.rows or 0 for entry in manifest.tables.values())
        write_text(f"restored {rows} rows and {len(manifest.files)} files into {session.folder}")
    _name_secrets(session.say, manifest.secrets)


def _name_secrets(say: Callable[[str], None], secrets: tuple[str, ...]) -> None:
    if secrets:
        say(f"not in the backup are the secrets in the environment variables {', '.join(secrets)}")
