"""A look at the times of a whole file before any of it is used: would this mapping misread it?"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from collector.errors import Problem, ProblemsFound, Severity
from collector.mapping import CommonMapping, EventLogMapping
from collector.mapping.time_formats import exchanged_day_and_month, names_offset
from collector.reading.times import parses, read_times, wall_clock
from collector.sources.row_reader import refuse_naive, time_rule


def needs_inspection(mapping: CommonMapping) -> bool:
    """Return whether the mapping leaves anything about times to be found out from the file."""
    unzoned = mapping.time_zone is None and not all(names_offset(name) for name in mapping.time_formats)
    return bool(mapping.time_columns()) and (unzoned or other_formats(mapping) is not None)


def other_formats(mapping: CommonMapping) -> tuple[str, ...] | None:
    """Return the formats with day and month exchanged; None where no format leaves their order in doubt."""
    other = [exchanged_day_and_month(name) for name in mapping.time_formats]
    if not any(other):
        return None
    return tuple(new or name for new, name in zip(other, mapping.time_formats, strict=True))


def inspect_times(frames: Iterable[pd.DataFrame], mapping: CommonMapping, origin: str) -> tuple[Problem, ...]:
    """Return warnings about the times of the file whose rows `frames` are.

    Raises ProblemsFound for a time without an offset where the mapping names no zone, and where the order of
    day and month in the mapping is shown wrong: the other order reads every time, and this one does not or
    puts an end before its beginning.
    """
    other = other_formats(mapping)
    chosen_view, other_view = _View(), _View()
    differs = False
    for frame in frames:
        for column in mapping.time_columns():
            read = read_times(frame[column].str.strip(), time_rule(mapping))
            refuse_naive(frame[column], read.naive, origin)
        if other is None:
            continue
        chosen_view = chosen_view.with_frame(frame, mapping, mapping.time_formats)
        other_view = other_view.with_frame(frame, mapping, other)
        differs = differs or not _same(frame, mapping, other)
    if other is None or not other_view.parses or not differs:
        return ()
    return _judge(chosen_view, other_view, mapping, other, origin)


@dataclass(frozen=True)
class _View:
    """How a file looks under one order of day and month."""

    parses: bool = True
    backward: int = 0

    def with_frame(self, frame: pd.DataFrame, mapping: CommonMapping, formats: tuple[str, ...]) -> "_View":
        times = {column: wall_clock(frame[column].str.strip(), formats) for column in mapping.time_columns()}
        readable = all(parses(frame[column].str.strip(), formats) for column in mapping.time_columns())
        backward = sum(int((times[late] < times[early]).sum()) for early, late in mapping.ordered_columns())
        if isinstance(mapping, EventLogMapping):
            backward += _backward_events(frame, mapping, times[mapping.columns.at])
        return _View(self.parses and readable, self.backward + backward)


def _backward_events(frame: pd.DataFrame, mapping: EventLogMapping, at: pd.Series) -> int:
    if mapping.order_within_second not in ("file", "file_reversed"):
        return 0
    steps = at.groupby(frame[mapping.columns.ticket]).diff()
    wrong = steps > 0 if mapping.order_within_second == "file_reversed" else steps < 0
    return int(wrong.sum())


def _same(frame: pd.DataFrame, mapping: CommonMapping, other: tuple[str, ...]) -> bool:
    return all(
        wall_clock(frame[column].str.strip(), mapping.time_formats).equals(
            wall_clock(frame[column].str.strip(), other)
        )
        for column in mapping.time_columns()
    )


def _judge(
    chosen: _View, exchanged: _View, mapping: CommonMapping, other: tuple[str, ...], origin: str
) -> tuple[Problem, ...]:
    written = ", ".join(mapping.time_formats)
    instead = ", ".join(other)
    if not chosen.parses:
        found = f"{written} does not read every time of this file, but {instead} does"
    elif chosen.backward > 0 and exchanged.backward == 0:
        found = (
            f"read as {written}, {chosen.backward} times lie before what they follow; as {instead} none does"
        )
    else:
        return (
            Problem(
                f"every time can be read as {written} and as {instead}",
                remedy="Check the order of day and month with the publisher; the mapping's is used",
                file=origin,
                path="time_format",
                severity=Severity.WARNING,
            ),
        )
    raise ProblemsFound(
        [Problem(found, remedy="Correct time_format in the mapping", file=origin, path="time_format")]
    )
