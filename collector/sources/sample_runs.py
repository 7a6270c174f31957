"""Samples in order, told apart: where something changes, and where nobody looked for too long.

Columns only, in blocks that a fast cache holds: a year of samples is half a billion rows.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_BLOCK = 1 << 15


def is_change(columns: Sequence[npt.NDArray[np.integer]]) -> Flags:
    """Return for each row whether it differs from the row before in any of `columns`; the first one does."""
    changed = np.ones(columns[0].size, dtype=np.bool_)
    for here, before in _blocks(changed.size):
        part = changed[here]
        np.not_equal(columns[0][here], columns[0][before], out=part)
        for column in columns[1:]:
            part |= column[here] != column[before]
    return changed


def is_first_look(scope: Integers, at: Integers, longest: int | Integers) -> Flags:
    """Return for each row whether observation begins anew: more than `longest` seconds after the row before.

    `longest` is one number, or one for each row, which then speaks for so many seconds itself. Rows are in
    order by scope and instant; the first of a scope begins.
    """
    first = is_change([scope])
    for here, before in _blocks(first.size):
        part = first[here]
        part |= at[here] - at[before] > (longest if isinstance(longest, int) else longest[before])
    return first


def _blocks(rows: int) -> Iterator[tuple[slice, slice]]:
    """Yield slices of all rows but the first, each with the slice of the rows before them."""
    for begin in range(1, rows, _BLOCK):
        end = min(begin + _BLOCK, rows)
        yield slice(begin, end), slice(begin - 1, end - 1)
