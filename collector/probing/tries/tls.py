"""A try of an encrypted connection, and what its certificate says."""

from pathlib import Path

from collector.probing.looks import TlsLook
from collector.probing.outcome import Failure, Seen
from collector.probing.tries.connecting import Streams, certificate_ends_at, connected, trusted

_MOST_LINES = 50


async def try_tls(look: TlsLook, folder: Path) -> Seen:
    """Connect, encrypt, look at the certificate and close; raises OSError."""
    context = trusted(look, folder)
    name = look.server_name if look.server_name is not None else look.host
    at_once = look.start_tls is None
    streams = await connected(look.host, look.port, *((context, name) if at_once else ()))
    writer = streams[1]
    try:
        if not at_once:
            if not await _is_ready_to_encrypt(streams):
                return Seen(Failure.ANSWER)
            await writer.start_tls(context, server_hostname=name)
        return Seen(certificate_ends_at=certificate_ends_at(writer.get_extra_info("ssl_object")))
    finally:
        writer.transport.abort()


async def _is_ready_to_encrypt(streams: Streams) -> bool:
    """Ask a mail server to encrypt (RFC 3207): greeting, EHLO, STARTTLS."""
    _, writer = streams
    if not await _answers(streams, b"220"):
        return False
    writer.write(b"EHLO probe.invalid\r\n")
    if not await _answers(streams, b"250"):
        return False
    writer.write(b"STARTTLS\r\n")
    return await _answers(streams, b"220")


async def _answers(streams: Streams, code: bytes) -> bool:
    """Read one answer, of several lines as RFC 5321 4.2.1 has it; return whether it has this code."""
    for _ in range(_MOST_LINES):
        try:
            line = await streams[0].readline()
        except ValueError:
            return False  # a line longer than the reader's limit is no line of SMTP
        if not line.startswith(code):
            return False
        if line[3:4] != b"-":
            return True
    return False
