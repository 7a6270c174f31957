"""Packed answers in pieces: what a small answer unpacks to never stands in memory at once.

The library for HTTP unpacks too, but takes a packed answer whose end is missing for a whole one.
"""

import zlib
from collections.abc import Iterable, Iterator

ASKED_FOR = "gzip, deflate"
"""The packings that are asked for (RFC 9110, 8.4.1)."""

_PIECE = 1 << 16
_BITS = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


class Damaged(Exception):  # noqa: N818 - a fact about the answer, named as one
    """An answer that cannot be unpacked, or was cut off."""


def unpacked(parts: Iterable[bytes], packing: str) -> Iterator[bytes]:
    """Yield the content of `parts`, packed as the header Content-Encoding says, piece by piece.

    Raises Damaged for content that is broken, that ends early, or in a packing nobody asked for.
    """
    name = packing.strip().lower()
    if name in ("", "identity"):
        yield from parts
    elif name in _BITS:
        try:
            yield from _inflated(parts, _BITS[name])
        except zlib.error as error:
            raise Damaged("the answer cannot be unpacked, or was cut off") from error
    else:
        raise Damaged("the answer is packed in a way that was not asked for")


def _inflated(parts: Iterable[bytes], bits: int) -> Iterator[bytes]:
    bits, parts = _told_apart(parts, bits)
    inflate = zlib.decompressobj(bits)
    begun = False
    for part in parts:
        rest = part
        while rest:
            if inflate.eof:
                # A packed answer may be made of several, one after the other (RFC 1952, 2.2).
                inflate = zlib.decompressobj(bits)
            begun = True
            piece = inflate.decompress(rest, _PIECE)
            if piece:
                yield piece
            rest = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
    if begun and not inflate.eof:
        raise Damaged("the answer was cut off")


def _told_apart(parts: Iterable[bytes], bits: int) -> tuple[int, Iterator[bytes]]:
    """Return how `deflate` is meant: some systems leave its frame out (RFC 9110, 8.4.1.2)."""
    rest = iter(parts)
    first = next(rest, b"")
    if bits == zlib.MAX_WBITS and len(first) > 1:
        framed = first[0] & 0x0F == zlib.DEFLATED and (first[0] << 8 | first[1]) % 31 == 0
        bits = bits if framed else -zlib.MAX_WBITS
    return bits, _with_first(first, rest)


def _with_first(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest
