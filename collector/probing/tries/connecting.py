"""Connections of a try: one address of a host after the other, as people's programs do."""

import asyncio
import socket
import ssl
from functools import lru_cache
from pathlib import Path

from collector.probing.looks import Encrypted
from collector.remote import trust

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connected(
    host: str, port: int, tls: ssl.SSLContext | None = None, server_name: str | None = None
) -> Streams:
    """Return a connection to `host`; raises OSError, of the last address that was tried."""
    infos = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    failed: OSError = OSError("the name has no address")
    for *_, place in infos:
        try:
            return await asyncio.open_connection(str(place[0]), port, ssl=tls, server_hostname=server_name)
        except OSError as error:
            failed = error
    raise failed


def trusted(look: Encrypted, folder: Path) -> ssl.SSLContext:
    """Return what verifies the certificates that `look` meets.

    Raises SourceUnreadable where the file of the authority cannot be used.
    """
    if look.authority is None:
        return _context(None, 0, verify=look.verify)
    path = folder / look.authority
    return _context(path, path.stat().st_mtime_ns if path.exists() else 0, verify=look.verify)


@lru_cache(maxsize=64)
def _context(authority: Path | None, _changed_at: int, *, verify: bool) -> ssl.SSLContext:
    # Reading the system's authorities takes longer than a look; a file that changed is read anew.
    context = trust.trusted(authority, "authority")
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def certificate_ends_at(connection: ssl.SSLObject | None) -> int | None:
    """Return when the verified certificate of the other side ends; None where there is none."""
    found = None if connection is None else connection.getpeercert()
    ends = None if found is None else found.get("notAfter")
    return int(ssl.cert_time_to_seconds(ends)) if isinstance(ends, str) else None
