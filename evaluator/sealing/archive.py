"""An archive of named files whose bytes follow from its content alone, read back with care."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from collector.errors import Problem, ProblemsFound

LARGEST_FILES = 2_000_000_000
"""Bytes that all files of an archive may unfold to together."""

MOST_FILES = 10_000
_MOMENT = (1980, 1, 1, 0, 0, 0)
_READ_ALL = 0o644 << 16


def archive_of(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of `files` by name: the same bytes for the same content, whenever and wherever."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _READ_ALL, 3
            archive.writestr(entry, files[name])
    return packed.getvalue()


def read_archive(path: Path) -> dict[str, bytes]:
    """Return the files of the archive at `path`, by name; nothing is written anywhere.

    Raises ProblemsFound for what is no archive, is damaged, unfolds beyond `LARGEST_FILES`, or has a name
    that leads out of it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_bad(path, entries)
            found = {}
            left = LARGEST_FILES
            for entry in entries:
                found[entry.filename] = _read(path, archive, entry, left)
                left -= len(found[entry.filename])
            return found
    except OSError as error:
        raise _refused(path, f"it cannot be read: {error.strerror}") from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise _refused(path, f"it is no whole archive: {error}") from error


def _refuse_bad(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > MOST_FILES or len(set(names)) != len(names):
        raise _refused(path, f"it has {len(names)} files, or one of them twice")
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise _refused(path, f"the name {name!r} leads out of the archive")
    if sum(entry.file_size for entry in entries) > LARGEST_FILES:
        raise _refused(path, "it unfolds to more than a pack needs")


def _read(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    # What an entry says of its size is not trusted.
    with archive.open(entry) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise _refused(path, "it unfolds to more than a pack needs")
    return content


def _refused(path: Path, found: str) -> ProblemsFound:
    allowed = "a whole evidence pack, as `supplierwatch pack` writes it"
    return ProblemsFound([Problem(found, allowed, file=str(path))])
