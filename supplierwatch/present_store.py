"""The store of a watch where there is one that can be read as it is; none is made or changed for it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from collector.store.database import Database
from supplierwatch.migrate import read_revision, revisions
from supplierwatch.watch import Watch


@contextmanager
def present_store(watch: Watch, environment: Mapping[str, str]) -> Iterator[Database | None]:
    """Yield the store of `watch`, or None where it is not there or of another version of the program.

    Raises SupplierwatchError where a server does not answer, or the variable of its password is not set.
    """
    file = watch.settings.store_file(watch.folder)
    # Opening an SQLite file that is not there would make it.
    if file is not None and not file.exists():
        yield None
        return
    with watch.open_store(environment) as database:
        with database.reading() as connection:
            revision = read_revision(connection)
        yield database if revision == revisions()[-1] else None
