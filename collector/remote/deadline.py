"""An end to waiting: however slowly an answer comes, byte by byte or as hints before it, its time is limited.

The library limits each wait for a byte; a system that sends one now and then would keep it for ever.
"""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2


class Deadline:
    """When the answer must have come, in seconds of the monotonic clock; None: no limit."""

    def __init__(self) -> None:
        self.ends_at: float | None = None

    def is_over(self) -> bool:
        """Return whether the time is up."""
        return self.ends_at is not None and time.monotonic() > self.ends_at

    def left(self, timeout: float | None) -> float | None:
        """Return how long may be waited now, at most `timeout`; raises httpcore2.ReadTimeout at the end."""
        if self.ends_at is None:
            return timeout
        rest = self.ends_at - time.monotonic()
        if rest <= 0:
            raise httpcore2.ReadTimeout
        return rest if timeout is None else min(rest, timeout)


def kept_to(deadline: Deadline, transport: httpx2.HTTPTransport) -> httpx2.HTTPTransport:
    """Return `transport`, whose reading ends at `deadline`."""
    pool = transport._pool  # noqa: SLF001 - the library takes no backend; a test holds that this is one
    pool._network_backend = _Backend(pool._network_backend, deadline)  # noqa: SLF001 - as above
    return transport


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    def __init__(self, backend: httpcore2.NetworkBackend, deadline: Deadline) -> None:
        self._backend = backend
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        stream = self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return _Stream(stream, self._deadline)
