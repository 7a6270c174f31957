"""Writing the spool: what was seen is on disk before anybody relies on it, and survives a kill at any moment.

Lines are appended to one open segment and synchronised; a finished segment gets its name afterwards, in one
step. What a killed process left open is mended when the next one begins: whole lines stay.
"""

import errno
import fcntl
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Self

from collector.errors import SupplierwatchError
from collector.probing.segments import FINISHED, OPEN, Segment, segment_path, segments

_DAY = 86_400
_LARGEST_SEGMENT = 1_000_000


@dataclass(frozen=True)
class SpoolLimits:
    """How long and how much is kept, whether it was collected or not; a segment is finished after a time."""

    kept_seconds: int = 14 * _DAY
    largest: int = 256_000_000
    segment_seconds: float = 60.0


@dataclass
class Spool:
    """The spool of one prober, held by one process."""

    folder: Path
    limits: SpoolLimits
    identity: str
    number: int
    written_until: int
    """When the process before wrote last, by its clock; 0 where nothing was written."""

    _lock: int
    _file: BinaryIO | None = None
    _size: int = 0
    _begun: float = 0.0
    _sizes: dict[Path, int] = field(default_factory=dict)

    @classmethod
    def begin(cls, folder: Path, limits: SpoolLimits, now: int) -> Self:
        """Take the folder of a prober, and finish what another process left open.

        Raises SupplierwatchError where another process probes under this name, or it cannot be written.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o750)
            lock = _locked(folder)
        except OSError as error:
            raise _unwritable(folder, error) from error
        try:
            written_until = max((int(_changed_at(one.path)) for one in segments(folder)), default=0)
            found = _mended(folder)
        except OSError as error:
            os.close(lock)
            raise _unwritable(folder, error) from error
        identity = found[-1].identity if found else f"{now:010d}{secrets.token_hex(4)}"
        number = found[-1].number if found else 0
        spool = cls(folder, limits, identity, number, written_until, lock)
        spool._sizes = {segment.path: segment.path.stat().st_size for segment in found}
        return spool

    def append(self, records: Iterable[dict[str, str]], passed: float) -> None:
        """Write `records` and return once they are on disk; raises OSError, and nothing of them stands then.

        `passed` counts seconds, and says when a segment is finished.
        """
        lines = "".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in records)
        if lines == "":
            return
        content = lines.encode()
        file = self._file if self._file is not None else self._opened(passed)
        try:
            _write_whole(file, content)
            os.fsync(file.fileno())
        except OSError:
            self._forget_unfinished(file)
            raise
        self._size += len(content)

    def turn(self, now: int, passed: float) -> int:
        """Finish the open segment when it is time, and remove what is kept no longer.

        Returns how many segments had to go before their time, as there were too many. Raises OSError.
        """
        if self._file is not None and (
            passed - self._begun >= self.limits.segment_seconds or self._size >= _LARGEST_SEGMENT
        ):
            self._finish()
        return self._remove_old(now)

    def end(self) -> None:
        """Finish the open segment and let go of the folder; raises OSError."""
        try:
            self._finish()
        finally:
            os.close(self._lock)

    def _opened(self, passed: float) -> BinaryIO:
        path = segment_path(self.folder, self.identity, self.number + 1, OPEN)
        # Unbuffered: what failed to reach the disk must not come later, by itself.
        file: BinaryIO = path.open("xb", buffering=0)
        self._file, self._size, self._begun = file, 0, passed
        self.number += 1
        _keep_names(self.folder)
        return file

    def _forget_unfinished(self, file: BinaryIO) -> None:
        os.ftruncate(file.fileno(), self._size)
        os.lseek(file.fileno(), self._size, os.SEEK_SET)

    def _finish(self) -> None:
        if self._file is None:
            return
        # The name first: where that fails, the segment stays open and is finished later.
        _name_finished(segment_path(self.folder, self.identity, self.number, OPEN))
        self._file.close()
        self._file = None
        self._sizes[segment_path(self.folder, self.identity, self.number, FINISHED)] = self._size

    def _remove_old(self, now: int) -> int:
        total, early = sum(self._sizes.values()), 0
        for path in list(self._sizes)[:-1]:  # the newest stays: the numbers go on from it
            is_old = _changed_at(path) < now - self.limits.kept_seconds
            if not is_old and total <= self.limits.largest:
                break
            total -= self._sizes.pop(path)
            path.unlink(missing_ok=True)
            early += 0 if is_old else 1
        return early


def _locked(folder: Path) -> int:
    lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o640)
    try:
        # The system lets go of it when the process ends, however it ends.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise SupplierwatchError(
            f"another process probes under the name {folder.name!r} already (its folder is {folder}). "
            "End it, or give this prober another name"
        ) from error
    return lock


def _write_whole(file: BinaryIO, content: bytes) -> None:
    if file.write(content) != len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _mended(folder: Path) -> list[Segment]:
    for segment in segments(folder):
        if not segment.is_finished:
            _mend(segment)
    return segments(folder)


def _mend(segment: Segment) -> None:
    """Finish a segment that was left open: what stands behind its last whole line was never on disk."""
    with segment.path.open("r+b") as file:
        content = file.read()
        file.truncate(content.rfind(b"\n") + 1)
        os.fsync(file.fileno())
    _name_finished(segment.path)


def _name_finished(path: Path) -> None:
    path.rename(path.with_suffix(FINISHED))
    _keep_names(path.parent)


def _keep_names(folder: Path) -> None:
    # A new name survives a power cut only once the folder itself is on disk.
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0  # gone already, by another hand


def _unwritable(folder: Path, error: OSError) -> SupplierwatchError:
    return SupplierwatchError(
        f"the spool {folder} cannot be written: {error.strerror}. "
        "Check its rights and the disk, or name another folder under `spool` in probes.yaml"
    )
