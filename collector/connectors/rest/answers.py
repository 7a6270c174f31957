"""Answers of a described system as records, and what stands in a record at a path."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from collector.connectors.rest.options import Listing
from collector.connectors.rows import as_text
from collector.reading.rows import ROW_PROBLEM
from collector.remote.answer import Answer
from collector.remote.problems import unreadable

Record = dict[str, Any]


def content_of(answer: Answer, listing: Listing, delimiter: str) -> Any:
    """Return the content of an answer: parsed JSON, or the list that JSON lines or CSV are.

    Raises SourceUnreadable where the answer is nothing of the kind.
    """
    if listing.answer == "csv":
        return _csv_records(answer, delimiter)
    if listing.answer == "json_lines":
        return _json_lines(answer)
    return answer.json()


def records_of(content: Any, listing: Listing, address: str) -> list[Record]:
    """Return the rows of an answer; raises SourceUnreadable where there is no list of objects."""
    found = at_path(content, listing.rows) if listing.rows else content
    if found is None and listing.rows and _is_there(content, listing.rows):
        return []
    if not isinstance(found, list):
        where = f"at `{listing.rows}`" if listing.rows else "as a whole"
        raise unreadable(address, f"the answer holds no list {where}", "Check `rows` in the sources file")
    if not all(isinstance(row, dict) for row in found):
        raise unreadable(address, "the list holds something that is no object", "Check `rows`")
    return found


def at_path(record: Any, path: str) -> Any:
    """Return what stands at a path: a key as it is written, or dotted keys; None where there is nothing."""
    if isinstance(record, Mapping) and path in record:
        return record[path]
    found = record
    for key in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(key)
        elif isinstance(found, list) and key.isdecimal() and int(key) < len(found):
            found = found[int(key)]
        else:
            return None
    return found


def text_at(record: Any, path: str, in_milliseconds: tuple[str, ...] = ()) -> str:
    """Return the text at a path, blank where there is none; milliseconds become seconds with a fraction."""
    text = as_text(at_path(record, path))
    if path in in_milliseconds and text.isascii() and text.isdecimal():
        text = text.rjust(4, "0")
        return f"{text[:-3]}.{text[-3:]}"
    return text


def _is_there(content: Any, path: str) -> bool:
    above, _, last = path.rpartition(".")
    holder = at_path(content, above) if above else content
    return isinstance(holder, Mapping) and last in holder


def _json_lines(answer: Answer) -> list[Any]:
    lines = [line for line in answer.body.split(b"\n") if line.strip()]
    return [Answer(answer.address, answer.status, {}, line).json() for line in lines]


def _csv_records(answer: Answer, delimiter: str) -> list[Record]:
    text = answer.text()
    if text.lstrip()[:1] == "<":
        # A page to sign in, or of a proxy, with status 200: as a table it would be rows of nothing.
        raise unreadable(answer.address, "the answer is a page for people, no CSV", "Check `sign_in`")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        rows = []
        broken = True
    else:
        broken = False
    if broken:
        raise unreadable(answer.address, "the answer is no CSV, or was cut off", "Check `delimiter`")
    filled = [row for row in rows if row]
    if not filled:
        raise unreadable(answer.address, "the answer has no header, not even without rows")
    header = filled[0]
    return [_csv_record(header, row) for row in filled[1:]]


def _csv_record(header: list[str], row: list[str]) -> Record:
    if len(row) == len(header):
        return dict(zip(header, row, strict=True))
    return {ROW_PROBLEM: f"the row has {len(row)} cells, the header {len(header)}"}


def as_json(record: Record) -> str:
    """Return a record as text that is the same for the same record."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False)
