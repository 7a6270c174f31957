"""What measurements and statements share: a value held as two whole numbers, a scope, a period."""

import numpy as np
import pandas as pd

from collector.mapping.figures import FigureMapping
from collector.sources.decimals import Decimals, read_decimals
from collector.sources.periods import read_periods
from collector.sources.row_reader import RowReader

_LARGEST = 2**63 - 1


def read_figures(reader: RowReader, mapping: FigureMapping, origin: str) -> pd.DataFrame:
    """Return scope, period, numerator and denominator of every row; rows that lack one are put aside."""
    start, end = read_periods(reader, mapping, origin)
    value = (
        _read_share(reader, mapping)
        if "numerator" in mapping.named_columns()
        else _read_value(reader, mapping)
    )
    columns = {"service": reader.words("service", required=True), "unit": reader.words("unit")}
    return pd.DataFrame({**columns, "from_at": start, "to_at": end, **value})


def _read_value(reader: RowReader, mapping: FigureMapping) -> dict[str, pd.Series]:
    number = _decimals(reader, mapping, "value")
    return {"numerator": number.digits, "denominator": _power_of_ten(number.places)}


def _read_share(reader: RowReader, mapping: FigureMapping) -> dict[str, pd.Series]:
    above, below = _decimals(reader, mapping, "numerator"), _decimals(reader, mapping, "denominator")
    places = np.maximum(above.places.fillna(0).to_numpy("int64"), below.places.fillna(0).to_numpy("int64"))
    numerator = _scaled(reader, above, places)
    denominator = _scaled(reader, below, places)
    reader.refuse((denominator < 0).fillna(value=False), "the denominator is below zero")
    return {"numerator": numerator, "denominator": denominator}


def _decimals(reader: RowReader, mapping: FigureMapping, name: str) -> Decimals:
    column = mapping.named_columns()[name][0]
    text = reader.text(column)
    percent = name == "value" and mapping.value_is == "percent"
    number = read_decimals(text, "," if mapping.decimal == "comma" else ".", percent=percent)
    reader.refuse(text == "", f"the {name} is blank")
    reader.refuse(
        number.digits.isna(), f"{column}: this is no number with a decimal {mapping.decimal}: " + text
    )
    reader.refuse((number.places > 18).fillna(value=False), f"{column}: this number has too many decimals")
    return number


def _scaled(reader: RowReader, number: Decimals, places: np.ndarray) -> pd.Series:
    """Return the number times ten to the `places`, exact; rows where that is too large are put aside."""
    factor = _power_of_ten(pd.Series(places, index=number.digits.index) - number.places)
    too_large = (number.digits.abs() > _LARGEST // factor).fillna(value=False)
    reader.refuse(too_large, "the number has too many digits")
    return number.digits.mask(too_large) * factor.mask(too_large)


def _power_of_ten(places: pd.Series) -> pd.Series:
    known = places.fillna(0).clip(0, 18).to_numpy(dtype="int64")
    powers = np.power(np.int64(10), known)
    return pd.Series(pd.array(powers, dtype="Int64"), index=places.index).where(places.notna())
