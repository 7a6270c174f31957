"""Saving a DOCX so that the same content gives the same bytes."""

import io
import zipfile
from typing import Any

# The first time a ZIP can tell.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def saved(file: Any) -> bytes:
    """Return the bytes of `file`: its parts in order of their names, without the time they were written."""
    first, second = io.BytesIO(), io.BytesIO()
    file.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as fixed:
        # The list of types comes first, as readers expect it.
        for name in sorted(made.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            fixed.writestr(entry, made.read(name))
    return second.getvalue()
