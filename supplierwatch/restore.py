"""Restoring a backup into an empty folder and an empty store.

The files lie in a folder of their own, under a name no watch has, until the store is filled; the store is
filled in one transaction. So what was interrupted looks like no watch, and can be begun again.
"""

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa
from pydantic import ValidationError
from ruamel.yaml import YAML

from collector.errors import Problem, ProblemsFound, SupplierwatchError
from collector.store.copying import append_rows, set_row_numbers, tables_of
from collector.store.database import Database, open_database
from supplierwatch.archive import (
    FILES,
    Manifest,
    check_hashes,
    damaged,
    opened_archive,
    read_manifest,
    table_entry,
)
from supplierwatch.migrate import read_revision, revisions, upgrade_within
from supplierwatch.settings import StoreSettings
from supplierwatch.watch_settings import SETTINGS_FILE, read_settings

UNFINISHED = ".restoring"
"""The folder that holds the files until the store is filled."""

_SQLITE_FILES = ("", "-wal", "-shm", "-journal")


def restore_backup(
    path: Path, folder: Path, environment: Mapping[str, str], store_url: str | None = None
) -> Manifest:
    """Restore the backup at `path` into `folder`, and its store where the settings (or `store_url`) say.

    Both must be empty. Everything is checked before anything is written; tables of an earlier version are
    brought to the present one. Raises ProblemsFound where folder or store are in use or the backup is
    damaged, SupplierwatchError where something cannot be written.
    """
    if store_url is not None:
        _check_address(store_url)
    with opened_archive(path) as archive:
        manifest = read_manifest(archive, path)
        if manifest.revision not in revisions():
            raise damaged(path, f"its tables are of version {manifest.revision}, which a later program made")
        _refuse_used(folder, manifest)
        check_hashes(archive, manifest, path)
        was_begun = (folder / UNFINISHED).is_dir()
        try:
            _refuse_small_disk(manifest, folder)
            _unpack(archive, manifest, folder, store_url)
            with _opened_store(folder, environment) as database:
                _fill(archive, manifest, database, path, was_begun=was_begun)
            _put_in_place(folder)
        except OSError as error:
            raise SupplierwatchError(
                f"{folder} cannot be written: {error.strerror}. Nothing there can be used; mend it and "
                "restore again"
            ) from error
    return manifest


def _refuse_used(folder: Path, manifest: Manifest) -> None:
    """Refuse a folder with anything in it that an interrupted restore of this backup did not leave there."""
    if not folder.exists():
        return
    found = {one.name for one in folder.iterdir()} if folder.is_dir() else {folder.name}
    if odd := sorted(found - _left_behind(folder, manifest)):
        remedy = "Name an empty folder with --watch; nothing was restored"
        names = ", ".join(odd[:3])
        raise ProblemsFound([Problem(f"the folder is not empty: {names}", remedy=remedy, file=str(folder))])


def _left_behind(folder: Path, manifest: Manifest) -> set[str]:
    unfinished = folder / UNFINISHED
    if not unfinished.is_dir():
        return set()
    # The settings come last: where they are in place, nothing was interrupted.
    moved = {name.partition("/")[0] for name in manifest.files} - {SETTINGS_FILE}
    store = _store_file(unfinished)
    return {UNFINISHED, *moved, *(f"{store}{suffix}" for suffix in _SQLITE_FILES if store)}


def _store_file(unfinished: Path) -> str:
    """The first part of the path of a SQLite store in the folder; empty where it is elsewhere."""
    try:
        url = sa.make_url(read_settings(unfinished).store.url)
    except ProblemsFound:
        return ""
    return Path(url.database or "").parts[0] if url.get_backend_name() == "sqlite" else ""


def _check_address(store_url: str) -> None:
    try:
        StoreSettings(url=store_url)
    except ValidationError as error:
        # Neither the address nor what is said of it may show a password.
        context = error.errors()[0].get("ctx", {})
        found, remedy = str(context.get("found", "")), str(context.get("remedy", ""))
        raise ProblemsFound([Problem(found, remedy=remedy, path="--store")]) from None


def _opened_store(folder: Path, environment: Mapping[str, str]) -> Database:
    address = read_settings(folder / UNFINISHED).store_address(folder, environment)
    url = sa.make_url(address)
    if url.get_backend_name() == "sqlite":
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    return open_database(address)


def _refuse_small_disk(manifest: Manifest, folder: Path) -> None:
    nearest = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    needed, free = sum(one.size for one in manifest.entries), shutil.disk_usage(nearest).free
    if needed > free:
        raise SupplierwatchError(
            f"the backup unfolds to {needed} bytes, and {nearest} has {free} left; nothing was restored"
        )


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path, store_url: str | None) -> None:
    unfinished = folder / UNFINISHED
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(parents=True)
    for name in manifest.files:
        file = unfinished / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(archive.read(f"{FILES}{name}"))
    if store_url is not None:
        _name_store(unfinished / SETTINGS_FILE, store_url)


def _name_store(path: Path, store_url: str) -> None:
    """Write another address of the store into the settings; the rest stays as it is."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    content = yaml.load(path)
    content.setdefault("store", {})["url"] = store_url
    yaml.dump(content, path)


def _fill(
    archive: zipfile.ZipFile, manifest: Manifest, database: Database, path: Path, *, was_begun: bool
) -> None:
    name = database.url.render_as_string()
    with database.writing() as connection:
        tables = tables_of(connection)
        if tables and was_begun and _is_filled(connection, tables, manifest):
            # Interrupted after the store was filled: only the files are missing.
            return
        if tables:
            raise _in_use(name)
        upgrade_within(connection, name, manifest.revision)
        _fill_tables(archive, manifest, connection, path)
        upgrade_within(connection, name)


def _is_filled(connection: sa.Connection, tables: list[sa.Table], manifest: Manifest) -> bool:
    rows = {table.name: connection.execute(_count(table)).scalar_one() for table in tables}
    return read_revision(connection) == revisions()[-1] and all(
        rows.get(table) == entry.rows for table, entry in manifest.tables.items()
    )


def _in_use(name: str) -> ProblemsFound:
    remedy = (
        "Restore into a store without tables: name another with --store, such as sqlite:///store.db; "
        "nothing was restored"
    )
    return ProblemsFound([Problem(f"the store {name} is in use: it has tables", remedy=remedy)])


def _count(table: sa.Table) -> "sa.Select[int]":
    return sa.select(sa.func.count()).select_from(table)


def _fill_tables(archive: zipfile.ZipFile, manifest: Manifest, connection: sa.Connection, path: Path) -> None:
    tables = tables_of(connection)
    if odd := sorted({table.name for table in tables} ^ set(manifest.tables)):
        raise damaged(path, f"its tables are not those of version {manifest.revision}: {', '.join(odd)}")
    for table in reversed(tables):
        # What the steps themselves put there comes again with the rows.
        connection.execute(sa.delete(table))
    for table in tables:
        try:
            with archive.open(table_entry(table.name)) as file:
                rows = append_rows(connection, table, file)
        except ValueError as error:
            raise damaged(path, str(error)) from error
        if rows != manifest.tables[table.name].rows:
            raise damaged(path, f"{table.name} has {rows} rows, not {manifest.tables[table.name].rows}")
        set_row_numbers(connection, table)


def _put_in_place(folder: Path) -> None:
    """Move the files to where a watch has them, the settings last: without them it is no whole watch."""
    unfinished = folder / UNFINISHED
    for found in sorted(unfinished.iterdir(), key=lambda one: (one.name == SETTINGS_FILE, one.name)):
        target = folder / found.name
        if target.is_dir():
            # Of a restore that was interrupted here.
            shutil.rmtree(target)
        found.replace(target)
    unfinished.rmdir()
