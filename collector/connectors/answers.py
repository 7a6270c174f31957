"""Answers that are not in the documented shape are refused, naming what was found and nothing of them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from collector.connectors.rows import value_at
from collector.errors import SourceUnreadable
from collector.remote.problems import unreadable

if TYPE_CHECKING:
    from collector.remote.client import Answer

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def unexpected(address: str, found: str) -> SourceUnreadable:
    """Return the error for an answer that is not what the documentation says."""
    remedy = "Check `address`, and the version of the system against docs/connectors.md"
    return unreadable(address, found, remedy)


def list_of(answer: "Answer", key: str | None = None) -> list[Any]:
    """Return the list that an answer is, or holds under `key`; raises SourceUnreadable where it does not."""
    content = answer.json()
    found = content if key is None else content.get(key) if isinstance(content, Mapping) else None
    if not isinstance(found, list):
        raise unexpected(answer.address, f"the answer holds no list{f' `{key}`' if key else ''}")
    return found


def records_of(answer: "Answer", key: str | None = None) -> list[Mapping[str, Any]]:
    """Return the objects of a list, as `list_of`; raises SourceUnreadable where one is no object."""
    found = list_of(answer, key)
    if not all(isinstance(record, Mapping) for record in found):
        raise unexpected(answer.address, "the answer's list holds what is no JSON object")
    return found


def record_of(answer: "Answer") -> Mapping[str, Any]:
    """Return the object that an answer is; raises SourceUnreadable where it is none."""
    content = answer.json()
    if not isinstance(content, Mapping):
        raise unexpected(answer.address, "the answer is no JSON object")
    return content


def identity_of(record: Any, field: str, address: str) -> str:
    """Return the whole number that identifies a record; raises SourceUnreadable where it is none.

    It becomes part of the next address: nothing else may get there.
    """
    found = value_at(record, field)
    if not (found.isascii() and found.isdigit()):
        raise unexpected(address, f"the answer holds a record whose `{field}` is no whole number")
    return found


def milliseconds_of(text: str, address: str) -> int:
    """Return a time with its offset (ISO 8601) as milliseconds since 1970; raises SourceUnreadable."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise unexpected(address, "a time is not written as 2026-10-05T08:00:00.000Z") from error
    if moment.tzinfo is None:
        raise unexpected(address, "a time carries no offset from UTC")
    return (moment - _EPOCH) // timedelta(milliseconds=1)
