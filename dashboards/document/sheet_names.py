"""Names of the sheets of a workbook: at most 31 characters, none of those Excel forbids, each only once."""

import re

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MOST = 31


def sheet_names(wanted: list[str]) -> list[str]:
    """Return a name for each of `wanted`, in order; one that is taken gets a number, whatever its case."""
    found: list[str] = []
    for name in wanted:
        base = _FORBIDDEN.sub("-", name).strip("' ") or "-"
        number, candidate = 1, base[:_MOST]
        while candidate.casefold() in {one.casefold() for one in found}:
            number += 1
            candidate = f"{base[: _MOST - len(str(number)) - 1]}-{number}"
        found.append(candidate)
    return found
