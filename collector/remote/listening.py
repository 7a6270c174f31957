"""Lines of an answer that goes on until somebody ends it."""

import time
from collections.abc import Iterator

import httpx2

from collector.remote.problems import unreadable


def lines_of(parts: Iterator[bytes], address: str, seconds: float, longest: int) -> Iterator[str]:
    """Yield the lines in `parts` until `seconds` have passed; silence as long as that ends it too.

    Raises SourceUnreadable for a line of more than `longest` bytes, one that is no UTF-8, and where the
    other side ends the answer: what follows would be missed.
    """
    ends_at, rest = time.monotonic() + seconds, b""
    try:
        for part in parts:
            *lines, rest = (rest + part).split(b"\n")
            if len(rest) > longest:
                raise unreadable(address, f"a line of the answer is larger than {longest} bytes")
            for line in lines:
                yield _text(line, address)
            if time.monotonic() >= ends_at:
                return
    except httpx2.ReadTimeout:
        return
    raise unreadable(address, "the system ended an answer that was to go on")


def _text(line: bytes, address: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Outside: the error holds the line.
    raise unreadable(address, "the answer is no UTF-8 text")
