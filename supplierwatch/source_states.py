"""How each source of a watch stands: for the command `sources`, the metrics and the page of data health."""

from dataclasses import dataclass

from collector.connectors.options import ConnectorOptions
from collector.connectors.position import BackFill, Position, position_of
from collector.store.database import Database
from collector.store.heard import Heard, read_heard
from collector.store.progress import Progress, read_progress
from supplierwatch.collecting import LeftAlone, find_left_alone
from supplierwatch.watch import Watch
from supplierwatch.watched_sources import WatchedSource

FILES = "files"


@dataclass(frozen=True)
class BackFillState:
    """How far the back-fill is: from `since` to before `until`, all of it before `reached`."""

    since: int
    reached: int
    until: int

    @property
    def left_seconds(self) -> int:
        """Seconds of the past that are still to be collected."""
        return max(self.until - self.reached, 0)

    @property
    def percent(self) -> int:
        """The whole part of the share that is done, in percent; never 100 before its end."""
        return 100 * (self.reached - self.since) // max(self.until - self.since, 1)


@dataclass(frozen=True)
class SourceState:
    """One source: its `kind` is `files` or the type of its connector; None where something is not so.

    `heard` is None before its first run, `back_fill` where none is under way, `sweep_at` where deleted
    tickets are not looked for: else when that is due next, which is past where it is under way. `gone` are
    tickets that were found to be deleted.
    """

    source: str
    kind: str
    heard: Heard | None
    left_alone: LeftAlone | None
    back_fill: BackFillState | None
    sweep_at: int | None
    gone: int

    def lag(self, now: int) -> int | None:
        """Seconds up to `now` of which nothing is known yet; None where the source does not say."""
        reached = None if self.heard is None else self.heard.reached_at
        return None if reached is None else max(now - reached, 0)


def read_source_states(watch: Watch, database: Database, now: int) -> tuple[SourceState, ...]:
    """Return how every source stands at `now`, in the order of the sources file; quick: few rows are read."""
    heard = {one.source: one for one in read_heard(database)}
    progress = read_progress(database)
    left_alone = {one.source: one for one in find_left_alone(watch.sources, heard, now)}
    return tuple(
        _state(
            one,
            heard.get(one.name),
            left_alone.get(one.name),
            progress.get(one.name),
            now,
        )
        for one in watch.sources
    )


def _state(
    watched: WatchedSource,
    heard: Heard | None,
    left_alone: LeftAlone | None,
    progress: Progress | None,
    now: int,
) -> SourceState:
    options = watched.entry.connector
    position = None if options is None or progress is None else position_of(progress.cursor)
    return SourceState(
        source=watched.name,
        kind=FILES if options is None else str(getattr(options, "type", "")),
        heard=heard,
        left_alone=left_alone,
        back_fill=None if options is None or position is None else _back_fill(position.back_fill, options),
        sweep_at=None if options is None else _sweep_at(position, options, now),
        gone=0 if progress is None else progress.gone,
    )


def _back_fill(found: BackFill | None, options: ConnectorOptions) -> BackFillState | None:
    if found is None:
        return None
    since = options.since_instant if found.since is None else found.since
    return BackFillState(min(since, found.reached), found.reached, found.until)


def _sweep_at(position: Position | None, options: ConnectorOptions, now: int) -> int | None:
    if options.sweep is None:
        return None
    if position is None or position.swept_at is None:
        return now
    return position.sweep.begun_at if position.sweep is not None else position.swept_at + options.sweep.every
