"""The file of a frozen baseline: canonical JSON, so that its hash says whether anybody altered it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from collector.errors import SupplierwatchError
from collector.identifiers import content_hash
from evaluator.core.deciding.handover.baseline import Baseline, DayFigures

_FORM = 1


class _Figures(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    judged: list[int]
    missed: list[int]
    used: list[int] | None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    form: int
    contract: str
    months: dict[str, str]
    days: list[date]
    is_working_day: list[bool]
    indicators: dict[str, _Figures]

    @model_validator(mode="after")
    def _is_whole(self) -> "_File":
        lengths = {len(self.is_working_day)}
        for one in self.indicators.values():
            lengths |= {len(part) for part in (one.judged, one.missed, one.used) if part is not None}
        if self.form != _FORM:
            raise ValueError(f"form {self.form} is none this program knows; it writes {_FORM}")
        if lengths != {len(self.days)}:
            raise ValueError("not every list has as many entries as there are days")
        return self


def baseline_bytes(baseline: Baseline) -> bytes:
    """Return the file of `baseline`: the same bytes for the same figures."""
    content: dict[str, Any] = {
        "form": _FORM,
        "contract": baseline.contract,
        "months": dict(baseline.months),
        "days": [day.isoformat() for day in baseline.days],
        "is_working_day": list(baseline.is_working_day),
        "indicators": {
            name: {"judged": list(one.judged), "missed": list(one.missed), "used": _listed(one.used)}
            for name, one in baseline.indicators.items()
        },
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read_baseline_file(path: Path, expected_hash: str) -> Baseline:
    """Return the baseline in the file at `path`.

    Raises SupplierwatchError where it cannot be read, has another hash than `expected_hash`, or is none.
    """
    try:
        found = path.read_bytes()
    except OSError as error:
        raise SupplierwatchError(
            f"the baseline {path} cannot be read: {error.strerror}. "
            "Write it with `supplierwatch handover --freeze`, or correct baseline.file in handover.yaml"
        ) from error
    if (digest := content_hash(found)) != expected_hash:
        raise SupplierwatchError(
            f"the baseline {path} is not what was frozen: its hash is {digest}, and handover.yaml says "
            f"{expected_hash}. "
            "Take the file back from a backup; it is never to be altered"
        )
    try:
        content = _File.model_validate_json(found)
    except ValidationError as error:
        raise SupplierwatchError(f"{path} is no baseline: {error.errors()[0]['msg']}") from error
    return Baseline(
        contract=content.contract,
        months=content.months,
        days=tuple(content.days),
        is_working_day=tuple(content.is_working_day),
        indicators={
            name: DayFigures(
                tuple(one.judged), tuple(one.missed), None if one.used is None else tuple(one.used)
            )
            for name, one in content.indicators.items()
        },
    )


def _listed(numbers: tuple[int, ...] | None) -> list[int] | None:
    return None if numbers is None else list(numbers)
