"""Digests of rows, and fingerprints by subject that name whose rows are other ones.

The digest is cryptographic and says that something was altered. A fingerprint is the sum of 64 mixed bits of
each row of one subject: too weak to prove anything, and enough to say whose rows differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from collector.identifiers import canonical_json
from evaluator.sealing.columns import PlainColumn, joined

Bits = npt.NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E37_79B9_7F4A_7C15)
_FIRST, _SECOND = np.uint64(0xBF58_476D_1CE4_E5B9), np.uint64(0x94D0_49BB_1331_11EB)
_PRIME = np.uint64(0x0000_0100_0000_01B3)
SUBJECTS = (("ticket",), ("service", "unit"), ("measure",), ("indicator",), ("outage",))
"""Which columns name what a row is about: the first of these that a frame has."""


@dataclass(frozen=True)
class Digest:
    """How many rows there are, and the SHA-256 of all of them."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Fingerprints:
    """The sum of each subject's rows, by its name, in order."""

    sums: Mapping[str, int]

    def differing(self, other: "Fingerprints") -> list[str]:
        """Return the subjects whose rows are not the same in both."""
        every = {**self.sums, **other.sums}
        return sorted(name for name in every if self.sums.get(name) != other.sums.get(name))


def digest_of(columns: Sequence[PlainColumn]) -> Digest:
    """Return the digest of rows in plain columns: names, words as UTF-8, numbers as 64 bits."""
    rows = len(columns[0].numbers) if columns else 0
    found = sha256(canonical_json([rows, [one.name for one in columns]]))
    for one in columns:
        found.update(canonical_json(None if one.words is None else list(one.words)))
        found.update(one.numbers.astype("<i8").tobytes())
        found.update(np.packbits(one.missing).tobytes())
    return Digest(rows, found.hexdigest())


def fingerprints_of(columns: Sequence[PlainColumn]) -> Fingerprints:
    """Return the fingerprints of rows in plain columns."""
    if not columns:
        return Fingerprints({})
    mixed = np.zeros(len(columns[0].numbers), dtype=np.uint64)
    for one in columns:
        mixed = _mix(mixed + _bits_of(one))
    subjects, places = np.unique(_subjects(columns), return_inverse=True)
    sums = np.zeros(len(subjects), dtype=np.uint64)
    np.add.at(sums, places, mixed)
    return Fingerprints(dict(zip(subjects.tolist(), sums.tolist(), strict=True)))


def _subjects(columns: Sequence[PlainColumn]) -> npt.NDArray[np.str_]:
    present = {one.name for one in columns}
    names = next((parts for parts in SUBJECTS if parts[0] in present), ())
    texts = joined(columns, names, "/")
    return np.array(texts, dtype=np.str_)


def _bits_of(column: PlainColumn) -> Bits:
    if column.words is None:
        values = column.numbers.astype(np.uint64)
    else:
        values = np.append(_bits_of_words(column.words), np.uint64(0))[column.numbers]
    return _mix(values + column.missing.astype(np.uint64) * _GOLDEN)


def _bits_of_words(words: Sequence[str]) -> Bits:
    """64 bits of each word: its bytes weighted by powers of a prime, all words at once."""
    if not words:
        return np.empty(0, dtype=np.uint64)
    # Each ends with a byte that no text in UTF-8 holds, so that none is empty.
    encoded = [word.encode() + b"\xff" for word in words]
    lengths = np.array([len(one) for one in encoded], dtype=np.int64)
    letters = np.frombuffer(b"".join(encoded), dtype=np.uint8).astype(np.uint64)
    starts = np.cumsum(lengths) - lengths
    positions = np.arange(len(letters)) - np.repeat(starts, lengths)
    powers = np.cumprod(np.full(int(lengths.max()), _PRIME, dtype=np.uint64), dtype=np.uint64)
    return _mix(np.add.reduceat((letters + np.uint64(1)) * powers[positions], starts))


def _mix(values: Bits) -> Bits:
    """Spread every bit over all 64, as SplitMix64 does."""
    mixed = values + _GOLDEN
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    return mixed ^ (mixed >> np.uint64(31))
