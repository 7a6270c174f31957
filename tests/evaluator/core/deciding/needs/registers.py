"""Registers of needs made by hand."""

from datetime import date
from typing import Any

from evaluator.core.deciding.needs.trace import IndicatorBasis, Known
from evaluator.decisions.needs import Need, NeedsFile, Requirement

TODAY = date(2026, 11, 9)


def label(text: str) -> dict[str, str]:
    return {"sv": text, "en": text}


def voice(group: str, importance: Any, respondents: int | None = 10, **changes: Any) -> dict[str, Any]:
    said = {"group": group, "occasion": "W1", "importance": importance}
    return said | ({} if respondents is None else {"respondents": respondents}) | changes


def body(group: str, importance: Any, **changes: Any) -> dict[str, Any]:
    return voice(group, importance, None, speaks_as="body", **changes)


def need(name: str, *voices: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"id": name, "text": label(name), "voices": list(voices) or [voice("heads", 3)]} | changes


def requirement(name: str, **changes: Any) -> dict[str, Any]:
    return {"id": name, "text": label(name), "level": "shall"} | changes


def checked_by(*indicators: str) -> dict[str, Any]:
    return {"method": "indicator", "indicators": list(indicators)}


def read_need(*voices: dict[str, Any], **changes: Any) -> Need:
    return Need.model_validate(need("N1", *voices, **changes))


def read_requirement(**changes: Any) -> Requirement:
    return Requirement.model_validate(requirement("R1", **changes))


def register(needs: list[Any] | None = None, requirements: list[Any] | None = None, **more: Any) -> NeedsFile:
    content = {"needs": needs or [], "requirements": requirements or []}
    return NeedsFile.model_validate(content | more)


def basis(name: str, sources: tuple[str, ...] = ("tickets",), *, is_fed: bool = True) -> IndicatorBasis:
    return IndicatorBasis(name, sources, is_fed=is_fed, measured=24, months=24)


def known(*bases: IndicatorBasis, **more: Any) -> Known:
    return Known(indicators={one.name: one for one in bases}, **more)
