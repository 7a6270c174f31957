"""A source's status words as states; what the mapping does not list is unmapped, never dropped."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from collector.records import ServiceState, TicketState


def states_of(status: pd.Series, statuses: Mapping[str, str]) -> pd.Series:
    """Return the number of the TicketState of every status (`Int64`)."""
    codes, words = pd.factorize(status)
    numbers = [int(TicketState[statuses[word].upper()]) if word in statuses else 0 for word in words]
    return pd.Series(pd.array(np.array(numbers, dtype="int64")[codes], dtype="Int64"), index=status.index)


def service_states_of(words: pd.Series, states: Mapping[str, str]) -> pd.Series:
    """Return the number of the ServiceState of every word (`Int64`), missing where none is listed."""
    return words.map({word: int(ServiceState[name.upper()]) for word, name in states.items()}).astype("Int64")
