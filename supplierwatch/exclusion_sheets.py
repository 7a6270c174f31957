"""The rows of a supplier's spreadsheet as requests to leave something out, and what is wrong with each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from collector.errors import Problem, ProblemsFound
from collector.reading.checking import CheckedFile, Format, check_file
from collector.reading.csv_rows import read_header
from collector.reading.rows import ROW_PROBLEM, TableOptions
from collector.reading.tables import table_frames
from collector.reading.xlsx_rows import xlsx_header
from evaluator.contract.parts import TimeZone

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("Nummer", "Id", "Number"),
    "proposed_on": ("Begärt", "Datum", "Proposed on", "Date"),
    "period": ("Månad", "Period", "Month"),
    "ground": ("Grund", "Ground"),
    "reason": ("Orsak", "Skäl", "Reason"),
    "evidence": ("Underlag", "Bevis", "Evidence"),
    "tickets": ("Ärenden", "Ärende", "Tickets", "Ticket"),
    "service": ("Tjänst", "Service"),
    "unit": ("Enhet", "Unit"),
    "starts_at": ("Från", "From"),
    "ends_at": ("Till", "To"),
    "indicators": ("Mätetal", "Indicators", "Indicator"),
}
"""The headings that are known without a mapping, by what stands below them; case does not matter."""

NEEDED = ("reason", "evidence")
_DELIMITERS = (";", ",", "\t")
_TIMES = ("starts_at", "ends_at")
_LISTS = ("tickets", "indicators")


class SheetMapping(BaseModel):
    """How a supplier's spreadsheet of requests is written; what is left out is as in `HEADINGS`."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    sheet: str | None = Field(default=None, description="name of the sheet; null: the first")
    delimiter: str | None = Field(
        default=None, min_length=1, max_length=1, description="of CSV; null: what parts the headings"
    )
    encoding: str = Field(default="utf-8", description="of CSV")
    columns: dict[str, str] = Field(default_factory=dict, description="heading by what stands below it")
    grounds: dict[str, str] = Field(
        default_factory=dict, description="ground of the contract by the supplier's word"
    )
    time_zone: TimeZone | None = Field(
        default=None, description="zone of times without one; null: such a time is refused"
    )


@dataclass(frozen=True)
class SheetRow:
    """One row: its place, what it says as an entry of the file, and what is wrong with it."""

    line: int
    origin: str
    entry: dict[str, Any]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Sheet:
    """A spreadsheet that was found whole: where it is, and the heading of each thing it tells."""

    file: CheckedFile
    name: str
    options: TableOptions
    headings: Mapping[str, str]
    mapping: SheetMapping

    def problem(self, line: int, key: str, found: str, allowed: str = "", remedy: str = "") -> Problem:
        """Return a problem of the cell of `key` on a row; without a column where the sheet has none."""
        places = [f"sheet {self.name}" if self.name else "", f"column {self.headings.get(key, key)}"]
        place = ", ".join(part for part in places if part)
        return Problem(found, allowed, remedy, file=str(self.file.path), line=line, path=place)


def open_sheet(path: Path, mapping: SheetMapping) -> Sheet:
    """Return the spreadsheet at `path`, read through once.

    Raises SourceUnreadable where it is damaged or too large, and ProblemsFound where its headings are not
    those of the mapping or a needed one is missing.
    """
    unknown = sorted(set(mapping.columns) - set(HEADINGS))
    if unknown:
        raise ProblemsFound([Problem(f"columns names {', '.join(unknown)}", ", ".join(HEADINGS))])
    file = check_file(path, mapping.encoding)
    if file.format not in {Format.XLSX, Format.CSV}:
        raise ProblemsFound([Problem("the file is no spreadsheet", ".xlsx or .csv", file=str(path))])
    options = TableOptions(mapping.delimiter or ",", mapping.encoding, mapping.sheet)
    if file.format is Format.XLSX:
        name, header = xlsx_header(path, options)
    else:
        name = ""
        options = options if mapping.delimiter is not None else _parted(path, options)
        header = read_header(path, options)[0]
    return Sheet(file, name, options, _headings(path, header, mapping), mapping)


def read_rows(sheet: Sheet, words_of_grounds: Mapping[str, str]) -> Iterator[SheetRow]:
    """Yield the rows of a sheet; `words_of_grounds` has the contract's ground by each word for it."""
    needed = list(sheet.headings.values())
    for frame in table_frames(sheet.file, sheet.options, needed):
        for line, cells in zip(frame.index, frame.to_dict("records"), strict=True):
            yield _row(
                sheet,
                int(line),
                {str(key): str(cell).strip() for key, cell in cells.items()},
                words_of_grounds,
            )
    sheet.file.check_unchanged()


def _parted(path: Path, options: TableOptions) -> TableOptions:
    tried = [replace(options, delimiter=delimiter) for delimiter in _DELIMITERS]
    return max(tried, key=lambda one: len(read_header(path, one)[0]))


def _headings(path: Path, header: list[str], mapping: SheetMapping) -> dict[str, str]:
    present = {heading.strip().casefold(): heading for heading in header}
    found: dict[str, str] = {}
    problems = []
    for key, usual in HEADINGS.items():
        asked = (mapping.columns[key],) if key in mapping.columns else usual
        there = [present[name.casefold()] for name in asked if name.casefold() in present]
        if there:
            found[key] = there[0]
        elif key in mapping.columns or key in NEEDED:
            problems.append(f"column {' or '.join(asked)} is missing")
    if "tickets" not in found and not {"service", *_TIMES} <= set(found):
        problems.append("columns for tickets, or for service, from and to, are missing")
    if problems:
        allowed = ", ".join(one for one in header if one)
        remedy = "Name the headings of the file under columns in a mapping (--mapping)"
        raise ProblemsFound(Problem(one, allowed, remedy, file=str(path), line=1) for one in problems)
    return found


def _row(sheet: Sheet, line: int, cells: Mapping[str, str], words_of_grounds: Mapping[str, str]) -> SheetRow:
    origin = ", ".join(
        part
        for part in (
            sheet.file.path.name,
            f"sha256 {sheet.file.content_hash}",
            f"sheet {sheet.name}" if sheet.name else "",
            f"row {line}",
        )
        if part
    )
    broken = cells.get(ROW_PROBLEM, "")
    if broken:
        found = Problem(broken, file=str(sheet.file.path), line=line)
        return SheetRow(line, origin, {}, (found,))
    told = {key: cells[heading] for key, heading in sheet.headings.items() if cells[heading]}
    reader = _Cells(sheet, line, told, words_of_grounds)
    entry = reader.entry()
    return SheetRow(line, origin, entry, tuple(reader.problems))


class _Cells:
    """Reads the cells of one row and remembers what is wrong with them."""

    def __init__(
        self, sheet: Sheet, line: int, told: Mapping[str, str], words_of_grounds: Mapping[str, str]
    ) -> None:
        self.sheet, self.line, self.told, self.words = sheet, line, told, words_of_grounds
        self.problems: list[Problem] = []

    def entry(self) -> dict[str, Any]:
        """Return what the row says, as an entry of the file of exclusions."""
        entry: dict[str, Any] = {
            key: self.told[key] for key in ("id", "reason", "evidence") if key in self.told
        }
        if "period" in self.told:
            entry["period"] = self._month()
        if "proposed_on" in self.told:
            entry["proposed_on"] = self._day()
        if "ground" in self.told:
            entry["ground"] = self._ground()
        for key in _LISTS:
            if key in self.told:
                entry[key] = [part.strip() for part in re.split(r"[,;\n]", self.told[key]) if part.strip()]
        interval: dict[str, str | None] = {
            key: self.told[key] for key in ("service", "unit") if key in self.told
        }
        interval |= {key: self._time(key) for key in _TIMES if key in self.told}
        # A service beside tickets only says which service they are of.
        if interval and "tickets" not in entry:
            entry["interval"] = interval
        return entry

    def _month(self) -> str | None:
        """The month as written; spreadsheets make the first day of a month of it."""
        found = re.fullmatch(r"(\d{4}-\d{2})(?:-01(?:[T ]00:00:00)?)?", self.told["period"])
        if found is None:
            self._wrong("period", "is no month", "a month such as 2026-10")
            return None
        return found[1]

    def _ground(self) -> str:
        word = self.told["ground"]
        return self.sheet.mapping.grounds.get(word, self.words.get(word.casefold(), word))

    def _day(self) -> date | None:
        try:
            return datetime.fromisoformat(self.told["proposed_on"]).date()
        except ValueError:
            self._wrong("proposed_on", "is no date", "a date such as 2026-11-04")
            return None

    def _time(self, key: str) -> str | None:
        try:
            found = datetime.fromisoformat(self.told[key])
        except ValueError:
            self._wrong(key, "is no time", "a time such as 2026-10-05 08:00")
            return None
        if found.tzinfo is not None:
            return found.isoformat()
        zone = self.sheet.mapping.time_zone
        if zone is None:
            self._wrong(key, "names no time zone", "", "Name it under time_zone in a mapping (--mapping)")
            return None
        return self._local(key, found.replace(tzinfo=ZoneInfo(zone)))

    def _local(self, key: str, found: datetime) -> str | None:
        if found.utcoffset() != found.replace(fold=1).utcoffset():
            self._wrong(key, "is a time that the clock skips or has twice", "a time with its offset, +02:00")
            return None
        return found.isoformat()

    def _wrong(self, key: str, found: str, allowed: str, remedy: str = "") -> None:
        told = self.told[key][:60]
        self.problems.append(self.sheet.problem(self.line, key, f"{told!r} {found}", allowed, remedy))
