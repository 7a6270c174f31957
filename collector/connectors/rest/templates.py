"""Texts with placeholders in braces: `{since}` and its like are replaced by what they stand for.

Nothing is evaluated. What is put in comes from us or is a key of the system, and is encoded for its place.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from collector.remote.problems import unreadable

SINCE, UNTIL, PAGE, OFFSET, LIMIT, CURSOR, TICKET_KEY = (
    "since",
    "until",
    "page",
    "offset",
    "limit",
    "cursor",
    "ticket",
)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def placeholders(template: Any) -> set[str]:
    """Return the names of the placeholders in a text, or in all texts of a body."""
    if isinstance(template, str):
        return set(_PLACEHOLDER.findall(template))
    if isinstance(template, Mapping):
        return {name for value in template.values() for name in placeholders(value)}
    if isinstance(template, list | tuple):
        return {name for value in template for name in placeholders(value)}
    return set()


def filled_path(template: str, values: Mapping[str, str]) -> str:
    """Return a path with its placeholders filled, each within one part of the path.

    Raises SourceUnreadable for a value that would mean another folder.
    """
    for name in placeholders(template):
        if values.get(name, "") in ("", ".", ".."):
            raise unreadable(template, f"`{{{name}}}` has no value that can stand in an address")
    return _PLACEHOLDER.sub(lambda found: quote(values[found[1]], safe=""), template)


def filled_query(template: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """Return a query with its placeholders filled, without what asks for a value that is not there yet."""
    return {
        name: _filled(text, values) for name, text in template.items() if placeholders(text) <= set(values)
    }


def filled_body(template: Any, values: Mapping[str, str]) -> Any:
    """Return a body of JSON with its placeholders filled.

    A text that is nothing but a placeholder of a number becomes a number; what asks for a value that is not
    there yet is left out.
    """
    if isinstance(template, Mapping):
        return {
            name: filled_body(value, values)
            for name, value in template.items()
            if not isinstance(value, str) or placeholders(value) <= set(values)
        }
    if isinstance(template, list | tuple):
        return [filled_body(value, values) for value in template]
    if not isinstance(template, str):
        return template
    text = _filled(template, values)
    alone = _PLACEHOLDER.fullmatch(template)
    is_number = alone is not None and alone[1] not in (CURSOR, TICKET_KEY) and text.isdecimal()
    return int(text) if is_number else text


def _filled(template: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), template)
