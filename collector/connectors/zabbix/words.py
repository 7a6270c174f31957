"""The words for what Zabbix writes as numbers, and what all its rows share."""

from collections.abc import Iterable, Mapping
from typing import Any

from collector.connectors.rows import value_at, whole_number
from collector.errors import Problem, SourceUnreadable

TAG = "tag:"
"""What stands before the name of a tag in a column: `tag:service`."""

OK = "ok"
SEVERITIES = {
    "-1": OK,
    "0": "not_classified",
    "1": "information",
    "2": "warning",
    "3": "average",
    "4": "high",
    "5": "disaster",
}
"""The status of a service, and the severity of a problem; a number not listed stays as it is."""


def tag_filter(tags: Mapping[str, str]) -> dict[str, Any]:
    """Return the part of a question that asks for all of `tags` alone."""
    if not tags:
        return {}
    equal = [{"tag": name, "value": value, "operator": "1"} for name, value in tags.items()]
    return {"tags": equal, "evaltype": "0"}


def tag_values(record: Any, columns: Iterable[str]) -> dict[str, str]:
    """Return the values of the tags that `columns` name, several of one tag joined by `, `."""
    tags = record.get("tags", []) if isinstance(record, Mapping) else []
    found = {}
    for column in columns:
        if column.startswith(TAG):
            name = column.removeprefix(TAG)
            values = [value_at(tag, "value") for tag in tags if value_at(tag, "tag") == name]
            found[column] = ", ".join(values)
    return found


def number_at(record: Any, path: str) -> int:
    """Return the whole number at `path`; raises SourceUnreadable where there is none.

    A time that is missing is no time, and must not become the year 1970.
    """
    found = whole_number(value_at(record, path))
    if found is None:
        remedy = "Check the version of Zabbix against docs/connectors.md"
        raise SourceUnreadable(Problem(f"the answer holds no whole number in {path!r}", remedy=remedy))
    return found
