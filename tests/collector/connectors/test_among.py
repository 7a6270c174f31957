"""Which keys are among others."""

import pandas as pd

from collector.connectors.among import is_among


def test_a_key_is_among_others_whatever_their_order_and_repeats() -> None:
    keys = pd.Series(["b", "x", "", "b"], index=[7, 3, 5, 1], dtype="str")
    found = is_among(keys, pd.Series(["a", "b", "b"], dtype="str"))
    assert found.to_dict() == {7: True, 3: False, 5: False, 1: True}


def test_nothing_is_among_no_others_and_no_key_is_among_any() -> None:
    none = pd.Series([], dtype="str")
    assert is_among(pd.Series(["a"], dtype="str"), none).to_list() == [False]
    assert is_among(none, pd.Series(["a"], dtype="str")).to_list() == []
