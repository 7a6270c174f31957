"""Bringing a database to the present version of its tables."""

from importlib import resources

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from collector.errors import SupplierwatchError
from collector.store.database import Database


def upgrade(database: Database) -> None:
    """Create or change the tables of `database` up to this program's version; safe to call at every start.

    One transaction under the writers' lock: of two processes at once the second finds nothing left to do.
    Raises SupplierwatchError for a database that a later version of the program has changed.
    """
    with database.writing() as connection:
        upgrade_within(connection, database.url.render_as_string())


def upgrade_within(connection: sa.Connection, name: str, revision: str = "head") -> None:
    """Bring the tables of the database called `name` to `revision`, inside the caller's transaction.

    Raises SupplierwatchError as `upgrade` does.
    """
    config = _config()
    current = read_revision(connection)
    if current is not None and current not in revisions():
        raise SupplierwatchError(
            f"the database {name} is of version {current}, which this program "
            "does not know: a later version has changed it. Use that version, or restore a backup"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def read_revision(connection: sa.Connection) -> str | None:
    """Return the version of the tables of a database, None where it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def revisions() -> list[str]:
    """Return the versions of the tables that this program knows, oldest first."""
    return [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def _config() -> Config:
    config = Config()
    folder = resources.files("supplierwatch") / "migrations"
    # A percent sign in a folder's name would start an interpolation.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
