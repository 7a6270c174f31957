"""A try of an echo, by the datagram sockets that Linux gives to processes without rights."""

from pathlib import Path

from collector.probing.looks import IcmpLook
from collector.probing.outcome import Doubt, Failure, Seen


async def try_icmp(look: IcmpLook, _folder: Path) -> Seen:
    """Ask for one echo; where the system allows none, nothing is known. Raises OSError."""
    # Only here: the rest of the program needs no library of the extra `connectors`.
    import icmplib  # noqa: PLC0415 - see above

    try:
        host = await icmplib.async_ping(look.host, count=1, timeout=look.time_out, privileged=False)
    except icmplib.SocketPermissionError:
        return Seen(doubt=Doubt.NOT_ABLE)
    except icmplib.NameLookupError:
        return Seen(Failure.NAME)
    except icmplib.ICMPLibError:
        return Seen(Failure.UNREACHABLE)
    return Seen(None if host.is_alive else Failure.TIME_OUT)
