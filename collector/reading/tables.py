"""Any delivered table as frames of text."""

from collections.abc import Iterator, Sequence

import pandas as pd

from collector.reading.checking import CheckedFile, Format
from collector.reading.csv_rows import csv_frames
from collector.reading.json_rows import json_frames
from collector.reading.rows import TableOptions
from collector.reading.xlsx_rows import xlsx_frames


def table_frames(file: CheckedFile, options: TableOptions, needed: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Yield the `needed` columns of a checked file, all text, indexed by line (JSON: item) from 1.

    Raises SourceUnreadable for a missing column and a file that cannot be taken apart.
    """
    if file.format is Format.XLSX:
        return xlsx_frames(file.path, options, needed)
    if file.format is Format.JSON:
        return json_frames(file.path, options, needed)
    return csv_frames(file, options, needed)
