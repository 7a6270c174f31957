"""Files as the supplier's systems write them, the same bytes for the same content."""

import gzip
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.csv

_ZIP_TIME = (2024, 1, 1, 0, 0, 0)
_TIMESTAMP = re.compile(rb"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def write_csv(path: Path, frame: pd.DataFrame, encoding: str = "utf-8") -> Path:
    """Write `frame` as CSV with semicolons; a name ending in `.gz` is compressed. Returns `path`."""
    buffer = io.BytesIO()
    table = pa.Table.from_pandas(frame, preserve_index=False)
    pyarrow.csv.write_csv(
        table, buffer, pyarrow.csv.WriteOptions(delimiter=";", quoting_style="needed", batch_size=1 << 16)
    )
    content = buffer.getvalue()
    if encoding != "utf-8":
        content = content.decode().encode(encoding)
    if path.suffix == ".gz":
        content = gzip.compress(content, compresslevel=5, mtime=0)
    path.write_bytes(content)
    return path


def write_workbook(path: Path, sheet: str, frame: pd.DataFrame) -> Path:
    """Write `frame` as the one sheet of an XLSX workbook. Returns `path`."""
    workbook = openpyxl.Workbook(write_only=True)
    page = workbook.create_sheet(sheet)
    page.append(list(frame.columns))
    for row in frame.itertuples(index=False, name=None):
        page.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    path.write_bytes(_without_times(buffer.getvalue()))
    return path


def _without_times(content: bytes) -> bytes:
    """Return a workbook whose parts carry one fixed time: otherwise every run writes other bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as found, zipfile.ZipFile(buffer, "w") as written:
        for name in sorted(found.namelist()):
            part = found.read(name)
            if name == "docProps/core.xml":
                part = _TIMESTAMP.sub(b"2024-01-01T00:00:00Z", part)
            written.writestr(zipfile.ZipInfo(name, _ZIP_TIME), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
