"""Reading the spool: finished segments that were not read before, and their samples. Changes nothing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from collector.errors import Problem, SourceUnreadable
from collector.instants import from_datetime
from collector.probing.segments import Segment, segments

SAMPLE_COLUMNS = (
    "at",
    "prober",
    "probe",
    "service",
    "unit",
    "state",
    "result",
    "speaks_for",
    "milliseconds",
    "tries",
    "certificate_ends_at",
)
"""The columns of a sample, as the prober writes them."""

_LARGEST_SEGMENT = 64_000_000
_LARGEST_GROUP = 12_000_000
"""Bytes of segments that are read at once: some fifty thousand samples."""

Numbers = Mapping[str, int]
"""For each identity of a prober's folder the number of the last segment that was read."""


@dataclass(frozen=True)
class Unread:
    """Finished segments of one prober that were not read before, and how many are missing among them."""

    prober: str
    found: tuple[Segment, ...]
    missing: int


def unread(folder: Path, position: Mapping[str, Numbers]) -> Iterator[Unread]:
    """Yield what each prober wrote after `position`; raises SourceUnreadable."""
    try:
        probers = sorted(path for path in folder.iterdir() if path.is_dir())
        found = [_new(path, position.get(path.name, {})) for path in probers]
    except OSError as error:
        problem = f"the spool cannot be read: {error.strerror}"
        remedy = "Start the probe (supplierwatch probe), or name its folder under `spool`"
        raise SourceUnreadable(Problem(problem, remedy=remedy, file=str(folder))) from error
    yield from (new for new in found if new.found)


def _new(folder: Path, read: Numbers) -> Unread:
    for _ in range(2):
        written = [one for one in segments(folder) if one.is_finished]
        new = tuple(one for one in written if one.number > read.get(one.identity, 0))
        missing = _missing(new, read)
        if missing == 0:
            break
        # A segment that got its name while the folder was listed may have been passed over: once more.
    return Unread(folder.name, new, missing)


def _missing(new: Sequence[Segment], read: Numbers) -> int:
    """Return how many segments were removed before they were read: numbers have no gaps."""
    missing, last = 0, dict(read)
    for segment in new:
        missing += segment.number - last.get(segment.identity, 0) - 1
        last[segment.identity] = segment.number
    return missing


def grouped(found: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Yield segments together as far as they fit into one page; raises SourceUnreadable."""
    group: list[Segment] = []
    size = 0
    for segment in found:
        group.append(segment)
        try:
            size += segment.path.stat().st_size
        except OSError as error:
            raise _unreadable(segment, error) from error
        if size > _LARGEST_GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group


def after(read: Numbers, group: Sequence[Segment]) -> dict[str, int]:
    """Return where to go on after the segments of `group`."""
    return {**read, **{segment.identity: segment.number for segment in group}}


def read_samples(group: Sequence[Segment]) -> tuple[list[dict[str, str]], int]:
    """Return the samples of segments, and how many lines are none, as after a fault of the disk.

    Raises SourceUnreadable.
    """
    samples: list[dict[str, str]] = []
    broken = 0
    for segment in group:
        for line in _content(segment).splitlines():
            record = _sample(line)
            if record is None:
                broken += 1
            else:
                samples.append(record)
    return samples, broken


def instant_of(text: str) -> int:
    """Return the instant of a time as the prober writes it; raises ValueError for any other text."""
    return from_datetime(datetime.fromisoformat(text))


def _content(segment: Segment) -> bytes:
    try:
        with segment.path.open("rb") as file:
            content = file.read(_LARGEST_SEGMENT + 1)
    except OSError as error:
        raise _unreadable(segment, error) from error
    if len(content) > _LARGEST_SEGMENT:
        found, allowed = "a segment is too large", f"{_LARGEST_SEGMENT} bytes"
        remedy = "No prober writes such a file: move it away"
        raise SourceUnreadable(Problem(found, allowed, remedy, file=str(segment.path)))
    return content


def _unreadable(segment: Segment, error: OSError) -> SourceUnreadable:
    found = f"a segment of the spool cannot be read: {error.strerror}"
    return SourceUnreadable(Problem(found, remedy="Check its rights", file=str(segment.path)))


def _is_plain(value: object) -> bool:
    """Return whether `value` is text of one line that any store takes."""
    return isinstance(value, str) and value.isprintable()


def _sample(line: bytes) -> dict[str, str] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not all(_is_plain(found.get(name)) for name in SAMPLE_COLUMNS):
        return None
    times = [found["at"], found["certificate_ends_at"] or found["at"]]
    try:
        for time in times:
            instant_of(time)
    except (ValueError, OverflowError):
        return None
    return found
