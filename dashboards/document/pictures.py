"""Drawings as pixels, for forms that take no vectors."""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from dashboards.document.characters import named_characters
from dashboards.document.pdf_form import FontMissing, compile_template

_PIXELS_PER_INCH = 220


@dataclass(frozen=True)
class Pixels:
    """A PNG with its size in points (1/72 inch)."""

    content: bytes
    width: float
    height: float


def pixels_of(svg: str) -> Pixels:
    """Return a drawing as PNG, sharp in print."""
    try:
        content = _drawn({"svg": svg})
    except FontMissing:
        content = _drawn(named_characters({"svg": svg}))
    width, height = struct.unpack(">II", content[16:24])
    return Pixels(content, width / _PIXELS_PER_INCH * 72, height / _PIXELS_PER_INCH * 72)


def _drawn(data: dict[str, object]) -> bytes:
    epoch = datetime.fromtimestamp(0, tz=UTC)
    return compile_template("picture.typ", data, epoch, format="png", ppi=_PIXELS_PER_INCH)
