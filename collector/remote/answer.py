"""What a system answered, and how it is read as text and JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from collector.identifiers import content_hash
from collector.instants import from_datetime
from collector.remote.problems import unreadable

_UNSTORABLE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])|[\ud800-\udfff]")
"""What in JSON may give characters no database keeps: NUL, and halves of a pair; escaped, or as they are."""


@dataclass(frozen=True)
class Answer:
    """What a system answered: address without query, status, headers (names in lower case), unpacked body."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_hash(self) -> str:
        """The hash of the body."""
        return content_hash(self.body)

    @property
    def sent_at(self) -> int | None:
        """When the system's own clock says it answered; None where it does not say."""
        return http_date(self.headers.get("date", ""))

    def text(self) -> str:
        """Return the body as text; raises SourceUnreadable where it is not UTF-8."""
        try:
            return self.body.decode("utf-8-sig").replace("\0", "\N{REPLACEMENT CHARACTER}")
        except UnicodeDecodeError:
            pass
        raise unreadable(self.address, "the answer is no UTF-8 text")

    def json(self) -> Any:
        """Return the body as JSON, numbers as they were written, as text; raises SourceUnreadable.

        Of a key that stands twice in an object the last counts. NaN and Infinity are the words they are
        written as. Characters that no database keeps are replaced by U+FFFD.
        """
        try:
            # As the library decodes it: some systems write halves of a pair into UTF-8 (CESU-8).
            text = self.body.decode(json.detect_encoding(self.body), "surrogatepass")
            found = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
            return _storable(found) if _UNSTORABLE.search(text) else found
        except (ValueError, RecursionError):
            pass
        raise unreadable(self.address, "the answer is no JSON, or was cut off, or is nested too deeply")


def http_date(text: str) -> int | None:
    """Return the instant of a date of HTTP (RFC 9110, 5.6.7); None where it is none."""
    try:
        return from_datetime(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        # What the library raises for garbage depends on the garbage.
        return None


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        plain = value.replace("\0", "\N{REPLACEMENT CHARACTER}")
        return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value
