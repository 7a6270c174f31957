"""Names of places as names of bookmarks, which take 40 letters, digits and low lines, and back."""

import hashlib
import re

LONGEST_TITLE = 64
"""The characters that the title of a content control may have; a longer one is cut."""
_START = "place_"
_MOST = 40
_CODE = re.compile(r"_0([0-9a-f]+)_")
_PLAIN = re.compile(r"[A-Za-z0-9]")
_HASHED = re.compile(r"place_0[0-9a-f]{24}\Z")


def bookmark_of(name: str) -> str:
    """Return the name of the bookmark of the place called `name`.

    A hyphen is a low line, other characters are their number. A name that is too long has only a hash: what
    is written there is found by the content control alone.
    """
    told = _START + "".join(_coded(one, name[place + 1 : place + 2]) for place, one in enumerate(name))
    if len(told) <= _MOST and not _HASHED.match(told):
        return told
    return f"{_START}0{hashlib.sha256(name.encode()).hexdigest()[:24]}"


def is_place(bookmark: str) -> bool:
    """Return whether a bookmark is that of a place."""
    return bookmark.startswith(_START)


def name_of(bookmark: str) -> str | None:
    """Return the name of the place whose bookmark this is; None for other bookmarks, and for a hash."""
    if not is_place(bookmark) or _HASHED.match(bookmark):
        return None
    told, found, at = bookmark.removeprefix(_START), [], 0
    for code in _CODE.finditer(told):
        found += [told[at : code.start()].replace("_", "-"), chr(int(code.group(1), 16))]
        at = code.end()
    return "".join([*found, told[at:].replace("_", "-")])


def _coded(one: str, following: str) -> str:
    if _PLAIN.match(one):
        return one
    # A low line before a 0 begins a number.
    return "_" if one == "-" and following != "0" else f"_0{ord(one):x}_"
