"""The form of a backup: one ZIP archive of tables and watch files, listed with their hashes in a manifest.

Tables are Arrow streams, files are text as it was. Nothing in an archive is trusted before its size and hash
agree with the manifest, and no name in it becomes a path unless it is one a watch can have.
"""

import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from collector.errors import Problem, ProblemsFound, SupplierwatchError

MANIFEST = "manifest.json"
FORM, FORM_VERSION = "supplierwatch backup", 1
TABLES, FILES = "store/", "watch/"

_LARGEST_MANIFEST = 10_000_000
_LARGEST_FILE = 10_000_000
_MOST_ENTRIES = 10_000
_DENSEST = 250
"""No table of facts packs to less than a part in so many; what does is made to fill a disk."""

_SMALL = 64_000_000
_CHUNK = 1 << 20
_PART = r"[^./\\:\x00-\x1f][^/\\:\x00-\x1f]*"
_WATCH_FILE = re.compile(rf"(?:(?:amendments|mappings)/(?:{_PART}/)*)?{_PART}\.yaml")


@dataclass(frozen=True)
class Entry:
    """One entry: its name in the archive, bytes before packing, SHA-256, and rows where it is a table."""

    name: str
    size: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True)
class Manifest:
    """What a backup holds.

    `revision` is the version of the tables, `secrets` are the names of the environment variables that the
    settings name, `created_at` an instant.
    """

    program_version: str
    revision: str
    dialect: str
    created_at: int
    secrets: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def tables(self) -> dict[str, Entry]:
        """The tables by name, in the order in which they can be filled."""
        return {
            one.name.removeprefix(TABLES).removesuffix(".arrows"): one
            for one in self.entries
            if one.name.startswith(TABLES)
        }

    @property
    def files(self) -> dict[str, Entry]:
        """The files of the watch by their path in its folder."""
        return {one.name.removeprefix(FILES): one for one in self.entries if one.name.startswith(FILES)}


def table_entry(table: str) -> str:
    """Return the name of the entry that holds a table."""
    return f"{TABLES}{table}.arrows"


def is_watch_file(name: str) -> bool:
    """Return whether `name` is a path that a file of a watch can have: inside it, of a kind people edit."""
    return _WATCH_FILE.fullmatch(name) is not None


class HashingWriter:
    """Writes to a file and knows how much went through, and its hash."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = sha256()
        self.size = 0
        self.closed = False

    def write(self, content: bytes) -> int:
        """Write `content`."""
        self._hash.update(content)
        self.size += len(content)
        self._file.write(content)
        return len(content)

    def flush(self) -> None:
        """Nothing waits here."""

    def entry(self, name: str, rows: int | None = None) -> Entry:
        """Return what was written as an entry."""
        return Entry(name, self.size, self._hash.hexdigest(), rows)


def write_entry(archive: zipfile.ZipFile, name: str, write: Callable[[HashingWriter], int | None]) -> Entry:
    """Add what `write` writes as the entry `name`; it returns the number of rows, if it has any."""
    with archive.open(name, "w", force_zip64=True) as file:
        writer = HashingWriter(file)
        rows = write(writer)
    return writer.entry(name, rows)


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Add the manifest, which ends the archive: without it there is no backup."""
    content = {"form": {"name": FORM, "version": FORM_VERSION}, **asdict(manifest)}
    with archive.open(MANIFEST, "w") as file:
        file.write(f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode())


@contextmanager
def opened_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Yield the archive at `path`; raises ProblemsFound where it is none, or damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise damaged(path, f"it is no whole ZIP archive ({error})") from error
    except OSError as error:
        raise SupplierwatchError(f"{path} cannot be read: {error.strerror}") from error


def damaged(path: Path, found: str) -> ProblemsFound:
    """Return the error that the archive at `path` cannot be used, because of what was `found`."""
    remedy = "Take another copy of the backup; nothing was restored"
    return ProblemsFound([Problem(f"this backup cannot be used: {found}", remedy=remedy, file=str(path))])


def read_manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """Return the manifest, after checking that the archive holds what it lists and nothing else.

    Raises ProblemsFound for names that lead out of a watch, entries that are missing or too many, and
    sizes no backup has.
    """
    found = {one.filename: one for one in archive.infolist()}
    if len(found) != len(archive.infolist()) or len(found) > _MOST_ENTRIES:
        raise damaged(path, "it has entries of one name, or far too many")
    if MANIFEST not in found or found[MANIFEST].file_size > _LARGEST_MANIFEST:
        raise damaged(path, f"it has no {MANIFEST}, by which a backup ends")
    manifest = _parse(archive.read(MANIFEST), path)
    listed = {one.name for one in manifest.entries}
    if odd := sorted(listed ^ (set(found) - {MANIFEST})):
        raise damaged(path, f"the manifest and the entries differ in {', '.join(odd[:3])}")
    for one in manifest.entries:
        _check_entry(one, found[one.name], path)
    return manifest


def _parse(content: bytes, path: Path) -> Manifest:
    try:
        found = json.loads(content)
        form = found.pop("form")
        if form["name"] != FORM:
            raise damaged(path, "it is no backup of a watch")
        if form["version"] != FORM_VERSION:
            raise damaged(path, f"its form {form['version']} is of a later program; use that program")
        entries = tuple(Entry(**one) for one in found.pop("entries"))
        manifest = Manifest(**{**found, "secrets": tuple(found["secrets"])}, entries=entries)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(path, f"its {MANIFEST} cannot be read") from error
    return manifest


def _check_entry(entry: Entry, information: zipfile.ZipInfo, path: Path) -> None:
    name = entry.name
    is_table = re.fullmatch(rf"{TABLES}[a-z][a-z0-9_]*\.arrows", name) is not None
    is_file = name.startswith(FILES) and is_watch_file(name.removeprefix(FILES))
    if not is_table and not is_file:
        raise damaged(path, f"{name!r} is no name of a table or of a file of a watch")
    if information.file_size != entry.size or (is_file and entry.size > _LARGEST_FILE):
        raise damaged(path, f"{name} is of {information.file_size} bytes, not of {entry.size}")
    if entry.size > _SMALL and entry.size > _DENSEST * information.compress_size:
        raise damaged(path, f"{name} would unfold to {entry.size} bytes, which no backup does")


def check_hashes(archive: zipfile.ZipFile, manifest: Manifest, path: Path) -> None:
    """Read every entry once; raises ProblemsFound that names each whose content is not what was saved."""
    wrong = [one.name for one in manifest.entries if not _is_whole(archive, one)]
    if wrong:
        raise damaged(path, f"the content of {', '.join(wrong)} is not what was saved")


def _is_whole(archive: zipfile.ZipFile, entry: Entry) -> bool:
    found, size = sha256(), 0
    try:
        with archive.open(entry.name) as file:
            # Never more than was declared, whatever the entry unfolds to.
            while size <= entry.size and (chunk := file.read(_CHUNK)):
                found.update(chunk)
                size += len(chunk)
    except (zipfile.BadZipFile, EOFError, ValueError, OSError, zlib.error):
        return False
    return size == entry.size and found.hexdigest() == entry.sha256


def as_document(manifest: Manifest) -> dict[str, Any]:
    """Return what a backup holds as one JSON document, without hashes."""
    return {
        "program_version": manifest.program_version,
        "revision": manifest.revision,
        "tables": {name: entry.rows for name, entry in manifest.tables.items()},
        "files": list(manifest.files),
        "secrets": list(manifest.secrets),
    }
