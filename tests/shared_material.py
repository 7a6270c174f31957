"""The shared reference material and real logs, which may be missing."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(path: str) -> Path:
    """Return a path below the shared material, or skip the test where it is missing."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"the shared material is not beside this checkout: {path}")
    return found
