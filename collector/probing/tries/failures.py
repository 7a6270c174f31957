"""In which way a try failed, from the error it ended in; nothing of the error's text is kept."""

import socket
import ssl
from collections.abc import Iterator

from collector.probing.outcome import Failure

_DEEPEST = 20


def failure_of(error: BaseException) -> Failure:
    """Return the failure behind `error`: what it came from says more than what it became."""
    found = {kind for one in _behind(error, _DEEPEST) for kind in [_kind(one)] if kind is not None}
    for kind in (Failure.TLS, Failure.NAME, Failure.REFUSED, Failure.TIME_OUT):
        if kind in found:
            return kind
    return Failure.UNREACHABLE


def _kind(error: BaseException) -> Failure | None:
    if isinstance(error, ssl.SSLError):
        return Failure.TLS
    if isinstance(error, socket.gaierror | UnicodeError):
        return Failure.NAME
    if isinstance(error, ConnectionRefusedError):
        return Failure.REFUSED
    return Failure.TIME_OUT if isinstance(error, TimeoutError) else None


def _behind(error: BaseException | None, depth: int) -> Iterator[BaseException]:
    if error is None or depth == 0:
        return
    yield error
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _behind(one, depth - 1)
    yield from _behind(error.__cause__ or error.__context__, depth - 1)
