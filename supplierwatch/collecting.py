"""Collecting from the sources of a watch into its store."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from collector.collect import Progress, RunRecord, collect
from collector.store.database import Database
from collector.store.save import Clock
from supplierwatch.migrate import upgrade
from supplierwatch.watch import Watch


@dataclass(frozen=True)
class Told:
    """Who is told how it goes: `begins` before each source, `goes_on` after each page of it."""

    begins: Callable[[str], None]
    goes_on: Progress


@contextmanager
def opened_store(watch: Watch, environment: Mapping[str, str]) -> Iterator[Database]:
    """Yield the store of `watch`, its tables brought to the present version."""
    with watch.open_store(environment) as database:
        upgrade(database)
        yield database


def collect_sources(
    watch: Watch,
    database: Database,
    now: Clock,
    environment: Mapping[str, str],
    names: Sequence[str] = (),
    told: Told | None = None,
) -> list[RunRecord]:
    """Collect from the sources called `names` (none: from all), one after another, and return their runs.

    A source that cannot be read ends its own run as failed; the others go on. Raises ProblemsFound for a
    name that no source has, before anything is collected.
    """
    runs = []
    for watched in watch.chosen(names):
        if told is not None:
            told.begins(watched.name)
        source = watch.open_source(watched, environment, now)
        runs.append(collect(source, database, now, None if told is None else told.goes_on))
    return runs
