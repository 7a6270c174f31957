"""Keeping two SQLite libraries of one process from having the same file open at once.

Python and the ADBC driver each bring a library of their own. The locks of POSIX belong to the process, not
to the library: where one closes a file, or gives back a lock, the other's locks on it are gone too, and with
them what keeps other processes from writing at the same time (SQLite, How To Corrupt, 2.2.1). Commits are
lost by that, and files damaged.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

_changed = threading.Condition()
_by_python: Counter[str] = Counter()
_by_driver: Counter[str] = Counter()


def watch_connections(engine: sa.Engine) -> None:
    """Count the connections of `engine`, by Python's library; each waits while the driver's reads."""
    file = _name_of(engine)

    def connected(dialect: sa.Dialect, _record: Any, arguments: Any, options: Any) -> Any:
        with _changed:
            _changed.wait_for(lambda: _by_driver[file] == 0)
            _by_python[file] += 1
        is_open = False
        try:
            connection = dialect.connect(*arguments, **options)
            is_open = True
        finally:
            if not is_open:
                _closed(file)
        return connection

    sa.event.listen(engine, "do_connect", connected)
    sa.event.listen(engine, "close", lambda _connection, _record: _closed(file))
    sa.event.listen(engine, "close_detached", lambda _connection: _closed(file))


@contextmanager
def driver_alone(engine: sa.Engine) -> Iterator[bool]:
    """Yield whether the driver's library may open the file of `engine` until the end: no other has it open.

    Connections of `engine` that are not in use are closed for it.
    """
    file = _name_of(engine)
    # One in use would stay open in the pool that is given up.
    if isinstance(engine.pool, sa.QueuePool) and engine.pool.checkedout() == 0:
        engine.dispose()
    with _changed:
        is_alone = _by_python[file] == 0
        _by_driver[file] += is_alone
    try:
        yield is_alone
    finally:
        with _changed:
            _by_driver[file] -= is_alone
            _changed.notify_all()


def _closed(file: str) -> None:
    with _changed:
        _by_python[file] -= 1


def _name_of(engine: sa.Engine) -> str:
    return str(Path(str(engine.url.database)).resolve())
