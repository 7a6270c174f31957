"""Decimal text as exact whole numbers: digits over a power of ten."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from collector.reading.times import matches

_SPACES = "[ \u00a0\u202f]"
_DIGITS = 18


@dataclass(frozen=True)
class Decimals:
    """Exact numbers `digits / 10**places` (both `Int64`), missing where the text is no number."""

    digits: pd.Series
    places: pd.Series


def read_decimals(text: pd.Series, decimal: str, *, percent: bool) -> Decimals:
    """Return the numbers a column of text names; `decimal` is its decimal sign, `.` or `,`.

    A percent sign, or `percent` for a column without them, moves the value by two places.
    Spaces group thousands.
    Numbers of more than 18 digits, and any other text, are missing.
    """
    bare = text.str.replace(_SPACES, "", regex=True).str.replace("\u2212", "-")
    signed = bare.str.endswith("%")
    bare = bare.str.removesuffix("%").str.removeprefix("+")
    fits = pd.Series(matches(bare, rf"^-?\d+([{decimal}]\d+)?$"), index=text.index)
    whole, _, part = (bare.str.partition(decimal)[place] for place in (0, 1, 2))
    together = whole + part
    fits &= together.str.lstrip("-").str.len() <= _DIGITS
    digits: pd.Series = together.where(fits).astype("Int64")
    shift = np.where(signed | percent, 2, 0)
    places: pd.Series = (part.str.len() + shift).where(fits).astype("Int64")
    return Decimals(digits, places)
