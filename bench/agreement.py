"""Nothing is timed that is not the same work."""

import numpy as np
import numpy.typing as npt


def require_equal(what: str, found: npt.NDArray[np.int64], expected: npt.NDArray[np.int64]) -> None:
    """Raise AssertionError where answers differ."""
    if not np.array_equal(found, expected):
        count = int(np.count_nonzero(found != expected)) if found.shape == expected.shape else "all"
        raise AssertionError(f"{what}: {count} answers differ")
