"""Random numbers: one seed, and a stream of its own for each subject, so that one never disturbs another."""

import zlib

import numpy as np

SEED = 20240501
"""The seed of the example watch."""


def stream(seed: int, subject: str) -> np.random.Generator:
    """Return the generator of `subject`: the same for the same seed, independent of all others."""
    return np.random.default_rng([seed, zlib.crc32(subject.encode())])
