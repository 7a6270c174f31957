"""Seeded damage to delivered files: to their bytes, and to single cells of files that stay well formed."""

import gzip
import io
import random
import zipfile

TOKENS = (
    b'"', b'""', b";", b",", b"\n", b"\r", b"\r\n", b"\t", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b"&",
    b"]]>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<event>", b"</trace>", b"{", b"[", b"]", b"null", b"NaN",
    b"1e999", b"9" * 400, b"\\ud800", b"\\u0000", b"=1+1", b"PK\x03\x04", b"\x1f\x8b", b"BZh9", b"\xc3\x28",
    b"2026-10-25 02:30:00", b"2026-03-29 02:30:00", b"9999-12-31 23:59:59", b"0000-00-00", b"24:00",
)  # fmt: skip
ARABIC_DIGITS = "2026-10-05 08:00:00".translate({48 + digit: 0x660 + digit for digit in range(10)})
CELLS = (
    "", " ", "\t", "0", "-1", "1e308", "NaN", "nan", "NA", "None", "null", "inf", "true", "9" * 30, "1 000",
    "9999-12-31 23:59:59", "0001-01-01 00:00:00", "2026-02-30 10:00:00", "2026-10-25 02:30:00",
    "2026-03-29 02:30:00", "2026-10-05 24:00:00", "2026-10-05T08:00:00", "2026-10-05T08:00:00+99:99",
    "2026-10-05T08:00:00+02:00", "2026-10-05 08:00:60", ARABIC_DIGITS, "1760000000",
    "\u202eabc", "e\u0301", "å" * 300, "\ufeff", "\u2028", "=HYPERLINK(1)", "'; DROP TABLE ticket; --",
    "P2", "Waiting", "waiting", "Solved ", "\U0001f600",
)  # fmt: skip


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return `content` with one to four hurts: bytes changed, lost, doubled, put in, or cut off."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        chance.choice(_HURTS)(found, chance)
    return bytes(found)


def damaged_inside(name: str, content: bytes, chance: random.Random) -> bytes:
    """Return a compressed file whose content is damaged and whose checksums are right; others as they are."""
    if name.endswith(".gz"):
        return gzip.compress(damaged(gzip.decompress(content), chance), mtime=0)
    return _repacked(content, chance) if name.endswith(".xlsx") else damaged(content, chance)


def _repacked(content: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # Every other time the sheet, which is where the rows are.
    sheets = [name for name in parts if "worksheets/" in name]
    hurt = chance.choice(sheets if chance.random() < 0.5 else list(parts))
    parts[hurt] = damaged(parts[hurt], chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def _place(found: bytearray, chance: random.Random) -> int:
    return chance.randrange(len(found) + 1)


def _flip(found: bytearray, chance: random.Random) -> None:
    if found:
        found[chance.randrange(len(found))] = chance.randrange(256)


def _lose(found: bytearray, chance: random.Random) -> None:
    place = _place(found, chance)
    del found[place : place + chance.choice((1, 2, 8, 60, 400))]


def _double(found: bytearray, chance: random.Random) -> None:
    place = _place(found, chance)
    found[place:place] = found[place : place + chance.choice((1, 8, 60, 400))]


def _put_in(found: bytearray, chance: random.Random) -> None:
    place = _place(found, chance)
    found[place:place] = chance.choice(TOKENS)


def _cut_off(found: bytearray, chance: random.Random) -> None:
    del found[_place(found, chance) :]


_HURTS = (_flip, _flip, _lose, _double, _put_in, _put_in, _cut_off)


def damaged_rows(rows: list[list[str]], chance: random.Random, cells: int) -> list[list[str]]:
    """Return `rows` with so many cells replaced by something else; the shape stays."""
    found = [list(row) for row in rows]
    for _ in range(cells):
        row = chance.choice(found)
        row[chance.randrange(len(row))] = chance.choice(CELLS)
    return found
