"""CSV files as frames of text; each row keeps the line it starts at, also after quoted line breaks.

The reader yields whole rows in blocks. A row that has too few or too many cells is kept as a problem
row: its number in the order of rows tells where it stood, and the line breaks inside quoted cells,
counted only where a file has quotation marks at all, turn numbers of rows into lines.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from collector.reading.checking import CheckedFile
from collector.reading.content import open_content, unreadable
from collector.reading.rows import ROW_PROBLEM, TableOptions, check_columns, text_frame, without_blank_rows

_BLOCK = 16 << 20


def csv_frames(file: CheckedFile, options: TableOptions, needed: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Yield the `needed` columns of a CSV file, all text, indexed by line from 1.

    Raises SourceUnreadable for a missing column and for a quotation mark that is never closed.
    """
    header, header_lines = read_header(file.path, options)
    check_columns(file.path, needed, header)
    lines = _Lines(next_line=header_lines + 1)
    with open_content(file.path) as content:
        try:
            yield from _blocks(content, file, options, header, needed, lines)
        except pa.ArrowInvalid as error:
            if lines.next_row == 2 and "Empty CSV file" in str(error):
                return
            raise unreadable(
                file.path, f"the table cannot be taken apart: {error}", "Check delimiter and quotation marks"
            ) from error
    rest = lines.place(0, None)
    if len(rest.problems):
        yield _problem_frame(needed, rest.problem_lines, rest.problems)
    if file.quotes % 2 and lines.last_spans:
        raise unreadable(
            file.path, "a quotation mark is never closed", "Have it delivered again", line=lines.last_line
        )


def read_header(path: Path, options: TableOptions) -> tuple[list[str], int]:
    """Return the cells of the first row of a CSV file, and how many lines they take up."""
    encoding = "utf-8-sig" if _is_utf8(options.encoding) else options.encoding
    with open_content(path) as content:
        text = io.TextIOWrapper(content, encoding=encoding, newline="")
        reader = csv.reader(text, delimiter=options.delimiter)
        try:
            header = next(reader, [])
        except csv.Error as error:
            raise unreadable(path, f"the header cannot be read: {error}", "Check the file", line=1) from error
        return header, max(reader.line_num, 1)


def _is_utf8(encoding: str) -> bool:
    return encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig")


def _blocks(
    content: io.IOBase | object,
    file: CheckedFile,
    options: TableOptions,
    header: list[str],
    needed: Sequence[str],
    lines: "_Lines",
) -> Iterator[pd.DataFrame]:
    read = header if file.quotes else list(needed)
    reader = pyarrow.csv.open_csv(
        content,
        read_options=pyarrow.csv.ReadOptions(
            block_size=_BLOCK,
            use_threads=False,
            encoding="utf-8" if _is_utf8(options.encoding) else options.encoding,
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=options.delimiter,
            newlines_in_values=file.quotes > 0,
            ignore_empty_lines=False,
            invalid_row_handler=lines.keep_problem,
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            include_columns=[] if file.quotes else read,
            column_types=dict.fromkeys(header, pa.string()),
            strings_can_be_null=False,
        ),
    )
    for batch in reader:
        placed = lines.place(batch.num_rows, batch if file.quotes else None)
        frame = batch.select([read.index(name) for name in needed]).to_pandas()
        frame.index = pd.Index(placed.lines, name="line")
        frame = without_blank_rows(frame)
        if len(placed.problems):
            problems = _problem_frame(needed, placed.problem_lines, placed.problems)
            frame = pd.concat([frame, problems]).fillna("").sort_index(kind="stable")
        yield frame


@dataclass(frozen=True)
class _Placed:
    lines: np.ndarray
    problem_lines: list[int]
    problems: list[str]


@dataclass
class _Lines:
    """Where the next row starts; rows are numbered from 1, the header counts."""

    next_line: int
    next_row: int = 2
    last_line: int = 1
    last_spans: bool = False
    waiting: dict[int, tuple[str, int]] = field(default_factory=dict)

    def keep_problem(self, row: pyarrow.csv.InvalidRow) -> str:
        """Remember a row with too few or too many cells, and let the reader go on."""
        reason = f"the row has {row.actual_columns} cells, the header {row.expected_columns}"
        self.waiting[row.number] = (reason, row.text.count("\n"))
        return "skip"

    def place(self, count: int, batch: pa.RecordBatch | None) -> _Placed:
        """Return the lines of the next `count` good rows and of the problem rows among and right before them.

        With no good rows left (`count` 0) every problem row that waits is placed.
        """
        good = self._good_rows(count)
        end = int(good[-1]) + 1 if count else max([*self.waiting, self.next_row - 1]) + 1
        spans = np.ones(end - self.next_row, dtype="int64")
        if batch is not None:
            spans[good - self.next_row] += _line_breaks(batch)
        problem_rows = sorted(row for row in self.waiting if row < end)
        problems = [self.waiting.pop(row) for row in problem_rows]
        for row, (_, breaks) in zip(problem_rows, problems, strict=True):
            spans[row - self.next_row] += breaks
        starts = self.next_line + np.concatenate([[0], np.cumsum(spans)])
        if len(spans):
            self.last_line, self.last_spans = int(starts[-2]), bool(spans[-1] > 1)
        placed = _Placed(
            starts[good - self.next_row],
            [int(starts[row - self.next_row]) for row in problem_rows],
            [reason for reason, _ in problems],
        )
        self.next_line, self.next_row = int(starts[-1]), end
        return placed

    def _good_rows(self, count: int) -> np.ndarray:
        rows = np.arange(self.next_row, self.next_row + count + len(self.waiting), dtype="int64")
        return rows[~np.isin(rows, list(self.waiting))][:count]


def _line_breaks(batch: pa.RecordBatch) -> np.ndarray:
    breaks = np.zeros(batch.num_rows, dtype="int64")
    for column in batch.columns:
        breaks += pc.count_substring(column, "\n").to_numpy(zero_copy_only=False)
    return breaks


def _problem_frame(needed: Sequence[str], lines: list[int], reasons: list[str]) -> pd.DataFrame:
    blank = [""] * len(lines)
    return text_frame({**dict.fromkeys(needed, blank), ROW_PROBLEM: reasons}, lines)
