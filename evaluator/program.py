"""Which program made a figure: its version, and a hash of the code that gathers and evaluates."""

import hashlib
from functools import cache
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable

PACKAGES = ("collector", "evaluator")


@cache
def program_version() -> str:
    """Return `0.1.0+` and twelve digits of the hash of every module of the collector and the evaluator.

    Two programs that could give different figures never share it, whatever number they carry.
    """
    digest = hashlib.sha256()
    for package in PACKAGES:
        _add(digest, package, resources.files(package))
    return f"{version('supplierwatch')}+{digest.hexdigest()[:12]}"


def _add(digest: "hashlib._Hash", path: str, place: Traversable) -> None:
    for entry in sorted(place.iterdir(), key=lambda found: found.name):
        name = f"{path}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            _add(digest, name, entry)
        elif entry.name.endswith(".py"):
            digest.update(name.encode() + b"\0" + entry.read_bytes() + b"\0")
