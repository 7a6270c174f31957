"""A JSON array of objects as a frame of text; numbers keep the digits they are written with."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from collector.reading.content import unreadable, whole_content
from collector.reading.rows import ROW_PROBLEM, TableOptions, check_columns, text_frame


def json_frames(path: Path, options: TableOptions, needed: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Yield one frame with the `needed` keys of every object, indexed by its place in the array from 1.

    An absent key and null are blank. Raises SourceUnreadable for anything but an array of objects.
    """
    text = whole_content(path).getvalue().decode(options.encoding)
    items = _parse(path, text.removeprefix("\ufeff"))
    present = dict.fromkeys(key for item in items if isinstance(item, dict) for key in item)
    if not items:
        return
    check_columns(path, needed, tuple(present))
    columns = {
        name: [_cell(item.get(name)) if isinstance(item, dict) else "" for item in items] for name in needed
    }
    problems = ["" if isinstance(item, dict) else "this item is not an object" for item in items]
    if any(problems):
        columns[ROW_PROBLEM] = problems
    yield text_frame(columns, range(1, len(items) + 1))


def _parse(path: Path, text: str) -> list[Any]:
    remedy = "Deliver an array of objects: [{...}, {...}]"
    try:
        items = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise unreadable(path, f"this is no JSON: {error.msg}", remedy, line=error.lineno) from error
    except RecursionError as error:
        raise unreadable(path, "the JSON is nested too deeply", remedy) from error
    if not isinstance(items, list):
        raise unreadable(path, "the JSON is not an array", remedy, line=1)
    return items


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")
