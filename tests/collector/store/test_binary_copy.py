"""Rows as PostgreSQL's binary COPY takes them."""

import pandas as pd
import pytest
import sqlalchemy as sa

from collector.store.binary_copy import binary_rows
from collector.store.database import Database
from collector.store.staging import staged

TEXTS = [
    "",
    "plain",
    "åäö €",
    'a "quoted", word',
    "line\nbreak",
    "\\.",
    "a\n\\.\nb",
    "tab\t\\N",
    "x" * 70_000,
]


def test_one_row_is_a_count_and_each_value_its_length_and_bytes() -> None:
    frame = pd.DataFrame({"a": pd.Series([258], dtype="int64"), "b": pd.Series(["å"], dtype="str")})
    # After the header of 19 bytes: 2 values; 8 bytes with 258 = 1 * 256 + 2; 2 bytes of UTF-8; no more rows.
    expected = b"\x00\x02" + b"\x00\x00\x00\x08" + b"\0\0\0\0\0\0\x01\x02" + b"\x00\x00\x00\x02\xc3\xa5"
    assert b"".join(binary_rows(frame))[19:] == expected + b"\xff\xff"


def test_a_missing_value_has_the_length_minus_one_and_no_bytes() -> None:
    frame = pd.DataFrame({"a": pd.Series([None, 1], dtype="Int64"), "b": pd.Series([None, ""], dtype="str")})
    first = b"\x00\x02" + b"\xff\xff\xff\xff" * 2
    second = b"\x00\x02" + b"\x00\x00\x00\x08" + b"\0\0\0\0\0\0\0\x01" + b"\0\0\0\0"
    assert b"".join(binary_rows(frame))[19:] == first + second + b"\xff\xff"


def test_no_rows_are_a_header_and_a_trailer() -> None:
    frame = pd.DataFrame({"a": pd.Series([], dtype="int64"), "b": pd.Series([], dtype="str")})
    assert b"".join(binary_rows(frame)) == b"PGCOPY\n\xff\r\n\0" + b"\0" * 8 + b"\xff\xff"


@pytest.mark.parametrize("first", [0, 3])
def test_whatever_a_text_holds_comes_back_from_the_database(database: Database, first: int) -> None:
    # A part of a longer column, whose bytes begin in the middle of another's.
    frame = pd.DataFrame(
        {
            "id": pd.Series(range(len(TEXTS) + 1), dtype="int64"),
            "text": pd.Series([*TEXTS, None], dtype="str"),
            "number": pd.Series([None, *range(-1, len(TEXTS) - 1)], dtype="Int64"),
        }
    ).iloc[first:]
    with database.writing() as connection, staged(connection, "texts", frame) as stage:
        found = connection.execute(sa.select(stage).order_by(stage.c.id)).all()
    texts, numbers = [*TEXTS, None], [None, *range(-1, len(TEXTS) - 1)]
    assert [tuple(row) for row in found] == list(
        zip(range(first, len(texts)), texts[first:], numbers[first:], strict=True)
    )
