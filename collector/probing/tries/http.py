"""A try of a page: a connection of its own each time, as somebody new would make it."""

import ssl
import zlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from collector.probing.looks import HttpLook
from collector.probing.outcome import Failure, Seen
from collector.probing.tries.connecting import certificate_ends_at, trusted
from collector.probing.tries.failures import failure_of

if TYPE_CHECKING:
    import httpx2

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_HEADERS = {"User-Agent": "supplierwatch-probe", "Accept": "*/*", "Accept-Encoding": "identity"}


async def try_http(look: HttpLook, folder: Path) -> Seen:
    """Ask for a page, follow redirects on its host where allowed, and search what came; raises OSError."""
    # Only here: the rest of the program needs no library of the extra `connectors`.
    import httpx2  # noqa: PLC0415 - see above

    try:
        async with httpx2.AsyncClient(
            # Also for http://: a redirect may lead on to the encrypted page of the host.
            verify=trusted(look, folder),
            timeout=look.time_out,
            trust_env=False,
            follow_redirects=False,
            headers=_HEADERS,
        ) as client:
            return await _followed(client, look)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        return Seen(failure_of(error))


async def _followed(client: "httpx2.AsyncClient", look: HttpLook) -> Seen:
    address = look.address
    for _ in range(_MOST_REDIRECTS + 1):
        async with client.stream(look.method, address) as answer:
            ends_at = _certificate_ends_at(answer)
            if look.redirects == "keep" or answer.status_code not in _REDIRECTS:
                return Seen(await _failure_in(answer, look), ends_at)
            target = _target(address, answer.headers.get("location", ""))
            if target is None:
                return Seen(Failure.REDIRECT, ends_at)
            address = target
    return Seen(Failure.REDIRECT)


def _target(address: str, location: str) -> str | None:
    """Return where `location` leads on `address`'s host and port or its encrypted page; else None."""
    try:
        target = urljoin(address, location)
        here, there = _place(urlsplit(address)), _place(urlsplit(target))
    except ValueError:
        return None  # brackets that do not fit, a port that is no number
    is_upgrade = here[0] == "http" and there[0] == "https" and (here[2], there[2]) == (80, 443)
    return target if here[1] == there[1] and (here == there or is_upgrade) else None


def _place(parts: SplitResult) -> tuple[str, str | None, int | None]:
    port = parts.port if parts.port is not None else _PORTS.get(parts.scheme)
    return parts.scheme, parts.hostname, port


async def _failure_in(answer: "httpx2.Response", look: HttpLook) -> Failure | None:
    expected = answer.status_code in look.status if look.status else 200 <= answer.status_code <= 299
    if not expected:
        return Failure.STATUS
    body = await _read(answer, look.read_at_most)
    if not look.must_contain and not look.must_not_contain:
        return None
    text = _text(body, answer, look.read_at_most)
    if text is None or not all(part in text for part in look.must_contain):
        return Failure.CONTENT
    return Failure.CONTENT if any(part in text for part in look.must_not_contain) else None


async def _read(answer: "httpx2.Response", at_most: int) -> bytes:
    body = b""
    async for chunk in answer.aiter_raw():
        body += chunk[: at_most - len(body)]
        if len(body) >= at_most:
            break
    return body


def _text(body: bytes, answer: "httpx2.Response", at_most: int) -> str | None:
    """Return the page as text; None where it is packed in a way we did not ask for and cannot unpack."""
    packed = answer.headers.get("content-encoding", "identity").lower()
    if packed in {"gzip", "x-gzip", "deflate"}:
        try:
            # 32 more than the largest window: the header says whether it is gzip. Never more than is read.
            body = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(body, at_most)
        except zlib.error:
            return None
    elif packed not in {"identity", ""}:
        return None
    try:
        return body.decode(answer.charset_encoding or "utf-8", errors="replace")
    except (LookupError, ValueError):
        return body.decode("utf-8", errors="replace")


def _certificate_ends_at(answer: "httpx2.Response") -> int | None:
    stream = answer.extensions.get("network_stream")
    found = None if stream is None else stream.get_extra_info("ssl_object")
    return certificate_ends_at(found) if isinstance(found, ssl.SSLObject) else None
