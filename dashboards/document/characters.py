"""Characters that the fonts of the PDF are known to have; others are shown by their number."""

from dashboards.document.json_form import Tree

# Latin with its additions, Greek, Cyrillic, punctuation, currencies, arrows and mathematics.
_KNOWN = (
    (0x0020, 0x007E),
    (0x00A0, 0x024F),
    (0x0384, 0x0386),
    (0x0388, 0x038A),
    (0x038E, 0x03A1),
    (0x03A3, 0x03CE),
    (0x0400, 0x045F),
    (0x2009, 0x200B),
    (0x2010, 0x2015),
    (0x2018, 0x2022),
    (0x2026, 0x2026),
    (0x202F, 0x2030),
    (0x2032, 0x2033),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2248, 0x2248),
    (0x2260, 0x2260),
    (0x2264, 0x2265),
    (0x25CB, 0x25CB),
    (0x25CF, 0x25CF),
    (0x2713, 0x2713),
    (0xF8FF, 0xF8FF),
    (0xFFFD, 0xFFFD),
)


def named_characters(tree: Tree) -> Tree:
    """Return `tree` with every character outside the known ones as its number, `[U+4E2D]`.

    Keys stay as they are.
    """
    return {key: _named(value) for key, value in tree.items()}


def _named(value: object) -> object:
    if isinstance(value, str):
        return "".join(_name(character) for character in value)
    if isinstance(value, dict):
        return {key: _named(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_named(part) for part in value]
    return value


def _name(character: str) -> str:
    code = ord(character)
    if character in "\n\t" or any(first <= code <= last for first, last in _KNOWN):
        return character
    return f"[U+{code:04X}]"
