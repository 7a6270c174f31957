"""What an answer's text and JSON may hold."""

import pytest

from collector.errors import SourceUnreadable
from collector.remote.answer import Answer


def _answer(body: bytes) -> Answer:
    return Answer("https://tickets.example.se/x", 200, {}, body)


def test_numbers_keep_the_digits_they_are_written_with() -> None:
    digits = "9" * 6000
    found = _answer(f'{{"a": 0.10, "b": 1e400, "c": {digits}, "d": true}}'.encode()).json()
    assert found == {"a": "0.10", "b": "1e400", "c": digits, "d": True}


def test_words_that_are_no_numbers_of_json_stay_words() -> None:
    assert _answer(b"[NaN, Infinity, -Infinity]").json() == ["NaN", "Infinity", "-Infinity"]


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    assert _answer(b'{"state": "New", "state": "Closed"}').json() == {"state": "Closed"}


def test_characters_that_no_database_keeps_are_replaced() -> None:
    found = _answer(rb'{"a\u0000b": ["x\u0000", "\ud83d", "\ud83d\ude00", "\u00e5"]}').json()
    assert found == {"a\ufffdb": ["x\ufffd", "\ufffd", "\U0001f600", "å"]}
    assert _answer(b"a\0b").text() == "a\ufffdb"
    # Halves of a pair written into UTF-8, one alone and two that are one character; and UTF-16.
    assert _answer(b'["\xed\xa0\x80", "\xed\xa0\xbd\xed\xb8\x80"]').json() == ["\ufffd", "\U0001f600"]
    assert _answer(r'["x\u0000"]'.encode("utf-16")).json() == ["x\ufffd"]


def test_a_mark_of_the_order_of_bytes_is_no_content() -> None:
    assert _answer(b"\xef\xbb\xbf[1]").json() == ["1"]
    assert _answer(b"\xef\xbb\xbfa;b").text() == "a;b"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[1, 2",
        b"<html>Log in</html>",
        b"\xff\xfe\xfa[",
        b"[" * 200_000,
        b'{"a":' * 50_000,
        b'["a\x00"]',
    ],
    ids=["nothing", "cut off", "a page for people", "no text", "deep lists", "deep objects", "a bare NUL"],
)
def test_what_is_no_json_is_refused_without_quoting_it(body: bytes) -> None:
    with pytest.raises(SourceUnreadable) as refused:
        _answer(body).json()
    assert str(refused.value) == (
        "https://tickets.example.se/x: the answer is no JSON, or was cut off, or is nested too deeply"
    )
    assert refused.value.__context__ is None


def test_text_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(SourceUnreadable, match="no UTF-8 text"):
        _answer(b"\xe5").text()


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 02 Nov 2026 12:00:00 -0000", "0", "1 2 3 4 5 6"])
def test_a_date_that_is_none_is_unknown(date: str) -> None:
    assert Answer("https://x", 200, {"date": date}, b"").sent_at is None
