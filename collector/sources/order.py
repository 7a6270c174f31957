"""The order of events of one ticket in one second: the same whichever page a row comes in."""

import numpy as np
import pandas as pd

ORDER = "#order"
"""Column of whole numbers: how many earlier rows of the file have the same ticket and time."""


class Occurrences:
    """Counts, over the pages of one file, the earlier rows with the same key.

    Keys are held as 64-bit hashes; should two ever share one, an order starts above 0 and stays right.
    """

    def __init__(self) -> None:
        self._seen = pd.Index([], dtype="uint64")
        self._counts = np.zeros(0, dtype="int64")

    def count(self, keys: pd.DataFrame) -> np.ndarray:
        """Return for each row how many rows before it, in this and earlier pages, have its key."""
        hashes = pd.util.hash_pandas_object(keys, index=False).to_numpy()
        codes, unique = pd.factorize(hashes)
        counts = np.bincount(codes, minlength=len(unique))
        known = self._seen.get_indexer(pd.Index(unique))
        before = np.where(known >= 0, self._counts[known] if len(self._counts) else 0, 0)
        within = pd.Series(codes).groupby(codes).cumcount().to_numpy()
        self._remember(unique, counts, known)
        return np.asarray(within + before[codes], dtype="int64")

    def _remember(self, unique: np.ndarray, counts: np.ndarray, known: np.ndarray) -> None:
        old = known >= 0
        self._counts[known[old]] += counts[old]
        self._seen = self._seen.append(pd.Index(unique[~old]))
        self._counts = np.concatenate([self._counts, counts[~old]])
