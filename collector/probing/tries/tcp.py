"""A try of a TCP connection."""

from pathlib import Path

from collector.probing.looks import TcpLook
from collector.probing.outcome import Seen
from collector.probing.tries.connecting import connected


async def try_tcp(look: TcpLook, _folder: Path) -> Seen:
    """Connect and close; raises OSError."""
    _, writer = await connected(look.host, look.port)
    writer.transport.abort()
    return Seen()
