"""Pages of connectors as they came, packed and hashed, to be normalised again without the network.

A page is kept with what `fetch` let through: allow-listed columns, people as keyed hashes. Its rows are the
JSON of its columns, compressed: a third smaller than Arrow's own form for pages of a hundred tickets, and the
same text under every version of every library, so that a page that comes again is known by its hash.
"""

import json
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from collector.errors import Problem, Severity, SourceUnreadable
from collector.identifiers import content_hash
from collector.instants import format_instant
from collector.source import Normalised, Page
from collector.store.database import Database
from collector.store.schema import KEPT_PAGE

_CODEC, _LEVEL = "zstd", 9
_LARGEST = 1_000_000_000
"""No page unfolds to so many bytes; what does is damaged."""


@dataclass(frozen=True)
class KeptPage:
    """A page as it was kept: `intakes` are the numbers of those that brought its facts."""

    number: int
    source: str
    origin: str
    content_hash: str
    fetched_at: int
    fingerprint: str
    intakes: tuple[int, ...]
    rows: int
    digest: str
    content: bytes

    def page(self) -> Page:
        """Return the page, which moves no cursor; raises SourceUnreadable where it is not what was kept."""
        found = json.loads(self._text())
        lines = pd.RangeIndex(1, self.rows + 1) if found["lines"] is None else pd.Index(found["lines"])
        columns = {name: pd.Series(values, dtype="str") for name, values in found["columns"].items()}
        rows = pd.DataFrame(columns).set_axis(lines.rename("line"))
        return Page(self.origin, rows, "", self.content_hash, fetched_at=self.fetched_at)

    def _text(self) -> bytes:
        try:
            with pa.input_stream(pa.py_buffer(self.content), compression=_CODEC) as stream:
                text = bytes(stream.read(_LARGEST))
        except (OSError, pa.ArrowException) as error:
            raise self._damaged() from error
        if content_hash(text) != self.digest:
            raise self._damaged()
        return text

    def _damaged(self) -> SourceUnreadable:
        return SourceUnreadable(
            Problem(
                f"a page of source {self.source!r} that was fetched at {format_instant(self.fetched_at)} is "
                "not what was kept: the database was damaged. Its facts stay as they were read before",
                remedy="Restore a backup, or fetch the source anew",
                severity=Severity.WARNING,
            )
        )


def is_kept(page: Page, normalised: Normalised) -> bool:
    """Return whether `page` is to be kept: it came over the network, and holds more than keys of a sweep."""
    return page.fetched_at is not None and len(page.rows) > 0 and normalised.sweep is None


def keep_page(
    connection: sa.Connection, source_name: str, page: Page, fingerprint: str, intake: int | None
) -> None:
    """Keep `page` of `source_name`, whose facts `intake` brought (None: all of them were known).

    A page that is kept already and brings nothing is not kept twice: it becomes the last one seen. Raises
    ValueError for a page that did not come over the network.
    """
    if page.fetched_at is None:
        raise ValueError("only pages that came over the network are kept")
    text = _text_of(page.rows)
    digest = content_hash(text)
    number = _next_number(connection)
    if intake is None and _is_seen_again(connection, source_name, digest, number, page.fetched_at):
        return
    connection.execute(
        sa.insert(KEPT_PAGE).values(
            number=number,
            source=source_name,
            origin=page.origin,
            content_hash=page.content_hash,
            fetched_at=page.fetched_at,
            fingerprint=fingerprint,
            intakes=json.dumps([] if intake is None else [intake]),
            rows=len(page.rows),
            columns=json.dumps(list(page.rows.columns), ensure_ascii=False),
            digest=digest,
            content=pa.Codec(_CODEC, compression_level=_LEVEL).compress(text, asbytes=True),
        )
    )


def read_last_kept(database: Database, source_name: str, other_than: str | None = None) -> KeptPage | None:
    """Return the page of `source_name` seen last, None for none.

    `other_than`: of those that were not normalised last under this fingerprint.
    """
    query = sa.select(KEPT_PAGE).where(KEPT_PAGE.c.source == source_name)
    if other_than is not None:
        query = query.where(KEPT_PAGE.c.fingerprint != other_than)
    with database.reading() as connection:
        row = connection.execute(query.order_by(KEPT_PAGE.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _kept_page(row)


def count_kept(database: Database, source_name: str, other_than: str) -> int:
    """Return how many pages of `source_name` were not normalised last under the fingerprint `other_than`."""
    query = sa.select(sa.func.count()).where(
        KEPT_PAGE.c.source == source_name, KEPT_PAGE.c.fingerprint != other_than
    )
    with database.reading() as connection:
        return int(connection.execute(query).scalar_one())


def save_kept_as(connection: sa.Connection, number: int, fingerprint: str, intakes: tuple[int, ...]) -> None:
    """Note that the kept page `number` was normalised again: under `fingerprint`, its facts by `intakes`."""
    connection.execute(
        sa.update(KEPT_PAGE)
        .where(KEPT_PAGE.c.number == number)
        .values(fingerprint=fingerprint, intakes=json.dumps(intakes))
    )


def forget_fingerprints(connection: sa.Connection, source_name: str) -> None:
    """Let every kept page of `source_name` be normalised again when it is next collected from."""
    connection.execute(sa.update(KEPT_PAGE).where(KEPT_PAGE.c.source == source_name).values(fingerprint=""))


def intakes_of_kept(connection: sa.Connection, source_name: str) -> list[int]:
    """Return the intakes that brought facts of the kept pages of `source_name`, rising."""
    texts = connection.execute(sa.select(KEPT_PAGE.c.intakes).where(KEPT_PAGE.c.source == source_name))
    return sorted({number for text in texts.scalars() for number in json.loads(text)})


def _next_number(connection: sa.Connection) -> int:
    last = connection.execute(sa.select(sa.func.coalesce(sa.func.max(KEPT_PAGE.c.number), 0))).scalar_one()
    return int(last) + 1


def _is_seen_again(
    connection: sa.Connection, source_name: str, digest: str, number: int, fetched_at: int
) -> bool:
    """Make the page with this digest the last one seen; return whether there is one."""
    of_source = sa.select(sa.func.max(KEPT_PAGE.c.number)).where(KEPT_PAGE.c.source == source_name)
    known = connection.execute(of_source.where(KEPT_PAGE.c.digest == digest)).scalar_one()
    if known is None:
        return False
    is_last = known == connection.execute(of_source).scalar_one()
    connection.execute(
        sa.update(KEPT_PAGE)
        .where(KEPT_PAGE.c.number == known)
        .values(number=known if is_last else number, fetched_at=fetched_at)
    )
    return True


def _text_of(rows: pd.DataFrame) -> bytes:
    """The columns of a page as JSON; its lines only where they are not counted from 1."""
    columns = {name: rows[name].astype("str").fillna("").to_list() for name in rows.columns}
    lines = None if rows.index.equals(pd.RangeIndex(1, len(rows) + 1)) else rows.index.to_list()
    return json.dumps({"columns": columns, "lines": lines}, ensure_ascii=False).encode()


def _kept_page(row: "sa.Row[tuple[object, ...]]") -> KeptPage:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's own public name
    values.pop("columns")
    return KeptPage(**{**values, "intakes": tuple(json.loads(values["intakes"]))})
