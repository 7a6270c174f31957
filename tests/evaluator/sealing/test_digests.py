"""Digests and fingerprints: the same for the same rows in any order and numbering, others for others."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.sealing.columns import plain_columns
from evaluator.sealing.digests import Digest, Fingerprints, digest_of, fingerprints_of

ROW = st.tuples(st.sampled_from(["INC1", "INC2", "å", ""]), st.integers(-5, 5), st.none() | st.integers(0, 3))
ROWS = st.lists(ROW, max_size=8)
NO_KEYS = pd.DataFrame({"ticket_id": pd.Series(dtype="int64"), "system": [], "ticket": []})


def frame_of(rows: list[tuple[str, int, int | None]]) -> pd.DataFrame:
    """Rows of a ticket, an instant and a number that may be missing."""
    return pd.DataFrame(
        {
            "ticket": pd.Series([row[0] for row in rows], dtype="str"),
            "at": pd.Series([row[1] for row in rows], dtype="int64"),
            "used": pd.Series([row[2] for row in rows], dtype="Int64"),
        }
    )


def digest(frame: pd.DataFrame, keys: pd.DataFrame = NO_KEYS) -> Digest:
    return digest_of(plain_columns(frame, keys))


def prints(frame: pd.DataFrame) -> Fingerprints:
    return fingerprints_of(plain_columns(frame, NO_KEYS))


@given(ROWS, st.randoms())
def test_the_order_of_rows_and_columns_changes_nothing(
    rows: list[tuple[str, int, int | None]], chance: object
) -> None:
    shuffled = rows[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # what Hypothesis gives is a Random
    one, other = frame_of(rows), frame_of(shuffled)[["used", "ticket", "at"]]
    assert digest(one) == digest(other)
    assert prints(one) == prints(other)


@given(ROWS, ROWS)
def test_other_rows_have_another_digest(
    rows: list[tuple[str, int, int | None]], others: list[tuple[str, int, int | None]]
) -> None:
    same = sorted(rows, key=str) == sorted(others, key=str)
    assert (digest(frame_of(rows)) == digest(frame_of(others))) == same


@given(ROWS.filter(bool))
def test_the_fingerprints_name_the_ticket_whose_row_was_altered_and_no_other(
    rows: list[tuple[str, int, int | None]],
) -> None:
    altered = [(rows[0][0], rows[0][1] + 100, rows[0][2]), *rows[1:]]
    assert prints(frame_of(rows)).differing(prints(frame_of(altered))) == [rows[0][0]]


def test_words_as_categories_and_as_text_are_the_same() -> None:
    frame = frame_of([("INC1", 1, None), ("INC2", 2, 3)])
    assert digest(frame.assign(ticket=frame["ticket"].astype("category"))) == digest(frame)


def test_a_missing_text_and_an_empty_one_are_two_things() -> None:
    empty, missing = (pd.DataFrame({"unit": pd.Series([text], dtype="str")}) for text in ("", None))
    assert digest(empty) != digest(missing)


def test_tickets_go_by_their_keys_whatever_numbers_they_have() -> None:
    keys = [
        pd.DataFrame({"ticket_id": numbers, "system": ["itsm", "itsm"], "ticket": tickets})
        for numbers, tickets in (([1, 2], ["A", "B"]), ([7, 9], ["B", "A"]))
    ]
    frames = [pd.DataFrame({"ticket_id": numbers, "at": [10, 20]}) for numbers in ([1, 2], [9, 7])]
    assert digest(frames[0], keys[0]) == digest(frames[1], keys[1])


def test_a_rounded_number_is_refused() -> None:
    with pytest.raises(ValueError, match="share holds rounded numbers"):
        plain_columns(pd.DataFrame({"share": [0.5]}), NO_KEYS)


def test_no_rows_are_one_and_the_same_whatever_the_columns() -> None:
    assert digest(frame_of([])) == digest(pd.DataFrame())
    assert prints(frame_of([])).sums == {}
