"""A backup: one archive of the store, as it was at one moment, and of the files of its watch."""

import os
import zipfile
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from collector.errors import NothingFound, Problem, ProblemsFound, SupplierwatchError
from collector.store.copying import tables_of, write_rows
from collector.store.database import Database
from evaluator.program import program_version
from supplierwatch.archive import (
    FILES,
    Entry,
    HashingWriter,
    Manifest,
    is_watch_file,
    table_entry,
    write_entry,
    write_manifest,
)
from supplierwatch.migrate import read_revision, revisions

_FAST = 1
"""Level of compression: a higher one takes several times as long for a tenth less."""


def save_backup(
    folder: Path, database: Database, secrets: tuple[str, ...], path: Path, created_at: int
) -> Manifest:
    """Write a backup of the watch in `folder` and of its store to `path`, whole or not at all.

    Others may write to the store meanwhile: the backup has what was committed when it began. Secrets are
    never in it; `secrets` names the environment variables that hold them. Raises ProblemsFound where a file
    is in the way, NothingFound where the store has no tables, SupplierwatchError where it cannot be written.
    """
    if path.exists():
        remedy = "Name another file; a backup is never overwritten"
        raise ProblemsFound([Problem("the file is there already", remedy=remedy, file=str(path))])
    part = path.with_name(f".{path.name}.part")
    try:
        _create_private(part)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=_FAST) as archive:
            manifest = _write(archive, folder, database, secrets, created_at)
        _keep(part, path)
    except OSError as error:
        raise SupplierwatchError(
            f"the backup cannot be written to {path}: {error.strerror}. No backup was made"
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return manifest


def _write(
    archive: zipfile.ZipFile, folder: Path, database: Database, secrets: tuple[str, ...], created_at: int
) -> Manifest:
    entries = [_write_file(archive, folder, name) for name in watch_files(folder)]
    with database.reading() as connection:
        if database.dialect == "postgresql":
            # All tables as they were at one moment; SQLite gives that to every reader.
            connection.execution_options(isolation_level="REPEATABLE READ")
        revision = _known_revision(connection, database)
        entries += [_write_table(archive, connection, table) for table in tables_of(connection)]
    manifest = Manifest(program_version(), revision, database.dialect, created_at, secrets, tuple(entries))
    write_manifest(archive, manifest)
    return manifest


def watch_files(folder: Path) -> list[str]:
    """Return the paths in `folder` of the files people edit, in order."""
    found = [path for pattern in ("*", "amendments/**/*", "mappings/**/*") for path in folder.glob(pattern)]
    names = {path.relative_to(folder).as_posix() for path in found if path.is_file()}
    return sorted(name for name in names if is_watch_file(name))


def _write_file(archive: zipfile.ZipFile, folder: Path, name: str) -> Entry:
    def written(writer: HashingWriter) -> None:
        writer.write((folder / name).read_bytes())

    return write_entry(archive, f"{FILES}{name}", written)


def _write_table(archive: zipfile.ZipFile, connection: sa.Connection, table: sa.Table) -> Entry:
    def written(writer: HashingWriter) -> int:
        return write_rows(connection, table, writer)

    return write_entry(archive, table_entry(table.name), written)


def _known_revision(connection: sa.Connection, database: Database) -> str:
    revision = read_revision(connection)
    name = database.url.render_as_string()
    if revision is None:
        raise NothingFound(f"the store {name} has no tables yet; run: supplierwatch collect")
    if revision not in revisions():
        raise SupplierwatchError(
            f"the store {name} is of version {revision}, which this program does not know; "
            "make the backup with the program that changed it"
        )
    return revision


def _create_private(part: Path) -> None:
    """Create an empty file that only its owner reads: facts about people's tickets go into it."""
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _keep(part: Path, path: Path) -> None:
    """Give a written file its name, once its content is on disk."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)
