"""A try of a name."""

from pathlib import Path

from collector.probing.looks import DnsLook
from collector.probing.outcome import Failure, Seen


async def try_dns(look: DnsLook, _folder: Path) -> Seen:
    """Ask for the records of a name and compare them with what is expected; raises OSError."""
    # Only here: the rest of the program needs no library of the extra `connectors`.
    import dns.asyncresolver  # noqa: PLC0415 - see above
    import dns.exception  # noqa: PLC0415 - see above

    try:
        resolver = dns.asyncresolver.Resolver(configure=look.resolver is None)
        if look.resolver is not None:
            resolver.nameservers = [look.resolver]
            resolver.port = look.port
        answer = await resolver.resolve(look.name, look.record, search=False, lifetime=look.time_out)
    except dns.exception.Timeout:
        return Seen(Failure.TIME_OUT)
    except dns.exception.DNSException:
        return Seen(Failure.ANSWER)
    found = {_plain(record.to_text()) for record in answer}
    is_expected = {_plain(text) for text in look.expect} <= found
    return Seen(None if is_expected else Failure.ANSWER)


def _plain(text: str) -> str:
    return text.strip('"').rstrip(".").lower()
