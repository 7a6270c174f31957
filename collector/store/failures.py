"""Which errors of a database driver mean that the database failed, and not that a statement was wrong."""

import sqlite3
import sys

from sqlalchemy.exc import DBAPIError

_SQLITE_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOTADB,
    }
)
_SQLSTATES = ("08", "53", "57P", "58", "25006")
"""Connection lost, out of resources, shut down by an operator, system error, read only.

Source: PostgreSQL documentation, appendix "PostgreSQL Error Codes".
"""


def driver_errors() -> tuple[type[BaseException], ...]:
    """Return the classes of what drivers raise: those of optional ones only where they are loaded."""
    loaded = (sys.modules.get(name) for name in ("psycopg", "adbc_driver_manager"))
    return (DBAPIError, sqlite3.Error, *(module.Error for module in loaded if module is not None))


def failure_of(error: BaseException) -> str:
    """Return what failed where `error` says that the database did, else empty text.

    Out of reach, shut down, full, locked by another program, damaged, or not to be written to.
    """
    cause: BaseException = error
    if isinstance(error, DBAPIError):
        if error.orig is None:
            return ""
        cause = error.orig
    return first_line(cause) if _is_of_the_database(error, cause) else ""


def _is_of_the_database(error: BaseException, cause: BaseException) -> bool:
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in _SQLITE_CODES
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # The server can say nothing more: psycopg itself found the connection gone.
        return type(cause).__module__.startswith("psycopg") and type(cause).__name__ == "OperationalError"
    return str(state).startswith(_SQLSTATES)


def first_line(error: BaseException | None) -> str:
    """Return the first line of what `error` says."""
    return str(error).strip().partition("\n")[0]
