"""Which certificates are believed: in one place, for all that talk to other systems."""

import ssl
from pathlib import Path

from collector.remote.problems import unreadable


def trusted(authority: Path | None, key: str = "certificate_authority") -> ssl.SSLContext:
    """Return what verifies certificates and names, by the authorities of the machine or by `authority` alone.

    Raises SourceUnreadable where that file, which the sources file names under `key`, cannot be used.
    """
    if authority is None:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cafile=str(authority))
    except OSError:
        # Of the file, or (ssl.SSLError) of what is in it.
        pass
    raise unreadable(
        str(authority), "this is no readable PEM file of certificates", f"Name a PEM file under `{key}`"
    )
