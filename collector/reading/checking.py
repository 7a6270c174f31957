"""The first pass over a delivered file: everything that would make it unreadable, before any row is used."""

import codecs
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from collector.reading.content import CHUNK, content_chunks, content_name, readable, unreadable
from collector.reading.limits import LIMITS, Limits


class Format(StrEnum):
    """What the content of a file is."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    XES = "xes"


@dataclass(frozen=True)
class CheckedFile:
    """A file whose content was read through once and found whole.

    `content_hash` is that of the delivered bytes; `quotes` counts the quotation marks of a CSV file.
    """

    path: Path
    format: Format
    content_hash: str
    quotes: int = 0
    stamp: tuple[int, int] = (0, 0)

    def check_unchanged(self) -> None:
        """Raise SourceUnreadable where the file was written to since it was checked."""
        if file_stamp(self.path) != self.stamp:
            raise unreadable(
                self.path, "the file changed while it was read", "Collect again when it is complete"
            )


def file_format(path: Path) -> Format:
    """Return the format that the name of `path` says; CSV where it says none."""
    suffix = Path(content_name(path)).suffix.removeprefix(".")
    return Format(suffix) if suffix in ("xlsx", "json") else Format.CSV


def file_stamp(path: Path) -> tuple[int, int]:
    """Return size and time of the last write, which differ once a file was written to."""
    with readable(path):
        status = path.stat()
    return status.st_size, status.st_mtime_ns


def file_hash(path: Path) -> str:
    """Return the SHA-256 of the delivered bytes, as hexadecimal text."""
    digest = hashlib.sha256()
    with readable(path), path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def check_file(
    path: Path, encoding: str = "utf-8", limits: Limits = LIMITS, known: Format | None = None
) -> CheckedFile:
    """Read all of `path` once and return what was found; its format is `known`, or what its name says.

    Raises SourceUnreadable where it is empty, damaged, too large, in another encoding, or
    has a line that is too long.
    """
    stamp = file_stamp(path)
    found = known or file_format(path)
    scan = _Scan(path, found, encoding, limits)
    for chunk in content_chunks(path, limits):
        scan.take(chunk)
    scan.finish()
    return CheckedFile(path, found, file_hash(path), scan.quotes, stamp)


@dataclass
class _Scan:
    path: Path
    format: Format
    encoding: str
    limits: Limits
    size: int = 0
    lines: int = 0
    quotes: int = 0
    open_length: int = 0
    decoder: codecs.IncrementalDecoder = field(init=False)

    def __post_init__(self) -> None:
        self.decoder = codecs.getincrementaldecoder(self.encoding)()

    def take(self, chunk: bytes) -> None:
        """Check one piece of the content."""
        if self.format in (Format.CSV, Format.JSON):
            self._check_text(chunk)
        if self.format is Format.CSV:
            self._check_length(chunk, b"\n", "a line")
        if self.format is Format.XES:
            self._check_length(chunk, b"<", "one attribute")
        self.size += len(chunk)
        self.lines += chunk.count(b"\n")
        self.quotes += chunk.count(b'"')

    def finish(self) -> None:
        """Check what can only be known at the end."""
        if self.size == 0:
            raise unreadable(
                self.path, "the file is empty", "Have it delivered again; no delivery is no file"
            )
        if self.format in (Format.CSV, Format.JSON):
            self._check_text(b"", final=True)

    def _check_text(self, chunk: bytes, *, final: bool = False) -> None:
        kept = len(self.decoder.getstate()[0])
        try:
            text = self.decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            position = self.size - kept + error.start
            line = self.lines + 1 + bytes(error.object[: error.start]).count(b"\n")
            raise unreadable(
                self.path,
                f"byte {position} is not {self.encoding} text ({error.reason})",
                "Name the file's encoding in the mapping, such as encoding: cp1252",
                line=line,
            ) from error
        if "\0" in text:
            raise unreadable(
                self.path,
                "the file holds zero bytes, so it is no text in this encoding",
                "Name the file's encoding in the mapping, such as encoding: utf-16",
                line=self.lines + 1,
            )

    def _check_length(self, chunk: bytes, end: bytes, what: str) -> None:
        first = chunk.find(end)
        self.open_length += len(chunk) if first < 0 else first
        if self.open_length > self.limits.line:
            raise unreadable(
                self.path,
                f"{what} is longer than {self.limits.line} bytes",
                "Check that the file is the delivery it should be",
                line=self.lines + 1,
            )
        if first >= 0:
            self.open_length = len(chunk) - chunk.rfind(end) - 1
