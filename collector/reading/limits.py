"""How large a delivered file may be before it is refused as broken or hostile."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes. A file beyond one is refused as a whole; nothing of it is saved.

    `ratio` (decompressed to delivered size) counts only from `ratio_from` on: short logs of equal rows
    compress well and harm nobody.
    """

    decompressed: int = 4 << 30
    in_memory: int = 512 << 20
    ratio: int = 250
    ratio_from: int = 64 << 20
    line: int = 1 << 20


LIMITS = Limits()
PAGE_ROWS = 200_000
