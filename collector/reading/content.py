"""The content of a delivered file, decompressed; which compression is seen from the bytes, not the name."""

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from collector.errors import Problem, SourceUnreadable
from collector.reading.limits import LIMITS, Limits

CHUNK = 1 << 20
_DECOMPRESSORS = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))
_ZIP = b"PK\x03\x04"
_SUFFIXES = frozenset({".gz", ".bz2", ".xz", ".zip"})
_DAMAGED = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile)
_UNOPENED = (OSError, RuntimeError, NotImplementedError)


def unreadable(
    path: Path, found: str, remedy: str, line: int | None = None, allowed: str = ""
) -> SourceUnreadable:
    """Return the error that says why `path` could not be read."""
    return SourceUnreadable(Problem(found, allowed=allowed, remedy=remedy, file=str(path), line=line))


def content_name(path: Path) -> str:
    """Return the name of the content of `path`, in lower case and without the ending of a compression."""
    return (path.with_suffix("") if path.suffix.lower() in _SUFFIXES else path).name.lower()


@contextmanager
def open_content(path: Path) -> Iterator[IO[bytes]]:
    """Open the decompressed content of `path`; damage met while it is read raises SourceUnreadable."""
    with readable(path), path.open("rb") as file:
        start = file.peek(8)[:8]
        if start.startswith(_ZIP) and not content_name(path).endswith(".xlsx"):
            with zipfile.ZipFile(file) as archive, archive.open(_only_member(path, archive)) as member:
                yield member
            return
        for magic, decompress in _DECOMPRESSORS:
            if start.startswith(magic):
                with decompress(file, "rb") as content:
                    yield cast("IO[bytes]", content)
                return
        yield file


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn the errors of opening and decompressing `path` into SourceUnreadable."""
    try:
        yield
    except _DAMAGED as error:
        raise unreadable(
            path, f"the compressed file is damaged or cut off ({error})", "Have it delivered again"
        ) from error
    except _UNOPENED as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise unreadable(
            path, f"the file cannot be read: {reason}", "Check the file and its permissions"
        ) from error


def content_chunks(path: Path, limits: Limits = LIMITS) -> Iterator[bytes]:
    """Yield the decompressed content in pieces of at most `CHUNK` bytes; refuses it beyond `limits`."""
    delivered = max(_size(path), 1)
    total = 0
    with open_content(path) as content:
        while chunk := content.read(CHUNK):
            total += len(chunk)
            if total > limits.decompressed or total > max(limits.ratio_from, limits.ratio * delivered):
                raise unreadable(
                    path,
                    f"the file of {delivered} bytes unpacks to more than {total - len(chunk)} bytes",
                    "Split it into smaller files, or ask whether it was meant to be sent",
                    allowed=f"{limits.decompressed} bytes, and {limits.ratio} times the delivered size",
                )
            yield chunk


def whole_content(path: Path, limits: Limits = LIMITS) -> io.BytesIO:
    """Return the decompressed content of a file that can only be read as a whole."""
    content = io.BytesIO()
    for chunk in content_chunks(path, limits):
        content.write(chunk)
        if content.tell() > limits.in_memory:
            raise unreadable(
                path,
                f"the content is larger than {limits.in_memory} bytes",
                "Deliver it as CSV, which is read in pages",
            )
    content.seek(0)
    return content


def _size(path: Path) -> int:
    with readable(path):
        return path.stat().st_size


def _only_member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != 1:
        raise unreadable(path, f"the archive holds {len(members)} files", "Deliver one file in each archive")
    return members[0]
