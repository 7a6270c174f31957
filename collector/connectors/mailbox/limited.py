"""IMAP as the standard library speaks it, with an end to what a server may answer: in bytes and in time.

The library reads as much as the server announces, one line after the other, for as long as any byte comes.
"""

import imaplib
import io
import socket
import time

_SMALL = 1 << 20
"""Bytes that the answer to a command may have which asks for no mail."""

_LONGEST = 600.0
"""Seconds that the whole answer to one command may take."""


class LimitedImap(imaplib.IMAP4):
    """IMAP without encryption, to be followed by STARTTLS."""

    # Of the greeting, as the library reads that before anybody can say more.
    _bytes_left = _SMALL
    _ends_at: float | None = None
    _reader: tuple[socket.socket, io.BufferedReader] | None = None

    def allow(self, size: int = _SMALL, seconds: float = _LONGEST) -> None:
        """Let what comes from now on have `size` bytes and take `seconds`; more raises IMAP4.abort."""
        self._bytes_left = size
        self._ends_at = time.monotonic() + seconds

    def ends_at(self) -> float:
        """Return when the answer must have come, in seconds of the monotonic clock."""
        if self._ends_at is None:
            self._ends_at = time.monotonic() + _LONGEST
        return self._ends_at

    def read(self, size: int) -> bytes:
        """Return `size` bytes of the answer."""
        self._spend(size)
        return self._own_reader().read(size)

    def readline(self) -> bytes:
        """Return a line of the answer."""
        line = self._own_reader().readline(self._bytes_left + 1)
        self._spend(len(line))
        return line

    def _spend(self, size: int) -> None:
        if size > self._bytes_left:
            raise self.abort("the answer is too large")
        self._bytes_left -= size

    def _own_reader(self) -> io.BufferedReader:
        # STARTTLS puts another socket in place: what came before it in plain text is not read on.
        if self._reader is None or self._reader[0] is not self.sock:
            self._reader = self.sock, io.BufferedReader(_Timed(self))
        return self._reader[1]


class LimitedTlsImap(LimitedImap, imaplib.IMAP4_SSL):
    """IMAP that is encrypted from the first byte on."""


class _Timed(io.RawIOBase):
    """The bytes of a connection, until the time of the answer is over."""

    def __init__(self, server: LimitedImap) -> None:
        self._server = server
        self._socket = server.sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # any buffer will do
        if time.monotonic() > self._server.ends_at():
            raise TimeoutError
        return self._socket.recv_into(buffer)
