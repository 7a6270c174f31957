"""An answer that goes on: its lines, and how it ends."""

from collections.abc import Iterator

import httpx2
import pytest

from collector.errors import SourceUnreadable
from collector.remote.listening import lines_of

ADDRESS = "https://icinga.example"


def _silence_after(*parts: bytes) -> Iterator[bytes]:
    yield from parts
    raise httpx2.ReadTimeout("nothing came")


def test_lines_are_put_together_from_the_parts_they_came_in() -> None:
    parts = _silence_after(b"fir", b"st\nsec", b"ond\nthe rest")
    assert list(lines_of(parts, ADDRESS, 60, 100)) == ["first", "second"]


def test_listening_ends_when_its_time_is_up() -> None:
    assert list(lines_of(iter([b"first\n", b"second\n"]), ADDRESS, 0, 100)) == ["first"]


def test_an_end_that_we_did_not_ask_for_is_told() -> None:
    with pytest.raises(SourceUnreadable, match="ended an answer that was to go on"):
        list(lines_of(iter([b"first\n"]), ADDRESS, 60, 100))


def test_a_line_without_end_is_refused() -> None:
    with pytest.raises(SourceUnreadable, match="larger than 100 bytes"):
        list(lines_of(_silence_after(b"x" * 101), ADDRESS, 60, 100))


def test_a_line_that_is_no_text_is_refused() -> None:
    with pytest.raises(SourceUnreadable, match="no UTF-8 text"):
        list(lines_of(_silence_after(b"\xff\n"), ADDRESS, 60, 100))
