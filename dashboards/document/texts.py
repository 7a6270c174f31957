"""What text may hold in every form: no control characters, and no links but those to the web and to mail."""

import re
import unicodedata

REPLACEMENT = "\ufffd"
_ADDRESS = re.compile(r"(https?://|mailto:)[^\s\"<>\\]+\Z", re.IGNORECASE)
# They turn text around, so that what is read is not what is written.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REPLACED = frozenset({"Cc", "Cs", "Co", "Cn"})


def plain_text(text: str) -> str:
    """Return `text` with what no form can show (control, private and unassigned characters) replaced.

    Characters that turn the direction of writing are replaced too; line ends and tabs stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_plain(character) for character in text.replace("\r\n", "\n").replace("\r", "\n"))


def safe_address(address: str) -> str:
    """Return `address` where it is one of the web or of mail, else nothing."""
    return address if _ADDRESS.match(address) else ""


def _plain(character: str) -> str:
    if character in "\n\t":
        return character
    if character in _TURNING or unicodedata.category(character) in _REPLACED:
        return REPLACEMENT
    return character
