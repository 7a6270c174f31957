"""Bringing a database to the present version of its tables."""

from importlib import resources

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
    config = _config()
    with database.writing() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if current is not None and current not in known:
            raise SupplierwatchError(
                f"the database {database.url.render_as_string()} is of version {current}, which this program "
                "does not know: a later version has changed it. Use that version, or restore a backup"
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    folder = resources.files("supplierwatch") / "migrations"
    # A percent sign in a folder's name would start an interpolation.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
