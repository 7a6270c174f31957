"""Fields of an issue and their changes, by the names that a mapping uses.

A column `status` is what people read (the name of an object, the label of an option); `status.id`, or
`assignee.accountId`, is the identifier behind it, which no translation and no new name changes. `id` and
`key` are those of the issue; any other path with dots is read as it stands, without history.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from collector.connectors.jira.times import told_instant, told_text
from collector.connectors.joining import parts_of, with_joined
from collector.connectors.rows import (
    CHANGE_PART,
    NEW,
    OLD,
    TICKET_PART,
    UPDATED_AT,
    as_text,
    frame_of,
    joined_rows,
    value_at,
    whole_number,
)
from collector.errors import Problem, SourceUnreadable
from collector.instants import format_instant
from collector.mapping.tickets import AT, FIELD, OPENED_AT, ORDER, TICKET

Issue = Mapping[str, Any]
_OF_ISSUE = ("id", "key")
_IDENTIFIERS = (".id", ".accountId", ".key")
_LABELS = ("name", "value", "displayName", "key", "id")


@dataclass(frozen=True)
class History:
    """One entry of an issue's changelog: when, and the fields that changed together."""

    number: int
    at: str
    items: Sequence[Mapping[str, Any]]


def list_of(content: Any, name: str) -> list[Mapping[str, Any]]:
    """Return the list of objects `name` of an answer; raises SourceUnreadable where there is none."""
    found = content.get(name) if isinstance(content, Mapping) else None
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise SourceUnreadable(
            Problem(f"the answer holds no list {name!r}", remedy="See that `address` is that of a Jira")
        )
    return found


def issues_of(content: Any) -> list[Issue]:
    """Return the issues of a search; raises SourceUnreadable where one has no id or key."""
    found = list_of(content, "issues")
    for issue in found:
        if whole_number(as_text(issue.get("id"))) is None or as_text(issue.get("key")) == "":
            raise SourceUnreadable(
                Problem("an issue has no id or key", remedy="See that `address` is that of a Jira")
            )
    return list(found)


def base_field(part: str) -> str:
    """Return the field of Jira behind a column."""
    return part.split(".", 1)[0]


def asked_fields(columns: Iterable[str]) -> list[str]:
    """Return the fields to ask for."""
    named = [base_field(part) for part in parts_of(columns) if part not in _OF_ISSUE]
    return list(dict.fromkeys(["created", "updated", *named]))


def field_text(issue: Issue, part: str) -> str:
    """Return the text of a column of an issue."""
    if part in _OF_ISSUE:
        return as_text(issue.get(part))
    if "." in part:
        return value_at(issue.get("fields"), part)
    fields = issue.get("fields")
    return _label(fields.get(part) if isinstance(fields, Mapping) else None)


def histories_of(entries: Sequence[Mapping[str, Any]]) -> list[History]:
    """Return the entries of a changelog in order of time; raises SourceUnreadable where one is none."""
    histories = [
        History(
            whole_number(as_text(one.get("id"))) or 0,
            format_instant(told_instant(as_text(one.get("created")), "created of a changelog")),
            list_of(one, "items"),
        )
        for one in entries
    ]
    # Ids grow, and order what happened in one second; the same entry told twice counts once.
    unique = {(one.number, one.at): one for one in histories}
    return sorted(unique.values(), key=lambda one: (one.at, one.number))


def issue_rows(
    issues: Sequence[Issue],
    histories: Mapping[str, Sequence[History]],
    columns: Sequence[str],
    key: str,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Return issues with their histories (by issue id) as rows; `key` says what identifies a ticket.

    `names` gives the field of each name, for systems whose changelog names custom fields as people do.
    """
    parts = parts_of(columns)
    tickets = frame_of(
        TICKET_PART,
        {
            TICKET: [as_text(issue.get(key)) for issue in issues],
            OPENED_AT: [told_text(field_text(issue, "created"), "created") for issue in issues],
            UPDATED_AT: [told_text(field_text(issue, "updated"), "updated") for issue in issues],
            **{part: [field_text(issue, part) for issue in issues] for part in parts},
        },
    )
    changes = [
        (as_text(issue.get(key)), *change)
        for issue in issues
        for change in _changes(histories.get(as_text(issue.get("id")), ()), parts, names)
    ]
    told = list(zip(*changes, strict=True)) if changes else [()] * 6
    frame = frame_of(CHANGE_PART, dict(zip((TICKET, AT, ORDER, FIELD, OLD, NEW), told, strict=True)))
    return joined_rows(with_joined(tickets, frame, columns))


def _changes(
    histories: Sequence[History], parts: Sequence[str], names: Mapping[str, str]
) -> list[tuple[str, str, str, str, str]]:
    found = []
    for history in histories:
        for item in history.items:
            field = _field_of(item, names)
            for part in parts:
                if base_field(part) == field and _has_history(part):
                    old, new = ("from", "to") if "." in part else ("fromString", "toString")
                    found.append((history.at, part, as_text(item.get(old)), as_text(item.get(new))))
    return [(at, str(order), part, old, new) for order, (at, part, old, new) in enumerate(found, start=1)]


def _field_of(item: Mapping[str, Any], names: Mapping[str, str]) -> str:
    told = item.get("fieldId")
    if isinstance(told, str) and told != "":
        return told
    name = as_text(item.get("field"))
    return names.get(name, name) if item.get("fieldtype") == "custom" else name


def _has_history(part: str) -> bool:
    return "." not in part or part.endswith(_IDENTIFIERS)


def _label(value: Any) -> str:
    if isinstance(value, Mapping):
        for name in _LABELS:
            if value.get(name) is not None:
                return as_text(value[name])
    if isinstance(value, list):
        return ", ".join(_label(one) for one in value)
    return as_text(value)
