"""Event logs in XES."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from collector.errors import Problem
from collector.reading.checking import CheckedFile, Format, check_file
from collector.reading.xes_rows import check_xes, xes_frames
from collector.sources.event_log import EventLogSource
from collector.sources.inspection import needs_inspection


class XesSource(EventLogSource):
    """An event log in XES, which is read as a wide log once its attributes are columns."""

    def _checked(self, path: Path) -> CheckedFile:
        return check_file(path, known=Format.XES)

    def _frames(self, file: CheckedFile) -> Iterator[pd.DataFrame]:
        return xes_frames(file.path, self._mapping.source_columns())

    def _inspect(self, file: CheckedFile) -> tuple[Problem, ...]:
        if not needs_inspection(self._mapping):
            check_xes(file.path, self._mapping.source_columns())
        return super()._inspect(file)
