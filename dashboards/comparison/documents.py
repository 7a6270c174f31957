"""Back-tests and tables of targets for programs: JSON documents and CSV rows, nothing rounded but money."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from pydantic import BaseModel

from dashboards.comparison.back_test import Compared
from dashboards.comparison.differences import Told
from dashboards.comparison.naming import in_minor_units
from evaluator.contract.clocks import TimeLimit
from evaluator.contract.differences import ABSENT
from evaluator.core.follow_up.back_test import BackTest, Judged, Sums, SumsOfBoth
from evaluator.core.follow_up.target_table import SHARES_USED, TargetTable, Tried, Used


def back_test_document(compared: Compared) -> dict[str, Any]:
    """Return a back-test as one JSON document.

    Times used and limits are seconds, or working days where `in_days`; amounts are text.
    """
    found = compared.found
    return {
        "today": compared.today,
        "draft": compared.draft,
        "currency": compared.naming.draft.contract.currency,
        "months_without_facts": list(found.months_without_facts),
        "totals": [_both(found.total(view)) for view in found.views],
        "months": [_both(one) for one in found.months],
        "indicators": [_both(one) for one in found.indicators],
        "outcomes": [
            {
                "period": pair.period,
                "indicator": pair.indicator,
                "service": pair.service,
                "view": pair.view.value,
                "today": _judged(pair.today),
                "draft": _judged(pair.draft),
            }
            for pair in found.pairs
            if pair.differs
        ],
        "flipped_tickets": _flips(compared),
    }


def back_test_csv(found: BackTest) -> str:
    """Return the sums of a back-test as CSV: a row for each month and view."""
    columns = ("below_target", "not_judged", "misses", "points", "credits", "given_back")
    header = ["period", "view", *(f"{name}_{side}" for name in columns for side in ("today", "draft"))]
    rows = []
    for one in found.months:
        today, draft = _sums(one.today), _sums(one.draft)
        both = (side[name] for name in columns for side in (today, draft))
        rows.append([one.name, one.view.value, *both])
    return _csv([header, *rows])


def targets_document(table: TargetTable) -> dict[str, Any]:
    """Return a table of targets as one JSON document; ends of targets are exact fractions as text."""
    return {
        "indicator": table.indicator.id,
        "periods": list(table.periods),
        "months_without_facts": list(table.months_without_facts),
        "tried": [_tried(one) for one in table.tried],
        "used": [_used(one) for one in table.used],
    }


def targets_csv(table: TargetTable) -> str:
    """Return what was tried as CSV, a row for each service, limit and target."""
    rows = [_tried(one) for one in table.tried]
    header = list(rows[0]) if rows else []
    return _csv([header, *([row[name] for name in header] for row in rows)])


def _both(both: SumsOfBoth) -> dict[str, Any]:
    return {
        "name": both.name,
        "view": both.view.value,
        "today": _sums(both.today),
        "draft": _sums(both.draft),
    }


def _sums(sums: Sums) -> dict[str, Any]:
    return {
        "below_target": sums.below_target,
        "not_judged": sums.not_judged,
        "misses": sums.misses,
        "points": sums.points,
        "credits": str(in_minor_units(sums.amount)),
        "given_back": str(in_minor_units(sums.given_back)),
    }


def _judged(judged: Judged | None) -> dict[str, Any] | None:
    if judged is None:
        return None
    return {
        "verdict": judged.verdict.value,
        "value": None if judged.value is None else str(judged.value),
        "misses": judged.misses,
        "points": judged.points,
    }


def _flips(compared: Compared) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = []
    for row in compared.found.flips.to_dict("records"):
        number = int(row["ticket_id"])
        plain = {str(name): None if pd.isna(value) else value for name, value in row.items()}
        plain["in_days"] = bool(plain.pop("in_days_draft") or plain.pop("in_days_today", None))
        plain.pop("in_days_today", None)
        rows.append({"ticket": compared.keys.get(number, str(number)), **plain})
    return rows


def _tried(one: Tried) -> dict[str, Any]:
    return {
        "service": one.service,
        "limit_seconds": None if one.limit is None else one.limit.time,
        "limit_working_days": None if one.limit is None else one.limit.working_days,
        "target": str(one.end),
        "met": one.met,
        "missed": one.missed,
        "unknown": one.unknown,
        "cases": one.cases,
        "false_alarm": None if one.false_alarm is None else round(one.false_alarm, 4),
    }


def _used(one: Used) -> dict[str, Any]:
    return {
        "service": one.service,
        "in_working_days": one.in_working_days,
        "cases": one.cases,
        "percentiles": {
            f"P{int(share * 100)}": None if value is None else int(value)
            for share, value in zip(SHARES_USED, one.percentiles, strict=True)
        },
        "within": [
            {**_limit(limit), "met": met, "missed": missed, "unknown": unknown}
            for limit, met, missed, unknown in one.within
        ],
    }


def _limit(limit: TimeLimit) -> dict[str, Any]:
    return {"limit_seconds": limit.time, "limit_working_days": limit.working_days}


def _csv(rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def differences_document(told: Sequence[Told], names: tuple[str, str]) -> dict[str, Any]:
    """Return differences as one JSON document: each place with its words, and its values as text."""
    return {
        "from": names[0],
        "to": names[1],
        "differences": [
            {
                "path": one.difference.path,
                "change": one.difference.change.value,
                "old": _text(one.difference.old),
                "new": _text(one.difference.new),
                "words": one.sentence,
            }
            for one in told
        ],
    }


def _text(value: Any) -> str | None:
    if value is ABSENT or value is None:
        return None
    return (
        value.model_dump_json(by_alias=True, exclude_none=True)
        if isinstance(value, BaseModel)
        else str(value)
    )
