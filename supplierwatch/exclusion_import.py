"""Importing requests from a supplier's spreadsheet: all rows, or none where any is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from collector.errors import Problem, ProblemsFound
from evaluator.core.follow_up.exclusion_deadlines import is_late
from evaluator.decisions.exclusions import DecisionTerms, Exclusion
from supplierwatch.exclusion_files import EXCLUSIONS_FILE, EXCLUSIONS_KEY
from supplierwatch.exclusion_requests import as_entry, next_id, read_request
from supplierwatch.exclusion_sheets import Sheet, SheetMapping, SheetRow, open_sheet, read_rows
from supplierwatch.file_changes import add_entries
from supplierwatch.terms import load_terms
from supplierwatch.watch import Watch

_NOT_COMPARED = {"id", "imported_from", "proposed_on", "earlier_decisions", *DecisionTerms.model_fields}


@dataclass(frozen=True)
class Imported:
    """What an import did: the requests added, how many rows were there already, and what was wrong.

    `doubtful` tells of requests added that are in time by the date in their row and not by the day they came.
    """

    added: tuple[Exclusion, ...]
    known: int
    problems: tuple[Problem, ...]
    doubtful: tuple[Problem, ...]


@dataclass(frozen=True)
class ImportRules:
    """Who asks, on which day where a row names none, and what happens to rows that are late or wrong."""

    proposed_by: str
    proposed_on: date
    keep_late: bool = False
    skip_wrong: bool = False


def import_requests(watch: Watch, path: Path, mapping: SheetMapping, rules: ImportRules) -> Imported:
    """Add the requests of the spreadsheet at `path` that the watch does not have yet.

    Each keeps the name and hash of the file, its sheet and row. Raises ProblemsFound with the problems of all
    rows, and adds nothing, where any is wrong (unless `skip_wrong`); SourceUnreadable where the file cannot
    be read.
    """
    sheet = open_sheet(path, mapping)
    reading = _Reading(watch, sheet, rules)
    for row in read_rows(sheet, _words_of_grounds(watch)):
        reading.take(row)
    if reading.problems and not rules.skip_wrong:
        raise ProblemsFound(reading.problems)
    if reading.entries:
        add_entries(watch.folder / EXCLUSIONS_FILE, EXCLUSIONS_KEY, reading.entries)
    return Imported(tuple(reading.added), reading.known, tuple(reading.problems), tuple(reading.doubtful))


def load_sheet_mapping(path: Path | None) -> SheetMapping:
    """Return the mapping in the YAML file at `path`, or that of the usual headings."""
    return SheetMapping() if path is None else load_terms(path, SheetMapping)


class _Reading:
    """Takes one row after another, and keeps what is new and what is wrong."""

    def __init__(self, watch: Watch, sheet: Sheet, rules: ImportRules) -> None:
        self.watch, self.sheet, self.rules = watch, sheet, rules
        self.there: list[Exclusion] = list(watch.exclusions)
        self.entries: list[Mapping[str, Any]] = []
        self.added: list[Exclusion] = []
        self.problems: list[Problem] = []
        self.doubtful: list[Problem] = []
        self.known = 0

    def take(self, row: SheetRow) -> None:
        """Take one row."""
        if row.problems:
            self.problems += row.problems
            return
        asked = {"proposed_by": self.rules.proposed_by, "proposed_on": self.rules.proposed_on, **row.entry}
        name = row.entry.get("id") or next_id(one.id for one in self.there)
        entry = {"id": name, **as_entry({**asked, "id": None, "imported_from": row.origin})}
        try:
            # Whether a row is there already is asked first: it may by now be too late to ask for.
            exclusion = read_request(self.watch, entry, keep_late=True)
            if self._is_known(exclusion):
                self.known += 1
                return
            read_request(self.watch, entry, keep_late=self.rules.keep_late)
        except ProblemsFound as error:
            self.problems += [self._placed(row, one) for one in error.problems]
            return
        self._doubt(row, exclusion)
        self.there.append(exclusion)
        self.entries.append(entry)
        self.added.append(exclusion)

    def _doubt(self, row: SheetRow, exclusion: Exclusion) -> None:
        """Tell of a request that only its own date keeps from being late: the asking side wrote that date."""
        came = exclusion.model_copy(update={"proposed_on": self.rules.proposed_on})
        if is_late(came, self.watch.versions) and not is_late(exclusion, self.watch.versions):
            found = (
                f"{exclusion.id} is in time by the row's own date alone, {exclusion.proposed_on}; by the day "
                f"it came, {came.proposed_on}, it was late"
            )
            remedy = "Make sure that it was asked on that day, or reject it"
            self.doubtful.append(self.sheet.problem(row.line, "proposed_on", found, remedy=remedy))

    def _is_known(self, exclusion: Exclusion) -> bool:
        same_name = [one for one in self.there if one.id == exclusion.id]
        alike = [one for one in self.there if _compared(one) == _compared(exclusion)]
        if same_name and not alike:
            found = f"there is already an exclusion {exclusion.id!r}, and it says something else"
            raise ProblemsFound([Problem(found, remedy="Give the row another number", path="id")])
        return bool(alike)

    def _placed(self, row: SheetRow, problem: Problem) -> Problem:
        key = problem.path.split(".")[-1].split("[")[0]
        here = self.sheet.problem(row.line, key, problem.found)
        return replace(problem, file=here.file, line=here.line, path=here.path if key else "")


def _compared(exclusion: Exclusion) -> dict[str, Any]:
    return exclusion.model_dump(exclude=_NOT_COMPARED)


def _words_of_grounds(watch: Watch) -> dict[str, str]:
    terms: Iterable[Any] = (one.contract.exclusions for one in watch.versions.versions)
    return {
        word.casefold(): ground.id
        for one in terms
        if one is not None
        for ground in one.grounds
        for word in (ground.id, ground.label.sv, ground.label.en)
    }
