"""Lengths of time as people write them in a list: numbers of a unit, or hours and minutes."""

import pandas as pd

from collector.reading.times import matches
from collector.sources.decimals import read_decimals
from collector.sources.row_reader import RowReader

SECONDS_OF = {"seconds": 1, "minutes": 60, "hours": 3600, "working_days": 1}
"""Seconds of a unit; working days stay what they are."""

_CLOCK = r"^\d{1,6}:[0-5]\d(:[0-5]\d)?$"
_LONGEST = 10**9


def read_lengths(reader: RowReader, column: str, unit: str, decimal: str) -> pd.Series:
    """Return the lengths of a column in whole seconds (or working days), halves up, missing where blank.

    `unit` is one of `SECONDS_OF`, or `clock` for hours and minutes. Other text puts its row aside.
    """
    text = reader.text(column)
    found = _of_clock(text) if unit == "clock" else _of_number(text, unit, decimal)
    wanted = "no time written as 12:30" if unit == "clock" else f"no number of {unit.replace('_', ' ')}"
    reader.refuse(found.isna() & (text != ""), f"{column}: this is {wanted}: " + text.str.slice(0, 40))
    return found


def _of_number(text: pd.Series, unit: str, decimal: str) -> pd.Series:
    number = read_decimals(text, "," if decimal == "comma" else ".", percent=False)
    fits = (number.digits >= 0) & (number.digits < _LONGEST) & (number.places <= 9)
    digits, places = number.digits.where(fits), number.places.where(fits)
    one = pd.Series(10, index=text.index, dtype="Int64") ** places
    found: pd.Series = (2 * digits * SECONDS_OF[unit] + one) // (2 * one)
    return found


def _of_clock(text: pd.Series) -> pd.Series:
    fits = pd.Series(matches(text, _CLOCK), index=text.index)
    parts = text.where(fits).str.split(":", expand=True).reindex(columns=range(3))
    hours, minutes, seconds = (parts[place].astype("Int64") for place in range(3))
    found: pd.Series = hours * 3600 + minutes * 60 + seconds.fillna(0)
    return found
