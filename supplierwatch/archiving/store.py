"""Keeping reports as they were made, and giving them out again.

Nothing in the archive is changed or removed: it is kept as sealed results are.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from collector.errors import NothingFound, SupplierwatchError
from collector.identifiers import content_hash
from collector.store.database import Database
from supplierwatch.archiving.tables import ARCHIVED_REPORT, IDENTITY, SCHEDULED_REPORT

_NOT_IN_NAMES = re.compile(r"[^\w.-]")
LARGEST_REPORT = 100_000_000
"""Bytes of one report."""


@dataclass(frozen=True)
class Identity:
    """What makes a report the same one in every version.

    `kind` is that of the report, `period` the last month it is of (or the day, where it is of none), `scope`
    the unit or segment it is about (empty: the whole contract), `form` such as `pdf`.
    """

    kind: str
    period: str
    scope: str
    edition: str
    language: str
    form: str

    @property
    def file_name(self) -> str:
        """The name of its file, `2026-10-unit-north-public-sv.pdf`; the service report's is the short one."""
        edition = "" if self.kind == "service" and self.edition == "confidential" else self.edition
        kind = "" if edition == "" else self.kind.replace("_", "-")
        # A unit may be named by a source, so by anything: its name leads to no other folder.
        parts = [self.period, kind, _NOT_IN_NAMES.sub("_", self.scope), edition, self.language]
        return f"{'-'.join(part for part in parts if part)}.{self.form}"


@dataclass(frozen=True)
class Making:
    """What a report was made from, when (instant), and by whom: a role, or the program.

    `evaluation` is the number of the results it shows, None where it shows none; `restatement` that of their
    seal, None where the period is not sealed.
    """

    evaluation: int | None
    restatement: int | None
    made_at: int
    made_by: str


@dataclass(frozen=True)
class Archived:
    """A report in the archive: which version it is, counted from 1, and its bytes' SHA-256 and size."""

    number: int
    identity: Identity
    version: int
    making: Making
    content_hash: str
    size: int


@dataclass(frozen=True)
class Kept:
    """A report that is in the archive now; `is_new` where it was not before."""

    report: Archived
    is_new: bool


def keep(connection: sa.Connection, identity: Identity, making: Making, content: bytes) -> Kept:
    """Keep a report, in the caller's transaction, which is to be a writing one.

    The same content of one identity is kept once; other content becomes the next version. Raises
    SupplierwatchError for one that is too large.
    """
    if len(content) > LARGEST_REPORT:
        found = f"the report {identity.file_name} has {len(content)} bytes"
        raise SupplierwatchError(f"{found}; the archive takes {LARGEST_REPORT}. Choose another form or unit")
    digest = content_hash(content)
    versions = _read(connection, *_is(identity))
    same = next((one for one in versions if one.content_hash == digest), None)
    if same is not None:
        return Kept(same, is_new=False)
    version = max((one.version for one in versions), default=0) + 1
    values = {
        **asdict(identity),
        **asdict(making),
        "version": version,
        "content_hash": digest,
        "size": len(content),
        "packed": zlib.compress(content, 9),
    }
    insert = sa.insert(ARCHIVED_REPORT).returning(ARCHIVED_REPORT.c.number)
    number = int(connection.execute(insert, [values]).scalar_one())
    return Kept(Archived(number, identity, version, making, digest, len(content)), is_new=True)


def keep_scheduled(
    connection: sa.Connection, key: str, identity: Identity, making: Making, content: bytes
) -> Archived:
    """Keep the report that is due under `key`, in the caller's transaction, or return the one made for it.

    Whoever tries again after a crash gets the report that was made first, whatever it would be by now.
    """
    made = find_scheduled(connection, key)
    if made is not None:
        return made
    kept = keep(connection, identity, making, content)
    connection.execute(sa.insert(SCHEDULED_REPORT).values(key=key, report=kept.report.number))
    return kept.report


def find_scheduled(connection: sa.Connection, key: str) -> Archived | None:
    """Return the report that was made under `key`, None where none was."""
    made = sa.select(SCHEDULED_REPORT.c.report).where(SCHEDULED_REPORT.c.key == key).scalar_subquery()
    return next(iter(_read(connection, ARCHIVED_REPORT.c.number == made)), None)


def read_archived(connection: sa.Connection, **wanted: str) -> tuple[Archived, ...]:
    """Return the reports whose identity says what `wanted` does, oldest first."""
    return _read(connection, *(ARCHIVED_REPORT.c[name] == value for name, value in wanted.items()))


def read_versions(connection: sa.Connection, identity: Identity) -> tuple[Archived, ...]:
    """Return the versions of one report, oldest first."""
    return _read(connection, *_is(identity))


def read_one(connection: sa.Connection, number: int) -> Archived:
    """Return the report of that number; raises NothingFound where there is none."""
    found = _read(connection, ARCHIVED_REPORT.c.number == number)
    if not found:
        raise NothingFound(f"the archive has no report {number}. See `supplierwatch reports list`")
    return found[0]


def read_content(connection: sa.Connection, report: Archived) -> bytes:
    """Return the bytes of a report; raises SupplierwatchError where they are not those that were kept."""
    content = _unpacked(connection, report)
    if content is None or content_hash(content) != report.content_hash:
        raise SupplierwatchError(
            f"report {report.number} of the archive ({report.identity.file_name}) is not what was kept: its "
            "hash differs. Restore it from a backup; `supplierwatch reports verify` names all such reports"
        )
    return content


def find_damaged(database: Database) -> Iterator[tuple[Archived, bool]]:
    """Yield every report of the archive with whether its bytes are those that were kept, oldest first."""
    with database.reading() as connection:
        for report in _read(connection):
            content = _unpacked(connection, report)
            yield report, content is not None and content_hash(content) == report.content_hash


def _unpacked(connection: sa.Connection, report: Archived) -> bytes | None:
    """The bytes of a report; None where they do not unpack to its size, so that none of them fills memory."""
    query = sa.select(ARCHIVED_REPORT.c.packed).where(ARCHIVED_REPORT.c.number == report.number)
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(bytes(connection.execute(query).scalar_one()), report.size + 1)
    except zlib.error:
        return None
    is_whole = unpacking.eof and not unpacking.unused_data
    return content if is_whole and len(content) == report.size else None


def _is(identity: Identity) -> "list[sa.ColumnElement[bool]]":
    return [ARCHIVED_REPORT.c[name] == value for name, value in asdict(identity).items()]


def _read(connection: sa.Connection, *conditions: "sa.ColumnElement[bool]") -> tuple[Archived, ...]:
    columns = [column for column in ARCHIVED_REPORT.c if column.name != "packed"]
    query = sa.select(*columns).where(*conditions).order_by(ARCHIVED_REPORT.c.number)
    return tuple(_archived(row) for row in connection.execute(query).mappings())


def _archived(row: sa.RowMapping) -> Archived:
    making: dict[str, Any] = {name: row[name] for name in Making.__dataclass_fields__}
    return Archived(
        number=row["number"],
        identity=Identity(*(str(row[name]) for name in IDENTITY)),
        version=row["version"],
        making=Making(**making),
        content_hash=row["content_hash"],
        size=row["size"],
    )
