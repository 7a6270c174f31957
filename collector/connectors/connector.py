"""What all connectors share: a run of one reads what is new, goes on with its back-fill, and sweeps."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

import pandas as pd

from collector.connectors.normalising import normalise_page
from collector.connectors.options import ConnectorOptions, HttpOptions, Sweeping
from collector.connectors.position import Position, SweepUnderWay, gone_on, read_position
from collector.connectors.protecting import protected
from collector.connectors.rows import BEGUN, FROM, MOST_GONE, PRESENT_PART, TO, frame_of, joined_rows
from collector.errors import Problem, ProblemsFound, SupplierwatchError
from collector.identifiers import content_hash
from collector.mapping import CommonMapping, mapping_hash
from collector.mapping.tickets import TICKET, TicketHistoryMapping
from collector.remote.surroundings import Surroundings
from collector.source import Normalised, Page

if TYPE_CHECKING:
    from collector.remote.client import Client

_DAY = 86_400
Options = TypeVar("Options", bound=ConnectorOptions)
Http = TypeVar("Http", bound=HttpOptions)


class Evidence(StrEnum):
    """How far a connector was tried."""

    LIVE_TESTED = "live-tested"
    DOCUMENTED_ONLY = "documented only"


@dataclass(frozen=True)
class Span:
    """What is asked for: changes from `since` on, before `until` (None: up to now)."""

    since: int
    until: int | None = None


@dataclass(frozen=True)
class Chunk:
    """Some rows of an answer.

    `rows` are of the columns of `collector.connectors.rows` and of the mapping; whatever changed before
    `reached`, in the system's own time, is read with this chunk and those before. A ticket is in one chunk
    with all its changes. `origin` says what was asked, without secrets.
    """

    rows: pd.DataFrame
    reached: int
    content_hash: str
    origin: str
    warnings: tuple[Problem, ...] = ()
    own: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Setting(Generic[Options]):
    """What a connector is made of: its name, what the sources file says, its mapping, the outside world."""

    name: str
    options: Options
    mapping: CommonMapping
    surroundings: Surroundings
    secret: bytes | None = None
    system: str | None = None


class Connector(ABC, Generic[Options]):
    """A source that is asked; each system says how a span of it is read."""

    options_type: ClassVar[type[ConnectorOptions]]
    mapping_types: ClassVar[tuple[str, ...]]
    """The types of mapping that fit what it gives."""

    evidence: ClassVar[Evidence]
    follows: ClassVar[str]
    """The version it was tested with, or the documentation it follows."""

    has_history: ClassVar[bool] = True
    """Whether past spans can be asked for; a source without tells only what is there now."""

    def __init__(self, setting: Setting[Options]) -> None:
        if setting.mapping.persons and not setting.secret:
            raise ProblemsFound([_secret_missing(setting.name, setting.mapping)])
        self._setting = setting
        self.options = setting.options
        self.mapping = setting.mapping
        self.surroundings = setting.surroundings
        self.own: dict[str, str] = {}

    @classmethod
    def misfits(cls, options: ConnectorOptions, mapping: CommonMapping) -> list[Problem]:  # noqa: ARG003 - for those that ask more of both
        """Return what of options and mapping does not fit together; `path` is a key of the source's entry."""
        kind: str = getattr(mapping, "type")  # noqa: B009 - the union's tag
        if kind in cls.mapping_types:
            return []
        found = f"this connector gives nothing that a mapping of type {kind} could read"
        return [Problem(found, allowed=", ".join(cls.mapping_types), path="mapping")]

    @property
    def name(self) -> str:
        """The name of this source in the sources file."""
        return self._setting.name

    @property
    def system(self) -> str:
        """The name that identifies tickets; feeds of one ticket system share it."""
        return self._setting.system or self.name

    @property
    def fingerprint(self) -> str:
        """The hash of the mapping."""
        return mapping_hash(self.mapping)

    @abstractmethod
    def read(self, span: Span) -> Iterator[Chunk]:
        """Yield what changed in `span`, sorted by the time of change; raises SourceUnreadable."""

    def known_until(self, now: int) -> int:
        """Return up to which instant the system is known once everything new was read; by default now."""
        return now

    def existing(self, span: Span) -> Iterator[list[str]]:
        """Yield the keys of all tickets that opened in `span`, where the system tells them."""
        raise NotImplementedError

    def remarks(self) -> tuple[Problem, ...]:
        """Return what a person should know of the system itself, once; told with the next page."""
        return ()

    def close(self) -> None:
        """Let go of connections; called when a run ends, however it ends."""

    def position(self, cursor: str | None) -> Position:
        """Return where `cursor` goes on; raises SupplierwatchError for one of another kind of source."""
        now, fields = self.surroundings.now(), tuple(sorted(self.mapping.source_columns()))
        return read_position(cursor, self._since(), now, self.options.overlap, fields)

    def normalise(self, page: Page) -> Normalised:
        """Return the facts of `page`; pure."""
        return normalise_page(page, self.mapping, self.name)

    def fetch(self, cursor: str | None) -> Iterator[Page]:
        """Yield what is new, then the next part of back-fill and sweep, as long as there is time.

        Raises SourceUnreadable where the system cannot be read; pages yielded before stand.
        """
        try:
            yield from self._fetch(cursor)
        finally:
            self.close()

    def _fetch(self, cursor: str | None) -> Iterator[Page]:
        now, position = self.surroundings.now(), self.position(cursor)
        self.own = dict(position.own)
        begin = max(self._since(), position.reached - self.options.overlap)
        # Records of tickets stand alone; of monitoring each is to be joined with the one before.
        if position.is_under_way and isinstance(self.mapping, TicketHistoryMapping):
            begin, position = gone_on(position, self._since(), self.options.overlap)
        for chunk in self.read(Span(begin)):
            update = {"own": {**self.own, **chunk.own}, "is_under_way": True}
            position = position.moved(chunk.reached).model_copy(update=update)
            yield self._page(chunk, position, reached_at=chunk.reached)
            if self.surroundings.is_time_up():
                return
        position = position.model_copy(update={"is_under_way": False})
        yield self._nothing_more(position, self.known_until(now))
        yield from self._go_on(position)

    def _go_on(self, position: Position) -> Iterator[Page]:
        if position.back_fill is not None and self.has_history:
            for chunk in self.read(Span(position.back_fill.reached, position.back_fill.until)):
                position = position.back_filled(chunk.reached)
                yield self._page(chunk, position)
                if self.surroundings.is_time_up():
                    return
        if position.back_fill is not None:
            position = position.back_filled(position.back_fill.until)
            yield self._nothing_more(position, None)
        if self.options.sweep is not None:
            yield from self._sweep(position, self.options.sweep)

    def _sweep(self, position: Position, terms: Sweeping) -> Iterator[Page]:
        now = self.surroundings.now()
        if position.sweep is None:
            if position.swept_at is not None and now < position.swept_at + terms.every:
                return
            position = position.model_copy(
                update={"sweep": SweepUnderWay(begun_at=now, reached=self._since())}
            )
        while position.sweep is not None and not self.surroundings.is_time_up():
            under_way = position.sweep
            end = min(under_way.reached + terms.slice_days * _DAY, under_way.begun_at - self.options.overlap)
            if end <= under_way.reached:
                position = position.model_copy(update={"sweep": None, "swept_at": under_way.begun_at})
                yield self._nothing_more(position, None)
                return
            span, begun_at = Span(under_way.reached, end), self.surroundings.now()
            keys = [key for some in self.existing(span) for key in some]
            position = position.model_copy(update={"sweep": under_way.model_copy(update={"reached": end})})
            yield self._present(keys, span, begun_at, terms, position)

    def _present(
        self, keys: list[str], span: Span, begun_at: int, terms: Sweeping, position: Position
    ) -> Page:
        # The blank key lets a span without any ticket be told too.
        rows = joined_rows([frame_of(PRESENT_PART, {TICKET: ["", *keys]})]).assign(
            **{FROM: str(span.since), TO: str(span.until), BEGUN: str(begun_at)},
            **{MOST_GONE: str(terms.most_gone_percent)},
        )
        digest = content_hash("\n".join(keys).encode())
        return self._page(Chunk(rows, 0, digest, f"{self.name}: keys of tickets"), position)

    def _page(self, chunk: Chunk, position: Position, reached_at: int | None = None) -> Page:
        return Page(
            chunk.origin,
            protected(chunk.rows, self.mapping, self._setting.secret),
            position.to_text(),
            chunk.content_hash,
            warnings=(*chunk.warnings, *self.remarks()),
            fetched_at=self.surroundings.now(),
            reached_at=reached_at,
        )

    def _nothing_more(self, position: Position, reached_at: int | None) -> Page:
        """Return the page that says that there was no more; it moves nothing but what is said here."""
        empty = joined_rows([])
        return Page(
            self.name,
            empty,
            position.to_text(),
            content_hash(b""),
            warnings=self.remarks(),
            reached_at=reached_at,
        )

    def _since(self) -> int:
        return self.options.since_instant


class HttpConnector(Connector[Http]):
    """A connector that asks by HTTP."""

    def __init__(self, setting: Setting[Http]) -> None:
        super().__init__(setting)
        self._client: Client | None = None

    @property
    def client(self) -> "Client":
        """The client of this run, made when it is first needed.

        Raises SupplierwatchError where the libraries of the extra `connectors` are missing.
        """
        if self._client is None:
            # Only here: a watch that reads nothing but files needs no library for the network.
            try:
                from collector.remote.client import Client  # noqa: PLC0415 - see above
            except ModuleNotFoundError as error:
                raise extra_missing(error.name) from error
            self._client = Client(self.options, self.surroundings)
        return self._client

    def remarks(self) -> tuple[Problem, ...]:
        """Return what the client of this run noticed, such as a wrong clock."""
        return () if self._client is None else self._client.remarks()

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None


def extra_missing(library: str | None) -> SupplierwatchError:
    """Return the error for a library of the extra `connectors` that is not installed."""
    return SupplierwatchError(
        f"asking a system needs {library}, which is not installed. "
        "Install supplierwatch with its extra: pip install 'supplierwatch[connectors]'"
    )


def _secret_missing(name: str, mapping: CommonMapping) -> Problem:
    return Problem(
        f"source {name!r} keeps persons ({', '.join(mapping.persons)}), but has no secret for their hashes",
        remedy="Set the secret of the watch, or remove `persons` and their `fields` from the mapping",
        path="persons",
    )
