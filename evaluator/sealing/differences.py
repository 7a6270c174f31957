"""What one content of results says otherwise than another: figures, verdicts, points, money and tickets."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from evaluator.core.outcomes import View
from evaluator.results.published import SealDifference
from evaluator.sealing.columns import plain_columns
from evaluator.sealing.content import Content, Sheet

_KEYS = {
    "ticket_evidence": ("indicator", "system", "ticket"),
    "outage_evidence": ("indicator", "service", "unit", "starts_at"),
}
_NAMED = {"ticket_evidence": ("indicator", "ticket"), "outage_evidence": ("indicator", "service", "unit")}
_TELLS = {"ticket_evidence": "missed", "outage_evidence": "counted"}
"""What tells of a ticket or outage that is in one content only."""


def differences(before: Content, after: Content, keys: pd.DataFrame) -> tuple[SealDifference, ...]:
    """Return what `after` says otherwise than `before`, by table and subject; `keys` are those of tickets.

    Where nothing was undecided there is no third view: it is compared as the one after exclusions.
    """
    names = dict.fromkeys([*before.sheets, *after.sheets])
    has_third = any(_has_third_view(sheet) for one in (before, after) for sheet in one.sheets.values())
    old, new = (_with_third_view(one.sheets) if has_third else one.sheets for one in (before, after))
    of_sheets = [one for name in names for one in sheet_differences(name, old.get(name), new.get(name))]
    of_evidence = [
        one
        for name in _KEYS
        for one in _evidence_differences(name, _texts(before, name, keys), _texts(after, name, keys))
    ]
    return (*of_sheets, *of_evidence)


def _has_third_view(sheet: Sheet) -> bool:
    place = _view_place(sheet)
    return place is not None and any(row[place] == View.IF_PENDING_ACCEPTED.value for row in sheet["rows"])


def _view_place(sheet: Sheet) -> int | None:
    keys = sheet["columns"][: sheet["keys"]]
    return keys.index("view") if "view" in keys else None


def _with_third_view(sheets: Mapping[str, Sheet]) -> dict[str, Sheet]:
    if any(_has_third_view(sheet) for sheet in sheets.values()):
        return dict(sheets)
    return {name: _doubled(sheet) for name, sheet in sheets.items()}


def _doubled(sheet: Sheet) -> Sheet:
    place = _view_place(sheet)
    if place is None:
        return sheet
    third = [
        [*row[:place], View.IF_PENDING_ACCEPTED.value, *row[place + 1 :]]
        for row in sheet["rows"]
        if row[place] == View.AFTER_EXCLUSIONS.value
    ]
    return {**sheet, "rows": [*sheet["rows"], *third]}


def sheet_differences(name: str, before: Sheet | None, after: Sheet | None) -> Iterator[SealDifference]:
    """Yield what the sheet `after` of table `name` says otherwise than `before`."""
    old, new = _by_key(before), _by_key(after)
    for key in sorted({*old, *new}, key=str):
        was, now = old.get(key, {}), new.get(key, {})
        subject = "/".join(str(part) for part in key if part != "")
        for field in dict.fromkeys([*was, *now]):
            if was.get(field) != now.get(field):
                yield SealDifference(name, subject, field, _shown(was.get(field)), _shown(now.get(field)))


def _by_key(sheet: Sheet | None) -> dict[tuple[Any, ...], dict[str, Any]]:
    if sheet is None:
        return {}
    names, keys = sheet["columns"], sheet["keys"]
    return {tuple(row[:keys]): dict(zip(names[keys:], row[keys:], strict=True)) for row in sheet["rows"]}


def _shown(value: Any) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)


def _texts(content: Content, name: str, keys: pd.DataFrame) -> pd.DataFrame:
    """Evidence as text, with its place among the rows of one key."""
    columns = plain_columns(content.evidence.get(name, pd.DataFrame()), keys)
    frame = pd.DataFrame({one.name: pd.Series(one.texts(), dtype="str") for one in columns})
    if frame.empty:
        return pd.DataFrame({key: pd.Series([], dtype="str") for key in (*_KEYS[name], _TELLS[name])}).assign(
            place=pd.Series([], dtype="int64")
        )
    return frame.assign(place=frame.groupby(list(_KEYS[name]), sort=False).cumcount())


def _evidence_differences(name: str, before: pd.DataFrame, after: pd.DataFrame) -> Iterator[SealDifference]:
    keys, tells = [*_KEYS[name], "place"], _TELLS[name]
    both = before.merge(after, on=keys, how="outer", suffixes=("", " now"), indicator="in", sort=True)
    in_both = both["in"] == "both"
    fields = [field for field in before.columns if field not in keys and f"{field} now" in both.columns]
    for field in fields:
        changed = in_both & (both[field] != both[f"{field} now"])
        yield from _rows(name, both.loc[changed], field, (field, f"{field} now"))
    yield from _rows(name, both.loc[both["in"] == "left_only"], tells, (tells, None))
    yield from _rows(name, both.loc[both["in"] == "right_only"], tells, (None, f"{tells} now"))


def _rows(
    name: str, rows: pd.DataFrame, field: str, columns: Sequence[str | None]
) -> Iterator[SealDifference]:
    """The differences of the rows that differ, and of no others."""
    subjects = zip(*(rows[part].tolist() for part in _NAMED[name]), strict=True)
    sides = [[None] * len(rows) if one is None else rows[one].tolist() for one in columns]
    for parts, was, now in zip(subjects, *sides, strict=True):
        yield SealDifference(name, "/".join(part for part in parts if part), field, was, now)
