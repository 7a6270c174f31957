"""Reading the cells of a page under a mapping; every row that cannot be used keeps its first reason."""

import json

import pandas as pd

from collector.errors import Problem, ProblemsFound
from collector.mapping import CommonMapping
from collector.reading.rows import ROW_PROBLEM
from collector.reading.times import TimeRule, matches, read_times
from collector.source import Page, empty_rejects
from collector.sources.order import ORDER

_KEPT_TEXT = 200
_WHOLE = r"^-?\d{1,18}$"


def time_rule(mapping: CommonMapping) -> TimeRule:
    """Return how the mapping says times are written."""
    return TimeRule(
        mapping.time_formats,
        mapping.time_zone,
        mapping.doubled_hour,
        mapping.skipped_hour,
        mapping.earliest,
        mapping.latest,
    )


class RowReader:
    """The rows of one page; each reading of a column adds the rows it cannot use to the rejects."""

    def __init__(self, page: Page, mapping: CommonMapping) -> None:
        self._mapping = mapping
        self._origin = page.origin
        self._named = mapping.named_columns()
        self.rows = page.rows.drop(columns=ROW_PROBLEM, errors="ignore")
        blank = pd.Series("", index=page.rows.index, dtype="str")
        self._reasons = page.rows[ROW_PROBLEM].astype("str") if ROW_PROBLEM in page.rows else blank

    @property
    def good(self) -> pd.Series:
        """Which rows are usable as far as they were read."""
        return self._reasons == ""

    def refuse(self, rows: pd.Series, reason: str | pd.Series) -> None:
        """Put the marked rows aside for `reason`, unless an earlier one stands."""
        new = rows & self.good
        if bool(new.any()):
            self._reasons = self._reasons.mask(new, reason)

    def text(self, column: str) -> pd.Series:
        """Return the cells of a column of the source without the blanks around them."""
        return self.rows[column].str.strip()

    def words(self, name: str, *, required: bool = False) -> pd.Series:
        """Return the word of every row for one of our names: mapped, constant, or missing."""
        if name not in self._named:
            constant = self._mapping.constants.get(name)
            return pd.Series(constant, index=self.rows.index, dtype="str")
        found = self.mapped(name, joined(self.rows, self._named[name]))
        if required:
            self.refuse(found.isna(), f"the {name} is blank")
        return found

    def mapped(self, name: str, text: pd.Series) -> pd.Series:
        """Return `text` in our words for `name`, missing where it is blank."""
        table = self._mapping.values.get(name, {})  # noqa: PD011 - a key of the mapping
        codes, sources = pd.factorize(text)
        unlisted = pd.Series(
            [bool(table) and word != "" and word not in table for word in sources], dtype=bool
        )
        if bool(unlisted.any()) and self._mapping.unlisted == "quarantine":
            lost = pd.Series(unlisted.to_numpy()[codes], index=text.index)
            self.refuse(lost, f"the mapping lists no such {name}: " + text.str.slice(0, 40))
        return by_code([table.get(word, word) or None for word in sources], codes, text.index)

    def times(self, column: str, *, required: str = "") -> pd.Series:
        """Return the instants of a column of the source (`Int64`); `required` names what may not be blank.

        Raises ProblemsFound for a time without an offset where the mapping names no zone.
        """
        read = read_times(self.text(column), time_rule(self._mapping))
        refuse_naive(self.rows[column], read.naive, self._origin)
        self.refuse(read.reasons != "", f"{column}: " + read.reasons)
        if required:
            self.refuse(read.instants.isna(), f"{required} is blank")
        return read.instants

    def whole_numbers(self, column: str) -> pd.Series:
        """Return the whole numbers of a column of the source (`Int64`), missing where it is blank."""
        text = self.text(column)
        fits = pd.Series(matches(text, _WHOLE), index=text.index)
        self.refuse(~fits & (text != ""), f"{column}: this is no whole number: " + text.str.slice(0, 40))
        numbers: pd.Series = text.where(fits).astype("Int64")
        return numbers

    def rejects(self) -> pd.DataFrame:
        """Return the rows put aside, with line, reason and their mapped cells as JSON."""
        lost = self.rows[~self.good].drop(columns=ORDER, errors="ignore")
        if lost.empty:
            return empty_rejects()
        cells = [
            json.dumps(
                {name: text[:_KEPT_TEXT] for name, text in row.items() if text != ""}, ensure_ascii=False
            )
            for row in lost.astype("str").to_dict("records")
        ]
        return pd.DataFrame(
            {
                "line": lost.index.to_numpy(dtype="int64"),
                "reason": self._reasons[~self.good].astype("str").to_numpy(),
                "fields": pd.array(cells, dtype="str"),
            }
        )


def refuse_naive(text: pd.Series, naive: pd.Series, origin: str) -> None:
    """Raise ProblemsFound where any time is `naive`; the first such cell of the column `text` is shown."""
    if not bool(naive.any()):
        return
    first = text[naive]
    raise ProblemsFound(
        [
            Problem(
                f"column {text.name!r} holds times without an offset from UTC, such as {first.iloc[0]!r}",
                remedy="Name their zone in the mapping, such as time_zone: Europe/Stockholm",
                file=origin,
                line=int(first.index[0]),
                path="time_zone",
            )
        ]
    )


def joined(rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    """Return the cells of one column, or of several joined by ` / ` where they are not blank."""
    text = rows[columns[0]].str.strip()
    for column in columns[1:]:
        further = rows[column].str.strip()
        both = (text + " / " + further).where(further != "", text)
        text = both.where(text != "", further)
    return text


def by_code(
    words: list[str | None], codes: "pd.api.extensions.ExtensionArray | object", index: pd.Index
) -> pd.Series:
    """Return for each code its word; a missing one stays missing."""
    taken = pd.Series(words, dtype="str").take(codes)  # type: ignore[arg-type]  # codes of pd.factorize
    return taken.set_axis(index)
